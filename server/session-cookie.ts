/** The cookie that makes a device known again. */
import type { Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import type { AccountId } from '#domain/ids.ts';
import { SESSION_COOKIE } from './access.ts';
import type { Deps } from './deps.ts';
import type { Env } from './http.ts';
import { isEncrypted } from './origin.ts';
import { hashToken, newToken } from './password.ts';
import type { Transaction } from './store/database.ts';
import { renewSession, sessionDays, type Session } from './store/sessions.ts';

/**
 * Gives the device a token it never had, at sign-in and at join: one that somebody planted before is worth nothing.
 * Called inside the transaction that makes the seat or checks the account; the cookie counts once that is committed.
 * @param accountId who is signed in from now on; left out, it stays as it was
 */
export async function giveSession(
	c: Context<Env>,
	{ config, now }: Pick<Deps, 'config' | 'now'>,
	tx: Transaction,
	accountId?: AccountId
): Promise<Session> {
	const token = newToken();
	const session = await renewSession(tx, c.get('session'), {
		tokenHash: hashToken(token),
		now: now(),
		...(accountId === undefined ? {} : { accountId })
	});
	setCookie(c, SESSION_COOKIE, token, {
		...attributes,
		secure: isEncrypted(config, (name) => c.req.header(name)),
		maxAge: sessionDays * 24 * 60 * 60
	});
	return session;
}

export function dropCookie(c: Context<Env>, { config }: Pick<Deps, 'config'>): void {
	deleteCookie(c, SESSION_COOKIE, { ...attributes, secure: isEncrypted(config, (name) => c.req.header(name)) });
}

const attributes = { httpOnly: true, sameSite: 'Lax', path: '/' } as const;
