/** What is looked at once more before a letter that waited for its mail server goes: whether its reader still wants it, there. */
import { and, eq, isNull, lt, ne, or, sql } from 'drizzle-orm';
import { asId } from '#domain/ids.ts';
import { accounts, contacts, mails, mailWishes, notifications, ownerAddresses, people } from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';
import { settingsOf } from './follow-settings.ts';

/** A letter is handed over within so many days of being made, or of being sent again by somebody, or not at all. */
const LETTER_DAYS = 5;

/** One that waited for less is not looked at again. */
const FRESH_MINUTES = 5;

type Row = typeof mails.$inferSelect;

/** What no mail server took for days is over, and its links end. Somebody is shown it. */
export async function giveUpOld(tx: Transaction, now: Date): Promise<void> {
	const before = new Date(now.getTime() - LETTER_DAYS * 24 * 60 * 60_000);
	await tx
		.update(mails)
		.set({ refusedAt: now, failure: sql`coalesce(nullif(${mails.failure}, ''), 'too late')` })
		.where(
			and(
				eq(mails.kind, 'letter'),
				isNull(mails.sentAt),
				isNull(mails.refusedAt),
				ne(mails.address, ''),
				or(isNull(mails.claimedAt), ne(mails.failure, '')),
				lt(mails.madeAt, before),
				or(isNull(mails.goesAt), lt(mails.goesAt, before))
			)
		);
}

/** False where it no longer goes; then it is noted why, and what it told goes to a new address in a letter of its own. */
export async function stillGoes(tx: Transaction, mail: Row, now: Date): Promise<boolean> {
	if (mail.kind !== 'letter' || mail.recipient === null) return true;
	if (now.getTime() - mail.madeAt.getTime() < FRESH_MINUTES * 60_000) return true;
	const failure = await whyNot(tx, mail);
	if (failure === null) return true;
	await tx.update(mails).set({ failure, refusedAt: now, settledAt: now }).where(eq(mails.id, mail.id));
	const told =
		failure === 'another address' ? { mailId: null } : { mailId: null, droppedAt: now, droppedBecause: failure };
	await tx.update(notifications).set(told).where(eq(notifications.mailId, mail.id));
	return false;
}

async function whyNot(tx: Transaction, { workshopId, recipient, address }: Row): Promise<string | null> {
	if (recipient === null || workshopId === null) return null;
	const [wishes] = await tx
		.select({ stoppedAt: mailWishes.stoppedAt, disownedAt: mailWishes.disownedAt })
		.from(mailWishes)
		.where(and(eq(mailWishes.workshopId, workshopId), eq(mailWishes.recipient, recipient)));
	if (wishes?.disownedAt) return 'not theirs';
	if (wishes?.stoppedAt) return 'stopped';
	const [kind, id = ''] = recipient.split(':');
	if (kind !== 'person') {
		const [contact] = await tx
			.select({ email: contacts.email, endedAt: contacts.endedAt })
			.from(contacts)
			.where(eq(contacts.id, asId<'Contact'>(id)));
		if (contact?.endedAt) return 'left';
		return contact && contact.email !== address ? 'another address' : null;
	}
	const personId = asId<'Person'>(id);
	const [person] = await tx
		.select({ left: ownerAddresses.email, listed: people.email, account: accounts.email, removedAt: people.removedAt })
		.from(people)
		.leftJoin(ownerAddresses, and(eq(ownerAddresses.personId, people.id), eq(ownerAddresses.workshopId, workshopId)))
		.leftJoin(accounts, eq(accounts.id, people.accountId))
		.where(eq(people.id, personId));
	if (!person || person.removedAt !== null || (await settingsOf(tx, workshopId)).left.includes(personId)) return 'left';
	return (person.left ?? person.listed ?? person.account ?? '') === address ? null : 'another address';
}
