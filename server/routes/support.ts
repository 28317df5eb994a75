/** What management answers to what is asked of it, and whom it talks to about it. */
import { Hono, type Context } from 'hono';
import { calendarDay } from '#domain/calendar.ts';
import { asId } from '#domain/ids.ts';
import { AnswerOutput, AnswerSupport, ChangeContact, SayAuthority } from '#protocol/support-bodies.ts';
import { refuseHaste } from '../flood.ts';
import { body, type Env } from '../http.ts';
import { allow, mayAsk, mayInWorkshop, personOf } from '../rights.ts';
import { planAnswer } from '../signing/plan-answer.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { OutputAnswerStore } from '../store/output-answers.ts';
import { SupportStore, type RequestPlace } from '../store/support.ts';

export const supportRoutes = (deps: PlanDeps) => {
	const { database, now: clock, desk, followUp } = deps;
	const support = new SupportStore(database);
	const outputs = new OutputAnswerStore(database);
	const answer = planAnswer(deps);
	const haste = refuseHaste();

	/** The request, for those whose it is: who asked, its action's syndicate and owner, facilitators. */
	const allowed = async (c: Context<Env>, request: string): Promise<RequestPlace> => {
		const { id: workshopId, state } = c.get('workshop');
		const place = { workshopId, id: asId<'SupportRequest'>(request) };
		const { ownerId, syndicateId, askedBy } = await support.request(place);
		allow(c, 'support.change', { kind: 'action', workshopId, state, ownerId, syndicateId, askedBy });
		return place;
	};

	return new Hono<Env>()
		.post('/workshops/:id/support/:request/answer', mayInWorkshop('support.answer'), body(AnswerSupport), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const { workshop } = await desk.get(workshopId);
			const given = {
				...c.req.valid('json'),
				answeredBy: actor.personId,
				now: clock,
				today: calendarDay(clock(), workshop.timezone)
			};
			const hasNewSheet = await support.answer({ workshopId, id: asId(c.req.param('request')) }, given);
			desk.bump(workshopId, 'plan');
			if (hasNewSheet) desk.bump(workshopId, 'standards');
			followUp.wake();
			return c.json(await answer(workshopId, actor));
		})
		.post(
			'/workshops/:id/support/:request/contact',
			mayAsk('support.change'),
			haste,
			body(ChangeContact),
			async (c) => {
				const actor = personOf(c);
				const workshopId = c.get('workshop').id;
				const { personId } = c.req.valid('json');
				await support.changeContact(await allowed(c, c.req.param('request')), asId(personId));
				desk.bump(workshopId, 'plan');
				return c.json(await answer(workshopId, actor));
			}
		)
		.post(
			'/workshops/:id/support/:request/authority',
			mayAsk('support.change'),
			haste,
			body(SayAuthority),
			async (c) => {
				const actor = personOf(c);
				const workshopId = c.get('workshop').id;
				await support.sayAuthority(await allowed(c, c.req.param('request')), c.req.valid('json'));
				desk.bump(workshopId, 'plan');
				return c.json(await answer(workshopId, actor));
			}
		)
		.post('/workshops/:id/outputs', mayInWorkshop('support.answer'), body(AnswerOutput), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			await outputs.answer(workshopId, { ...c.req.valid('json'), answeredBy: actor.personId, at: clock() });
			desk.bump(workshopId, 'plan');
			return c.json(await answer(workshopId, actor));
		});
};
