/** Whoever sends more than any hand could is refused before anything is looked up for them: the database is everybody's. */
import type { MiddlewareHandler } from 'hono';
import { tokenOfCookie } from './access.ts';
import { isReading, type Env } from './http.ts';
import { hashToken } from './password.ts';
import { Tries } from './tries.ts';

/** More than a page sends that votes, asks and looks after its own questions as fast as a thumb goes. */
const A_HAND = { tries: 200, seconds: 20 };

/** Counts what each device changes below this path, whatever it is answered. */
export function refuseFlood(): MiddlewareHandler<Env> {
	const sent = new Tries(A_HAND);
	return async (c, next) => {
		const token = isReading(c.req.method) ? null : tokenOfCookie(c.req.header('cookie'));
		if (token !== null) await sent.take(hashToken(token));
		await next();
	};
}
