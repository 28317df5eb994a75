/** Whoever sends more than any hand could is refused before anything is looked up for them: the database is everybody's. */
import type { MiddlewareHandler } from 'hono';
import { tokenOfCookie } from './access.ts';
import { isReading, type Env } from './http.ts';
import { hashToken } from './password.ts';
import { personOf } from './rights.ts';
import { Tries } from './tries.ts';

/** More than a page sends that votes, asks and looks after its own questions as fast as a thumb goes. */
const A_HAND = { tries: 200, seconds: 20 };

/** No thumb votes faster: without this the first second of a script would be everybody's. */
const A_THUMB = { tries: 20, seconds: 1 };

/** Counts what each device changes below this path, and votes once more by themselves, whatever it is answered. */
export function refuseFlood(): MiddlewareHandler<Env> {
	const [sent, voted] = [new Tries(A_HAND), new Tries(A_THUMB)];
	return async (c, next) => {
		const token = isReading(c.req.method) ? null : tokenOfCookie(c.req.header('cookie'));
		if (token !== null) {
			const device = hashToken(token);
			if (c.req.path.endsWith('/vote')) await voted.take(device);
			await sent.take(device);
		}
		await next();
	};
}

/** What somebody says of themselves, or asks for: nobody does so more often in a minute, and each time all devices read. */
const A_MINUTE = { tries: 30, seconds: 60 };

/** Counts what each person does here, after the right was asked for. */
export function refuseHaste(): MiddlewareHandler<Env> {
	const done = new Tries(A_MINUTE);
	return async (c, next) => {
		await done.take(personOf(c).personId);
		await next();
	};
}
