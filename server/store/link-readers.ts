/** Whom a signed link is for, as they are now. */
import { and, eq, isNull } from 'drizzle-orm';
import { asId, type WorkshopId } from '#domain/ids.ts';
import type { Recipient } from '#domain/letters.ts';
import { contacts, mailWishes, people } from '#drizzle/schema.ts';
import type { Reading } from './database.ts';

export interface LinkReader {
	readonly name: string;
	/** Empty where there is none: then a letter is handed over. */
	readonly address: string;
	/** Of the signed links; another number ends them all. */
	readonly version: number;
	readonly disownedAt: Date | null;
}

/** Null for somebody who is not of this workshop, or not any more. */
export async function linkReader(
	reading: Reading,
	workshopId: WorkshopId,
	recipient: Recipient
): Promise<LinkReader | null> {
	const [kind, id = ''] = recipient.split(':');
	const [who] =
		kind === 'person'
			? await reading
					.select({ name: people.name, address: people.email })
					.from(people)
					.where(and(eq(people.workshopId, workshopId), eq(people.id, asId<'Person'>(id)), isNull(people.removedAt)))
			: await reading
					.select({ name: contacts.name, address: contacts.email })
					.from(contacts)
					.where(
						and(eq(contacts.workshopId, workshopId), eq(contacts.id, asId<'Contact'>(id)), isNull(contacts.endedAt))
					);
	if (!who) return null;
	const [wishes] = await reading
		.select({ version: mailWishes.version, disownedAt: mailWishes.disownedAt })
		.from(mailWishes)
		.where(and(eq(mailWishes.workshopId, workshopId), eq(mailWishes.recipient, recipient)));
	return {
		name: who.name,
		address: who.address ?? '',
		version: wishes?.version ?? 1,
		disownedAt: wishes?.disownedAt ?? null
	};
}
