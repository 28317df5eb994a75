/** What is done from Monday about a row: write, ring, raise, put away. */
import { Hono } from 'hono';
import { asId } from '#domain/ids.ts';
import { NoteCall, PutAway, RaiseRequest, SendNudge } from '#protocol/monday-bodies.ts';
import { nudge, raise } from '../follow/nudges.ts';
import { refuseHaste } from '../flood.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { addFollowNote, settleMail, takeBackNote } from '../store/follow-notes.ts';
import { holdPlan } from '../store/plan-rows.ts';
import { mondayAnswer } from './monday.ts';

export const followNoteRoutes = (deps: PlanDeps) => {
	const { database, desk, now: clock, followUp } = deps;
	const answer = mondayAnswer(deps);

	return new Hono<Env>()
		.post('/workshops/:id/monday/nudge', mayInWorkshop('monday.act'), refuseHaste(), body(SendNudge), async (c) => {
			const { personId: by } = personOf(c);
			const workshopId = c.get('workshop').id;
			const { ref, words } = c.req.valid('json');
			const now = await desk.get(workshopId);
			await database.transaction(async (tx) => {
				await holdPlan(tx, workshopId);
				await nudge(tx, { now, by, ref, words, at: clock() });
			});
			followUp.wake();
			return c.json(await answer(c), 201);
		})
		.post('/workshops/:id/monday/raise', mayInWorkshop('monday.act'), refuseHaste(), body(RaiseRequest), async (c) => {
			const { personId: by } = personOf(c);
			const workshopId = c.get('workshop').id;
			const { requestId, name, email, words } = c.req.valid('json');
			const now = await desk.get(workshopId);
			await database.transaction(async (tx) => {
				await holdPlan(tx, workshopId);
				const request = asId<'SupportRequest'>(requestId);
				await raise(tx, { now, by, requestId: request, name, email, words, at: clock() });
			});
			followUp.wake();
			return c.json(await answer(c), 201);
		})
		.post('/workshops/:id/monday/call', mayInWorkshop('monday.act'), refuseHaste(), body(NoteCall), async (c) => {
			const { personId: writtenBy } = personOf(c);
			const workshopId = c.get('workshop').id;
			await database.transaction((tx) =>
				addFollowNote(tx, { workshopId, ...c.req.valid('json'), kind: 'call', writtenBy, writtenAt: clock() })
			);
			return c.json(await answer(c), 201);
		})
		.post('/workshops/:id/monday/put-away', mayInWorkshop('monday.act'), refuseHaste(), body(PutAway), async (c) => {
			const { personId: writtenBy } = personOf(c);
			const workshopId = c.get('workshop').id;
			const { ref } = c.req.valid('json');
			await database.transaction((tx) =>
				addFollowNote(tx, { workshopId, ref, kind: 'not-needed', words: '', writtenBy, writtenAt: clock() })
			);
			return c.json(await answer(c), 201);
		})
		.post('/workshops/:id/monday/notes/:note/take-back', mayInWorkshop('monday.act'), async (c) => {
			const workshopId = c.get('workshop').id;
			await database.transaction((tx) => takeBackNote(tx, workshopId, c.req.param('note')));
			return c.json(await answer(c));
		})
		.post('/workshops/:id/monday/mails/:mail/settle', mayInWorkshop('monday.act'), async (c) => {
			const workshopId = c.get('workshop').id;
			await database.transaction((tx) => settleMail(tx, workshopId, c.req.param('mail'), clock()));
			return c.json(await answer(c));
		});
};
