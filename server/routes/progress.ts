/**
 * The read-only page behind a secret link, and who switches it on and off. A link that was switched off and one that
 * never was answer the same.
 */
import { Hono } from 'hono';
import type { WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { NewLinkView, ProgressPageView } from '#protocol/views.ts';
import { progressView } from '../follow/progress.ts';
import type { Env } from '../http.ts';
import { newLinkToken } from '../live/codes.ts';
import { linkView } from '../live/link-view.ts';
import { hashToken } from '../password.ts';
import { may, mayInWorkshop } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { ChainStore } from '../store/chain.ts';
import { LinkStore } from '../store/links.ts';
import { readPlanNow } from '../store/action-changes.ts';
import { pointsOf } from '../store/points.ts';

export const progressRoutes = ({ database, desk, now: clock }: Pick<PlanDeps, 'database' | 'desk' | 'now'>) => {
	const links = new LinkStore(database);
	const chain = new ChainStore(database);

	const open = async (workshopId: WorkshopId) =>
		(await links.list(workshopId)).filter(({ purpose, revokedAt }) => purpose === 'progress' && revokedAt === null);
	const switchOff = async (workshopId: WorkshopId) => {
		for (const { id } of await open(workshopId)) await links.revoke(workshopId, id, clock());
	};

	return new Hono<Env>()
		.get('/workshops/:id/progress-page', mayInWorkshop('progress.manage'), async (c) => {
			const [link] = await open(c.get('workshop').id);
			const view: ProgressPageView = { onSince: link?.createdAt.toISOString() ?? null };
			return c.json(view);
		})
		.post('/workshops/:id/progress-page/on', mayInWorkshop('progress.manage'), async (c) => {
			const { id } = c.get('workshop');
			// One address at a time: a new one ends the one before.
			await switchOff(id);
			const token = newLinkToken();
			const link = await links.create(id, { purpose: 'progress', of: null }, hashToken(token), clock());
			const made: NewLinkView = { ...linkView(link), path: `/p/${token}` };
			return c.json(made, 201);
		})
		.post('/workshops/:id/progress-page/off', mayInWorkshop('progress.manage'), async (c) => {
			await switchOff(c.get('workshop').id);
			return c.body(null, 204);
		})
		.get('/progress/:token', may('link.open'), async (c) => {
			c.header('x-robots-tag', 'noindex');
			const link = await links.byToken(hashToken(c.req.param('token')));
			if (link?.purpose !== 'progress') throw gone();
			const { workshopId } = link;
			const view = progressView({
				now: await desk.get(workshopId),
				plan: await readPlanNow(database.db, workshopId),
				kept: await chain.kept(workshopId),
				points: await pointsOf(database.db, workshopId),
				at: clock()
			});
			if (!view) throw gone();
			return c.json(view);
		});
};

const gone = (): Problem => new Problem('not-found', 'Nothing is here any more, or never was.');
