/** Why it is hard to let people decide: the sponsor's answer and the staff's, once there are both. */
import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import type { Env } from '../http.ts';
import { decidingOf } from '../live/deciding.ts';
import { mayInWorkshop } from '../rights.ts';

export const decidingRoutes = ({ workshops: { desk, notes } }: Pick<Deps, 'workshops'>) =>
	new Hono<Env>().get('/workshops/:id/deciding', mayInWorkshop('deciding.read'), async (c) =>
		c.json(await decidingOf(await desk.get(c.get('workshop').id), notes))
	);
