/** When everybody meets or hears again. */
import { Hono } from 'hono';
import { calendarDay } from '#domain/calendar.ts';
import { Problem } from '#domain/problem.ts';
import { NextDate } from '#protocol/commitment-bodies.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import { planAnswer } from '../signing/plan-answer.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { NextDateStore } from '../store/next-dates.ts';

export const nextDateRoutes = (deps: PlanDeps) => {
	const { database, desk, now: clock } = deps;
	const dates = new NextDateStore(database);
	const answer = planAnswer(deps);

	return new Hono<Env>().post('/workshops/:id/next-date', mayInWorkshop('next-date.set'), body(NextDate), async (c) => {
		const actor = personOf(c);
		const workshopId = c.get('workshop').id;
		const date = c.req.valid('json');
		const { workshop } = await desk.get(workshopId);
		if (date.heldOn < calendarDay(clock(), workshop.timezone)) {
			throw new Problem('malformed', 'This day is over. Choose one that comes.', { field: 'heldOn' });
		}
		await dates.set(workshopId, date, actor.personId, clock());
		desk.bump(workshopId, 'plan');
		return c.json(await answer(workshopId, actor));
	});
};
