/**
 * Somebody left the company. Their name stays where it stood: under the plan, in the chain, beside their words; what was
 * theirs looks for an owner. So it is a mark of the follow-up, and not the taking away of a person, which would end a name.
 */
import type { PersonId } from '#domain/ids.ts';
import { isPlanned } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { withChanges } from '#domain/signed-changes.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { changesOf } from '../store/action-changes.ts';
import { endAppointments } from '../store/appointed.ts';
import type { Transaction } from '../store/database.ts';
import { changeFollowing, settingsOf } from '../store/follow-settings.ts';
import { offerAction } from '../store/offers.ts';
import { readPlan } from '../store/plan-rows.ts';

export interface Leaving {
	readonly now: WorkshopNow;
	readonly personId: PersonId;
	/** False: they are back. What was theirs they take again with the own yes. */
	readonly left: boolean;
	readonly by: PersonId;
	readonly at: Date;
}

/** The caller holds the plan. @throws Problem `not-found`, `not-allowed` (who follows up hands over first) */
export async function personLeaves(tx: Transaction, { now, personId, left, by, at }: Leaving): Promise<void> {
	const workshopId = now.workshop.id;
	const person = now.person(personId);
	if (person?.role !== 'participant') throw new Problem('not-found', 'Nobody of this name works here.');
	const settings = await settingsOf(tx, workshopId);
	const others = settings.left.filter((each) => each !== personId);
	if (!left) {
		await changeFollowing(tx, workshopId, { left: others });
		return;
	}
	const plan = await readPlan(tx, workshopId);
	const role = plan.appointments.find((each) => each.state === 'accepted' && each.personId === personId)?.role;
	if (role === 'follow-up-manager') {
		throw new Problem('not-allowed', `${person.name} follows up. Hand that over first.`, { field: 'personId' });
	}
	await endAppointments(tx, workshopId, personId);
	await changeFollowing(tx, workshopId, { left: [...others, personId] });
	const changes = await changesOf(tx, workshopId);
	for (const signed of plan.actions.filter(isPlanned)) {
		const action = withChanges(
			signed,
			changes.filter(({ actionId }) => actionId === signed.id)
		);
		const last = action.updates.at(-1)?.health;
		if (action.ownerId !== personId || last === 'done' || last === 'learned' || last === 'stopped') continue;
		await offerAction(tx, { workshopId, actionId: action.id, reason: `${person.name} has left.`, offeredBy: by, at });
	}
}
