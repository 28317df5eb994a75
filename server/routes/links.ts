/** Secret links: made and revoked by facilitators, opened by whoever was given one. */
import type { LinkPurpose } from '#domain/links.ts';
import { facilitates } from '#domain/workshop.ts';
import { Hono } from 'hono';
import { asId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { NewLink, OpenLink } from '#protocol/bodies.ts';
import { CLOSE } from '#protocol/sync.ts';
import type { NewLinkView, OpenedLinkView } from '#protocol/views.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { hashOf, newLinkToken } from '../live/codes.ts';
import { linkView, listedLinkView } from '../live/link-view.ts';
import { may, mayInWorkshop } from '../rights.ts';
import { giveSession } from '../session-cookie.ts';
import { linkExpired } from '../store/links.ts';
import { WrongCodes } from '../live/wrong-codes.ts';

/** Where each link leads. The screen's token is a fragment: it never reaches a log. */
const pathOf = (workshop: WorkshopId, purpose: LinkPurpose, token: string): string =>
	({
		screen: `/w/${workshop}/screen#${token}`,
		progress: `/p/${token}`,
		sponsor: `/s/${token}`,
		customer: `/c/${token}`,
		laptop: `/l/${token}`,
		observer: `/o/${token}`,
		baseline: `/b/${token}`,
		department: `/d/${token}`
	})[purpose];

export const linkRoutes = (deps: Deps) => {
	const { workshops, now } = deps;
	const { desk, stores } = workshops;
	const wrong = new WrongCodes();

	return new Hono<Env>()
		.get('/workshops/:id/links', mayInWorkshop('link.manage'), async (c) =>
			c.json((await stores.links.list(c.get('workshop').id)).map(listedLinkView))
		)
		.post('/workshops/:id/links', mayInWorkshop('link.manage'), body(NewLink), async (c) => {
			const { id } = c.get('workshop');
			const { purpose, person } = c.req.valid('json');
			const token = newLinkToken();
			const of = person === undefined ? null : asId<'Person'>(person);
			const link = await stores.links.create(id, { purpose, of }, hashOf(token), now());
			const made: NewLinkView = { ...linkView(link), path: pathOf(id, purpose, token) };
			return c.json(made, 201);
		})
		.post('/workshops/:id/links/:link/renew', mayInWorkshop('link.manage'), async (c) => {
			const { id } = c.get('workshop');
			const token = newLinkToken();
			const { link, sessions } = await stores.links.renew(id, asId(c.req.param('link')), hashOf(token), now());
			workshops.dropSessions(id, sessions, { code: CLOSE.notAllowed, reason: 'link-ended' });
			const made: NewLinkView = { ...linkView(link), path: pathOf(id, link.purpose, token) };
			return c.json(made, 201);
		})
		.post('/workshops/:id/links/:link/revoke', mayInWorkshop('link.manage'), async (c) => {
			const { id } = c.get('workshop');
			const sessions = await stores.links.revoke(id, asId(c.req.param('link')), now());
			workshops.dropSessions(id, sessions, { code: CLOSE.notAllowed, reason: 'link-ended' });
			return c.body(null, 204);
		})
		.post('/links/open', may('link.open'), body(OpenLink), async (c) => {
			const address = c.get('address');
			await wrong.refuseFlood(address);
			const link = await stores.links.byToken(hashOf(c.req.valid('json').token));
			if (!link || link.purpose === 'progress' || link.purpose === 'baseline' || link.purpose === 'department')
				throw await wrong.count(address, linkExpired());
			const { workshopId, purpose } = link;
			const opened: OpenedLinkView = { workshopId, purpose };
			const session = c.get('session');
			const actor = await c.get('actorIn')(workshopId);
			const seat = session && (await stores.people.seatOf(session.id, workshopId));
			// Opened once more on the same device; a new cookie would only shut out what is under way.
			if (seat?.linkId === link.id) return c.json(opened);
			if (actor.kind === 'person' && actor.personId !== link.personId) {
				// A facilitator sees everything the screen sees, as the facilitator.
				if (purpose === 'screen' && facilitates(actor.role)) return c.json(opened);
				const name = (await desk.get(workshopId)).person(actor.personId)?.name ?? '';
				throw new Problem(
					'seat-elsewhere',
					`This device already has a seat here, as ${name}. Open the link on another device, or in another browser.`
				);
			}
			await stores.links.sit(link, async (tx) => (await giveSession(c, deps, tx)).id, now());
			return c.json(opened);
		});
};
