/** What management answers to what is asked of it. */
import { Hono } from 'hono';
import { calendarDay } from '#domain/calendar.ts';
import { asId } from '#domain/ids.ts';
import { AnswerSupport } from '#protocol/bodies.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import { planAnswer } from '../signing/plan-answer.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { SupportStore } from '../store/support.ts';

export const supportRoutes = (deps: PlanDeps) => {
	const { database, now: clock, desk } = deps;
	const support = new SupportStore(database);
	const answer = planAnswer(deps);

	return new Hono<Env>().post(
		'/workshops/:id/support/:request/answer',
		mayInWorkshop('support.answer'),
		body(AnswerSupport),
		async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const at = clock();
			const { workshop } = await desk.get(workshopId);
			await support.answer(
				{ workshopId, id: asId(c.req.param('request')) },
				{ ...c.req.valid('json'), answeredBy: actor.personId, at, today: calendarDay(at, workshop.timezone) }
			);
			desk.bump(workshopId, 'plan');
			return c.json(await answer(workshopId, actor));
		}
	);
};
