/** The questions before day 1: what whoever has the link sees and sends, and what may be seen of all the answers. */
import * as v from 'valibot';
import type { BaselineResults } from '#domain/baseline.ts';
import type { Baseline } from '#domain/template.ts';
import { line } from './bodies.ts';

export const AnswerBaseline = v.object({
	marks: v.pipe(
		v.record(v.pipe(v.string(), v.maxLength(40)), v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5))),
		v.check((marks) => Object.keys(marks).length <= 20)
	),
	/** One of those on the list, or nothing. */
	department: v.optional(line(80), ''),
	words: v.optional(line(600), '')
});

/** What the link shows. */
export interface BaselineAskView extends Pick<Baseline, 'scale' | 'questions' | 'open'> {
	readonly title: string;
	readonly company: string;
	readonly departments: readonly string[];
	readonly minAnswers: number;
	/** This device has sent its answers. */
	readonly isGiven: boolean;
	/** Answers are taken until the plan is signed. */
	readonly isOpen: boolean;
}

export interface BaselineView extends BaselineResults, Pick<Baseline, 'scale'> {
	readonly minAnswers: number;
	readonly line: string;
	readonly why: string;
	readonly open: string;
	/** What was written, in no order; facilitators only, and from the least number of answers on. */
	readonly words: readonly string[];
}
