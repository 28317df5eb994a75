/** Lights, raised hands and own clocks of syndicates. */
import { Hono, type Context } from 'hono';
import { asId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { facilitates } from '#domain/workshop.ts';
import { Raise, SyndicateClock } from '#protocol/bodies.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';

export const signalRoutes = ({ workshops }: Deps) => {
	const { desk, deeds } = workshops;

	/** Of one's own syndicate; a facilitator's of any. @throws Problem `not-your-syndicate` */
	const syndicateOf = (c: Context<Env>) => {
		const { role, syndicateId } = personOf(c);
		const asked = asId<'Syndicate'>(c.req.param('syndicate') ?? '');
		const isKnown = desk.peek(c.get('workshop').id)?.syndicates.some(({ id }) => id === asked) ?? false;
		if (isKnown && !facilitates(role) && syndicateId !== asked) {
			throw new Problem('not-your-syndicate', 'This is another syndicate’s. Nothing was changed.');
		}
		return asked;
	};

	/** Who speaks for it: its host, its laptop, a facilitator. @throws Problem `not-your-syndicate`, `not-your-turn` */
	const hostedBy = (c: Context<Env>) => {
		const { role, personId } = personOf(c);
		const syndicateId = syndicateOf(c);
		const now = desk.peek(c.get('workshop').id);
		const host = now?.rolesOf(syndicateId).get('host');
		if (now && host !== undefined && !facilitates(role) && !now.isHost(personId, syndicateId)) {
			const name = now.person(host)?.name ?? 'The host';
			throw new Problem(
				'not-your-turn',
				`${name} is the host of this syndicate now, and sets its light and its clock.`
			);
		}
		return syndicateId;
	};

	return (
		new Hono<Env>()
			.post('/workshops/:id/syndicates/:syndicate/hand', mayInWorkshop('signal.give'), body(Raise), async (c) => {
				const signal = { kind: 'hand', syndicateId: syndicateOf(c), by: personOf(c).personId } as const;
				await deeds.signal(c.get('workshop').id, signal, c.req.valid('json').up);
				return c.body(null, 204);
			})
			.post('/workshops/:id/syndicates/:syndicate/ready', mayInWorkshop('syndicate.steer'), body(Raise), async (c) => {
				const signal = { kind: 'ready', syndicateId: hostedBy(c), by: personOf(c).personId } as const;
				await deeds.signal(c.get('workshop').id, signal, c.req.valid('json').up);
				return c.body(null, 204);
			})
			.post(
				'/workshops/:id/syndicates/:syndicate/clock',
				mayInWorkshop('syndicate.steer'),
				body(SyndicateClock),
				async (c) => {
					const deed = c.req.valid('json');
					await deeds.clockOf(c.get('workshop').id, hostedBy(c), deed.deed === 'room' ? null : deed);
					return c.body(null, 204);
				}
			)
			/** A facilitator is going over. */
			.post('/workshops/:id/syndicates/:syndicate/hand/answer', mayInWorkshop('room.steer'), async (c) => {
				await deeds.goOver(c.get('workshop').id, syndicateOf(c), personOf(c).personId);
				return c.body(null, 204);
			})
			/** A facilitator was there. */
			.post('/workshops/:id/syndicates/:syndicate/hand/down', mayInWorkshop('room.steer'), async (c) => {
				const signal = { kind: 'hand', syndicateId: syndicateOf(c), by: personOf(c).personId } as const;
				await deeds.signal(c.get('workshop').id, signal, false);
				return c.body(null, 204);
			})
	);
};
