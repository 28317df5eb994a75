/** What a request about the customer's points may say. */
import * as v from 'valibot';
import { asId, type PersonId, type PointId } from '#domain/ids.ts';
import { POINT_KINDS, POINT_LIMIT, POINTS_LIMIT } from '#domain/points.ts';
import { id, someLine } from './bodies.ts';

const words = someLine(POINT_LIMIT);
const point = v.pipe(
	id,
	v.transform((text): PointId => asId(text))
);
const person = v.nullable(
	v.pipe(
		id,
		v.transform((text): PersonId => asId(text))
	)
);

/**
 * `sendKey` is made by the device: sent again over a bad line, it is the same point. `n` asks for the number that it had
 * before it was removed.
 */
export const NewPoint = v.object({
	text: words,
	kind: v.picklist(POINT_KINDS),
	isQuote: v.optional(v.boolean(), false),
	saidBy: v.optional(person, null),
	sendKey: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,64}$/))),
	n: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(POINTS_LIMIT)))
});
export const ChangePoint = v.object({
	text: v.exactOptional(words),
	kind: v.exactOptional(v.picklist(POINT_KINDS)),
	isQuote: v.exactOptional(v.boolean()),
	saidBy: v.exactOptional(person)
});
export const CheckPoint = v.variant('verdict', [
	v.object({ verdict: v.literal('confirm') }),
	v.object({ verdict: v.literal('correct'), text: words }),
	v.object({ verdict: v.literal('take-back') })
]);
/** Those that the customer had before them: one that is written down meanwhile is not confirmed unseen. */
export const ConfirmPoints = v.object({
	points: v.pipe(v.array(point), v.minLength(1), v.maxLength(POINTS_LIMIT)),
	on: v.boolean()
});
export const PinPoint = v.object({ on: v.boolean() });
/** Null takes it apart again. */
export const JoinPoint = v.object({ to: v.nullable(point) });
