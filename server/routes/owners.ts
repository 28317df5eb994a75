/** How owners are reached after the day, what somebody wants to learn, and the causes behind the plan. */
import { Hono } from 'hono';
import { asId, type PersonId } from '#domain/ids.ts';
import { LearningWish, OwnAddress } from '#protocol/bodies.ts';
import type { CausesView, ClaimCodeView, OwnersView, OwnReachView } from '#protocol/owner-views.ts';
import { refuseHaste } from '../flood.ts';
import { body, type Env } from '../http.ts';
import { hashOf, newReturnCode } from '../live/codes.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import { causesOfActions } from '../signing/causes.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { OwnerStore } from '../store/owners.ts';
import { WishStore } from '../store/wishes.ts';

export const ownerRoutes = (deps: PlanDeps) => {
	const { database, now: clock, desk } = deps;
	const owners = new OwnerStore(database);
	const wishes = new WishStore(database);

	const own = async (workshopId: Parameters<WishStore['of']>[0], personId: PersonId): Promise<OwnReachView> => ({
		...(await owners.own(workshopId, personId)),
		wish: await wishes.of(workshopId, personId)
	});

	return new Hono<Env>()
		.get('/workshops/:id/plan/own', mayInWorkshop('address.leave'), async (c) =>
			c.json(await own(c.get('workshop').id, personOf(c).personId))
		)
		.post(
			'/workshops/:id/plan/own/address',
			mayInWorkshop('address.leave'),
			refuseHaste(),
			body(OwnAddress),
			async (c) => {
				const { personId } = personOf(c);
				const { id } = c.get('workshop');
				await owners.leaveAddress(id, personId, c.req.valid('json').email, clock());
				desk.bump(id, 'plan');
				return c.json(await own(id, personId));
			}
		)
		.post('/workshops/:id/plan/own/wish', mayInWorkshop('wish.write'), refuseHaste(), body(LearningWish), async (c) => {
			const { personId } = personOf(c);
			const { id } = c.get('workshop');
			await wishes.write(id, personId, c.req.valid('json').text, clock());
			return c.json(await own(id, personId));
		})
		.post('/workshops/:id/plan/own/claim-code', mayInWorkshop('claim.make'), refuseHaste(), async (c) => {
			const { personId } = personOf(c);
			const { id } = c.get('workshop');
			const code = newReturnCode();
			await owners.makeCode({ workshopId: id, personId }, hashOf(code), clock());
			desk.bump(id, 'plan');
			const view: ClaimCodeView = { personId, code };
			return c.json(view, 201);
		})
		.get('/workshops/:id/plan/owners', mayInWorkshop('claim.print'), async (c) => {
			const all = await owners.owners(c.get('workshop').id);
			const view: OwnersView = { owners: all, reachable: all.filter(({ by }) => by !== null).length };
			return c.json(view);
		})
		.post('/workshops/:id/plan/claim-codes', mayInWorkshop('claim.print'), async (c) => {
			const { id } = c.get('workshop');
			const made = new Map<PersonId, string>();
			const hashFor = (person: PersonId): string => {
				const code = newReturnCode();
				made.set(person, code);
				return hashOf(code);
			};
			const onPaper = await owners.makeCodes(id, hashFor, clock());
			if (onPaper.length > 0) desk.bump(id, 'plan');
			const view: readonly ClaimCodeView[] = onPaper.map(({ personId }) => ({
				personId,
				code: made.get(personId) ?? ''
			}));
			return c.json(view, 201);
		})
		.post('/workshops/:id/plan/claim-codes/:person', mayInWorkshop('claim.print'), async (c) => {
			const { id: workshopId } = c.get('workshop');
			const personId = asId<'Person'>(c.req.param('person'));
			const code = newReturnCode();
			await owners.makeCode({ workshopId, personId }, hashOf(code), clock(), 'Codes are for owners of actions.');
			desk.bump(workshopId, 'plan');
			const view: ClaimCodeView = { personId, code };
			return c.json(view, 201);
		})
		.get('/workshops/:id/plan/causes', mayInWorkshop('chain.read'), async (c) => {
			const view: CausesView = await causesOfActions(deps, await desk.get(c.get('workshop').id), c.get('actor'));
			return c.json(view);
		});
};
