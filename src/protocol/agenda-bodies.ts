/** What may be done to an agenda: the deeds of `#domain/agenda-edit.ts` as a body, several at once, all or none. */
import * as v from 'valibot';
import { asId, RANDOM_ID, type StepId } from '#domain/ids.ts';
import { ActivityBody, CARD_CHANGES, EDITABLE, minutes, time } from './activity.ts';

const id = v.pipe(v.string(), v.regex(RANDOM_ID));
const title = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));
const day = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4));
const place = { day, before: v.nullable(id) };

const heldOn = v.nullable(
	v.pipe(
		v.string(),
		v.isoDate(),
		v.minValue('2000-01-01'),
		v.maxValue('2199-12-31'),
		v.check((text) => !Number.isNaN(Date.parse(text)))
	)
);
const head = { title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)), heldOn, starts: time };

const Piece = v.object({
	id,
	step: v.nullable(
		v.pipe(
			v.string(),
			v.regex(/^[\w-]{1,40}$/),
			v.transform((text): StepId => asId(text))
		)
	),
	title,
	minutes,
	pinnedAt: v.nullable(time),
	isQuiet: v.boolean(),
	isSponsorHere: v.boolean(),
	isBreakLeftOut: v.boolean(),
	activity: v.nullable(ActivityBody)
});

const Edit = v.variant('deed', [
	v.object({ deed: v.literal('move'), entry: id, ...place }),
	v.object({
		deed: v.literal('change'),
		entry: id,
		title: v.optional(title),
		minutes: v.optional(minutes),
		pinnedAt: v.optional(v.nullable(time)),
		isQuiet: v.optional(v.boolean()),
		isSponsorHere: v.optional(v.boolean()),
		isBreakLeftOut: v.optional(v.boolean())
	}),
	v.object({ deed: v.literal('change-step'), entry: id, step: v.partial(v.object({ ...EDITABLE, ...CARD_CHANGES })) }),
	v.object({ deed: v.literal('add-break'), id, title, minutes, ...place }),
	v.object({
		deed: v.literal('add-step'),
		id,
		from: v.variant('kind', [
			v.object({ kind: v.literal('template'), step: v.pipe(v.string(), v.maxLength(40)) }),
			v.object({ kind: v.literal('blank'), title }),
			v.object({ kind: v.literal('entry'), entry: id })
		]),
		...place
	}),
	v.object({ deed: v.literal('put-back'), piece: Piece, ...place }),
	v.object({ deed: v.literal('remove'), entry: id, leavesOut: v.boolean() }),
	v.object({ deed: v.literal('add-day'), day, head: v.object(head) }),
	v.object({ deed: v.literal('change-day'), day, head: v.partial(v.object(head)) }),
	v.object({ deed: v.literal('remove-day'), day })
]);

export const AgendaEdits = v.object({
	edits: v.pipe(v.array(Edit), v.minLength(1), v.maxLength(120)),
	/** The way back of an earlier answer: nothing is put in by itself. */
	isUndo: v.optional(v.boolean(), false)
});
