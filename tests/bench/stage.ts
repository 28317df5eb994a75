/** The workshop whose pages are measured: a real server process with a room that is being written in. */
import type { ZoneId } from '#domain/ids.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { install } from '../journeys/installation.ts';
import { deviceAt, type Device } from '../support/server.ts';
import { openBoard } from '../support/workshop.ts';
import { NOTES } from './notes.ts';

export interface Stage {
	readonly url: string;
	readonly code: string;
	readonly workshopId: string;
	readonly syndicate: { readonly slug: string; readonly name: string };
	/** The path of the board of step `experiences`, in phase `share`, with twelve notes. */
	readonly board: string;
	/** `name=value` of somebody who writes on it. */
	readonly cookie: string;
	readonly end: () => Promise<void>;
}

const PATIENCE_MS = 20_000;
const STEP = 'experiences';

const PEOPLE = ['Amira Khan', 'Jonas Wirth', 'Elin Strand', 'Marcus Okafor'];

/** Starts the server and plays until the notes are on its disk. */
export async function setStage(): Promise<Stage> {
	const installation = await install(undefined);
	try {
		return { ...(await play(installation.url, installation.setupUrl)), end: installation.end };
	} catch (error) {
		await installation.end();
		throw error;
	}
}

async function play(url: string, setupUrl: string): Promise<Omit<Stage, 'end'>> {
	const desk = deviceAt(url);
	const account = { email: 'desk@example.org', name: 'Helen Marsh', password: 'four plain words here' };
	await told(desk, 'POST', '/api/setup', { token: new URL(setupUrl).hash.slice(1), ...account });
	const { id: workshopId } = await told(desk, 'POST', '/api/workshops', { title: 'Service we are proud of' });
	const at = `/api/workshops/${workshopId}`;
	const { code, syndicates } = await told(desk, 'POST', `${at}/open`, {});
	const [syndicate] = syndicates;
	const people = PEOPLE.map(() => deviceAt(url));
	for (const [index, device] of people.entries())
		await told(device, 'POST', '/api/join', { code, name: PEOPLE[index], syndicate: syndicate.slug });
	await told(desk, 'POST', `${at}/steps/${STEP}/go`, { phase: 'share' });

	const [writer = desk] = people;
	const places: readonly DocumentPlace[] = await told(writer, 'GET', `${at}/documents`);
	const place = places.find(({ kind, step }) => kind === 'board' && step === STEP);
	if (!place?.writable) throw new Error(`The board of ${STEP} is not open to the syndicate.`);
	await within(PATIENCE_MS, 'writing the notes', write({ url }, writer, place));
	return {
		url,
		code,
		workshopId,
		syndicate,
		board: `/w/${workshopId}/s/${syndicate.slug}/${STEP}`,
		cookie: writer.cookie
	};
}

async function write(server: { readonly url: string }, device: Device, place: DocumentPlace): Promise<void> {
	const open = await openBoard(server, device, place);
	for (const [zone, text] of NOTES) open.board.addNote({ zone: zone as ZoneId, text });
	await open.saved();
	open.close();
	// Its presence has a clock of its own, which would keep this process alive.
	open.doc.destroy();
}

async function told(device: Device, method: string, path: string, body?: unknown) {
	const answer = await device.send(method, path, body);
	if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
	return answer.body;
}

async function within<Answer>(ms: number, what: string, work: Promise<Answer>): Promise<Answer> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
	});
	return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
