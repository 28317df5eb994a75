/** What is written over a draft. */
import * as v from 'valibot';
import { id, line } from './bodies.ts';

/** What is left out goes back to what is worked out. */
export const EditLetter = v.object({
	headline: v.optional(line(120)),
	lines: v.optional(v.pipe(v.array(line(400)), v.maxLength(8))),
	thanks: v.optional(line(300)),
	without: v.optional(v.pipe(v.array(id), v.maxLength(200)))
});
/** True: it went. False: it is sent again. */
export const SettleLetter = v.object({ went: v.boolean() });
