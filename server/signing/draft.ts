/** Reads a draft from its board, as it is to stand in the plan: every answer of its form, or a refusal that names the field. */
import type { BoardNote } from '#document/board-shape.ts';
import {
	answerIn,
	answersUnder,
	DRAFT,
	DRAFT_LIMITS,
	HELPERS_LIMIT,
	isCalendarDay,
	kindField,
	measureIn,
	MOTIVATORS_LIMIT,
	supportField,
	type Answers
} from '#domain/draft-form.ts';
import { figureIn } from '#domain/figure.ts';
import { asId, type FieldId, type PersonId } from '#domain/ids.ts';
import { isNoWay } from '#domain/plan-measures.ts';
import {
	ACTION_KIND_WORDS,
	MOTIVATORS,
	MOTIVATOR_WORDS,
	SUPPORT_KIND_WORDS,
	SUPPORT_KINDS
} from '#domain/plan-words.ts';
import type { Horizon, Measure, SupportKind } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { dayWords } from '#domain/words/en.ts';
import type { ActionWords } from '../store/action-words.ts';
import { wordsOf } from './boards.ts';

/** What a draft is held against. */
export interface DraftRoom {
	/** The calendar day in the workshop's time zone. */
	readonly today: string;
	/** Who is meant by an id on a note, where it is somebody who works in a syndicate here; null for anybody else. */
	readonly helper: (id: string) => PersonId | null;
	/** Rows of what was tried before. */
	readonly tried: readonly { readonly id: string; readonly what: string }[];
}

export interface DraftReading {
	readonly words: ActionWords & { readonly text: string };
	/** What it asks of management, in the order of the kinds. */
	readonly support: readonly { readonly kind: SupportKind; readonly ask: string }[];
}

/** @throws Problem `empty`, `too-long`, `malformed`, `date-missing`, `reason-missing`, `not-found`; each names its field */
export function readDraft(note: BoardNote, room: DraftRoom): DraftReading {
	const { fields } = note;
	const text = wordsOf(note);
	if (text === '') {
		throw new Problem('empty', 'There is nothing in it yet. Say what will be different.', { field: 'text' });
	}
	const words = (id: keyof typeof DRAFT_LIMITS & string): string =>
		fitting(id, answerIn(fields, asId(id)), DRAFT_LIMITS[id]);
	const kind = oneOf(
		answerIn(fields, DRAFT.kind),
		ACTION_KIND_WORDS.map(({ id }) => id),
		'action'
	);
	return {
		words: {
			text: fitting('text', text, DRAFT_LIMITS.text),
			why: words('why'),
			kind,
			kindFields: kindAnswers(kind, fields),
			horizon: oneOf<Horizon>(answerIn(fields, DRAFT.horizon), ['now', 'quarter', 'long'], 'quarter'),
			firstStep: words('firstStep'),
			dueOn: dueIn(fields, room.today),
			measure: wholeMeasure(fields),
			whenThen: words('whenThen'),
			motivators: motivatorsIn(fields),
			...triedIn(fields, room.tried),
			learn: words('learn'),
			helpers: helpersIn(fields, room)
		},
		support: supportIn(fields)
	};
}

function fitting(field: string, words: string, limit: number): string {
	if (words.length <= limit) return words;
	throw new Problem('too-long', `${words.length} of ${limit} characters. Nothing is lost; shorten it, then send it.`, {
		field
	});
}

const oneOf = <Choice extends string>(text: string, choices: readonly Choice[], otherwise: Choice): Choice =>
	choices.find((choice) => choice === text) ?? otherwise;

/** What other kinds asked stays on the board. */
function kindAnswers(kind: string, fields: Answers): Readonly<Record<string, string>> {
	const asked = ACTION_KIND_WORDS.find(({ id }) => id === kind)?.fields ?? [];
	return Object.fromEntries(
		asked.flatMap(({ id }) => {
			const field = kindField(id);
			const words = fitting(field, answerIn(fields, field), DRAFT_LIMITS.kind);
			return words === '' ? [] : [[id, words]];
		})
	);
}

function dueIn(fields: Answers, today: string): string | null {
	const field = DRAFT.dueOn;
	const day = answerIn(fields, field);
	if (day === '') return null;
	if (!isCalendarDay(day)) throw new Problem('malformed', 'There is no such day. Choose another one.', { field });
	if (day < today) {
		throw new Problem('day-past', `${dayWords(day)} is over. Choose a day from today on.`, { field });
	}
	return day;
}

function wholeMeasure(fields: Answers): Measure {
	const measure = measureIn(fields, figureOrRefusal);
	for (const [field, limit] of MEASURE_LIMITS) fitting(field, answerIn(fields, field), limit);
	if (isNoWay(measure)) throw noWay(DRAFT.target);
	if (measure.pair !== null && isNoWay(measure.pair)) throw noWay(DRAFT.pairTarget);
	return measure;
}

const MEASURE_LIMITS = [
	[DRAFT.measureName, DRAFT_LIMITS.measureName],
	[DRAFT.measureUnit, DRAFT_LIMITS.measureUnit],
	[DRAFT.countedBy, DRAFT_LIMITS.measureCountedBy],
	[DRAFT.pairName, DRAFT_LIMITS.measureName],
	[DRAFT.pairUnit, DRAFT_LIMITS.measureUnit]
] as const;

function figureOrRefusal(fields: Answers, field: FieldId): number | null {
	const value = figureIn(answerIn(fields, field));
	if (!Number.isNaN(value)) return value;
	throw new Problem('malformed', 'This is a figure, like 61 or 4.5. What it counts goes beside it.', { field });
}

const noWay = (field: string): Problem =>
	new Problem(
		'target-is-baseline',
		'The target is where it stands today. Say what will be different, or count something else.',
		{ field }
	);

function motivatorsIn(fields: Answers): readonly string[] {
	const labels = answerIn(fields, DRAFT.motivators).split('|');
	const chosen = MOTIVATORS.filter((id) => labels.includes(MOTIVATOR_WORDS[id].label) || labels.includes(id));
	if (chosen.length <= MOTIVATORS_LIMIT) return chosen;
	throw new Problem('malformed', `Choose the ${MOTIVATORS_LIMIT} that move you most.`, { field: DRAFT.motivators });
}

function triedIn(fields: Answers, tried: DraftRoom['tried']): Pick<ActionWords, 'triedRow' | 'triedDiffers'> {
	const field = DRAFT.triedDiffers;
	const triedDiffers = fitting(field, answerIn(fields, field), DRAFT_LIMITS.triedBefore);
	const chosen = answerIn(fields, DRAFT.triedRow);
	// A row that was taken out of the brief meanwhile is repeated by nobody.
	const row = tried.find(({ id }) => id === chosen);
	if (row && triedDiffers === '') {
		throw new Problem('reason-missing', `“${row.what}” was tried before. Say what differs now.`, { field });
	}
	return { triedRow: row?.id ?? null, triedDiffers };
}

function helpersIn(fields: Answers, { helper }: DraftRoom): readonly PersonId[] {
	const named = answersUnder(fields, 'helper:').filter(([, value]) => value === 'yes');
	const people = new Set(
		named.map(([id]) => {
			const person = helper(id);
			if (person) return person;
			throw new Problem('not-found', 'One of those you named as helpers is not here any more. Take the name off.', {
				field: 'helpers'
			});
		})
	);
	if (people.size <= HELPERS_LIMIT) return [...people];
	throw new Problem('malformed', `Name at most ${HELPERS_LIMIT} helpers.`, { field: 'helpers' });
}

function supportIn(fields: Answers): DraftReading['support'] {
	return SUPPORT_KINDS.flatMap((kind) => {
		const field = supportField(kind);
		if (!(field in fields)) return [];
		const ask = fitting(field, answerIn(fields, field), DRAFT_LIMITS.support);
		if (ask !== '') return [{ kind, ask }];
		throw new Problem('empty', `${SUPPORT_KIND_WORDS[kind].ask} Say it, or take it off.`, { field });
	});
}
