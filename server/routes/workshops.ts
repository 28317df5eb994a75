/** Preparing a workshop: its words, its syndicates, and the opening of the room. */
import { Hono } from 'hono';
import type { WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { nameKey } from '#domain/workshop.ts';
import {
	ArchiveWorkshop,
	DuplicateWorkshop,
	EndRehearsal,
	NewWorkshop,
	SyndicateNames,
	WorkshopChange
} from '#protocol/bodies.ts';
import type { WorkshopRow } from '#protocol/views.ts';
import type { Deps } from '../deps.ts';
import { accountIn, body, type Env } from '../http.ts';
import { workshopView } from '../live/workshop-view.ts';
import { may, mayInWorkshop } from '../rights.ts';
import { accountOf } from '../store/accounts.ts';

export const workshopRoutes = ({ database, workshops, now }: Deps) => {
	const { desk, stores, steering, template } = workshops;

	/** A syndicate more or less, in a room that is open already, needs its boards. */
	const settleBoards = async (id: WorkshopId): Promise<void> => {
		if ((await desk.get(id)).workshop.state === 'room') await steering.makeBoards(id);
	};

	return (
		new Hono<Env>()
			.get('/workshops', may('workshop.list'), async (c) => {
				const rows = await stores.workshops.listFor(accountIn(c.get('session')));
				return c.json(
					rows.map(({ archivedAt, ...row }): WorkshopRow => {
						return { ...row, createdAt: row.createdAt.toISOString(), isArchived: archivedAt !== null };
					})
				);
			})
			.post('/workshops', may('workshop.create'), body(NewWorkshop), async (c) => {
				const account = await accountOf(database.db, accountIn(c.get('session')));
				if (!account) throw new Problem('not-signed-in', 'Nobody is signed in here. Sign in, then try again.');
				const { firstDay = null, template: chosen, ...words } = c.req.valid('json');
				const template = await stores.templates.choose(account.id, chosen);
				const facilitator = { accountId: account.id, name: account.name };
				const id = await stores.workshops.create(facilitator, { ...words, firstDay }, template, now());
				return c.json({ id }, 201);
			})
			.get('/workshops/:id', mayInWorkshop('workshop.read'), async (c) =>
				c.json(workshopView(await desk.get(c.get('workshop').id), c.get('actor')))
			)
			// What the live socket says first: a page that reads it beside its words begins without waiting for the socket.
			.get('/workshops/:id/live', mayInWorkshop('workshop.read'), async (c) => {
				const picture = await workshops.live.picture(c.get('workshop').id, c.get('actor'));
				if (picture === null) throw new Problem('not-allowed', 'This device has no seat in this workshop any more.');
				return c.body(picture, 200, { 'content-type': 'application/json' });
			})
			.patch('/workshops/:id', mayInWorkshop('workshop.prepare'), body(WorkshopChange), async (c) => {
				const { id } = c.get('workshop');
				await stores.workshops.change(id, c.req.valid('json'), now());
				await desk.refresh(id, 'workshop', 'people');
				return c.json(workshopView(await desk.get(id), c.get('actor')));
			})
			.put('/workshops/:id/syndicates', mayInWorkshop('workshop.prepare'), body(SyndicateNames), async (c) => {
				const { id } = c.get('workshop');
				await stores.workshops.nameSyndicates(id, c.req.valid('json').names);
				await desk.refresh(id, 'syndicates', 'documents', 'people');
				// One that vanished is in none of these lists any more.
				for (const list of ['points', 'questions', 'issues'] as const) desk.bump(id, list);
				await settleBoards(id);
				return c.json(workshopView(await desk.get(id), c.get('actor')));
			})
			.post('/workshops/:id/duplicate', mayInWorkshop('workshop.own'), body(DuplicateWorkshop), async (c) => {
				const account = await accountOf(database.db, accountIn(c.get('session')));
				if (!account) throw new Problem('not-signed-in', 'Nobody is signed in here. Sign in, then try again.');
				const { firstDay = null, ...duplicate } = c.req.valid('json');
				const facilitator = { accountId: account.id, name: account.name };
				const { id: from } = c.get('workshop');
				const id = await stores.workshops.duplicate(from, facilitator, { ...duplicate, firstDay }, template, now());
				return c.json({ id }, 201);
			})
			.post('/workshops/:id/archive', mayInWorkshop('workshop.own'), body(ArchiveWorkshop), async (c) => {
				const { id } = c.get('workshop');
				await stores.workshops.archive(id, c.req.valid('json').isArchived ? now() : null);
				await desk.refresh(id, 'workshop');
				return c.body(null, 204);
			})
			.post('/workshops/:id/rehearsal/reset', mayInWorkshop('workshop.own'), body(EndRehearsal), async (c) => {
				const { id } = c.get('workshop');
				const { title } = (await desk.get(id)).workshop;
				if (nameKey(c.req.valid('json').title) !== nameKey(title))
					throw new Problem('malformed', `Type the title as it stands above: ${title}. Nothing was changed.`, {
						field: 'title'
					});
				await workshops.endRehearsal(id);
				return c.json(workshopView(await desk.get(id), c.get('actor')));
			})
			.post('/workshops/:id/open', mayInWorkshop('workshop.prepare'), async (c) => {
				const { id } = c.get('workshop');
				// The boards first: whoever joins finds them.
				await steering.makeBoards(id);
				await stores.workshops.open(id);
				await desk.refresh(id, 'workshop');
				return c.json(workshopView(await desk.get(id), c.get('actor')));
			})
	);
};
