/** Who follows up: asked by whoever leads the room, accepted or declined in person, handed over in one act. */
import { Hono } from 'hono';
import { picklist, safeParse } from 'valibot';
import { asId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { facilitates } from '#domain/workshop.ts';
import { AnswerAppointment, Nominate } from '#protocol/bodies.ts';
import { HandOver } from '#protocol/commitment-bodies.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import { planAnswer } from '../signing/plan-answer.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { AppointmentStore } from '../store/appointments.ts';
import { HandOverStore } from '../store/hand-overs.ts';

const Role = picklist(['follow-up-manager', 'deputy']);

export const appointmentRoutes = (deps: PlanDeps) => {
	const { database, now: clock, desk } = deps;
	const appointments = new AppointmentStore(database);
	const handOvers = new HandOverStore(database);
	const answer = planAnswer(deps);

	/** Rights begin with the yes: every connection is told at once. */
	const changed = async (workshopId: WorkshopId) => {
		await desk.refresh(workshopId, 'appointments');
		desk.bump(workshopId, 'people');
	};

	return new Hono<Env>()
		.post('/workshops/:id/follow-up/hand-over', mayInWorkshop('follow-up.hand-over'), body(HandOver), async (c) => {
			const { personId: by, role } = personOf(c);
			const workshopId = c.get('workshop').id;
			const { to, words } = c.req.valid('json');
			const isFacilitator = facilitates(role);
			await handOvers.handOver({ workshopId, to: asId(to), words, at: clock(), by, isFacilitator });
			await changed(workshopId);
			// Whoever handed it over may have other rights by now.
			return c.json(await answer(workshopId, await c.get('actorIn')(workshopId)));
		})
		.post('/workshops/:id/appointments', mayInWorkshop('follow-up.nominate'), body(Nominate), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const { role, personId } = c.req.valid('json');
			await appointments.nominate({ workshopId, role, personId: asId(personId) }, clock());
			await changed(workshopId);
			return c.json(await answer(workshopId, actor));
		})
		.post(
			'/workshops/:id/appointments/:role/answer',
			mayInWorkshop('follow-up.answer'),
			body(AnswerAppointment),
			async (c) => {
				const { personId } = personOf(c);
				const workshopId = c.get('workshop').id;
				const role = safeParse(Role, c.req.param('role'));
				if (!role.success) throw new Problem('not-found', 'There is no such part to play.');
				const { yes, words } = c.req.valid('json');
				await appointments.answer({ workshopId, role: role.output, personId }, yes, words, clock());
				await changed(workshopId);
				// With the yes the person's rights are others: the answer already shows them.
				return c.json(await answer(workshopId, await c.get('actorIn')(workshopId)));
			}
		);
};
