/** What is sent from Monday. */
import * as v from 'valibot';
import { day, id, line, someLine } from './bodies.ts';

/** `action:<id>`, `support:<id>`, `department:<id>`, … */
const ref = v.pipe(v.string(), v.regex(/^[a-z-]{3,12}:[\w:.@+-]{1,160}$/));

/** A letter to an owner, or a reminder to management; the words come first in it. */
export const SendNudge = v.object({ ref, words: v.optional(line(280), '') });
export const NoteCall = v.object({ ref, words: someLine(280) });
export const PutAway = v.object({ ref });
/** To whom it is raised: name and address. */
export const RaiseRequest = v.object({
	requestId: id,
	name: someLine(80),
	email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(160)),
	words: v.optional(line(280), '')
});
/** What is left out stays. `until`: the last day of the follow-up. */
export const ChangeFollowSettings = v.object({
	holidays: v.optional(v.pipe(v.array(day), v.maxLength(60))),
	quietAfterDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(60))),
	deputyRotates: v.optional(v.boolean()),
	until: v.optional(day)
});
/** Somebody left the company, or is back. */
export const PersonLeft = v.object({ personId: id, left: v.boolean() });
