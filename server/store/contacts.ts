/** Readers outside the workshop: other departments, a board, whoever asked for the weekly letter. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { newId, type ContactId, type WorkshopId } from '#domain/ids.ts';
import { contacts } from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';

export interface ContactPlace {
	readonly workshopId: WorkshopId;
	readonly id: ContactId;
}

export interface NewContact {
	readonly workshopId: WorkshopId;
	readonly kind: 'department' | 'board';
	readonly name: string;
	readonly department: string;
	/** Lower case, trimmed. */
	readonly email: string;
	readonly at: Date;
}

export interface ContactRow {
	readonly id: ContactId;
	readonly kind: 'department' | 'subscriber' | 'board';
	readonly name: string;
	readonly department: string;
	readonly email: string;
}

/** Those who are asked by name, by department and name. */
export const contactsOf = (
	reading: Reading,
	workshopId: WorkshopId,
	kind: 'department' | 'board'
): Promise<ContactRow[]> =>
	reading
		.select({
			id: contacts.id,
			kind: contacts.kind,
			name: contacts.name,
			department: contacts.department,
			email: contacts.email
		})
		.from(contacts)
		.where(and(eq(contacts.workshopId, workshopId), eq(contacts.kind, kind), isNull(contacts.endedAt)))
		.orderBy(asc(contacts.department), asc(contacts.name), asc(contacts.id));

/**
 * The one with this address, by the name under which it was asked before: what was asked and answered stays under it.
 * Made where there is none.
 */
export async function keepContact(
	tx: Transaction,
	{ workshopId, kind, name, department, email, at }: NewContact
): Promise<Pick<ContactRow, 'id' | 'name'>> {
	const [known] = await tx
		.insert(contacts)
		.values({ id: newId(), workshopId, kind, name, department, email, confirmedAt: at, madeAt: at })
		.onConflictDoUpdate({
			target: [contacts.workshopId, contacts.kind, contacts.email],
			targetWhere: isNull(contacts.endedAt),
			set: { email }
		})
		.returning({ id: contacts.id, name: contacts.name });
	if (!known) throw new Error('a contact that is kept comes back');
	return known;
}

/** From now on letters go there. */
export async function confirmContact(tx: Transaction, { workshopId, id }: ContactPlace, at: Date): Promise<void> {
	await tx
		.update(contacts)
		.set({ confirmedAt: at })
		.where(and(eq(contacts.workshopId, workshopId), eq(contacts.id, id), isNull(contacts.confirmedAt)));
}

export async function unconfirmContact(tx: Transaction, { workshopId, id }: ContactPlace): Promise<void> {
	await tx
		.update(contacts)
		.set({ confirmedAt: null })
		.where(and(eq(contacts.workshopId, workshopId), eq(contacts.id, id)));
}
