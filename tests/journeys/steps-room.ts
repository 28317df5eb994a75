/** A small room in its first step, steered over the wire: two syndicates, a neighbour in each, and one browser to come. */
import type { LiveState } from '#protocol/live.ts';
import type { PersonView, WorkshopView } from '#protocol/views.ts';
import { deviceAt, type Device } from '../support/server.ts';
import { arrive, type LightPerson, type Room } from './crowd.ts';
import { install, type Installation } from './installation.ts';

export interface SmallRoom {
	readonly room: Room;
	readonly facilitator: Device;
	/** Sits beside whoever comes into Alder. */
	readonly neighbour: LightPerson;
	readonly stranger: LightPerson;
	/** Writes the lines of the vision, together with the neighbour. */
	readonly nameWriter: (name: string) => Promise<void>;
	readonly go: (step: string, phase: string) => Promise<void>;
	readonly end: () => Promise<void>;
}

export async function smallRoom(): Promise<SmallRoom> {
	const installation: Installation = await install(undefined);
	const { url } = installation;
	const facilitator = deviceAt(url);
	const account = { email: 'helen@example.org', name: 'Helen Marsh', password: 'four plain words here' };
	await told(facilitator, '/api/setup', { token: new URL(installation.setupUrl).hash.slice(1), ...account });
	const { id } = await told(facilitator, '/api/workshops', { title: 'Service we’re proud of' });
	const at = `/api/workshops/${id}`;
	await told(facilitator, `${at}/open`, {});
	const view: WorkshopView = (await facilitator.get(at)).body;
	const room: Room = { url, workshopId: id, code: view.code ?? '' };
	const go = async (step: string, phase: string) => {
		await told(facilitator, `${at}/steps/${step}/go`, { phase });
	};
	await go('experiences', 'write');
	const neighbour = await arrive(room, 'Jonas Wirth', 'alder');
	const stranger = await arrive(room, 'Elin Strand', 'birch');
	return {
		room,
		facilitator,
		neighbour,
		stranger,
		nameWriter: async (name) => {
			const people: readonly PersonView[] = (await facilitator.get(`${at}/people`)).body;
			const writer = people.find((person) => person.name === name);
			await told(facilitator, `${at}/steps/vision/writers`, { people: [writer?.id, neighbour.id] });
		},
		// Those without a browser write where they have heard the room to be.
		go: async (step, phase) => {
			await go(step, phase);
			const isThere = ({ step: now }: LiveState) => now?.id === step && now.phase === phase;
			await Promise.all([neighbour, stranger].map(({ live }) => live.until(isThere)));
		},
		end: async () => {
			neighbour.leave();
			stranger.leave();
			await installation.end();
		}
	};
}

async function told(device: Device, path: string, body: object) {
	const answer = await device.post(path, body);
	if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
	return answer.body;
}
