/** Seats that a link gives, and what is done about one that stands for the wrong person. */
import { Hono } from 'hono';
import { asId, type LinkId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { MergePeople, NewObserver } from '#protocol/bodies.ts';
import type { MergeView, SeatLinkView } from '#protocol/people-views.ts';
import { CLOSE } from '#protocol/sync.ts';
import type { NewLinkView } from '#protocol/views.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { COUNTED } from '../live/raised.ts';
import { hashOf, newLinkToken } from '../live/codes.ts';
import { linkView } from '../live/link-view.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { mayInWorkshop } from '../rights.ts';
import { JoinStore } from '../store/joining.ts';
import { MergeStore, type Merging } from '../store/merging.ts';
import { SeatLinkStore } from '../store/seat-links.ts';

const mergeView = ({ keeps, goes, votesMoved, votesDropped, devices }: Merging): MergeView => ({
	keeps,
	goes,
	votesMoved,
	votesDropped,
	devices: devices.length
});

/** Steps in which people write alone now, and nothing was opened yet. */
const aloneSteps = (now: WorkshopNow) =>
	[...now.activities.keys()].filter(
		(step) => now.phase(step)?.kind === 'write-alone' && ['open', 'closing'].includes(now.step(step).state)
	);

export const seatRoutes = ({ database, workshops, now }: Deps) => {
	const { desk, rooms } = workshops;
	const links = new SeatLinkStore(database);
	const joining = new JoinStore(database);
	const merging = new MergeStore(database);

	const linkFor = async (id: WorkshopId, purpose: 'laptop' | 'observer', personId: PersonId): Promise<NewLinkView> => {
		const token = newLinkToken();
		const at = now();
		const link: LinkId = await links.addLink(id, personId, purpose, hashOf(token), at);
		const path = `/${purpose === 'laptop' ? 'l' : 'o'}/${token}`;
		return { ...linkView({ id: link, purpose, personId, createdAt: at, revokedAt: null }), path };
	};

	return new Hono<Env>()
		.get('/workshops/:id/seat-links', mayInWorkshop('link.manage'), async (c) => {
			const open = await links.openLinks(c.get('workshop').id);
			return c.json(
				open.map(({ id, personId, createdAt }): SeatLinkView => ({ id, personId, createdAt: createdAt.toISOString() }))
			);
		})
		.post('/workshops/:id/syndicates/:syndicate/laptop', mayInWorkshop('link.manage'), async (c) => {
			const { id } = c.get('workshop');
			const { personId } = await joining.laptop(id, c.req.param('syndicate'), now());
			await desk.refresh(id, 'people');
			return c.json(await linkFor(id, 'laptop', personId), 201);
		})
		.post('/workshops/:id/observers', mayInWorkshop('workshop.prepare'), body(NewObserver), async (c) => {
			const { id } = c.get('workshop');
			const personId = await links.addObserver(id, c.req.valid('json'), now());
			await desk.refresh(id, 'people');
			return c.json(await linkFor(id, 'observer', personId), 201);
		})
		.get('/workshops/:id/people/:person/merge/:other', mayInWorkshop('people.manage'), async (c) => {
			const [one, other] = [asId<'Person'>(c.req.param('person')), asId<'Person'>(c.req.param('other'))];
			return c.json(mergeView(await merging.preview(c.get('workshop').id, one, other)));
		})
		.post('/workshops/:id/people/:person/merge', mayInWorkshop('workshop.prepare'), body(MergePeople), async (c) => {
			const { id } = c.get('workshop');
			const [one, other] = [asId<'Person'>(c.req.param('person')), asId<'Person'>(c.req.valid('json').other)];
			const merged = await merging.merge(id, one, other, aloneSteps(await desk.get(id)), now());
			// Those devices come back by themselves, as the person they are now; had they heard first that their entry is gone,
			// they would put aside what they still hold.
			workshops.dropSessions(id, merged.devices, { code: CLOSE.restart, reason: 'restart' });
			rooms.dropPerson(id, merged.goes);
			rooms.handOver(id, merged.goes, merged.keeps);
			await desk.refresh(id, 'people', 'steps', 'documents', 'appointments');
			for (const part of COUNTED) desk.bump(id, part);
			return c.json(mergeView(merged));
		});
};
