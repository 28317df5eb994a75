/** Passwords and tokens: what is kept of them is a hash. */
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** 32 MiB and about a tenth of a second for each guess (OWASP's password storage sheet, scrypt). */
const cost = { N: 2 ** 15, r: 8, p: 1 } as const;
const keyLength = 32;

/** `scrypt$N$r$p$salt$hash`, base64url. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(16);
	const key = await derive(password, salt, cost);
	return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Takes as long for an account that does not exist: `stored` null. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
	const [kind, N = '', r = '', p = '', salt = '', hash = ''] = (stored ?? nobody).split('$');
	if (kind !== 'scrypt') throw new Error('a stored password of an unknown kind');
	const expected = Buffer.from(hash, 'base64url');
	const key = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
	return timingSafeEqual(key, expected) && stored !== null;
}

/** The hash of no password. */
const nobody = `scrypt$${cost.N}$${cost.r}$${cost.p}$AAAAAAAAAAAAAAAAAAAAAA$${'A'.repeat(43)}`;

const derive = (
	password: string,
	salt: Buffer,
	{ N, r, p }: { readonly N: number; readonly r: number; readonly p: number }
): Promise<Buffer> =>
	new Promise((resolve, reject) => {
		// Two ways to type one letter are one letter.
		scrypt(password.normalize('NFKC'), salt, keyLength, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
			error ? reject(error) : resolve(key)
		);
	});

/** A new secret of 192 bits for a cookie or a link. */
export const newToken = (): string => randomBytes(24).toString('base64url');

/** What is kept of a token. It is long and random, so one round of SHA-256 is enough. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Compares two secrets in a time that does not tell how much of them is equal. */
export const isSameSecret = (one: string, other: string): boolean =>
	timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());
