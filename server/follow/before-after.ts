/** What is different: the questions before and after, the morale line, measures, and what is no longer in the way. */
import { baselineResults, type BaselineAnswer, type Figure } from '#domain/baseline.ts';
import { obstaclesOf } from '#domain/obstacles.ts';
import { healthOf, isPlanned } from '#domain/plan.ts';
import { countable, figureFrom, pulseWeek, roundOf, type Batches } from '#domain/pulse.ts';
import { parseRef } from '#domain/refs.ts';
import type { Template } from '#domain/template.ts';
import type { BeforeAfterQuestion, BeforeAfterView, MoraleStep } from '#protocol/pulse.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { walkKept } from '../signing/chain.ts';
import { followUpDay } from '../signing/plan-view.ts';
import type { ChainLink } from '../store/chain.ts';
import type { PlanRecord } from '../store/plan-rows.ts';
import { countIn, wholeBatches, type AfterRow, type PulseRow } from '../store/pulses.ts';

export interface BeforeAfterParts {
	readonly now: WorkshopNow;
	readonly plan: PlanRecord;
	readonly kept: readonly ChainLink[];
	readonly before: readonly BaselineAnswer[];
	readonly after: readonly AfterRow[];
	readonly pulses: readonly PulseRow[];
	readonly template: Pick<Template, 'baseline' | 'pulse'>;
	readonly signedOn: string;
	readonly at: Date;
}

/** What was found out by the reader's day; nothing of it tells what one person said. */
export function foundOut(
	parts: BeforeAfterParts
): Pick<BeforeAfterView, 'pulses' | 'baseline' | 'words' | 'morale' | 'measures' | 'obstacles'> {
	const { plan, pulses, template, signedOn, now, at } = parts;
	const { baseline, pulse } = template;
	const day = followUpDay(now, plan.signedAt, at);
	const { minAnswers } = baseline.rule;
	const begun = pulse.weeks.filter((week) => roundOf(signedOn, week).opensOn <= day.today || countIn(pulses, week) > 0);
	const weeks = begun.map((week) => {
		const rows = pulses.filter((row) => row.week === week);
		const whole = wholeBatches(rows, minAnswers);
		return {
			...pulseWeek(week, whole, pulse, { minAnswers, scale: baseline.scale }),
			given: rows.length
		};
	});
	const questions = beforeAfter(parts, day.today);
	return {
		pulses: weeks,
		baseline: questions,
		words: {
			question: baseline.open.text,
			said: wholeBatches(parts.after, minAnswers)
				.flat()
				.flatMap(({ words }) => words.trim() || [])
		},
		morale: moraleOf(questions, weeks, template),
		...ofActions(parts, day)
	};
}

/** The same words are asked in both: their line goes through all rounds. */
function moraleOf(
	questions: readonly BeforeAfterQuestion[],
	weeks: BeforeAfterView['pulses'],
	{ pulse }: Pick<Template, 'pulse'>
): BeforeAfterView['morale'] {
	const asked = pulse.questions.find(({ text }) => questions.some((question) => question.text === text));
	const first = questions.find(({ text }) => text === asked?.text);
	const steps: MoraleStep[] = weeks.map(({ week, figures }) => ({
		week,
		figure: figures.find(({ id }) => id === asked?.id)?.figure ?? null
	}));
	return { text: asked?.text ?? '', steps: first ? [{ week: 0, figure: first.before }, ...steps] : steps };
}

function beforeAfter(
	{ before, after, template, signedOn }: BeforeAfterParts,
	today: string
): readonly BeforeAfterQuestion[] {
	const { baseline, pulse } = template;
	const { minAnswers } = baseline.rule;
	const whole = wholeBatches(after, minAnswers);
	const isClosed = roundOf(signedOn, pulse.weeks.at(-1) ?? 0).closesOn <= today;
	const first = baselineResults(baseline, before);
	// While answers come in, one more in a department would be told by the difference: only what came at once is split.
	const split = baselineResults(baseline, isClosed ? whole.flat() : (whole.find(cameAtOnce) ?? []));
	return first.questions.map(({ id, text, figure, departments }): BeforeAfterQuestion => {
		const then = split.questions.find((question) => question.id === id)?.departments ?? [];
		const names = [...new Set([...departments, ...then].map(({ department }) => department))];
		const marks: Batches<number | undefined> = whole.map((batch) => batch.map((answer) => answer.marks[id]));
		return {
			...{ id, text, before: figure },
			after: figureFrom(countable(marks, minAnswers), minAnswers, baseline.scale),
			departments: names
				.map((department) => ({
					department,
					before: figureIn(departments, department),
					after: figureIn(then, department)
				}))
				.map((row) => (row.before && (row.after || then.length === 0) ? row : { ...row, before: null, after: null }))
		};
	});
}

const cameAtOnce = (batch: readonly AfterRow[]): boolean => batch.every(({ id }) => !/^b\d{4}-/.test(id));

const figureIn = (
	rows: readonly { readonly department: string; readonly figure: Figure | null }[],
	name: string
): Figure | null => rows.find(({ department }) => department === name)?.figure ?? null;

function ofActions(
	{ now, plan, kept }: BeforeAfterParts,
	day: ReturnType<typeof followUpDay>
): Pick<BeforeAfterView, 'measures' | 'obstacles'> {
	const house = [...now.activities.values()].find(({ board }) => board.kind === 'matrix')?.id;
	const planned = plan.actions.filter(isPlanned).map((action) => ({ ...action, health: healthOf(action, day) }));
	return {
		measures: planned
			.filter(({ measure }) => measure.name !== '')
			.map(({ n, text: action, health, measure: { name, unit, baseline, target }, updates }) => ({
				...{ n, action, health, name, unit, before: baseline, target },
				now: updates.findLast(({ reading }) => reading !== null)?.reading ?? null
			})),
		obstacles: obstaclesOf(
			planned.map(({ n, health, sources }) => ({
				n,
				health,
				inTheWay: walkKept(sources, kept, []).filter(
					({ ref, step, zone, text }) =>
						step === house && zone === 'in-the-way' && text !== '' && parseRef(ref)?.kind === 'note'
				)
			}))
		).map(({ ref, text, actions, isRemoved }) => ({ ref, text, actions, isRemoved }))
	};
}
