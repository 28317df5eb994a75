/** Whoever stands above management, as far as something was raised there. */
import { and, eq, isNull } from 'drizzle-orm';
import type { ContactId, WorkshopId } from '#domain/ids.ts';
import { contacts } from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';

/** One row an address. The caller holds the plan. */
export async function boardContact(
	tx: Transaction,
	contact: {
		readonly id: ContactId;
		readonly workshopId: WorkshopId;
		readonly name: string;
		readonly email: string;
		readonly madeAt: Date;
	}
): Promise<ContactId> {
	const { workshopId, email } = contact;
	const [known] = await tx
		.select({ id: contacts.id })
		.from(contacts)
		.where(
			and(
				eq(contacts.workshopId, workshopId),
				eq(contacts.kind, 'board'),
				eq(contacts.email, email),
				isNull(contacts.endedAt)
			)
		);
	if (known) return known.id;
	await tx.insert(contacts).values({ ...contact, kind: 'board' });
	return contact.id;
}
