/** Whom letters of a workshop reach, where, and on whose clock. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { ContactId, PersonId, WorkshopId } from '#domain/ids.ts';
import { toContact, toPerson, type Recipient } from '#domain/letters.ts';
import { isGuest, type PersonRole } from '#domain/workshop.ts';
import { accounts, contacts, departmentAnswers, departmentAsks, ownerAddresses, people } from '#drizzle/schema.ts';
import type { Reading } from './database.ts';
import { EVERY_LETTER, wishesOf, type MailWishes } from './mail-wishes.ts';

export interface Reader {
	readonly recipient: Recipient;
	/** Null for somebody outside the workshop. */
	readonly personId: PersonId | null;
	readonly name: string;
	/** Empty where nobody knows one: letters are handed over. */
	readonly address: string;
	/** What signed links are bound to: their own address, as far as they or the list gave one. */
	readonly linkAddress: string;
	/** On the people's list: the only address that others may be told. */
	readonly listedAddress: string;
	readonly role: PersonRole | 'department' | 'subscriber' | 'board';
	/** They learn nobody's name who works here, and no words but those for everybody. */
	readonly isOutside: boolean;
	/** False for somebody who asked for letters and has not said yes to the first mail. */
	readonly isConfirmed: boolean;
	/** Another department whose answer to all it was asked is no. */
	readonly hasDeclined: boolean;
	readonly timezone: string;
	readonly wishes: MailWishes;
}

/** A zone that this machine knows; whatever a browser told is not believed. */
export function knownZone(zone: string | null, otherwise: string): string {
	if (zone === null) return otherwise;
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone });
		return zone;
	} catch {
		return otherwise;
	}
}

/** By name, without those who have left the company; and the names of all who ever were in the workshop. */
export async function readReaders(
	reading: Reading,
	workshopId: WorkshopId,
	{ timezone, left: gone }: { readonly timezone: string; readonly left: readonly PersonId[] }
): Promise<{ readonly readers: readonly Reader[]; readonly names: ReadonlyMap<PersonId, string> }> {
	const wishes = await wishesOf(reading, workshopId);
	const of = (recipient: Recipient) => {
		const own = wishes.get(recipient) ?? EVERY_LETTER;
		return { recipient, wishes: own, timezone: knownZone(own.timezone, timezone) };
	};
	const rows = await reading
		.select({
			id: people.id,
			name: people.name,
			role: people.role,
			listed: people.email,
			left: ownerAddresses.email,
			account: accounts.email,
			removedAt: people.removedAt
		})
		.from(people)
		.leftJoin(ownerAddresses, and(eq(ownerAddresses.personId, people.id), eq(ownerAddresses.workshopId, workshopId)))
		.leftJoin(accounts, eq(accounts.id, people.accountId))
		.where(eq(people.workshopId, workshopId))
		.orderBy(asc(people.name), asc(people.id));
	const here = rows
		.filter(
			({ id, removedAt, role }) => removedAt === null && !gone.includes(id) && role !== 'laptop' && role !== 'listener'
		)
		.map(({ id, name, role, listed, left, account }): Reader => ({
			...of(toPerson(id)),
			personId: id,
			name,
			address: left ?? listed ?? account ?? '',
			linkAddress: left ?? listed ?? '',
			listedAddress: listed ?? '',
			role,
			isOutside: isGuest(role),
			isConfirmed: true,
			hasDeclined: false
		}));
	const outside = await reading
		.select({
			id: contacts.id,
			name: contacts.name,
			kind: contacts.kind,
			email: contacts.email,
			at: contacts.confirmedAt
		})
		.from(contacts)
		.where(and(eq(contacts.workshopId, workshopId), isNull(contacts.endedAt)))
		.orderBy(asc(contacts.name), asc(contacts.id));
	const declined = await saidNo(reading, workshopId);
	const guests = outside.map(({ id, name, kind, email, at }): Reader => ({
		...of(toContact(id)),
		personId: null,
		name,
		address: email,
		linkAddress: email,
		listedAddress: '',
		role: kind,
		isOutside: true,
		isConfirmed: kind !== 'subscriber' || at !== null,
		hasDeclined: declined.has(id)
	}));
	return { readers: [...here, ...guests], names: new Map(rows.map(({ id, name }) => [id, name])) };
}

/** Contacts whose last word on everything they were asked is a no. */
async function saidNo(reading: Reading, workshopId: WorkshopId): Promise<ReadonlySet<ContactId>> {
	const answers = await reading
		.select({ askId: departmentAsks.id, contactId: departmentAsks.contactId, answer: departmentAnswers.answer })
		.from(departmentAsks)
		.leftJoin(departmentAnswers, eq(departmentAnswers.askId, departmentAsks.id))
		.where(eq(departmentAsks.workshopId, workshopId))
		.orderBy(asc(departmentAnswers.n));
	const last = [...new Map(answers.map((one) => [one.askId, one])).values()];
	const open = new Set(last.filter(({ answer }) => answer !== 'declined').map(({ contactId }) => contactId));
	return new Set(last.flatMap(({ contactId }) => (open.has(contactId) ? [] : [contactId])));
}
