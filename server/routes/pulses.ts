/** The questions of weeks 4, 8 and 12, those of the beginning once more, and what is different since. */
import { Hono } from 'hono';
import { calendarDay, dayPlus } from '#domain/calendar.ts';
import type { WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { isOpenOn, openRound, roundOf, type AskedRound } from '#domain/pulse.ts';
import type { Template } from '#domain/template.ts';
import { weekOf } from '#domain/weeks-after.ts';
import { AnswerAgain, AnswerPulse, type BeforeAfterView } from '#protocol/pulse.ts';
import { foundOut } from '../follow/before-after.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { readPlanNow } from '../store/action-changes.ts';
import { BaselineStore } from '../store/baseline.ts';
import { ChainStore } from '../store/chain.ts';
import {
	afterRowsOf,
	countIn,
	giveAfter,
	givePulse,
	hasGivenAfter,
	pulseGivenBy,
	pulseRowsOf
} from '../store/pulses.ts';

export const pulseRoutes = ({
	database,
	desk,
	now: clock,
	template
}: Pick<PlanDeps, 'database' | 'desk' | 'now'> & { readonly template: Template }) => {
	const { baseline, pulse } = template;
	const { minAnswers } = baseline.rule;
	const before = new BaselineStore(database);
	const chain = new ChainStore(database);

	const days = async (workshopId: WorkshopId) => {
		const now = await desk.get(workshopId);
		const plan = await readPlanNow(database.db, workshopId);
		const { timezone } = now.workshop;
		const at = clock();
		if (plan.signedAt === null) throw new Problem('plan-not-signed', 'The plan is not signed yet.');
		return { now, plan, at, today: calendarDay(at, timezone), signedOn: calendarDay(plan.signedAt, timezone) };
	};
	/** The last of the weeks also asks what was asked in the beginning. */
	const againRound = (signedOn: string): AskedRound => roundOf(signedOn, pulse.weeks.at(-1) ?? 0);

	return new Hono<Env>()
		.get('/workshops/:id/before-after', mayInWorkshop('pulse.read'), async (c) => {
			const { id } = c.get('workshop');
			const actor = c.get('actor');
			const person = actor.kind === 'person' && actor.role === 'participant' ? actor.personId : null;
			const { now, plan, at, today, signedOn } = await days(id);
			const pulses = await pulseRowsOf(database.db, id);
			const after = await afterRowsOf(database.db, id);
			const open = person === null ? null : openRound(pulse.weeks, signedOn, today);
			const given = person === null ? [] : await pulseGivenBy(database.db, id, person);
			const again = againRound(signedOn);
			const view: BeforeAfterView = {
				week: weekOf(signedOn, today),
				...{ scale: baseline.scale, minAnswers, line: baseline.rule.line, why: baseline.rule.why },
				pulse: open && {
					...{ week: open.week, lastDay: dayPlus(open.closesOn, -1), questions: pulse.questions },
					motivators: open.week === pulse.motivatorQuestion.week ? pulse.motivatorQuestion.text : null,
					isGiven: given.includes(open.week),
					given: countIn(pulses, open.week)
				},
				again:
					person !== null && isOpenOn(again, today)
						? {
								...{ week: again.week, lastDay: dayPlus(again.closesOn, -1), questions: baseline.questions },
								...{ open: baseline.open, departments: await before.departments(id), given: after.length },
								isGiven: await hasGivenAfter(database.db, id, person)
							}
						: null,
				pulseQuestions: pulse.questions,
				...foundOut({
					...{ now, plan, at, signedOn, pulses, after, template },
					kept: await chain.kept(id),
					before: await before.answers(id, 'before')
				})
			};
			return c.json(view);
		})
		.post('/workshops/:id/pulse', mayInWorkshop('pulse.give'), body(AnswerPulse), async (c) => {
			const { id: workshopId } = c.get('workshop');
			const { personId } = personOf(c);
			const { signedOn, today } = await days(workshopId);
			const open = openRound(pulse.weeks, signedOn, today);
			if (!open) throw closed();
			const { marks, motivators } = c.req.valid('json');
			const known = pulse.questions.filter(({ id }) => marks[id] !== undefined);
			const isFelt = open.week === pulse.motivatorQuestion.week;
			if (known.length === 0 && !(isFelt && motivators.length > 0)) throw empty();
			await givePulse(
				database,
				{ workshopId, week: open.week, personId },
				{
					marks: Object.fromEntries(known.map(({ id }) => [id, marks[id] ?? 0])),
					motivators: isFelt ? motivators : []
				},
				minAnswers
			);
			return c.body(null, 204);
		})
		.post('/workshops/:id/baseline-again', mayInWorkshop('pulse.give'), body(AnswerAgain), async (c) => {
			const { id: workshopId } = c.get('workshop');
			const { personId } = personOf(c);
			const { signedOn, today } = await days(workshopId);
			if (!isOpenOn(againRound(signedOn), today)) throw closed();
			const { marks, department, words } = c.req.valid('json');
			const known = baseline.questions.filter(({ id }) => marks[id] !== undefined);
			if (known.length === 0) throw empty();
			const departments = await before.departments(workshopId);
			await giveAfter(
				database,
				{ workshopId, personId },
				{
					marks: Object.fromEntries(known.map(({ id }) => [id, marks[id] ?? 0])),
					department: departments.includes(department) ? department : '',
					words
				},
				minAnswers
			);
			return c.body(null, 204);
		});
};

const closed = () =>
	new Problem('step-closed', 'These questions are not open now. What was sent before is counted. Nothing was added.');
const empty = () => new Problem('empty', 'There is nothing in it yet. Answer one question at least.');
