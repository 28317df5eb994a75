/** One-time links to an account. Only the hash of a token is kept; setting the password uses a link up, looking does not. */
import { and, desc, eq, isNull, ne } from 'drizzle-orm';
import { newId, type AccountId, type LinkId, type SessionId, type WorkshopId } from '#domain/ids.ts';
import { INVITATION_DAYS, NEW_PASSWORD_MINUTES, stateOfInvitation } from '#domain/invitation.ts';
import type { InvitedRole } from '#domain/links.ts';
import { Problem } from '#domain/problem.ts';
import { dayWords } from '#domain/words/en.ts';
import { accountLinks, accounts, people, sessions, workshops } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';

const columns = {
	id: accountLinks.id,
	kind: accountLinks.kind,
	email: accountLinks.email,
	name: accountLinks.name,
	workshopId: accountLinks.workshopId,
	role: accountLinks.role,
	accountId: accountLinks.accountId,
	createdBy: accountLinks.createdBy,
	createdAt: accountLinks.createdAt,
	expiresAt: accountLinks.expiresAt,
	usedAt: accountLinks.usedAt,
	revokedAt: accountLinks.revokedAt
};

export type AccountLink = Pick<typeof accountLinks.$inferSelect, keyof typeof columns>;

export interface NewInvitationRecord {
	readonly workshopId: WorkshopId;
	readonly name: string;
	/** Tidied. */
	readonly email: string;
	readonly role: InvitedRole;
	readonly tokenHash: string;
	readonly createdBy: AccountId;
	readonly now: Date;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Invitations of a workshop, newest first. */
export const invitationsOf = (db: Reading, workshopId: WorkshopId): Promise<AccountLink[]> =>
	db
		.select(columns)
		.from(accountLinks)
		.where(and(eq(accountLinks.workshopId, workshopId), eq(accountLinks.kind, 'invitation')))
		.orderBy(desc(accountLinks.createdAt), desc(accountLinks.id));

/**
 * A new invitation ends the waiting one to the same address.
 * @throws Problem `account-exists` when the address has a part here already
 */
export async function addInvitation(tx: Transaction, invitation: NewInvitationRecord): Promise<AccountLink> {
	const { workshopId, email, now, ...rest } = invitation;
	const [there] = await tx
		.select({ name: people.name })
		.from(people)
		.innerJoin(accounts, eq(accounts.id, people.accountId))
		.where(and(eq(people.workshopId, workshopId), eq(accounts.email, email), isNull(people.removedAt)));
	if (there) throw hasPart(there.name);
	await tx
		.update(accountLinks)
		.set({ revokedAt: now })
		.where(
			and(
				eq(accountLinks.workshopId, workshopId),
				eq(accountLinks.email, email),
				isNull(accountLinks.usedAt),
				isNull(accountLinks.revokedAt)
			)
		);
	return insert(tx, {
		...rest,
		kind: 'invitation',
		email,
		workshopId,
		createdAt: now,
		expiresAt: new Date(now.getTime() + INVITATION_DAYS * dayMs)
	});
}

export const hasPart = (name: string): Problem =>
	new Problem('account-exists', `Whoever has this address takes part already, as ${name}. Nothing was changed.`, {
		field: 'email'
	});

/** Withdrawn once more, it stays withdrawn. @throws Problem `not-found` */
export async function withdrawInvitation(
	tx: Transaction,
	workshopId: WorkshopId,
	id: LinkId,
	now: Date
): Promise<void> {
	const [link] = await tx
		.select({ usedAt: accountLinks.usedAt, revokedAt: accountLinks.revokedAt })
		.from(accountLinks)
		.where(and(eq(accountLinks.id, id), eq(accountLinks.workshopId, workshopId), eq(accountLinks.kind, 'invitation')))
		.for('update');
	if (!link) throw new Problem('not-found', 'There is no such invitation. Load the list again.');
	if (link.usedAt !== null)
		throw new Problem('link-used', 'This invitation was used meanwhile. Take the person out of the list instead.');
	if (link.revokedAt === null) await tx.update(accountLinks).set({ revokedAt: now }).where(eq(accountLinks.id, id));
}

/** A link that sets a new password; it ends the ones before it. */
export async function addPasswordLink(
	tx: Transaction,
	{
		account,
		tokenHash,
		createdBy,
		now
	}: {
		readonly account: { readonly id: AccountId; readonly email: string; readonly name: string };
		readonly tokenHash: string;
		/** Null where it was made on the computer itself. */
		readonly createdBy: AccountId | null;
		readonly now: Date;
	}
): Promise<AccountLink> {
	await endPasswordLinks(tx, account.id, now);
	return insert(tx, {
		kind: 'forgotten-password',
		tokenHash,
		email: account.email,
		name: account.name,
		accountId: account.id,
		createdBy,
		createdAt: now,
		expiresAt: new Date(now.getTime() + NEW_PASSWORD_MINUTES * 60_000)
	});
}

export async function endPasswordLinks(tx: Transaction, accountId: AccountId, now: Date): Promise<void> {
	await tx
		.update(accountLinks)
		.set({ revokedAt: now })
		.where(
			and(
				eq(accountLinks.accountId, accountId),
				eq(accountLinks.kind, 'forgotten-password'),
				isNull(accountLinks.usedAt),
				isNull(accountLinks.revokedAt)
			)
		);
}

async function insert(tx: Transaction, row: Omit<typeof accountLinks.$inferInsert, 'id'>): Promise<AccountLink> {
	const [link] = await tx
		.insert(accountLinks)
		.values({ ...row, id: newId<'Link'>() })
		.returning(columns);
	if (!link) throw new Error('the database kept no link');
	return link;
}

/** Who invites, and to what. Null for an unknown token. */
export async function linkByToken(
	db: Reading,
	tokenHash: string
): Promise<(AccountLink & { readonly title: string | null; readonly invitedBy: string | null }) | null> {
	const [row] = await db
		.select({ ...columns, title: workshops.title, invitedBy: accounts.name })
		.from(accountLinks)
		.leftJoin(workshops, eq(workshops.id, accountLinks.workshopId))
		.leftJoin(accounts, eq(accounts.id, accountLinks.createdBy))
		.where(eq(accountLinks.tokenHash, tokenHash));
	return row ?? null;
}

/**
 * Whoever holds the token may know how the link stands; a withdrawn one answers as one that never was.
 * @throws Problem `link-used`, `link-expired`
 */
export function mustBeWaiting(link: AccountLink | null, now: Date): AccountLink {
	const state = link === null ? 'withdrawn' : stateOfInvitation(link, now);
	if (link === null || state === 'withdrawn')
		throw new Problem('link-expired', 'This link no longer opens anything. Ask whoever sent it for a new one.');
	if (state === 'used')
		throw new Problem(
			'link-used',
			`This link was used on ${dayWords((link.usedAt ?? now).toISOString())}. Sign in with the password that was set then.`
		);
	if (state === 'expired')
		throw new Problem(
			'link-expired',
			`This link ended on ${dayWords(link.expiresAt.toISOString())}. Ask whoever sent it for a new one.`
		);
	return link;
}

/** Uses the link up. Of two who send it at once, one gets through. @throws Problem as `mustBeWaiting` */
export async function useLink(tx: Transaction, tokenHash: string, now: Date): Promise<AccountLink> {
	const [row] = await tx.select(columns).from(accountLinks).where(eq(accountLinks.tokenHash, tokenHash)).for('update');
	const link = mustBeWaiting(row ?? null, now);
	await tx.update(accountLinks).set({ usedAt: now }).where(eq(accountLinks.id, link.id));
	return link;
}

/** Signs the account out everywhere but here. Gives back the devices it was signed in on. */
export async function signOutOthers(
	tx: Transaction,
	accountId: AccountId,
	here: SessionId
): Promise<readonly SessionId[]> {
	const ended = await tx
		.update(sessions)
		.set({ accountId: null })
		.where(and(eq(sessions.accountId, accountId), ne(sessions.id, here)))
		.returning({ id: sessions.id });
	return ended.map(({ id }) => id);
}

/** For the command beside the server. Null when nobody has this address. */
export function passwordLinkFor(
	database: Pick<Database, 'transaction'>,
	email: string,
	tokenHash: string,
	now: Date
): Promise<AccountLink | null> {
	return database.transaction(async (tx) => {
		const [account] = await tx
			.select({ id: accounts.id, email: accounts.email, name: accounts.name })
			.from(accounts)
			.where(eq(accounts.email, email));
		return account ? addPasswordLink(tx, { account, tokenHash, createdBy: null, now }) : null;
	});
}
