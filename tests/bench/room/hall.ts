/** A full room at a real server process: devices with the cookies of real joins, each with its live socket and its board. */
import type { ZoneId } from '#domain/ids.ts';
import { SYNDICATES } from '#domain/workshop.ts';
import type { DocumentPlace, LiveState } from '#protocol/live.ts';
import { install } from '../../journeys/installation.ts';
import { deviceAt, type Device } from '../../support/server.ts';
import { liveSocket, openBoard, type LiveSocket, type OpenBoard } from '../../support/workshop.ts';

export const STEPS = ['experiences', 'definitions'] as const;
const SYNDICATES_HERE = 6;

export interface Hall {
	readonly url: string;
	readonly workshopId: string;
	readonly code: string;
	readonly syndicates: readonly { readonly id: string; readonly slug: string }[];
	readonly desk: Device;
	/** The facilitator's command; `path` follows the workshop. */
	readonly post: (path: string, body?: object) => Promise<void>;
	/** Ends the server; gives the folder of what it kept, which goes at the end. */
	readonly stop: () => Promise<string>;
	readonly end: () => Promise<void>;
}

/** One device that is at the room. */
export interface Guest {
	readonly device: Device;
	readonly live: LiveSocket;
	/** The boards it has open. */
	boards: readonly OpenBoard[];
	readonly places: () => Promise<readonly DocumentPlace[]>;
	readonly leave: () => void;
}

/** Starts the server, with an open workshop of six syndicates in its first step. */
export async function openHall(): Promise<Hall> {
	const { url, setupUrl, stop, end } = await install(undefined);
	try {
		const desk = deviceAt(url);
		const account = { email: 'ada@example.org', name: 'Ada Byrne', password: 'four plain words here' };
		await told(desk, 'POST', '/api/setup', { token: new URL(setupUrl).hash.slice(1), ...account });
		const { id: workshopId } = await told(desk, 'POST', '/api/workshops', { title: 'Service we are proud of' });
		const at = `/api/workshops/${workshopId}`;
		const names = SYNDICATES.slice(0, SYNDICATES_HERE).map(({ name }) => name);
		await told(desk, 'PUT', `${at}/syndicates`, { names });
		const { code, syndicates } = await told(desk, 'POST', `${at}/open`, {});
		const post = async (path: string, body: object = {}) => void (await told(desk, 'POST', `${at}${path}`, body));
		await post(`/steps/${STEPS[0]}/go`, { phase: 'share' });
		return { url, workshopId, code, syndicates, desk, post, stop, end };
	} catch (error) {
		await end();
		throw error;
	}
}

/** Takes a seat with the code. */
export async function seated({ url, code }: Hall, name: string, syndicate: string): Promise<Device> {
	const device = deviceAt(url);
	await told(device, 'POST', '/api/join', { code, name, syndicate });
	return device;
}

export async function projectorOf({ url, desk, workshopId }: Hall): Promise<Device> {
	const { path } = await told(desk, 'POST', `/api/workshops/${workshopId}/links`, { purpose: 'screen' });
	const device = deviceAt(url);
	await told(device, 'POST', '/api/links/open', { token: new URL(path, url).hash.slice(1) });
	return device;
}

/** Opens its live socket, and the boards it shows in this step: its syndicate's, all of them on the projector, none on the console. */
export async function present(hall: Hall, device: Device, shows: 'own' | 'all' | 'none'): Promise<Guest> {
	const live = liveSocket(hall, device, hall.workshopId);
	const places = async (): Promise<readonly DocumentPlace[]> =>
		told(device, 'GET', `/api/workshops/${hall.workshopId}/documents`);
	const { me } = await live.until(() => true);
	const guest: Guest = {
		device,
		live,
		boards: [],
		places,
		leave: () => {
			for (const board of guest.boards) shut(board);
			live.close();
		}
	};
	const isShown = ({ syndicateId }: DocumentPlace) =>
		shows === 'all' || (shows === 'own' && syndicateId !== null && syndicateId === me.syndicateId);
	guest.boards = await Promise.all(
		(await places())
			.filter((place) => place.kind === 'board' && place.step === STEPS[0] && isShown(place))
			.map((place) => openBoard(hall, device, place))
	);
	return guest;
}

function shut({ close, doc }: OpenBoard): void {
	close();
	// Its presence has a clock of its own, which would keep this process alive.
	doc.destroy();
}

/** Goes on writing on a board: a new note now and then, letters in between. Returns how to stop. */
export function typing(board: OpenBoard, editsASecond: number): () => void {
	let n = 0;
	let text: ReturnType<typeof board.board.textOf> = null;
	const timer = setInterval(() => {
		n += 1;
		if (n % 12 === 1) {
			const id = board.board.addNote({ zone: (n % 24 === 1 ? 'good' : 'bad') as ZoneId, text: 'They rang' });
			text = board.board.textOf(id);
		} else text?.insert(text.length, ' back');
	}, 1000 / editsASecond);
	return () => clearInterval(timer);
}

/** When the device was told that the room is in this step; `performance.now()`. */
export async function hearsOf({ live }: Guest, step: string): Promise<number> {
	await live.until((state: LiveState) => state.step?.id === step);
	return live.cameAt[live.states.findLastIndex((state) => state.step?.id !== step) + 1] ?? performance.now();
}

export async function told(device: Device, method: string, path: string, body?: unknown) {
	const answer = await device.send(method, path, body);
	if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
	return answer.body;
}
