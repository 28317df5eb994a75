/** The machine that serves the room, and the devices at it: for the page "Set up the room". */
import { Hono } from 'hono';
import { ChooseAddress } from '#protocol/bodies.ts';
import type { RoomServerView } from '#protocol/room-server.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { answersAt } from '../network.ts';
import { powerSource } from '../power.ts';
import { mayInWorkshop } from '../rights.ts';

export const roomServerRoutes = ({ config: { isRoom }, place, workshops, now }: Deps) => {
	return new Hono<Env>()
		.get('/workshops/:id/room-server', mayInWorkshop('room.steer'), async (c) => {
			const { chosen } = place;
			const [power, addresses] = await Promise.all([
				isRoom ? powerSource() : null,
				Promise.all(
					place.addresses.map(async ({ address, network, kind }) => {
						const origin = place.originOf({ address });
						const isTold = address === chosen?.address;
						return { address, network, kind, origin, isTold, answers: isTold && (await answersAt(origin)) };
					})
				)
			]);
			const view: RoomServerView = {
				isRoom,
				origin: place.origin,
				addresses,
				now: now().toISOString(),
				power,
				devices: workshops.live.devices(c.get('workshop').id)
			};
			return c.json(view);
		})
		.post('/workshops/:id/room-server/address', mayInWorkshop('room.steer'), body(ChooseAddress), async (c) => {
			await place.choose(c.req.valid('json').address);
			return c.body(null, 204);
		});
};
