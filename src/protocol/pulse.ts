/** The questions that are asked again, and what is different: before and after on one page. */
import * as v from 'valibot';
import type { Figure } from '#domain/baseline.ts';
import type { Obstacle } from '#domain/obstacles.ts';
import { MOTIVATORS } from '#domain/plan-words.ts';
import type { Health } from '#domain/plan.ts';
import type { PulseWeek } from '#domain/pulse.ts';
import type { Baseline } from '#domain/template.ts';
import { line } from './bodies.ts';

const Marks = v.pipe(
	v.record(v.pipe(v.string(), v.maxLength(40)), v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5))),
	v.check((marks) => Object.keys(marks).length <= 20)
);
export const AnswerPulse = v.object({
	marks: Marks,
	/** Up to three of the template's. */
	motivators: v.optional(
		v.pipe(
			v.array(v.picklist(MOTIVATORS)),
			v.maxLength(3),
			v.check((chosen) => new Set(chosen).size === chosen.length)
		),
		[]
	)
});
export const AnswerAgain = v.object({
	marks: Marks,
	department: v.optional(line(80), ''),
	words: v.optional(line(600), '')
});

type Question = Baseline['questions'][number];

/** Questions that are open for this reader. */
export interface AskedView {
	readonly week: number;
	/** The last day on which answers are taken. */
	readonly lastDay: string;
	readonly questions: readonly Question[];
	/** Which of these were felt; null where it is not asked. */
	readonly motivators: string | null;
	/** This person has answered. */
	readonly isGiven: boolean;
	/** How many have. */
	readonly given: number;
}

export interface AskedAgainView extends Omit<AskedView, 'motivators'> {
	readonly open: Question;
	readonly departments: readonly string[];
}

export interface BeforeAfterQuestion {
	readonly id: string;
	readonly text: string;
	readonly before: Figure | null;
	readonly after: Figure | null;
	/** Hidden in one, it is hidden in both. */
	readonly departments: readonly {
		readonly department: string;
		readonly before: Figure | null;
		readonly after: Figure | null;
	}[];
}

export interface MoraleStep {
	/** 0: before the day. */
	readonly week: number;
	readonly figure: Figure | null;
}

export interface BeforeAfterView {
	readonly week: number;
	readonly scale: Baseline['scale'];
	readonly minAnswers: number;
	readonly line: string;
	readonly why: string;
	/** Three questions of this week, where they are open. */
	readonly pulse: AskedView | null;
	/** Those of the beginning, where they are asked again. */
	readonly again: AskedAgainView | null;
	readonly pulseQuestions: readonly Question[];
	/** One a round that has begun. */
	readonly pulses: readonly (PulseWeek & { readonly given: number })[];
	readonly baseline: readonly BeforeAfterQuestion[];
	/** What was written to the open question in week 12, as it was written, in no order; told by whole batches. */
	readonly words: { readonly question: string; readonly said: readonly string[] };
	/** The same sentence before the day and in each pulse. */
	readonly morale: { readonly text: string; readonly steps: readonly MoraleStep[] };
	readonly measures: readonly {
		readonly n: number;
		readonly action: string;
		readonly health: Health;
		readonly name: string;
		readonly unit: string;
		readonly before: number | null;
		readonly now: number | null;
		readonly target: number | null;
	}[];
	readonly obstacles: readonly Obstacle[];
}
