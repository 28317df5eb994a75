/** A step as it crosses the wire and lies in a template: its shape, and how long its words may be. */
import * as v from 'valibot';
import { asId, type FieldId, type PhaseId, type StepId, type ZoneId } from '#domain/ids.ts';

const line = (limit: number) => v.pipe(v.string(), v.trim(), v.maxLength(limit));
const someLine = (limit: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limit));
const mark = v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/));

export const stepId = v.pipe(
	mark,
	v.transform((text): StepId => asId(text))
);
const zoneId = v.pipe(
	v.string(),
	v.transform((text): ZoneId => asId(text))
);
const fieldId = v.pipe(
	v.string(),
	v.transform((text): FieldId => asId(text))
);
const phaseId = v.pipe(
	mark,
	v.transform((text): PhaseId => asId(text))
);
export const time = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
export const minutes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(480));
const names = v.picklist(['named', 'syndicate', 'anonymous']);

const FIELD_KINDS = ['text', 'choice', 'causes', 'motivators', 'yes-no', 'links', 'day', 'syndicates'] as const;

export const Field = v.object({
	id: fieldId,
	title: v.string(),
	kind: v.picklist(FIELD_KINDS),
	hint: v.exactOptional(v.string()),
	textLimit: v.exactOptional(v.number()),
	options: v.exactOptional(v.array(v.string())),
	onlyIn: v.exactOptional(zoneId),
	min: v.exactOptional(v.number()),
	max: v.exactOptional(v.number()),
	required: v.optional(v.boolean(), false)
});
export type Field = v.InferOutput<typeof Field>;

const Zone = v.object({
	id: zoneId,
	title: line(80),
	key: v.optional(v.string(), ''),
	hint: v.optional(line(200), ''),
	empty: v.optional(line(200), ''),
	tone: v.exactOptional(v.picklist(['good', 'bad'])),
	readOnly: v.exactOptional(v.boolean()),
	max: v.exactOptional(v.number()),
	rating: v.exactOptional(v.object({ min: v.number(), max: v.number(), words: v.array(v.string()) })),
	part: v.exactOptional(mark)
});

export const Board = v.object({
	id: v.string(),
	kind: v.picklist([
		'columns',
		'spotlight',
		'sentences',
		'vision',
		'matrix',
		'points',
		'queue',
		'actions',
		'plan',
		'requests',
		'signing',
		'two-part'
	]),
	perSyndicate: v.boolean(),
	textLimit: v.exactOptional(v.number()),
	zones: v.array(Zone),
	fields: v.exactOptional(v.array(Field)),
	parts: v.exactOptional(v.array(v.object({ id: mark, kind: v.picklist(['two-part', 'columns']), title: line(80) }))),
	from: v.exactOptional(v.string()),
	approval: v.exactOptional(v.boolean()),
	dealing: v.exactOptional(
		v.object({
			perSyndicate: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12)),
			syndicatesPerIssue: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12))
		})
	),
	top: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20))),
	max: v.exactOptional(v.number())
});

const Phase = v.object({
	id: phaseId,
	kind: v.picklist(['write-alone', 'share', 'group', 'vote', 'rate', 'discuss', 'present', 'ask', 'sign', 'closed']),
	title: someLine(80),
	minutes,
	writes: v.picklist(['each', 'syndicate', 'scribe', 'writers', 'guest', 'sponsor', 'facilitator', 'owner', 'nobody']),
	sees: v.picklist(['author', 'syndicate', 'room']),
	names: v.exactOptional(v.picklist(['named', 'syndicate', 'anonymous', 'secret'])),
	line: v.exactOptional(line(300))
});

const Votes = v.object({
	/** Null: one vote per target and no other limit. */
	budget: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20))),
	perNote: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20)),
	on: line(40),
	totalsHidden: v.boolean()
});

const PromptCardBody = v.object({ id: mark, title: line(80), text: someLine(400) });

/** One prompt card put in or taken out, beside those that others put in meanwhile. */
export const CARD_CHANGES = {
	card: v.object({ ...PromptCardBody.entries, before: v.optional(v.nullable(mark)) }),
	cardOff: mark
} as const;

/** The parts of a step that an inspector edits. */
export const EDITABLE = {
	short: someLine(40),
	prompt: line(300),
	instruction: line(400),
	names,
	mayHideName: v.boolean(),
	votes: v.nullable(Votes),
	phases: v.pipe(v.array(Phase), v.minLength(1), v.maxLength(12)),
	promptCards: v.pipe(v.array(PromptCardBody), v.maxLength(30)),
	facilitatorNotes: v.pipe(v.array(v.object({ text: someLine(600) })), v.maxLength(30))
} as const;

/** All of it but the board, which a template may write more briefly. */
export const ACTIVITY = {
	...EDITABLE,
	id: stepId,
	step: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(6))),
	scope: v.picklist(['room', 'syndicate']),
	title: someLine(120),
	minutes,
	mayHideName: v.exactOptional(v.boolean())
} as const;

export const ActivityBody = v.object({ ...ACTIVITY, board: Board });
