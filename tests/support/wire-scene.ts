/** A workshop in which everybody but Ana listens, on every kind of device there is: what she keeps to herself is looked for. */
import { asId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import type { PersonRole } from '#domain/workshop.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { linkDevice } from './rights.ts';
import type { Device, TestServer } from './server.ts';
import { ear, hears, standTogether, type Ear } from './wire.ts';
import { openBoard, testWorkshop, type OpenBoard, type Participant, type TestWorkshop } from './workshop.ts';

export type Answers = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface Scene {
	readonly server: TestServer;
	readonly workshop: TestWorkshop;
	/** Who writes, votes and marks; sits with Ben in Alder. */
	readonly ana: Participant;
	readonly ben: Participant;
	/** In Birch. */
	readonly bo: Participant;
	/** Every other device there can be. */
	readonly ears: readonly Ear[];
	readonly ear: (name: string) => Ear;
}

const IDS = { day: '1', step: 'experiences' };

export async function scene(server: TestServer, facilitator: Device): Promise<Scene> {
	const workshop = await testWorkshop(server, { facilitator });
	await facilitator.send('PATCH', `/api/workshops/${workshop.id}`, { brief: { sponsor: 'Sara', customer: 'Carl' } });
	const [ana, ben] = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'alder')];
	const bo = await workshop.join('Bo', 'birch');
	const [observer, helper] = [await workshop.join('Irma', 'birch'), await workshop.join('Cora', 'birch')];
	const becomes = (role: string, { id }: Participant) =>
		server.database.rows(`update people set role = '${role}', syndicate_id = null where id = '${id}'`);
	await becomes('observer', observer);
	await becomes('co-facilitator', helper);
	const listener = await workshop.join('Noor', 'birch');
	await becomes('listener', listener);
	await server.deps.workshops.desk.refresh(asId(workshop.id), 'people');
	const laptop = server.device();
	await laptop.post('/api/join/laptop', { code: (await workshop.view()).code, syndicate: 'alder' });
	const others: readonly (readonly [string, Device, PersonRole | 'screen'])[] = [
		['ben', ben.device, 'participant'],
		['bo', bo.device, 'participant'],
		['observer', observer.device, 'observer'],
		['listener', listener.device, 'listener'],
		['laptop', laptop, 'laptop'],
		['facilitator', facilitator, 'facilitator'],
		['helper', helper.device, 'co-facilitator'],
		['screen', await linkDevice(server, workshop, 'screen'), 'screen'],
		['sponsor', await linkDevice(server, workshop, 'sponsor'), 'sponsor'],
		['customer', await linkDevice(server, workshop, 'customer'), 'customer']
	];
	const ears = await Promise.all(others.map(([name, device, role]) => ear(server, name, device, workshop.id, role)));
	return { server, workshop, ana, ben, bo, ears, ear: (name) => ears.find((one) => one.name === name)! };
}

/** Every document there is, private ones too, whoever may know of it. */
async function documents({ server, workshop }: Scene, step: string) {
	const rows = await server.database.rows(
		`select id, generation from documents where workshop_id = '${workshop.id}' and step = '${step}'`
	);
	return rows.map(({ id, generation }) => ({ id: String(id), generation: Number(generation) }));
}

export async function alone({ server, workshop }: Scene, { device }: Participant, step: string) {
	const { body } = await device.post(`/api/workshops/${workshop.id}/steps/${step}/private`, {});
	const place = body as DocumentPlace;
	return { place, open: await openBoard(server, device, place) };
}

export const boardOf = async ({ workshop }: Scene, { device }: Pick<Participant, 'device'>, step: string) =>
	(await workshop.documents(device)).find((place) => place.step === step && place.kind !== 'private')!;

/** All devices ask everything they may ask about this step; with a note, what there is to ask about it. */
export async function everybodyAsks(
	{ workshop, ears }: Pick<Scene, 'workshop' | 'ears'>,
	step: string,
	about?: { readonly document: string; readonly note: string }
): Promise<Answers> {
	const at = `/api/workshops/${workshop.id}`;
	const ref = about && noteRef(asId(about.document), asId(about.note));
	const beside = about
		? [`${at}/documents/${about.document}/history?of=${about.note}`, `${at}/chain?of=${encodeURIComponent(ref!)}`]
		: [];
	const answers = new Map<string, ReadonlyMap<string, string>>();
	for (const one of ears) answers.set(one.name, await one.asks({ ...IDS, step }, beside));
	return answers;
}

/** Everybody tries to open every document of the step; then the deed is done, and all of it arrives. */
export async function whileListening(room: Scene, step: string, deed: () => Promise<unknown>): Promise<void> {
	const all = await documents(room, step);
	await Promise.all(room.ears.map((one) => one.opens(all)));
	await deed();
	await arrived(room);
}

export async function arrived({ server, ears }: Pick<Scene, 'server' | 'ears'>): Promise<void> {
	await server.deps.workshops.rooms.settled();
	await Promise.all(ears.map((one) => one.caughtUp()));
}

/** Who found this in anything they were sent. */
export const finders = ({ ears }: Pick<Scene, 'ears'>, answers: Answers, marker: string): readonly string[] =>
	ears.flatMap(({ name, frames }) => [
		...(hears(frames, marker) ? [`${name} by socket`] : []),
		...[...(answers.get(name) ?? [])].flatMap(([path, text]) => (text.includes(marker) ? [`${name} at ${path}`] : []))
	]);

/** Where an answer says both in one breath. */
export const toldTogether = (answers: Answers, one: string, other: string): readonly string[] =>
	[...answers].flatMap(([name, ofOne]) =>
		[...ofOne].flatMap(([path, text]) => (standTogether(text, one, other) ? [`${name} at ${path}`] : []))
	);

/** What moves by itself: times, and numbers that rise with every change. */
const MOVING = new Set(['now', 'version', 'revisions', 'clock', 'lateMinutes', 'desk', 'restMinutes']);
const still = (text: string): string =>
	JSON.stringify(JSON.parse(text), (key, value: unknown) => (MOVING.has(key) ? undefined : value));

/** Of its own time alone: how fast devices answer, and how late it is. */
const isOfTime = (path: string): boolean => /\/(room-server|day)$/.test(path);

/** Where two rounds of answers differ: a device that reads differently could tell which of two things was done. */
export const differences = (before: Answers, after: Answers): readonly string[] =>
	[...after].flatMap(([name, answers]) =>
		[...answers].flatMap(([path, text]) => {
			const was = before.get(name)?.get(path) ?? '';
			const isSame = text === was || (isJson(text) && isJson(was) && still(text) === still(was));
			return isSame || isOfTime(path) ? [] : [`${name} at ${path}: ${was} | ${text}`];
		})
	);

const isJson = (text: string): boolean => /^[[{]/.test(text);

export function ends({ ears }: Scene, ...boards: readonly OpenBoard[]): void {
	ears.forEach((one) => one.close());
	boards.forEach((one) => one.close());
}
