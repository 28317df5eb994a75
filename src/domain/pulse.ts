/**
 * The questions that are asked again in the weeks after: when they are open, and what of the answers may be seen. Answers
 * lie in batches of five, and figures grow by whole batches: whoever looks before and after somebody answered sees no
 * difference, or one that is about five people at least.
 */
import { dayPlus } from './calendar.ts';
import type { Figure } from './baseline.ts';
import type { Baseline, Pulse } from './template.ts';
import { weekBegins } from './weeks-after.ts';

/** From the Monday of its week on; the letters of day 30, 60 and 90 come within these days. */
export const ASKED_DAYS = 14;

export interface AskedRound {
	readonly week: number;
	readonly opensOn: string;
	/** The first day on which nothing is taken any more. */
	readonly closesOn: string;
}

export const roundOf = (signedOn: string, week: number): AskedRound => {
	const opensOn = weekBegins(signedOn, week);
	return { week, opensOn, closesOn: dayPlus(opensOn, ASKED_DAYS) };
};

export const isOpenOn = ({ opensOn, closesOn }: AskedRound, today: string): boolean =>
	opensOn <= today && today < closesOn;

/** The round that is open on this day. */
export const openRound = (weeks: readonly number[], signedOn: string, today: string): AskedRound | null =>
	weeks.map((week) => roundOf(signedOn, week)).find((round) => isOpenOn(round, today)) ?? null;

/** Marks of one question, in the batches in which they came, the oldest first. */
export type Batches<Answer> = readonly (readonly Answer[])[];

/** The answers that may be counted: of a question that was passed over, batches wait for others until they are enough. */
export function countable<Answer>(batches: Batches<Answer | undefined>, least: number): readonly Answer[] {
	const counted: Answer[] = [];
	let waiting: Answer[] = [];
	for (const batch of batches) {
		waiting = [...waiting, ...batch.filter((mark) => mark !== undefined)];
		if (waiting.length < least) continue;
		counted.push(...waiting);
		waiting = [];
	}
	return counted;
}

/** Null below the least number of answers. */
export function figureFrom(marks: readonly number[], least: number, { min, max }: Baseline['scale']): Figure | null {
	if (marks.length < least) return null;
	const counts = Array.from({ length: max - min + 1 }, (_, at) => marks.filter((mark) => mark === min + at).length);
	const sum = marks.reduce((all, mark) => all + mark, 0);
	return { answers: marks.length, mean: Math.round((10 * sum) / marks.length) / 10, counts };
}

export interface PulseAnswer {
	/** Question id -> 1 to 5; a question that was passed over is not in it. */
	readonly marks: Readonly<Record<string, number>>;
	readonly motivators: readonly string[];
}

export interface PulseWeek {
	readonly week: number;
	readonly figures: readonly { readonly id: string; readonly figure: Figure | null }[];
	/** How often each was chosen, the most first; null where it was not asked, or by too few. */
	readonly motivators: readonly { readonly id: string; readonly times: number }[] | null;
}

export function pulseWeek(
	week: number,
	batches: Batches<PulseAnswer>,
	{ questions, motivatorQuestion }: Pick<Pulse, 'questions' | 'motivatorQuestion'>,
	{ minAnswers, scale }: { readonly minAnswers: number; readonly scale: Baseline['scale'] }
): PulseWeek {
	// Whoever chose none passed the question over: they hide nobody who did.
	const all = countable(
		batches.map((batch) => batch.map(({ motivators }) => (motivators.length > 0 ? motivators : undefined))),
		minAnswers
	);
	const times = new Map<string, number>();
	for (const id of all.flat()) times.set(id, (times.get(id) ?? 0) + 1);
	return {
		week,
		figures: questions.map(({ id }) => ({
			id,
			figure: figureFrom(
				countable(
					batches.map((batch) => batch.map(({ marks }) => marks[id])),
					minAnswers
				),
				minAnswers,
				scale
			)
		})),
		motivators:
			week !== motivatorQuestion.week || all.length < minAnswers
				? null
				: [...times]
						.map(([id, count]) => ({ id, times: count }))
						.sort((one, other) => other.times - one.times || (one.id < other.id ? -1 : 1))
	};
}
