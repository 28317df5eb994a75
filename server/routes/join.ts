/** Taking a seat: a code, a name, a syndicate; and coming back to it on another device. */
import type { Context } from 'hono';
import { Hono } from 'hono';
import { Problem } from '#domain/problem.ts';
import { nameKey } from '#domain/workshop.ts';
import { CheckCode, Join, Return } from '#protocol/bodies.ts';
import type { JoinedView } from '#protocol/views.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { hashOf, newReturnCode } from '../live/codes.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { codeView } from '../live/workshop-view.ts';
import { WrongCodes } from '../live/wrong-codes.ts';
import { may } from '../rights.ts';
import { giveSession } from '../session-cookie.ts';
import { codeUnknown } from '../store/people.ts';

export const joinRoutes = (deps: Deps) => {
	const { workshops, now } = deps;
	const { desk, stores } = workshops;
	const wrong = new WrongCodes();

	/** The workshop that is open with this code. Unknown and closed ones are one answer, found by one look. */
	const behind = async (c: Context<Env>, code: string): Promise<WorkshopNow> => {
		await wrong.refuseFlood(c.get('address'));
		const found = await stores.workshops.byCode(code);
		if (found?.state !== 'room') throw await wrong.count(c.get('address'), codeUnknown());
		return desk.get(found.id);
	};

	/** The seat this device has already: the same person again, or a refusal. Null when it has none. */
	const seatAgain = async (
		c: Context<Env>,
		workshop: WorkshopNow,
		asked: { readonly name: string; readonly syndicate: string }
	): Promise<JoinedView | null> => {
		const actor = await c.get('actorIn')(workshop.workshop.id);
		const person = actor.kind === 'person' ? workshop.person(actor.personId) : null;
		if (!person) return null;
		const syndicate = workshop.syndicates.find(({ id }) => id === person.syndicateId)?.slug ?? '';
		if (nameKey(person.name) !== nameKey(asked.name) || syndicate !== asked.syndicate) {
			throw new Problem(
				'seat-elsewhere',
				`This device already has a seat here, as ${person.name}. Go on with it, or join on another device.`
			);
		}
		const { id, name } = person;
		return { workshopId: workshop.workshop.id, person: { id, name }, syndicate, returnCode: null };
	};

	return new Hono<Env>()
		.post('/join/code', may('workshop.join'), body(CheckCode), async (c) =>
			c.json(codeView(await behind(c, c.req.valid('json').code)))
		)
		.post('/join', may('workshop.join'), body(Join), async (c) => {
			const { code, syndicate, name: typed } = c.req.valid('json');
			const workshop = await behind(c, code);
			const name = typed.replace(/\s+/gu, ' ');
			if (nameKey(name) === '') throw new Problem('empty', 'There is nothing in it yet.', { field: 'name' });
			const again = await seatAgain(c, workshop, { name, syndicate });
			if (again) return c.json(again, 201);
			const { id: workshopId } = workshop.workshop;
			const returnCode = newReturnCode();
			const joined = await stores.people.join(
				{ workshopId, name, syndicate, returnCodeHash: hashOf(returnCode) },
				async (tx) => (await giveSession(c, deps, tx)).id,
				now()
			);
			await desk.refresh(workshopId, 'people');
			const view: JoinedView = {
				workshopId,
				person: { id: joined.personId, name },
				syndicate: joined.syndicate,
				returnCode
			};
			return c.json(view, 201);
		})
		.post('/join/return', may('workshop.join'), body(Return), async (c) => {
			const address = c.get('address');
			await wrong.refuseFlood(address);
			const hash = hashOf(c.req.valid('json').returnCode);
			const person = await stores.people.comeBack(hash, async (tx) => (await giveSession(c, deps, tx)).id, now());
			if (!person) {
				throw await wrong.count(
					address,
					new Problem('return-code-unknown', 'Nobody has this return code. Read it again, or ask the facilitator.', {
						field: 'returnCode'
					})
				);
			}
			const { workshopId, personId: id, name, syndicate } = person;
			const view: JoinedView = { workshopId, person: { id, name }, syndicate: syndicate ?? '', returnCode: null };
			return c.json(view);
		});
};
