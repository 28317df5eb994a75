/**
 * People without a browser: each holds the cookie, the live socket and the boards that a phone would hold, and does over
 * the wire what its owner would do by hand. Six real browsers see what forty of these do.
 */
import type { DocumentPlace, LiveState } from '#protocol/live.ts';
import type { WorkshopView } from '#protocol/views.ts';
import { asId } from '#domain/ids.ts';
import { phaseOf } from '#domain/template.ts';
import { deviceAt, type Device } from '../support/server.ts';
import { liveSocket, openBoard, type LiveSocket, type OpenBoard } from '../support/workshop.ts';

export interface LightPerson {
	readonly name: string;
	readonly id: string;
	readonly returnCode: string;
	readonly device: Device;
	readonly live: LiveSocket;
	/** Every live state this device was ever sent. */
	readonly heard: () => readonly LiveState[];
	/** The slug of the syndicate, as the server says now. */
	readonly syndicate: () => Promise<string>;
	readonly leave: () => void;
}

export interface Room {
	readonly url: string;
	readonly workshopId: string;
	readonly code: string;
}

/** Joins by name; who is on the list comes into the syndicate that was drawn. */
export async function arrive({ url, workshopId, code }: Room, name: string, syndicate?: string): Promise<LightPerson> {
	const device = deviceAt(url);
	const { status, body } = await device.post('/api/join', {
		code,
		name,
		...(syndicate === undefined ? {} : { syndicate })
	});
	if (status !== 201) throw new Error(`${name} could not join: ${status} ${JSON.stringify(body)}`);
	const live = liveSocket({ url }, device, workshopId);
	const state = await live.until(() => true);
	return {
		name,
		id: body.person.id,
		returnCode: body.returnCode,
		device,
		live,
		heard: () => live.states,
		syndicate: async () => {
			const { body: view }: { body: WorkshopView } = await device.get(`/api/workshops/${workshopId}`);
			const mine = (live.states.at(-1) ?? state).me.syndicateId;
			return view.syndicates.find(({ id }) => id === mine)?.slug ?? '';
		},
		leave: () => live.close()
	};
}

/** Opens what the person writes in now: the private document while they write alone, else their syndicate's board. */
export async function openPlace(room: Room, person: LightPerson, step: string): Promise<OpenBoard> {
	const at = `/api/workshops/${room.workshopId}`;
	const view: WorkshopView = (await person.device.get(at)).body;
	const now = person.live.states.at(-1);
	const activity = view.steps.find(({ id }) => id === step);
	const phase = activity && phaseOf(activity, now?.step?.phase ?? null);
	if (phase?.kind === 'write-alone') {
		const { status, body } = await person.device.post(`${at}/steps/${step}/private`);
		// The room went on, and this device has not heard it yet.
		if (status === 409 && body.code === 'step-closed') {
			await person.live.until((state) => state !== now);
			return openPlace(room, person, step);
		}
		if (status >= 300) throw new Error(`${person.name} has no place to write: ${status} ${JSON.stringify(body)}`);
		return openBoard(room, person.device, body);
	}
	const places: readonly DocumentPlace[] = (await person.device.get(`${at}/documents`)).body;
	const place = places.find((one) => one.step === step && one.writable);
	if (!place) throw new Error(`${person.name} may write nowhere in ${step}`);
	return openBoard(room, person.device, place);
}

/** Writes a note and waits until it is on the server's disk. */
export async function writeNote({ board, saved }: OpenBoard, zone: string, words: string): Promise<void> {
	board.addNote({ zone: asId<'Zone'>(zone), text: words });
	await saved();
}
