/**
 * The read-only page behind a secret link, who switches it on and off, whose name stands there, and who asks there for
 * the weekly letter. A link that was switched off and one that never was answer the same.
 */
import { Hono } from 'hono';
import type { WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { AgreeToName, type ProgressHouseView, type ProgressPageView, type ProgressView } from '#protocol/progress.ts';
import type { NewLinkView } from '#protocol/views.ts';
import { progressView } from '../follow/progress.ts';
import { body, type Env } from '../http.ts';
import { newLinkToken } from '../live/codes.ts';
import { linkView } from '../live/link-view.ts';
import { hashToken } from '../password.ts';
import { may, mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { ChainStore } from '../store/chain.ts';
import { agreedTo, setConsent } from '../store/consents.ts';
import { LinkStore } from '../store/links.ts';
import { nextDateOf } from '../store/next-dates.ts';
import { readPlanNow } from '../store/action-changes.ts';
import { pointsOf } from '../store/points.ts';
import { countSubscribers } from '../store/subscribers.ts';

type ProgressDeps = Pick<PlanDeps, 'database' | 'desk' | 'now'>;

/** As a visitor reads it; null before the plan is signed. */
export async function readProgressOf(
	{ database, desk, now }: ProgressDeps,
	workshopId: WorkshopId
): Promise<ProgressView | null> {
	return progressView({
		now: await desk.get(workshopId),
		plan: await readPlanNow(database.db, workshopId),
		kept: await new ChainStore(database).kept(workshopId),
		points: await pointsOf(database.db, workshopId),
		nextDate: await nextDateOf(database.db, workshopId),
		named: await agreedTo(database.db, workshopId, 'public-name'),
		at: now()
	});
}

/** The workshop of a progress link that holds. @throws Problem `not-found`, the same for every other */
export async function behindProgressLink(links: LinkStore, token: string): Promise<WorkshopId> {
	const link = await links.byToken(hashToken(token));
	if (link?.purpose !== 'progress') throw gone();
	return link.workshopId;
}

export const progressRoutes = (deps: ProgressDeps) => {
	const { database, desk, now: clock } = deps;
	const links = new LinkStore(database);

	const open = async (workshopId: WorkshopId) =>
		(await links.list(workshopId)).filter(({ purpose, revokedAt }) => purpose === 'progress' && revokedAt === null);
	const switchOff = async (workshopId: WorkshopId) => {
		for (const { id } of await open(workshopId)) await links.revoke(workshopId, id, clock());
	};

	return new Hono<Env>()
		.get('/workshops/:id/progress-page', mayInWorkshop('progress.manage'), async (c) => {
			const { id } = c.get('workshop');
			const [link] = await open(id);
			const now = await desk.get(id);
			const named = await agreedTo(database.db, id, 'public-name');
			const view: ProgressPageView = {
				onSince: link?.createdAt.toISOString() ?? null,
				named: now.rows.people.flatMap((person) => (named.has(person.id) ? [person.name] : [])),
				subscribers: await countSubscribers(database, id)
			};
			return c.json(view);
		})
		.get('/workshops/:id/progress-page/house', mayInWorkshop('progress.see'), async (c) => {
			const { id } = c.get('workshop');
			const actor = c.get('actor');
			const view: ProgressHouseView = {
				isOn: (await open(id)).length > 0,
				isNamed: actor.kind === 'person' && (await agreedTo(database.db, id, 'public-name')).has(actor.personId),
				preview: await readProgressOf(deps, id)
			};
			return c.json(view);
		})
		.post('/workshops/:id/progress-page/my-name', mayInWorkshop('name.agree'), body(AgreeToName), async (c) => {
			const { id: workshopId } = c.get('workshop');
			const { personId } = personOf(c);
			const { on } = c.req.valid('json');
			await setConsent(database, { workshopId, personId, about: 'public-name' }, { on, at: clock() });
			desk.bump(workshopId, 'plan');
			return c.body(null, 204);
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
			const view = await readProgressOf(deps, await behindProgressLink(links, c.req.param('token')));
			if (!view) throw gone();
			return c.json(view);
		});
};

const gone = (): Problem => new Problem('not-found', 'Nothing is here any more, or never was.');
