/** What people send when the plan is signed and followed up. */
import * as v from 'valibot';
import { day, id, line, someLine } from './bodies.ts';

/** `to` is a person's id. */
export const HandOver = v.object({ to: id, words: v.optional(line(280), '') });
/** `saw`: the plan as it was read, `PlanView.reading`; without it it is not asked whether it changed. */
export const Sign = v.object({ saw: v.optional(v.pipe(v.string(), v.maxLength(64))) });
export const NewDecision = v.object({
	what: someLine(200),
	whoDecides: someLine(80),
	wereStaffAsked: v.boolean(),
	until: v.optional(v.nullable(day), null),
	outcome: v.optional(line(280), '')
});
export const DecideDecision = v.object({ outcome: line(280) });
/** `heldAt`: `HH:MM`, or empty where no time is said. */
export const NextDate = v.object({
	heldOn: day,
	heldAt: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/))]), ''),
	words: v.optional(line(120), '')
});
/** `value`: a calendar day, a number or words. An owner is not changed: the one there is gives it back. */
export const ChangeSigned = v.union([
	v.object({ part: v.picklist(['text', 'firstStep', 'dueOn', 'target']), value: line(160), reason: line(280) }),
	v.object({ part: v.literal('owner'), value: v.literal(''), reason: line(280) })
]);
export const TakeOver = v.object({ reason: line(280) });
/** An action looks for an owner. */
export const OfferAction = v.object({ reason: line(280) });
