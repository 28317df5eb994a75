/** The read-only page behind a secret link. A link that was switched off and one that never was answer the same. */
import { Hono } from 'hono';
import { Problem } from '#domain/problem.ts';
import { progressView } from '../follow/progress.ts';
import type { Env } from '../http.ts';
import { hashToken } from '../password.ts';
import { may } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { ChainStore } from '../store/chain.ts';
import { LinkStore } from '../store/links.ts';
import { readPlan } from '../store/plan-rows.ts';
import { pointsOf } from '../store/points.ts';

export const progressRoutes = ({ database, desk, now: clock }: Pick<PlanDeps, 'database' | 'desk' | 'now'>) => {
	const links = new LinkStore(database);
	const chain = new ChainStore(database);

	return new Hono<Env>().get('/progress/:token', may('link.open'), async (c) => {
		c.header('x-robots-tag', 'noindex');
		const link = await links.byToken(hashToken(c.req.param('token')));
		if (link?.purpose !== 'progress') throw gone();
		const { workshopId } = link;
		const view = progressView({
			now: await desk.get(workshopId),
			plan: await readPlan(database.db, workshopId),
			kept: await chain.kept(workshopId),
			points: await pointsOf(database.db, workshopId),
			at: clock()
		});
		if (!view) throw gone();
		return c.json(view);
	});
};

const gone = (): Problem => new Problem('not-found', 'Nothing is here any more, or never was.');
