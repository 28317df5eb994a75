/** Follow-up manager and deputy: somebody names them, and they accept or decline in their own words. */
import { and, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { Appointment } from '#domain/workshop.ts';
import { appointments, people } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { holdPlan } from './plan-rows.ts';

export interface AppointmentPlace {
	readonly workshopId: WorkshopId;
	readonly role: Appointment;
	readonly personId: PersonId;
}

export class AppointmentStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Asks somebody. Who was asked before, or has said yes, is not asked twice; who said no is left alone.
	 * @throws Problem `not-found` (nobody who works in a syndicate here), `already-answered`
	 */
	nominate({ workshopId, role, personId }: AppointmentPlace, askedAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await holdPlan(tx, workshopId);
			const person = await participant(tx, workshopId, personId);
			if (!person) throw new Problem('not-found', 'Name somebody who sits in a syndicate.');
			const held = await accepted(tx, { workshopId, role, personId });
			if (held) throw new Problem('already-answered', `${held.name} has said yes to this.`);
			const [before] = await tx
				.select({ state: appointments.state })
				.from(appointments)
				.where(at({ workshopId, role, personId }));
			if (before?.state === 'declined') {
				throw new Problem('already-answered', `${person.name} has said no. Only ${person.name} can change that.`);
			}
			if (!before) await tx.insert(appointments).values({ workshopId, role, personId, askedAt });
		});
	}

	/**
	 * The person's own answer. It may be changed until the plan is signed; rights begin with the yes.
	 * @throws Problem `not-found` (was not asked), `already-answered` (somebody else said yes, or it is signed)
	 */
	answer(place: AppointmentPlace, yes: boolean, words: string, answeredAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const { signedAt } = await holdPlan(tx, place.workshopId);
			const [before] = await tx.select({ state: appointments.state }).from(appointments).where(at(place));
			if (!before) throw new Problem('not-found', 'Nobody has asked you to do this yet.');
			if (signedAt !== null && before.state !== 'asked') {
				throw new Problem('already-answered', 'The plan is signed, and your answer stands in it.');
			}
			const held = yes ? await accepted(tx, place) : null;
			if (held) throw new Problem('already-answered', `${held.name} has said yes to this.`);
			if (yes) await freeFromThoseGone(tx, place);
			await tx
				.update(appointments)
				.set({ state: yes ? 'accepted' : 'declined', words, answeredAt })
				.where(at(place));
		});
	}
}

const at = ({ workshopId, role, personId }: AppointmentPlace) =>
	and(eq(appointments.workshopId, workshopId), eq(appointments.role, role), eq(appointments.personId, personId));

async function participant(tx: Transaction, workshopId: WorkshopId, personId: PersonId) {
	const [person] = await tx
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
	return person;
}

/** Who else holds the role and is still here. */
async function accepted(tx: Transaction, { workshopId, role, personId }: AppointmentPlace) {
	const [holder] = await tx
		.select({ name: people.name })
		.from(appointments)
		.innerJoin(people, eq(people.id, appointments.personId))
		.where(
			and(
				eq(appointments.workshopId, workshopId),
				eq(appointments.role, role),
				eq(appointments.state, 'accepted'),
				ne(appointments.personId, personId),
				isNull(people.removedAt)
			)
		);
	return holder;
}

/** A yes of somebody who has left the workshop does not keep the role from others. */
const freeFromThoseGone = (tx: Transaction, { workshopId, role }: AppointmentPlace) =>
	tx
		.update(appointments)
		.set({ state: 'declined' })
		.where(
			and(
				eq(appointments.workshopId, workshopId),
				eq(appointments.role, role),
				eq(appointments.state, 'accepted'),
				inArray(
					appointments.personId,
					tx
						.select({ id: people.id })
						.from(people)
						.where(and(eq(people.workshopId, workshopId), isNotNull(people.removedAt)))
				)
			)
		);
