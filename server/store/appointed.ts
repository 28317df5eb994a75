/** Who holds an appointment, and who could. */
import { and, eq, isNull } from 'drizzle-orm';
import { newId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { Appointment } from '#domain/workshop.ts';
import { appointments, handOvers, people } from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';
import { hasLeft } from './follow-settings.ts';

export interface AppointmentPlace {
	readonly workshopId: WorkshopId;
	readonly role: Appointment;
	readonly personId: PersonId;
}

export interface HandOver {
	readonly workshopId: WorkshopId;
	readonly to: PersonId;
	/** To whoever takes it over. */
	readonly words: string;
	readonly at: Date;
}

export interface Holder {
	readonly personId: PersonId;
	readonly name: string;
	/** False for somebody who has left the workshop or the company: then it is free. */
	readonly isHere: boolean;
	readonly words: string;
	readonly answeredAt: Date | null;
}

/** Who said yes to it; null while nobody did. */
export async function holderOf(reading: Reading, workshopId: WorkshopId, role: Appointment): Promise<Holder | null> {
	const [held] = await reading
		.select({
			personId: appointments.personId,
			name: people.name,
			removedAt: people.removedAt,
			words: appointments.words,
			answeredAt: appointments.answeredAt
		})
		.from(appointments)
		.innerJoin(people, eq(people.id, appointments.personId))
		.where(
			and(eq(appointments.workshopId, workshopId), eq(appointments.role, role), eq(appointments.state, 'accepted'))
		);
	if (!held) return null;
	const { removedAt, ...holder } = held;
	return { ...holder, isHere: removedAt === null && !(await hasLeft(reading, workshopId, holder.personId)) };
}

/** Somebody who works in a syndicate and is still here. */
export async function presentParticipant(reading: Reading, workshopId: WorkshopId, personId: PersonId) {
	const [person] = await reading
		.select({ name: people.name })
		.from(people)
		.where(
			and(
				eq(people.workshopId, workshopId),
				eq(people.id, personId),
				eq(people.role, 'participant'),
				isNull(people.removedAt)
			)
		);
	return person && !(await hasLeft(reading, workshopId, personId)) ? person : undefined;
}

export const rowOf = ({ workshopId, role, personId }: AppointmentPlace) =>
	and(eq(appointments.workshopId, workshopId), eq(appointments.role, role), eq(appointments.personId, personId));

/**
 * A row for the question, once. A no is left alone until the plan is signed; weeks later it is another question.
 * @param isSigned the plan is signed
 * @param words what whoever offers it says with it; of two offers the later words stand
 * @throws Problem `already-answered` for who said no
 */
export async function askOnce(
	tx: Transaction,
	place: AppointmentPlace,
	name: string,
	{ askedAt, isSigned, words = '' }: { readonly askedAt: Date; readonly isSigned: boolean; readonly words?: string }
): Promise<void> {
	const [before] = await tx.select({ state: appointments.state }).from(appointments).where(rowOf(place));
	if (before?.state === 'declined') {
		if (isSigned) {
			const again = { state: 'asked' as const, askedAt, answeredAt: null, words };
			await tx.update(appointments).set(again).where(rowOf(place));
			return;
		}
		throw new Problem('already-answered', `${name} has said no. Only ${name} can change that.`);
	}
	if (!before) await tx.insert(appointments).values({ ...place, askedAt, words });
	else if (before.state === 'asked' && words !== '') await tx.update(appointments).set({ words }).where(rowOf(place));
}

/** They are nobody's deputy any more, and are asked for nothing. */
export const endAppointments = async (tx: Transaction, workshopId: WorkshopId, personId: PersonId): Promise<void> => {
	await tx
		.delete(appointments)
		.where(and(eq(appointments.workshopId, workshopId), eq(appointments.personId, personId)));
};

export const noteHandOver = async (
	tx: Transaction,
	{ workshopId, from, to, words, at }: HandOver & { readonly from: PersonId }
): Promise<void> => {
	await tx.insert(handOvers).values({ id: newId(), workshopId, fromId: from, toId: to, words, handedAt: at });
};
