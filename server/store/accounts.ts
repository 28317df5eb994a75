/** Accounts: e-mail, name and the hash of a password. */
import { eq } from 'drizzle-orm';
import { newId, type AccountId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { accounts } from '#drizzle/schema.ts';
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
