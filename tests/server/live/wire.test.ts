/** What other devices are sent while somebody writes alone, or leaves their name off: every byte of it. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { asId, type FieldId, type NoteId, type ZoneId } from '#domain/ids.ts';
import { NO_NAME } from '#domain/no-name.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import { clientIdsIn, hears } from '../../support/wire.ts';
import {
	alone,
	boardOf,
	ends,
	everybodyAsks,
	finders,
	scene,
	toldTogether,
	whileListening,
	type Answers,
	type Scene
} from '../../support/wire-scene.ts';
import { testWorkshop } from '../../support/workshop.ts';

// Every reading route, asked by nine devices, several times.
vi.setConfig({ testTimeout: 120_000 });

const SOON = { timeout: 20_000 };

let server: TestServer;
let facilitator: Device;
beforeAll(async () => {
	server = await startServer();
	({ facilitator } = await testWorkshop(server));
});
afterAll(() => server.close());

const zone = (id: string): ZoneId => asId(id);
const story: FieldId = asId('story');

/** Who holds a board of this syndicate open once its notes are shown. */
const READERS = ['ben', 'laptop', 'facilitator', 'helper', 'screen'];

test('[WIRE-1] while somebody writes alone no byte of it reaches another device; opened, it reaches those who may read it', async () => {
	const room = await scene(server, facilitator);
	const { workshop, ana } = room;
	await workshop.go('experiences');
	const { place, open } = await alone(room, ana, 'experiences');
	let note: NoteId = asId('');

	await whileListening(room, 'experiences', async () => {
		note = open.board.addNote({
			zone: zone('bad'),
			text: 'MARKER words',
			fields: [{ id: story, kind: 'text', value: 'MARKER story' }]
		});
		open.board.setChoice(note, asId('seat'), 'MARKER seat');
		open.board.textOf(note)!.insert(6, ' more');
		await open.saved();
	});
	// What is kept of a day is made of boards: a hidden note is on none.
	await workshop.post('/days/1/close');
	const answers = await everybodyAsks(room, 'experiences', { document: place.id, note });

	for (const secret of ['MARKER', note, place.id]) expect(finders(room, answers, secret)).toEqual([]);
	expectNoClient(room, open.doc.clientID);

	await whileListening(room, 'experiences', () => workshop.go('experiences', 'share'));
	await expect
		.poll(() => room.ears.filter(({ frames }) => hears(frames, 'MARKER')).map(({ name }) => name), SOON)
		.toEqual(READERS);
	expect(finders(room, await everybodyAsks(room, 'experiences'), place.id)).toEqual([]);
	expectNoClient(room, open.doc.clientID);
	ends(room, open);
});

test('[WIRE-1] a definition written alone, and one that a syndicate’s own board opened early, stay from the rest of the room', async () => {
	const room = await scene(server, facilitator);
	const { workshop, ana, bo } = room;
	await workshop.go('definitions');
	const [mine, theirs] = [await alone(room, ana, 'definitions'), await alone(room, bo, 'definitions')];

	await whileListening(room, 'definitions', async () => {
		mine.open.board.addNote({ zone: zone('good-service-is'), text: 'MARKER of Alder' });
		theirs.open.board.addNote({ zone: zone('good-service-is'), text: 'OTHER of Birch' });
		await Promise.all([mine.open.saved(), theirs.open.saved()]);
		await workshop.post(`/syndicates/${(await workshop.view()).syndicates[0]!.id}/notes/open`);
	});
	await expect.poll(() => hears(room.ear('laptop').frames, 'MARKER'), SOON).toBe(true);
	const answers = await everybodyAsks(room, 'definitions');

	const found = (marker: string) => new Set(finders(room, answers, marker).map((at) => at.split(' ')[0]));
	expect([...found('MARKER')].filter((name) => !READERS.includes(name!))).toEqual([]);
	expect([...found('OTHER')].filter((name) => name !== 'bo')).toEqual([]);
	ends(room, mine.open, theirs.open);
});

test('[WIRE-3] what is written alone in a step without names leads to nobody: not its stamp, its Yjs client, any answer or presence', async () => {
	const room = await scene(server, facilitator);
	const { workshop, ana } = room;
	await workshop.go('welcome', 'goals');
	const { place, open } = await alone(room, ana, 'welcome');
	let note: NoteId = asId('');
	await whileListening(room, 'welcome', async () => {
		note = open.board.addNote({ zone: zone('i-want'), text: 'MARKER of nobody' });
		await open.saved();
	});
	expect(room.ears.filter(({ frames }) => hears(frames, 'MARKER'))).toEqual([]);

	await whileListening(room, 'welcome', () => workshop.go('welcome', 'pairs'));

	await expect.poll(() => hears(room.ear('bo').frames, 'MARKER'), SOON).toBe(true);
	const document = (await boardOf(room, room.bo, 'welcome')).id;
	const after = await everybodyAsks(room, 'welcome', { document, note });
	expectNobody(room, after, { note, place, client: open.doc.clientID });
	ends(room, open);
});

test('[WIRE-4] a note whose author left their name off opens as nobody’s, beside others that have theirs', async () => {
	const room = await scene(server, facilitator);
	const { workshop, ana, ben } = room;
	await workshop.go('experiences');
	const { place, open } = await alone(room, ana, 'experiences');
	const named = await alone(room, ben, 'experiences');
	let note: NoteId = asId('');
	await whileListening(room, 'experiences', async () => {
		note = open.board.addNote({ zone: zone('bad'), text: 'MARKER of nobody' });
		open.board.setChoice(note, NO_NAME.id, 'yes');
		named.open.board.addNote({ zone: zone('bad'), text: 'By Ben' });
		await Promise.all([open.saved(), named.open.saved()]);
	});
	expect(room.ears.filter(({ frames }) => hears(frames, 'MARKER'))).toEqual([]);

	await whileListening(room, 'experiences', () => workshop.go('experiences', 'share'));

	for (const name of READERS) await expect.poll(() => hears(room.ear(name).frames, 'MARKER'), SOON).toBe(true);
	expect(hears(room.ear('laptop').frames, ben.id)).toBe(true);
	// Late, the same.
	const late = open.board.addNote({ zone: zone('good'), text: 'MARKER later' });
	open.board.setChoice(late, NO_NAME.id, 'yes');
	await open.saved();
	await expect.poll(() => hears(room.ear('laptop').frames, 'MARKER later'), SOON).toBe(true);
	const document = (await boardOf(room, ben, 'experiences')).id;
	for (const each of [note, late])
		expectNobody(room, await everybodyAsks(room, 'experiences', { document, note: each }), {
			note: each,
			place,
			client: open.doc.clientID
		});
	// Read aloud, closed, and kept with the day.
	await workshop.go('gallery');
	await expect.poll(async () => (await workshop.documents(room.bo.device)).length, SOON).toBeGreaterThan(1);
	await whileListening(room, 'experiences', () => workshop.post('/days/1/close'));
	expectNobody(room, await everybodyAsks(room, 'experiences', { document, note }), {
		note,
		place,
		client: open.doc.clientID
	});
	ends(room, open, named.open);
});

function expectNoClient({ ears }: Scene, client: number): void {
	for (const { name, frames } of ears) expect([name, clientIdsIn(frames).has(client)]).toEqual([name, false]);
}

/** No frame of a document names Ana or leads to her, and no answer says this note and her in one breath. */
function expectNobody(
	room: Scene,
	answers: Answers,
	{ note, place, client }: { readonly note: NoteId; readonly place: DocumentPlace; readonly client: number }
): void {
	const { ana, ears } = room;
	for (const { name, frames } of ears) {
		const ofDocuments = frames.filter((frame) => frame[0] === 0 || frame[0] === 1);
		expect([name, ofDocuments.some((frame) => frame.includes(ana.id))]).toEqual([name, false]);
	}
	expectNoClient(room, client);
	for (const word of ['MARKER', note, String(client), place.id])
		expect([word, toldTogether(answers, word, ana.id)]).toEqual([word, []]);
	expect(finders(room, answers, place.id)).toEqual([]);
}
