/**
 * The form of a draft on its board: which field of the note holds what. Long texts are made with the note and written
 * together letter by letter; every other answer is a value of its own, and what may be several things is a key a thing, so
 * that two people who fill in the same draft lose nothing.
 */
import { figureIn } from './figure.ts';
import { asId, type FieldId } from './ids.ts';
import type { Reachable } from './action-marks.ts';
import { MEASURE_GROUPS } from './plan-words.ts';
import { hasMeasure, isPaired, type Measure, type MeasureEvery, type SmartLetter } from './plan.ts';

const field = (id: string): FieldId => asId(id);

export const DRAFT = {
	why: field('why'),
	firstStep: field('firstStep'),
	whenThen: field('whenThen'),
	/** What differs now, where it was tried before. */
	triedDiffers: field('triedBefore'),
	learn: field('learn'),
	dueOn: field('dueOn'),
	/** Labels, divided by bars: the field is the template's. */
	motivators: field('motivators'),
	kind: field('kind'),
	horizon: field('horizon'),
	triedRow: field('triedRow'),
	measureGroup: field('measureGroup'),
	measureName: field('measureName'),
	measureUnit: field('measureUnit'),
	baseline: field('measureBaseline'),
	target: field('measureTarget'),
	countedBy: field('measureCountedBy'),
	every: field('measureEvery'),
	/** `compass`, or the ref of a standard's line. */
	serves: field('measureServes'),
	/** The customer's outcome beside a measure of cost. */
	pairName: field('pairName'),
	pairUnit: field('pairUnit'),
	pairBaseline: field('pairBaseline'),
	pairTarget: field('pairTarget')
} as const;

/** What a kind of action asks by itself. */
export const kindField = (id: string): FieldId => field(`kind:${id}`);
/** Somebody beside the owner; `yes`, or not there. */
export const helperField = (person: string): FieldId => field(`helper:${person}`);
/** What is asked of management, in words; not there where nothing is. */
export const supportField = (kind: string): FieldId => field(`support:${kind}`);

/** Characters the parts may have (`actionForm` of the template). */
export const DRAFT_LIMITS = {
	text: 160,
	why: 160,
	firstStep: 120,
	whenThen: 160,
	triedBefore: 160,
	learn: 120,
	measureName: 120,
	measureUnit: 40,
	measureCountedBy: 60,
	kind: 160,
	support: 200
} as const;

/** A small fix is done within so many days of the yes. */
export const SMALL_FIX_DAYS = 7;

export const HELPERS_LIMIT = 12;
export const MOTIVATORS_LIMIT = 3;

export type Answers = Readonly<Record<string, string | number>>;

export const answerIn = (fields: Answers, id: FieldId): string => {
	const value = Object.entries(fields).find(([key]) => key === id)?.[1];
	return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
};

/** The rest of the keys that begin so, each with its words. */
export const answersUnder = (fields: Answers, prefix: string): readonly (readonly [string, string])[] =>
	Object.entries(fields)
		.flatMap(([key, value]) =>
			key.startsWith(prefix) ? [[key.slice(prefix.length), String(value).trim()] as const] : []
		)
		.sort(([a], [b]) => (a < b ? -1 : 1));

/** A calendar day that exists: a date of its own accord goes on from the 31st of February to March. */
export function isCalendarDay(text: string): boolean {
	const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
	return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** What "can we reach it?" is asked of: what is no figure or no day counts as none. */
export function reachableIn(fields: Answers): Reachable {
	const target = figureIn(answerIn(fields, DRAFT.target));
	const dueOn = answerIn(fields, DRAFT.dueOn);
	return { target: Number.isNaN(target) ? null : target, dueOn: isCalendarDay(dueOn) ? dueOn : null };
}

/** What is no figure counts as none. */
const anyFigure = (fields: Answers, id: FieldId): number | null => {
	const value = figureIn(answerIn(fields, id));
	return Number.isNaN(value) ? null : value;
};

const oneOf = <Choice extends string>(text: string, choices: readonly Choice[], otherwise: Choice): Choice =>
	choices.find((choice) => choice === text) ?? otherwise;

/** @param figure reads a figure, or refuses what is none */
export function measureIn(fields: Answers, figure: (fields: Answers, id: FieldId) => number | null): Measure {
	const group = oneOf<string>(
		answerIn(fields, DRAFT.measureGroup),
		MEASURE_GROUPS.map(({ id }) => id),
		''
	);
	const pairName = answerIn(fields, DRAFT.pairName);
	return {
		name: answerIn(fields, DRAFT.measureName),
		unit: answerIn(fields, DRAFT.measureUnit),
		baseline: figure(fields, DRAFT.baseline),
		target: figure(fields, DRAFT.target),
		countedBy: answerIn(fields, DRAFT.countedBy),
		every: oneOf<MeasureEvery>(answerIn(fields, DRAFT.every), ['day', 'week', 'month'], 'week'),
		group,
		serves: answerIn(fields, DRAFT.serves),
		// It stands beside a measure of cost, and nowhere else.
		pair:
			group === 'cost' && pairName !== ''
				? {
						name: pairName,
						unit: answerIn(fields, DRAFT.pairUnit),
						baseline: figure(fields, DRAFT.pairBaseline),
						target: figure(fields, DRAFT.pairTarget)
					}
				: null
	};
}

/** The letters of SMART a draft still misses; what it asks of management is answered in the plan. */
export function draftMissing(
	fields: Answers,
	{ text, hasOwner, links }: { readonly text: string; readonly hasOwner: boolean; readonly links: number }
): readonly SmartLetter[] {
	const measure = measureIn(fields, anyFigure);
	const has: Readonly<Record<SmartLetter, boolean>> = {
		S: text.trim() !== '' && hasOwner,
		M: hasMeasure(measure) && isPaired(measure) && measure.serves !== '',
		A: answerIn(fields, DRAFT.firstStep) !== '',
		R: links > 0,
		T: isCalendarDay(answerIn(fields, DRAFT.dueOn))
	};
	const letters: readonly SmartLetter[] = ['S', 'M', 'A', 'R', 'T'];
	return letters.filter((letter) => !has[letter]);
}
