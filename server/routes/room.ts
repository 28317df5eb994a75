/** What the console does to the room. */
import { Hono } from 'hono';
import { asId } from '#domain/ids.ts';
import type { ScreenView } from '#domain/workshop.ts';
import { ClockDeed, GoToStep, Message, ShowOnScreen, Writers } from '#protocol/bodies.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';

export const roomRoutes = ({ workshops, now }: Deps) => {
	const { desk, steering } = workshops;

	return new Hono<Env>()
		.post('/workshops/:id/steps/:step/go', mayInWorkshop('room.steer'), body(GoToStep), async (c) => {
			const { phase } = c.req.valid('json');
			await steering.go(c.get('workshop').id, asId(c.req.param('step')), phase === undefined ? null : asId(phase));
			return c.body(null, 204);
		})
		.post('/workshops/:id/steps/:step/open', mayInWorkshop('room.steer'), async (c) => {
			await steering.open(c.get('workshop').id, asId(c.req.param('step')));
			return c.body(null, 204);
		})
		.post('/workshops/:id/steps/:step/close', mayInWorkshop('room.steer'), async (c) => {
			await steering.close(c.get('workshop').id, asId(c.req.param('step')));
			return c.body(null, 204);
		})
		.post('/workshops/:id/steps/:step/writers', mayInWorkshop('room.steer'), body(Writers), async (c) => {
			const people = c.req.valid('json').people.map((id) => asId<'Person'>(id));
			await steering.writers(c.get('workshop').id, asId(c.req.param('step')), people);
			return c.body(null, 204);
		})
		.post('/workshops/:id/steps/:step/votes/close', mayInWorkshop('room.steer'), async (c) => {
			await steering.votes(c.get('workshop').id, asId(c.req.param('step')), true);
			return c.body(null, 204);
		})
		.post('/workshops/:id/steps/:step/votes/open', mayInWorkshop('room.steer'), async (c) => {
			await steering.votes(c.get('workshop').id, asId(c.req.param('step')), false);
			return c.body(null, 204);
		})
		.post('/workshops/:id/clock', mayInWorkshop('room.steer'), body(ClockDeed), async (c) => {
			await steering.clock(c.get('workshop').id, c.req.valid('json'));
			return c.body(null, 204);
		})
		.post('/workshops/:id/screen', mayInWorkshop('room.steer'), body(ShowOnScreen), async (c) => {
			const asked = c.req.valid('json');
			const view: ScreenView =
				asked.kind === 'spotlight' ? { kind: 'spotlight', syndicateId: asId(asked.syndicateId) } : asked;
			await steering.show(c.get('workshop').id, view);
			return c.body(null, 204);
		})
		.post('/workshops/:id/message', mayInWorkshop('room.steer'), body(Message), (c) => {
			const { id } = c.get('workshop');
			desk.say(id, { text: c.req.valid('json').text, from: personOf(c).personId, at: now().getTime() });
			return c.body(null, 204);
		});
};
