/** What somebody gave and said goes over to the entry that stays, when two entries are one person. */
import { and, eq, sql } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import {
	actionHelpers,
	actionMarks,
	actions,
	attendances,
	claimCodes,
	customerPoints,
	decisions,
	draftYeses,
	galleryMarks,
	learningWishes,
	ownerAddresses,
	proposalVotes,
	proposals,
	questionVotes,
	questions,
	quietRequests,
	ratings,
	signals,
	signatures,
	smallFixes,
	stepStates,
	supportRequests
} from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';
import { moveAppointments } from './merging-appointments.ts';

/** Marks, up-votes, signatures, days: where both gave one, the older entry's counts. */
export async function moveGiven(
	tx: Transaction,
	workshopId: WorkshopId,
	keeps: PersonId,
	goes: PersonId
): Promise<void> {
	await tx.execute(sql`delete from ${ratings} r where r.workshop_id = ${workshopId} and r.person_id = ${goes} and exists
		(select 1 from ${ratings} k where k.workshop_id = r.workshop_id and k.step = r.step and k.target = r.target
		and k.person_id = ${keeps})`);
	await tx
		.update(ratings)
		.set({ personId: keeps })
		.where(and(eq(ratings.workshopId, workshopId), eq(ratings.personId, goes)));
	await tx.execute(sql`delete from ${actionMarks} m where m.workshop_id = ${workshopId} and m.person_id = ${goes} and exists
		(select 1 from ${actionMarks} k where k.workshop_id = m.workshop_id and k.about = m.about and k.target = m.target
		and k.asked = m.asked and k.person_id = ${keeps})`);
	await tx.update(actionMarks).set({ personId: keeps }).where(eq(actionMarks.personId, goes));
	await tx.execute(sql`delete from ${learningWishes} w where w.person_id = ${goes} and exists
		(select 1 from ${learningWishes} k where k.workshop_id = w.workshop_id and k.person_id = ${keeps})`);
	await tx.update(learningWishes).set({ personId: keeps }).where(eq(learningWishes.personId, goes));
	// An owner has one code on paper, as the plan says: the one that goes opens nothing any more.
	await tx.execute(sql`delete from ${claimCodes} c where c.person_id = ${goes} and exists
		(select 1 from ${claimCodes} k where k.workshop_id = c.workshop_id and k.person_id = ${keeps})`);
	await tx.update(claimCodes).set({ personId: keeps }).where(eq(claimCodes.personId, goes));
	await tx.execute(sql`delete from ${ownerAddresses} o where o.person_id = ${goes} and exists
		(select 1 from ${ownerAddresses} k where k.workshop_id = o.workshop_id and k.person_id = ${keeps})`);
	await tx.update(ownerAddresses).set({ personId: keeps }).where(eq(ownerAddresses.personId, goes));
	await tx.update(draftYeses).set({ personId: keeps }).where(eq(draftYeses.personId, goes));
	await tx.execute(sql`delete from ${actionHelpers} h where h.person_id = ${goes} and exists
		(select 1 from ${actionHelpers} k where k.action_id = h.action_id and k.person_id = ${keeps})`);
	await tx.update(actionHelpers).set({ personId: keeps }).where(eq(actionHelpers.personId, goes));
	await tx.execute(sql`delete from ${questionVotes} v where v.person_id = ${goes} and exists
		(select 1 from ${questionVotes} k where k.question_id = v.question_id and k.person_id = ${keeps})`);
	await tx.update(questionVotes).set({ personId: keeps }).where(eq(questionVotes.personId, goes));
	await tx.execute(sql`delete from ${proposalVotes} v where v.person_id = ${goes} and exists
		(select 1 from ${proposalVotes} k where k.proposal_id = v.proposal_id and k.person_id = ${keeps})`);
	await tx.update(proposalVotes).set({ personId: keeps }).where(eq(proposalVotes.personId, goes));
	await tx.execute(sql`delete from ${galleryMarks} g where g.person_id = ${goes} and exists
		(select 1 from ${galleryMarks} k where k.workshop_id = g.workshop_id and k.target = g.target and k.kind = g.kind
		and k.person_id = ${keeps})`);
	await tx.update(galleryMarks).set({ personId: keeps }).where(eq(galleryMarks.personId, goes));
	await tx.execute(sql`delete from ${quietRequests} q where q.person_id = ${goes} and exists
		(select 1 from ${quietRequests} k where k.workshop_id = q.workshop_id and k.step = q.step
		and k.person_id = ${keeps})`);
	await tx.update(quietRequests).set({ personId: keeps }).where(eq(quietRequests.personId, goes));
	await moveAppointments(tx, workshopId, keeps, goes);
	await tx.execute(sql`delete from ${signatures} s where s.person_id = ${goes} and exists
		(select 1 from ${signatures} k where k.workshop_id = s.workshop_id and k.person_id = ${keeps})`);
	await tx.update(signatures).set({ personId: keeps }).where(eq(signatures.personId, goes));
	await tx.execute(sql`delete from ${attendances} a where a.person_id = ${goes} and exists
		(select 1 from ${attendances} k where k.workshop_id = a.workshop_id and k.held_on = a.held_on
		and k.person_id = ${keeps})`);
	await tx.update(attendances).set({ personId: keeps }).where(eq(attendances.personId, goes));
}

export async function moveSaid(
	tx: Transaction,
	workshopId: WorkshopId,
	keeps: PersonId,
	goes: PersonId
): Promise<void> {
	await tx.update(customerPoints).set({ writtenBy: keeps }).where(eq(customerPoints.writtenBy, goes));
	await tx.update(questions).set({ askedBy: keeps }).where(eq(questions.askedBy, goes));
	await tx.update(questions).set({ parkedWith: keeps }).where(eq(questions.parkedWith, goes));
	await tx.update(actions).set({ ownerId: keeps }).where(eq(actions.ownerId, goes));
	await tx.update(actions).set({ sentBy: keeps }).where(eq(actions.sentBy, goes));
	await tx.update(smallFixes).set({ ownerId: keeps }).where(eq(smallFixes.ownerId, goes));
	await tx.update(smallFixes).set({ sentBy: keeps }).where(eq(smallFixes.sentBy, goes));
	await tx.update(decisions).set({ writtenBy: keeps }).where(eq(decisions.writtenBy, goes));
	await tx.update(supportRequests).set({ contactId: keeps }).where(eq(supportRequests.contactId, goes));
	await tx.update(supportRequests).set({ askedBy: keeps }).where(eq(supportRequests.askedBy, goes));
	await tx.update(proposals).set({ personId: keeps }).where(eq(proposals.personId, goes));
	await tx.update(signals).set({ personId: keeps }).where(eq(signals.personId, goes));
	const steps = await tx
		.select({ step: stepStates.step, writers: stepStates.writers })
		.from(stepStates)
		.where(eq(stepStates.workshopId, workshopId));
	for (const { step, writers } of steps) {
		if (!writers.includes(goes)) continue;
		const changed = [...new Set(writers.map((writer) => (writer === goes ? keeps : writer)))];
		await tx
			.update(stepStates)
			.set({ writers: changed })
			.where(and(eq(stepStates.workshopId, workshopId), eq(stepStates.step, step)));
	}
}
