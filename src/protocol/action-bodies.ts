/** What people send of an action once it is signed: thanks, and what became of it. */
import * as v from 'valibot';
import { day, id, line, someLine } from './bodies.ts';

/** An action, or a note. */
const thanked = v.pipe(v.string(), v.regex(/^action:[\w-]{1,64}$|^note:[\w-]{1,64}:[\w-]{1,64}$/));
/** Without `to` it reaches the owner and everybody who helps, or whoever wrote the note. */
export const GiveThanks = v.object({
	ref: thanked,
	text: someLine(280),
	to: v.optional(v.pipe(v.array(id), v.minLength(1), v.maxLength(40)))
});

export const NewStep = v.object({ text: someLine(160), dueOn: v.optional(v.nullable(day), null) });
/** What is left out stays as it is. */
export const ChangeStep = v.object({
	text: v.optional(someLine(160)),
	dueOn: v.optional(v.nullable(day)),
	isDone: v.optional(v.boolean()),
	isDropped: v.optional(v.boolean())
});
/** Without words the part is taken away. */
export const MyPart = v.object({ text: line(160) });
export const FinishPart = v.object({ done: v.boolean() });
export const NewEvidence = v.object({ text: someLine(280), figure: v.optional(line(80), '') });
/** `line`: the ref of a line of the newest sheet, or empty for one of its own. */
export const NewStandardWish = v.object({
	line: v.optional(v.pipe(v.string(), v.maxLength(160)), ''),
	part: v.picklist(['fixed', 'mayDecide']),
	text: someLine(280)
});
export const GrowStandards = v.object({ wishes: v.pipe(v.array(id), v.minLength(1), v.maxLength(60)) });
export const GrowthMap = v.object({
	lines: v.pipe(
		v.array(v.object({ from: someLine(120), to: someLine(120), how: v.optional(line(200), '') })),
		v.maxLength(30)
	)
});
