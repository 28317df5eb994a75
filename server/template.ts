/** The workshop the product brings along: `template.json` beside this file, read once and checked whole. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { DRAFT, DRAFT_LIMITS } from '#domain/draft-form.ts';
import type { Template } from '#domain/template.ts';
import { ACTIVITY, Board, Field, minutes, stepId, time } from '#protocol/activity.ts';

/** A zone of the file may name the fields that are asked in it alone. */
const Zone = v.object({ ...Board.entries.zones.item.entries, fields: v.exactOptional(v.array(v.string())) });
/** Another board of the same step; in a workshop it is a part of the step's one board. */
const ExtraBoard = v.object({
	id: v.string(),
	kind: v.picklist(['two-part', 'columns']),
	title: v.string(),
	zones: v.array(Zone)
});

const Activity = v.object({
	...ACTIVITY,
	board: v.object({
		...Board.entries,
		zones: v.array(Zone),
		fieldsFrom: v.exactOptional(v.literal('actionForm'))
	}),
	extraBoards: v.exactOptional(v.array(ExtraBoard))
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
	pulse: v.object({
		weeks: v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
		questions: v.pipe(v.array(v.object({ id: words, text: words })), v.minLength(1)),
		motivatorQuestion: v.object({ week: v.number(), text: words })
	}),
	followUp: v.object({
		mayProlong: v.boolean(),
		suggestionBox: v.object({ monthly: v.pipe(lines, v.minLength(1)), answerWithinDays: minutes }),
		headsUp: v.object({ workingDaysBefore: minutes }),
		decisions: v.object({ line: words })
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
		syndicateRoles: v.array(v.object({ id: words, label: words, does: words })),
		warmUpNotes: v.array(v.object({ id: words, zone: words, text: words }))
	}),
	...Beside
});

/** Reads the product's template. Called once at the start; a file that does not fit is a broken installation. */
export const loadTemplate = async (): Promise<Template> =>
	parseTemplate(JSON.parse(await readFile(new URL('./template.json', import.meta.url), 'utf8')));

/** @throws ValiError when the file does not have the template's shape */
export function parseTemplate(file: unknown): Template {
	const { activities, actionForm, vocabulary, ...parts } = v.parse(TemplateFile, file);
	const formFields = [...actionForm, WHEN_THEN].flatMap((field) => {
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
		samples: vocabulary.warmUpNotes,
		activities: activities.map(({ board: { fieldsFrom, zones, ...board }, extraBoards = [], ...activity }) => {
			const fields = (fieldsFrom ? formFields : board.fields)?.map(withOptions).map(inItsZone(zones));
			const parts = extraBoards.map(({ id, kind, title }) => ({ id, kind, title }));
			const further = extraBoards.flatMap((extra) => extra.zones.map((zone) => ({ ...zone, part: extra.id })));
			return {
				...activity,
				board: {
					...board,
					zones: [...zones, ...further].map(({ fields: _fields, ...zone }) => zone),
					...(parts.length > 0 ? { parts } : {}),
					...(fields ? { fields } : {})
				}
			};
		})
	};
}

/** Said of every action in the plan; long words are made with the note. */
const WHEN_THEN = {
	id: DRAFT.whenThen,
	title: '“When …, I will …”',
	kind: 'text',
	textLimit: DRAFT_LIMITS.whenThen,
	required: false,
	hint: 'When the last call before noon ends, I will …'
};

/** A field that one zone names is asked there and nowhere else. */
const inItsZone =
	(zones: readonly v.InferOutput<typeof Zone>[]) =>
	(field: Field): Field => {
		const zone = zones.find(({ fields }) => fields?.includes(field.id));
		return zone ? { ...field, onlyIn: zone.id } : field;
	};
