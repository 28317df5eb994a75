/** Six syndicates on the first day, made through the server's doors: preparing has a journey of its own. */
import type { BoardNote } from '#document/board-shape.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import type { WorkshopView } from '#protocol/views.ts';
import { deviceAt, type Device } from '../support/server.ts';
import { openBoard } from '../support/workshop.ts';
import type { Room } from './crowd.ts';
import type { ClockedInstallation } from './installation.ts';

export const SYNDICATES = ['Alder', 'Birch', 'Cedar', 'Damson', 'Elm', 'Fir'] as const;

export interface RoomOfSix {
	readonly room: Room;
	readonly facilitator: Device;
	/** The workshop's address in the API. */
	readonly api: string;
	/** The board of a syndicate in a step; without one, the room's. */
	readonly placeOf: (step: string, syndicate: string | null) => Promise<DocumentPlace>;
	/** Every note on the shared boards of a step, as the server has it, without the bin. */
	readonly notesOf: (step: string) => Promise<readonly BoardNote[]>;
	/** Their words, sorted. */
	readonly wordsOf: (step: string) => Promise<readonly string[]>;
}

export async function roomOfSix({ url, setupUrl }: ClockedInstallation): Promise<RoomOfSix> {
	const facilitator = deviceAt(url);
	const account = { email: 'ada@example.org', name: 'Ada Reed', password: 'four plain words here' };
	await facilitator.post('/api/setup', { token: new URL(setupUrl).hash.slice(1), ...account });
	const { body } = await facilitator.post('/api/workshops', { title: 'Service, spring', firstDay: '2027-01-12' });
	const api = `/api/workshops/${body.id}`;
	await facilitator.send('PUT', `${api}/syndicates`, { names: [...SYNDICATES] });
	await facilitator.post(`${api}/open`);
	const view: WorkshopView = (await facilitator.get(api)).body;
	const room: Room = { url, workshopId: body.id, code: view.code ?? '' };
	const places = async (): Promise<readonly DocumentPlace[]> => (await facilitator.get(`${api}/documents`)).body;
	const notesOf: RoomOfSix['notesOf'] = async (step) => {
		const boards = await Promise.all(
			(await places())
				.filter((place) => place.step === step && place.kind !== 'private')
				.map(async (place) => {
					const open = await openBoard(room, facilitator, place);
					const notes = open.board.notes();
					open.close();
					return notes.filter(({ removedAt }) => removedAt === null);
				})
		);
		return boards.flat();
	};
	return {
		room,
		facilitator,
		api,
		placeOf: async (step, slug) => {
			const id = view.syndicates.find((syndicate) => syndicate.slug === slug)?.id ?? null;
			const found = (await places()).find(
				(place) => place.step === step && place.kind !== 'private' && place.syndicateId === id
			);
			if (!found) throw new Error(`${slug} has no board in ${step}.`);
			return found;
		},
		notesOf,
		wordsOf: async (step) => (await notesOf(step)).map(({ text }) => text).sort()
	};
}

export const cookieFor = (url: string, cookie: string) => {
	const [name = '', value = ''] = cookie.split('=');
	return { name, value, url };
};
