/** The facilitator of the example over the wire: what leads the room on while others use their keys. */
import { deviceAt, type Device } from '../support/server.ts';
import type { ExampleRoom } from './example-room.ts';

export function facilitatorOf({ line, cookieOf }: ExampleRoom): Device {
	const device = deviceAt(line.url);
	device.cookie = cookieOf('facilitator');
	return device;
}
