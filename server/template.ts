/** The workshop the product brings along: `template.json` beside this file, read once and checked whole. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { asId, type FieldId, type PhaseId, type StepId, type ZoneId } from '#domain/ids.ts';
import type { Template } from '#domain/template.ts';

const stepId = v.pipe(
	v.string(),
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
	v.string(),
	v.transform((text): PhaseId => asId(text))
);
const time = v.pipe(v.string(), v.regex(/^\d\d:\d\d$/));
const minutes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(480));
const names = v.picklist(['named', 'syndicate', 'anonymous']);

const FIELD_KINDS = ['text', 'choice', 'causes', 'motivators', 'yes-no', 'links', 'day', 'syndicates'] as const;

const Field = v.object({
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
type Field = v.InferOutput<typeof Field>;

const Zone = v.object({
	id: zoneId,
	title: v.string(),
	key: v.optional(v.string(), ''),
	hint: v.optional(v.string(), ''),
	empty: v.optional(v.string(), ''),
	tone: v.exactOptional(v.picklist(['good', 'bad'])),
	readOnly: v.exactOptional(v.boolean()),
	max: v.exactOptional(v.number()),
	rating: v.exactOptional(v.object({ min: v.number(), max: v.number(), words: v.array(v.string()) }))
});

const Board = v.object({
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
	from: v.exactOptional(v.string()),
	max: v.exactOptional(v.number()),
	fieldsFrom: v.exactOptional(v.literal('actionForm'))
});

const Phase = v.object({
	id: phaseId,
	kind: v.picklist(['write-alone', 'share', 'group', 'vote', 'rate', 'discuss', 'present', 'ask', 'sign', 'closed']),
	title: v.string(),
	minutes: v.number(),
	writes: v.picklist(['each', 'syndicate', 'scribe', 'writers', 'guest', 'sponsor', 'facilitator', 'owner', 'nobody']),
	sees: v.picklist(['author', 'syndicate', 'room']),
	names: v.exactOptional(v.picklist(['named', 'syndicate', 'anonymous', 'secret'])),
	line: v.exactOptional(v.string())
});

const Activity = v.object({
	id: stepId,
	step: v.nullable(v.number()),
	scope: v.picklist(['room', 'syndicate']),
	title: v.string(),
	short: v.string(),
	minutes,
	prompt: v.string(),
	instruction: v.string(),
	names,
	mayHideName: v.exactOptional(v.boolean()),
	votes: v.nullable(
		v.object({ budget: v.nullable(v.number()), perNote: v.number(), on: v.string(), totalsHidden: v.boolean() })
	),
	board: Board,
	phases: v.pipe(v.array(Phase), v.minLength(1)),
	promptCards: v.array(v.object({ id: v.string(), title: v.string(), text: v.string() })),
	facilitatorNotes: v.array(v.object({ text: v.string() }))
});

const Slot = v.union([
	v.object({ activity: stepId, starts: time }),
	v.object({ id: v.string(), kind: v.literal('break'), title: v.string(), minutes, starts: time })
]);

const words = v.pipe(v.string(), v.minLength(1));
const lines = v.array(words);

/** What is read before and beside the days: the brief, the sponsor's tasks and notes, the baseline, the paper. */
const Beside = {
	prepare: v.object({
		brief: v.array(v.object({ id: words, ask: words })),
		sponsorTasks: v.array(
			v.object({ id: words, dueDays: v.pipe(v.number(), v.integer(), v.maxValue(0)), title: words, ask: words })
		),
		customerBrief: v.object({ line: words, prompts: lines, promises: lines })
	}),
	leaderNotes: v.array(v.object({ id: words, title: words, why: words, say: lines, avoid: lines })),
	baseline: v.object({
		rule: v.object({
			minAnswers: v.pipe(v.number(), v.integer(), v.minValue(1)),
			alsoHideNextSmallest: v.boolean(),
			line: words,
			why: words
		}),
		scale: v.object({ min: v.number(), max: v.number(), low: words, high: words }),
		questions: v.pipe(v.array(v.object({ id: words, text: words })), v.minLength(1)),
		open: v.object({ id: words, text: words })
	}),
	worksheets: v.object({ line: words, activities: v.array(stepId) }),
	facilitatorMessages: v.array(v.object({ id: words, text: words }))
};

const Labelled = v.array(v.object({ id: v.string(), label: v.string() }));

const TemplateFile = v.object({
	id: v.string(),
	title: v.string(),
	line: v.string(),
	days: v.pipe(
		v.array(v.object({ id: v.string(), title: v.string(), starts: time, slots: v.array(Slot) })),
		v.minLength(1)
	),
	activities: v.array(Activity),
	/** Some of its kinds (owner, measure, support) exist in the plan only and are no fields of a board. */
	actionForm: v.array(v.looseObject({ id: v.string(), kind: v.string() })),
	vocabulary: v.object({
		causes: Labelled,
		motivators: Labelled,
		syndicateRoles: v.array(v.object({ id: words, label: words, does: words }))
	}),
	...Beside
});

/** Reads the product's template. Called once at the start; a file that does not fit is a broken installation. */
export const loadTemplate = async (): Promise<Template> =>
	parseTemplate(JSON.parse(await readFile(new URL('./template.json', import.meta.url), 'utf8')));

/** @throws ValiError when the file does not have the template's shape */
export function parseTemplate(file: unknown): Template {
	const { activities, actionForm, vocabulary, ...parts } = v.parse(TemplateFile, file);
	const formFields = actionForm.flatMap((field) => {
		const parsed = v.safeParse(Field, field);
		return parsed.success ? [parsed.output] : [];
	});
	const withOptions = (field: Field): Field => {
		if (field.kind !== 'causes' && field.kind !== 'motivators') return field;
		return { ...field, options: vocabulary[field.kind].map(({ label }) => label) };
	};
	return {
		...parts,
		syndicateRoles: vocabulary.syndicateRoles,
		activities: activities.map(({ board: { fieldsFrom, ...board }, ...activity }) => {
			const fields = fieldsFrom ? formFields : board.fields;
			return { ...activity, board: fields ? { ...board, fields: fields.map(withOptions) } : board };
		})
	};
}
