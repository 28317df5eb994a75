/** The first account, signing in and out, and who this device is. */
import { Hono } from 'hono';
import { Problem } from '#domain/problem.ts';
import { SetUp, SignIn } from '#protocol/bodies.ts';
import { CLOSE } from '#protocol/sync.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { hashPassword, isPassword } from '../password.ts';
import { may } from '../rights.ts';
import { dropCookie, giveSession } from '../session-cookie.ts';
import { accountByEmail, accountOf, addAccount, hasAccounts, tidyEmail } from '../store/accounts.ts';
import { seatsOf, signOutSession } from '../store/sessions.ts';
import { Tries } from '../tries.ts';

export const accountRoutes = (deps: Deps) => {
	const { database, setup, now, workshops } = deps;
	/** One account from one address; and one address over all accounts, above what a full room mistypes. */
	const triesOnAccount = new Tries({ tries: 10, seconds: 900 });
	const triesFromAddress = new Tries({ tries: 100, seconds: 900 });
	const triesOnSetup = new Tries({ tries: 20, seconds: 900 });

	return new Hono<Env>()
		.get('/me', may('session.read'), async (c) => {
			const session = c.get('session');
			const account = session?.accountId == null ? null : await accountOf(database.db, session.accountId);
			const seats = session === null ? [] : await seatsOf(database.db, session);
			return c.json({ account, seats });
		})
		.post('/setup', may('account.setup'), body(SetUp), async (c) => {
			const { token, password, ...words } = c.req.valid('json');
			await triesOnSetup.refuseIfUsedUp(c.get('address'));
			if (await hasAccounts(database.db))
				throw new Problem('setup-done', 'This installation has its first account already. Sign in with it.');
			if (!setup.take(token)) {
				await triesOnSetup.wrong(c.get('address'));
				throw new Problem(
					'link-expired',
					'This setup link is not the one of this start. Take the newest one from the terminal.',
					{ field: 'token' }
				);
			}
			try {
				const passwordHash = await hashPassword(password);
				const account = await database.transaction(async (tx) => {
					const added = await addAccount(tx, { ...words, passwordHash, now: now() });
					await giveSession(c, deps, tx, added.id);
					return added;
				});
				return c.json({ account }, 201);
			} catch (error) {
				setup.giveBack(token);
				throw error;
			}
		})
		.post('/sign-in', may('account.sign-in'), body(SignIn), async (c) => {
			const { email: typed, password } = c.req.valid('json');
			const address = c.get('address');
			const key = `${address} ${tidyEmail(typed)}`;
			await triesOnAccount.take(key);
			await triesFromAddress.take(address);
			const found = await accountByEmail(database.db, typed);
			// The same work and the same words, whether the address is known or not.
			if (!(await isPassword(password, found?.passwordHash ?? null)) || found === null)
				throw new Problem('wrong-password', 'E-mail address and password do not belong together. Try again.');
			await triesOnAccount.forget(key);
			await triesFromAddress.giveBack(address);
			await database.transaction((tx) => giveSession(c, deps, tx, found.id));
			const { id, email, name } = found;
			return c.json({ account: { id, email, name } });
		})
		.post('/sign-out', may('account.sign-out'), async (c) => {
			const session = c.get('session');
			if (session !== null) {
				const { accountId } = session;
				const run = accountId === null ? [] : await workshops.stores.workshops.listFor(accountId);
				const isForgotten = await database.transaction((tx) => signOutSession(tx, session));
				if (isForgotten) dropCookie(c, deps);
				// An open console would go on steering the room.
				const refusal = { code: CLOSE.notSignedIn, reason: 'signed-out' };
				for (const { id } of run) workshops.dropSessions(id, [session.id], refusal);
			}
			return c.body(null, 204);
		});
};
