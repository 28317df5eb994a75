/** Whom a signed link is for, as they are now. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { asId, type WorkshopId } from '#domain/ids.ts';
import type { Recipient } from '#domain/letters.ts';
import { contacts, mailWishes, ownerAddresses, people } from '#drizzle/schema.ts';
import type { Reading } from './database.ts';
import { hasLeft } from './follow-settings.ts';

export interface LinkReader {
	readonly name: string;
	/** Where letters may go: left by themselves after the day, or on the list. Without any they are handed over: empty. */
	readonly addresses: readonly string[];
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
					.select({ name: people.name, address: people.email, left: ownerAddresses.email })
					.from(people)
					.leftJoin(
						ownerAddresses,
						and(eq(ownerAddresses.personId, people.id), eq(ownerAddresses.workshopId, workshopId))
					)
					.where(and(eq(people.workshopId, workshopId), eq(people.id, asId<'Person'>(id)), isNull(people.removedAt)))
			: await reading
					.select({ name: contacts.name, address: contacts.email, left: sql<null>`null` })
					.from(contacts)
					.where(
						and(eq(contacts.workshopId, workshopId), eq(contacts.id, asId<'Contact'>(id)), isNull(contacts.endedAt))
					);
	if (!who || (kind === 'person' && (await hasLeft(reading, workshopId, asId<'Person'>(id))))) return null;
	const [wishes] = await reading
		.select({ version: mailWishes.version, disownedAt: mailWishes.disownedAt })
		.from(mailWishes)
		.where(and(eq(mailWishes.workshopId, workshopId), eq(mailWishes.recipient, recipient)));
	const addresses = [who.left, who.address].filter((address) => address !== null);
	return {
		name: who.name,
		addresses: addresses.length === 0 ? [''] : addresses,
		version: wishes?.version ?? 1,
		disownedAt: wishes?.disownedAt ?? null
	};
}
