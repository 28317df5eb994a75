/** What other devices are sent while somebody writes alone, votes, rates, or leaves their name off: every byte of it. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { asId, type FieldId, type NoteId, type ZoneId } from '#domain/ids.ts';
import { NO_NAME } from '#domain/no-name.ts';
import { noteRef } from '#domain/refs.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { linkDevice } from '../../support/rights.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { clientIdsIn, ear, hears, standTogether, type Ear } from '../../support/wire.ts';
import {
	openBoard,
	testWorkshop,
	type OpenBoard,
	type Participant,
	type TestWorkshop
} from '../../support/workshop.ts';

// Every reading route, asked by eight devices, several times.
vi.setConfig({ testTimeout: 90_000 });

const SOON = { timeout: 20_000 };

let server: TestServer;
let first: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	first = await testWorkshop(server);
});
afterAll(() => server.close());

const zone = (id: string): ZoneId => asId(id);
const story: FieldId = asId('story');
const IDS = { day: '1', step: 'experiences' };

interface Scene {
	readonly workshop: TestWorkshop;
	/** Who writes. */
	readonly ana: Participant;
	/** Sits with her. */
	readonly ben: Participant;
	readonly bo: Participant;
	/** Every other device there can be. */
	readonly ears: readonly Ear[];
	readonly ear: (name: string) => Ear;
}

async function scene(): Promise<Scene> {
	const workshop = await testWorkshop(server, { facilitator: first.facilitator });
	await workshop.facilitator.send('PATCH', `/api/workshops/${workshop.id}`, {
		brief: { sponsor: 'Sara', customer: 'Carl' }
	});
	const [ana, ben] = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'alder')];
	const [bo, observer] = [await workshop.join('Bo', 'birch'), await workshop.join('Irma', 'birch')];
	await server.database.rows(`update people set role = 'observer', syndicate_id = null where id = '${observer.id}'`);
	await server.deps.workshops.desk.refresh(asId(workshop.id), 'people');
	const laptop = server.device();
	await laptop.post('/api/join/laptop', { code: (await workshop.view()).code, syndicate: 'alder' });
	const others = {
		ben: ben.device,
		bo: bo.device,
		observer: observer.device,
		laptop,
		facilitator: workshop.facilitator,
		screen: await linkDevice(server, workshop, 'screen'),
		sponsor: await linkDevice(server, workshop, 'sponsor'),
		customer: await linkDevice(server, workshop, 'customer')
	};
	const ears = await Promise.all(
		Object.entries(others).map(([name, device]) => ear(server, name, device, workshop.id))
	);
	return { workshop, ana, ben, bo, ears, ear: (name) => ears.find((one) => one.name === name)! };
}

/** Every document there is, private ones too, whoever may know of it. */
async function documents(workshop: TestWorkshop, step: string) {
	const rows = await server.database.rows(
		`select id, generation, kind from documents where workshop_id = '${workshop.id}' and step = '${step}'`
	);
	return rows.map(({ id, generation, kind }) => ({
		id: String(id),
		generation: Number(generation),
		kind: String(kind)
	}));
}

async function alone(workshop: TestWorkshop, { device }: Participant, step: string) {
	const { body } = await device.post(`/api/workshops/${workshop.id}/steps/${step}/private`, {});
	const place = body as DocumentPlace;
	return { place, open: await openBoard(server, device, place) };
}

const boardOf = async (workshop: TestWorkshop, { device }: Pick<Participant, 'device'>, step: string) =>
	(await workshop.documents(device)).find((place) => place.step === step && place.kind !== 'private')!;

/** Listens on everything, does the deed, and lets all of it arrive. */
async function whileListening(
	{ workshop, ears }: Scene,
	step: string,
	deed: () => Promise<unknown>
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
	const all = await documents(workshop, step);
	await Promise.all(ears.map((one) => one.opens(all)));
	await deed();
	await server.deps.workshops.rooms.settled();
	await Promise.all(ears.map((one) => one.caughtUp()));
	const answers = new Map<string, ReadonlyMap<string, string>>();
	for (const one of ears) answers.set(one.name, await one.asks({ ...IDS, step }));
	return answers;
}

/** Who found this in anything they were sent. */
const finders = (
	{ ears }: Scene,
	answers: ReadonlyMap<string, ReadonlyMap<string, string>>,
	marker: string
): readonly string[] =>
	ears.flatMap(({ name, frames }) => [
		...(hears(frames, marker) ? [`${name} by socket`] : []),
		...[...(answers.get(name) ?? [])].flatMap(([path, text]) => (text.includes(marker) ? [`${name} at ${path}`] : []))
	]);

async function ends({ ears }: Scene, ...boards: readonly OpenBoard[]): Promise<void> {
	ears.forEach((one) => one.close());
	boards.forEach((one) => one.close());
}

test('[WIRE-1] while somebody writes alone no byte of it reaches another device; opened, it reaches those who may read it', async () => {
	const room = await scene();
	const { workshop, ana } = room;
	await workshop.go('experiences');
	const { place, open } = await alone(workshop, ana, 'experiences');
	let note: NoteId = asId('');

	const answers = await whileListening(room, 'experiences', async () => {
		note = open.board.addNote({
			zone: zone('bad'),
			text: 'MARKER words',
			fields: [{ id: story, kind: 'text', value: 'MARKER story' }]
		});
		open.board.setChoice(note, asId('seat'), 'MARKER seat');
		open.board.textOf(note)!.insert(6, ' more');
		await open.saved();
	});

	for (const secret of ['MARKER', note, place.id]) expect(finders(room, answers, secret)).toEqual([]);
	for (const { name, frames } of room.ears)
		expect([name, clientIdsIn(frames).has(open.doc.clientID)]).toEqual([name, false]);

	const after = await whileListening(room, 'experiences', () => workshop.go('experiences', 'share'));
	await expect
		.poll(() => room.ears.filter(({ frames }) => hears(frames, 'MARKER')).map(({ name }) => name), SOON)
		.toEqual(['ben', 'laptop', 'facilitator', 'screen']);
	expect(finders(room, after, place.id)).toEqual([]);
	for (const { name, frames } of room.ears)
		expect([name, clientIdsIn(frames).has(open.doc.clientID)]).toEqual([name, false]);
	await ends(room, open);
});

test('[WIRE-2] a vote reaches no other device, neither by whom nor for what, before voting is closed', async () => {
	const room = await scene();
	const { workshop, ana } = room;
	await workshop.go('experiences', 'share');
	const place = await boardOf(workshop, ana, 'experiences');
	const open = await openBoard(server, ana.device, place);
	const [chosen, other] = ['Chosen', 'Other'].map((text) => open.board.addNote({ zone: zone('good'), text }));
	await open.saved();
	// Who has a board open says so now and then, whatever they do.
	open.close();
	await workshop.go('experiences', 'vote');
	const target = noteRef(place.id, chosen!);
	await whileListening(room, 'experiences', () => Promise.resolve());
	const before = new Map<string, string>();
	const path = `/api/workshops/${workshop.id}/steps/experiences/votes`;
	for (const one of room.ears) before.set(one.name, (await one.asks({ ...IDS })).get(path) ?? '');
	await Promise.all(room.ears.map((one) => one.caughtUp()));
	room.ears.forEach(({ frames }) => frames.splice(0));

	const voted = await ana.device.post(path, { target });
	await server.deps.workshops.rooms.settled();
	await Promise.all(room.ears.map((one) => one.caughtUp()));

	expect([voted.status, voted.body.mine]).toEqual([200, [target]]);
	for (const { name, frames, asks } of room.ears) {
		for (const secret of [chosen!, other!, target, ana.id])
			expect([name, frames.filter((frame) => frame.includes(secret)).map(String)]).toEqual([name, []]);
		const answer = (await asks({ ...IDS })).get(path) ?? '';
		expect([name, answer]).toEqual([name, before.get(name)]);
		expect([name, answer.includes(target)]).toEqual([name, false]);
	}
	// Closed, the room reads totals, and never whose they were.
	await workshop.post('/steps/experiences/votes/close');
	const closed = await whileListening(room, 'experiences', () => Promise.resolve());
	expect(closed.get('ben')?.get(path)).toContain(target);
	for (const [name, answers] of closed)
		for (const [at, text] of answers)
			expect([name, at, at.endsWith('/votes') && text.includes(ana.id)]).toEqual([name, at, false]);
	await ends(room);
});

test('[WIRE-3] what is written alone in a step without names leads to nobody: not its stamp, its Yjs client, any answer or presence', async () => {
	const room = await scene();
	const { workshop, ana } = room;
	await workshop.go('welcome', 'goals');
	const { place, open } = await alone(workshop, ana, 'welcome');
	let note: NoteId = asId('');
	const before = await whileListening(room, 'welcome', async () => {
		note = open.board.addNote({ zone: zone('i-want'), text: 'MARKER of nobody' });
		await open.saved();
	});
	expect(finders(room, before, 'MARKER')).toEqual([]);

	const after = await whileListening(room, 'welcome', () => workshop.go('welcome', 'pairs'));

	await expect.poll(() => hears(room.ear('bo').frames, 'MARKER'), SOON).toBe(true);
	expectNobody(room, after, { note, place, client: open.doc.clientID });
	await ends(room, open);
});

test('[WIRE-4] a note whose author left their name off opens as nobody’s, beside others that have theirs', async () => {
	const room = await scene();
	const { workshop, ana, ben } = room;
	await workshop.go('experiences');
	const { place, open } = await alone(workshop, ana, 'experiences');
	const named = await alone(workshop, ben, 'experiences');
	let note: NoteId = asId('');
	const before = await whileListening(room, 'experiences', async () => {
		note = open.board.addNote({ zone: zone('bad'), text: 'MARKER of nobody' });
		open.board.setChoice(note, NO_NAME.id, 'yes');
		named.open.board.addNote({ zone: zone('bad'), text: 'By Ben' });
		await Promise.all([open.saved(), named.open.saved()]);
	});
	expect(finders(room, before, 'MARKER')).toEqual([]);

	const after = await whileListening(room, 'experiences', () => workshop.go('experiences', 'share'));

	for (const name of ['ben', 'laptop', 'facilitator', 'screen'])
		await expect.poll(() => hears(room.ear(name).frames, 'MARKER'), SOON).toBe(true);
	expect(hears(room.ear('laptop').frames, ben.id)).toBe(true);
	expectNobody(room, after, { note, place, client: open.doc.clientID });
	// Late, the same.
	const late = open.board.addNote({ zone: zone('good'), text: 'MARKER later' });
	open.board.setChoice(late, NO_NAME.id, 'yes');
	await open.saved();
	await expect.poll(() => hears(room.ear('laptop').frames, 'MARKER later'), SOON).toBe(true);
	expectNobody(room, await whileListening(room, 'experiences', () => Promise.resolve()), {
		note: late,
		place,
		client: open.doc.clientID
	});
	await workshop.go('gallery');
	await expect.poll(async () => (await workshop.documents(room.bo.device)).length, SOON).toBeGreaterThan(1);
	expectNobody(room, await whileListening(room, 'experiences', () => Promise.resolve()), {
		note,
		place,
		client: open.doc.clientID
	});
	await ends(room, open, named.open);
});

/** No frame of a document names Ana or leads to her, and no answer says this note and her in one breath. */
function expectNobody(
	room: Scene,
	answers: ReadonlyMap<string, ReadonlyMap<string, string>>,
	{ note, place, client }: { readonly note: NoteId; readonly place: DocumentPlace; readonly client: number }
): void {
	const { ana, ears } = room;
	for (const { name, frames } of ears) {
		const ofDocuments = frames.filter((frame) => frame[0] === 0 || frame[0] === 1);
		expect([name, ofDocuments.some((frame) => frame.includes(ana.id))]).toEqual([name, false]);
		expect([name, clientIdsIn(frames).has(client)]).toEqual([name, false]);
		for (const [path, text] of answers.get(name) ?? [])
			for (const word of ['MARKER', note, String(client), place.id])
				expect([name, path, word, standTogether(text, word, ana.id)]).toEqual([name, path, word, false]);
	}
	expect(finders(room, answers, place.id)).toEqual([]);
}
