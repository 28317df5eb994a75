/** Small steps of actions, and everybody's small part of the day. */
import { Hono } from 'hono';
import { authorize, type Actor } from '#domain/access.ts';
import { calendarDay } from '#domain/calendar.ts';
import type { WorkshopId } from '#domain/ids.ts';
import { nameKey } from '#domain/workshop.ts';
import { ChangeStep, FinishPart, MyPart, NewStep } from '#protocol/action-bodies.ts';
import type { TodayView } from '#protocol/action-views.ts';
import { afterView, ownAction } from '../follow/after.ts';
import { body, type Env } from '../http.ts';
import { mayAsk, mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { StepStore } from '../store/steps.ts';

export const stepRoutes = (deps: PlanDeps) => {
	const { database, desk, now: clock } = deps;
	const steps = new StepStore(database);
	const after = afterView(deps);

	const dayOf = async (workshopId: WorkshopId): Promise<string> =>
		calendarDay(clock(), (await desk.get(workshopId)).workshop.timezone);

	/** By name, and without any count: a board is no ranking. */
	const today = async (workshopId: WorkshopId, actor: Actor): Promise<TodayView> => {
		const now = await desk.get(workshopId);
		const day = calendarDay(clock(), now.workshop.timezone);
		const nameOf = (id: string): string => nameKey(now.rows.people.find((person) => person.id === id)?.name ?? '');
		const parts = await steps.today(workshopId, day);
		return {
			today: day,
			parts: parts
				.filter(({ personId }) => now.person(personId) !== null)
				.map(({ personId, text, doneAt }) => ({ personId, text, isDone: doneAt !== null }))
				.sort((a, b) => (nameOf(a.personId) < nameOf(b.personId) ? -1 : 1)),
			mayWrite: authorize(actor, 'today.write', { kind: 'workshop', workshopId, state: now.workshop.state })
		};
	};

	return new Hono<Env>()
		.post('/workshops/:id/actions/:action/steps', mayAsk('action.step'), body(NewStep), async (c) => {
			const { personId: writtenBy } = personOf(c);
			const workshopId = c.get('workshop').id;
			const { id: actionId } = await ownAction(c, deps, 'action.step');
			await steps.add({ ...c.req.valid('json'), actionId, writtenBy, at: clock() });
			desk.bump(workshopId, 'plan');
			return c.json(await after(workshopId, c.get('actor')), 201);
		})
		.patch('/workshops/:id/actions/:action/steps/:step', mayAsk('action.step'), body(ChangeStep), async (c) => {
			const workshopId = c.get('workshop').id;
			const { id: actionId } = await ownAction(c, deps, 'action.step');
			await steps.change(actionId, c.req.param('step'), c.req.valid('json'), clock());
			desk.bump(workshopId, 'plan');
			return c.json(await after(workshopId, c.get('actor')));
		})
		.get('/workshops/:id/today', mayInWorkshop('today.read'), async (c) =>
			c.json(await today(c.get('workshop').id, c.get('actor')))
		)
		.post('/workshops/:id/today', mayInWorkshop('today.write'), body(MyPart), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const part = { workshopId, personId: actor.personId, day: await dayOf(workshopId) };
			await steps.writePart(part, c.req.valid('json').text, clock());
			desk.bump(workshopId, 'plan');
			return c.json(await today(workshopId, actor), 201);
		})
		.post('/workshops/:id/today/finish', mayInWorkshop('today.write'), body(FinishPart), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const part = { workshopId, personId: actor.personId, day: await dayOf(workshopId) };
			await steps.finishPart(part, c.req.valid('json').done ? clock() : null);
			desk.bump(workshopId, 'plan');
			return c.json(await today(workshopId, actor));
		});
};
