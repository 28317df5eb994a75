/** Accounts: e-mail, name and the hash of a password. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { newId, type AccountId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { PersonRole } from '#domain/workshop.ts';
import { accounts, people } from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';
import { violatedConstraint } from './database.ts';

export interface Account {
	readonly id: AccountId;
	readonly email: string;
	readonly name: string;
}

export async function hasAccounts(db: Reading): Promise<boolean> {
	return (await db.select({ id: accounts.id }).from(accounts).limit(1)).length > 0;
}

export async function accountOf(db: Reading, id: AccountId): Promise<Account | null> {
	const [row] = await db
		.select({ id: accounts.id, email: accounts.email, name: accounts.name })
		.from(accounts)
		.where(eq(accounts.id, id));
	return row ?? null;
}

/** @param email as typed */
export async function accountByEmail(
	db: Reading,
	email: string
): Promise<(Account & { readonly passwordHash: string }) | null> {
	const [row] = await db
		.select({ id: accounts.id, email: accounts.email, name: accounts.name, passwordHash: accounts.passwordHash })
		.from(accounts)
		.where(eq(accounts.email, tidyEmail(email)));
	return row ?? null;
}

/** @throws Problem `account-exists` */
export async function addAccount(
	tx: Transaction,
	{
		email,
		name,
		passwordHash,
		now
	}: { readonly email: string; readonly name: string; readonly passwordHash: string; readonly now: Date }
): Promise<Account> {
	const account = { id: newId<'Account'>(), email: tidyEmail(email), name: name.trim() };
	try {
		await tx.insert(accounts).values({ ...account, passwordHash, createdAt: now });
	} catch (error) {
		if (violatedConstraint(error) === 'accounts_email_unique')
			throw new Problem('account-exists', 'There is an account with this e-mail address. Sign in with it.', {
				field: 'email'
			});
		throw error;
	}
	return account;
}

/** Two ways to type one address are one address. */
export const tidyEmail = (email: string): string => email.trim().toLowerCase();

export async function setPassword(tx: Transaction, id: AccountId, passwordHash: string): Promise<void> {
	await tx.update(accounts).set({ passwordHash }).where(eq(accounts.id, id));
}

/** Accounts that have a part in the workshop, by name. */
export const accountsIn = (db: Reading, workshopId: WorkshopId): Promise<(Account & { readonly role: PersonRole })[]> =>
	db
		.select({ id: accounts.id, email: accounts.email, name: people.name, role: people.role })
		.from(people)
		.innerJoin(accounts, eq(accounts.id, people.accountId))
		.where(and(eq(people.workshopId, workshopId), isNull(people.removedAt)))
		.orderBy(asc(people.name));

/** The workshops in which the account has a part. */
export async function workshopsOf(db: Reading, accountId: AccountId): Promise<readonly WorkshopId[]> {
	const rows = await db
		.select({ workshopId: people.workshopId })
		.from(people)
		.where(and(eq(people.accountId, accountId), isNull(people.removedAt)));
	return rows.map(({ workshopId }) => workshopId);
}

/** Whether one account is the facilitator of every workshop that the other has a part in. */
export async function ownsAllOf(db: Reading, owner: AccountId, other: AccountId): Promise<boolean> {
	const owned = await db
		.select({ workshopId: people.workshopId })
		.from(people)
		.where(and(eq(people.accountId, owner), eq(people.role, 'facilitator'), isNull(people.removedAt)));
	const mine = new Set(owned.map(({ workshopId }) => workshopId));
	return (await workshopsOf(db, other)).every((id) => mine.has(id));
}
