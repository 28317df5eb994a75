/** Follow-up manager and deputy: somebody is asked, and accepts or declines in the own words. */
import { and, eq, ne } from 'drizzle-orm';
import { Problem } from '#domain/problem.ts';
import { appointments } from '#drizzle/schema.ts';
import {
	askOnce,
	holderOf,
	noteHandOver,
	presentParticipant,
	rowOf,
	type AppointmentPlace,
	type Holder
} from './appointed.ts';
import type { Database, Transaction } from './database.ts';
import { holdPlan } from './plan-rows.ts';

export class AppointmentStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Asks somebody. Who was asked before, or has said yes, is not asked twice; who said no is left alone until the plan
	 * is signed.
	 * @throws Problem `not-found` (nobody who works in a syndicate here), `already-answered`
	 */
	nominate({ workshopId, role, personId }: AppointmentPlace, askedAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const { signedAt } = await holdPlan(tx, workshopId);
			const person = await presentParticipant(tx, workshopId, personId);
			if (!person) throw new Problem('not-found', 'Name somebody who sits in a syndicate.');
			const held = await holderOf(tx, workshopId, role);
			if (held?.isHere) throw saidYes(held);
			await notBoth(tx, { workshopId, role, personId }, person.name);
			await askOnce(tx, { workshopId, role, personId }, person.name, { askedAt, isSigned: signedAt !== null });
		});
	}

	/**
	 * The person's own answer. A yes may be taken back until the plan is signed, a no always; rights begin with the yes. A yes to what was
	 * offered by whoever held it takes it over.
	 * @throws Problem `not-found` (was not asked), `already-answered` (somebody else said yes, or the yes is signed)
	 */
	answer(place: AppointmentPlace, yes: boolean, words: string, answeredAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const { workshopId, role, personId } = place;
			const { signedAt } = await holdPlan(tx, workshopId);
			const [before] = await tx
				.select({ state: appointments.state, askedAt: appointments.askedAt, words: appointments.words })
				.from(appointments)
				.where(rowOf(place));
			const held = yes ? await holderOf(tx, workshopId, role) : null;
			const isTaken = held !== null && held.isHere && held.personId !== personId;
			if (!before) throw isTaken ? saidYes(held) : new Problem('not-found', 'Nobody has asked you to do this yet.');
			if (signedAt !== null && before.state === 'accepted') {
				throw new Problem('already-answered', 'The plan is signed, and your answer stands in it.');
			}
			const isOffered = held?.answeredAt != null && before.state === 'asked' && before.askedAt > held.answeredAt;
			if (isTaken && !isOffered) throw saidYes(held);
			if (yes) {
				await notBoth(tx, place, 'You');
				await freeFor(tx, place, held);
				if (held && held.personId !== personId && role === 'follow-up-manager') {
					const said = isOffered ? before.words : '';
					await noteHandOver(tx, { workshopId, from: held.personId, to: personId, words: said, at: answeredAt });
				}
			}
			await tx
				.update(appointments)
				.set({ state: yes ? 'accepted' : 'declined', words, answeredAt })
				.where(rowOf(place));
		});
	}
}

const saidYes = ({ name }: Pick<Holder, 'name'>): Problem =>
	new Problem('already-answered', `${name} has said yes to this.`);

/** Whoever follows up has somebody else as deputy. */
async function notBoth(tx: Transaction, { workshopId, role, personId }: AppointmentPlace, name: string): Promise<void> {
	if (role !== 'deputy') return;
	const manager = await holderOf(tx, workshopId, 'follow-up-manager');
	if (manager?.personId !== personId) return;
	throw new Problem(
		'already-answered',
		`${name} ${name === 'You' ? 'follow' : 'follows'} up. The deputy is somebody else.`
	);
}

/** Nobody else is asked any more, who held it lets go, and a deputy who follows up now is deputy no longer. */
async function freeFor(tx: Transaction, { workshopId, role, personId }: AppointmentPlace, held: Holder | null) {
	const ofRole = and(eq(appointments.workshopId, workshopId), eq(appointments.role, role));
	await tx
		.delete(appointments)
		.where(and(ofRole, eq(appointments.state, 'asked'), ne(appointments.personId, personId)));
	if (held && held.personId !== personId) {
		await tx.delete(appointments).where(and(ofRole, eq(appointments.personId, held.personId)));
	}
	if (role === 'follow-up-manager')
		await tx.delete(appointments).where(rowOf({ workshopId, role: 'deputy', personId }));
}
