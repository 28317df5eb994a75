/** What people send of an action once it is signed: thanks, and what became of it. */
import * as v from 'valibot';
import { id, someLine } from './bodies.ts';

/** An action, or a note. */
const thanked = v.pipe(v.string(), v.regex(/^action:[\w-]{1,64}$|^note:[\w-]{1,64}:[\w-]{1,64}$/));
/** Without `to` it reaches the owner and everybody who helps, or whoever wrote the note. */
export const GiveThanks = v.object({
	ref: thanked,
	text: someLine(280),
	to: v.optional(v.pipe(v.array(id), v.minLength(1), v.maxLength(40)))
});
