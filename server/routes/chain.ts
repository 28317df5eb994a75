/** Where a thing comes from and what became of it. */
import { Hono } from 'hono';
import { Problem } from '#domain/problem.ts';
import { parseRef } from '#domain/refs.ts';
import { type Env } from '../http.ts';
import { chainView } from '../live/chain-view.ts';
import { mayInWorkshop } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';

export const chainRoutes = ({ database, desk, rooms }: PlanDeps) =>
	new Hono<Env>().get('/workshops/:id/chain', mayInWorkshop('chain.read'), async (c) => {
		const of = c.req.query('of') ?? '';
		if (parseRef(of) === null)
			throw new Problem('malformed', 'Say what is followed, as of=note:document:note.', { field: 'of' });
		const view = await chainView(await desk.get(c.get('workshop').id), of, c.get('actor'), { db: database.db, rooms });
		if (view === null) throw new Problem('not-found', 'This is not here any more, or is not open to be read.');
		return c.json(view);
	});
