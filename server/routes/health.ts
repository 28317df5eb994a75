/** For whoever watches the process: does it run, can it serve. */
import { Hono } from 'hono';
import type { Env } from '../http.ts';
import type { Deps } from '../deps.ts';

export const healthRoutes = ({ database, log }: Pick<Deps, 'database' | 'log'>) =>
	new Hono<Env>()
		.get('/livez', (c) => c.text('ok'))
		.get('/readyz', async (c) => {
			try {
				await database.ping();
				return c.text('ok');
			} catch (error) {
				log.error({ err: error }, 'the database does not answer');
				return c.text('the database does not answer', 503);
			}
		});
