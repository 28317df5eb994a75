import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { BoardDocument } from '#document/board.ts';
import type { DocumentSession } from '#lib/connection/document-session.svelte.ts';
import { newPlace, nextGeneration, Server } from './server-in-page.ts';
import { good, newPerson, openBoard, session, textsOf } from './sessions.ts';

test('[AGAIN-3] a device that keeps nothing brings its part from the page', async () => {
	vi.spyOn(indexedDB, 'open').mockImplementation(() => {
		throw new DOMException('private', 'InvalidStateError');
	});
	const server = new Server();
	const place = newPlace();
	const made = session(server, newPerson(), (shown) => shown.open(nextGeneration(place)));
	const board = await openBoard(made, place);
	board.addNote({ zone: good, text: 'After the backup.' });
	await expect.poll(() => textsOf(server.doc)).toEqual(['After the backup.']);
	server.begin(new Y.Doc(), 'restored');

	await expect.poll(() => textsOf(server.doc)).toEqual(['After the backup.']);
});

/** An earlier visit left words on the device; the page that is there at the restore could not read them. */
async function leftUnread() {
	const server = new Server();
	const [person, place] = [newPerson(), newPlace()];
	const earlier = session(server, person);
	const board = await openBoard(earlier, place);
	server.unplug();
	board.addNote({ zone: good, text: 'Written on the train.' });
	await expect.poll(() => earlier.connection?.saved.kind).toBe('on-device');
	earlier.connection!.dispose();

	server.isPlugged = true;
	const blocked = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
		throw new DOMException('not now', 'UnknownError');
	});
	return { server, person, place, blocked };
}

test('[AGAIN-3] a document held by the page is brought back with what an earlier visit left in its copy', async () => {
	const { server, person, place, blocked } = await leftUnread();
	const made = session(server, person, (shown) => {
		blocked.mockRestore();
		shown.open(nextGeneration(place));
	});
	made.open(place);
	await expect.poll(() => made.connection?.saved.kind).toBe('unread');
	new BoardDocument(made.connection!.doc).addNote({ zone: good, text: 'After the backup.' });
	await expect.poll(() => textsOf(server.doc)).toEqual(['After the backup.']);
	server.begin(new Y.Doc(), 'restored');

	await expect.poll(() => textsOf(server.doc)).toEqual(['After the backup.', 'Written on the train.']);
});

test('[AGAIN-3] a copy that could not be read at the restore is not erased, and a later visit brings it', async () => {
	const { server, person, place, blocked } = await leftUnread();
	const made = session(server, person, (shown) => shown.open(nextGeneration(place)));
	made.open(place);
	await expect.poll(() => made.connection?.saved.kind).toBe('unread');
	new BoardDocument(made.connection!.doc).addNote({ zone: good, text: 'After the backup.' });
	await expect.poll(() => textsOf(server.doc)).toEqual(['After the backup.']);
	server.begin(new Y.Doc(), 'restored');
	await expect.poll(() => textsOf(server.doc)).toEqual(['After the backup.']);
	await expect.poll(() => made.connection?.saved.kind).toBe('saved');
	made.dispose();

	blocked.mockRestore();
	session(server, person).open(nextGeneration(place));
	await expect.poll(() => textsOf(server.doc)).toEqual(['After the backup.', 'Written on the train.']);
});

/** Two tabs of one laptop write after the backup; the server then goes back to it. */
async function goneBack(because: 'restored' | 'erased') {
	const server = new Server();
	server.watch();
	const place = newPlace();
	const next = nextGeneration(place);
	const person = newPerson();
	const refresh = (made: DocumentSession) => made.open(next);
	const tabs = [session(server, person, refresh), session(server, person, refresh)];
	const [one, two] = [await openBoard(tabs[0]!, place), await openBoard(tabs[1]!, place)];
	const note = one.addNote({ zone: good, text: 'They rang back.' });
	await expect.poll(() => two.note(note)?.text).toBe('They rang back.');
	const backup = new Y.Doc();
	Y.applyUpdate(backup, Y.encodeStateAsUpdate(server.doc));

	one.textOf(note)!.insert(15, ' Twice.');
	two.addNote({ zone: good, text: 'Nobody knew.' });
	await expect.poll(() => textsOf(server.doc)).toEqual(['Nobody knew.', 'They rang back. Twice.']);
	server.unplug();
	one.addNote({ zone: good, text: 'Written offline.' });
	await expect.poll(() => tabs[0]!.connection?.saved.kind).toBe('on-device');
	server.isPlugged = true;
	server.begin(because === 'erased' ? new Y.Doc() : backup, because);
	return { server, place, next, person, tabs };
}

test('[AGAIN-3] after a restore two tabs and a later visit bring what was done since, each thing once', async () => {
	const { server, next, person, tabs } = await goneBack('restored');
	dispatchEvent(new Event('online'));
	const all = ['Nobody knew.', 'They rang back. Twice.', 'Written offline.'];

	await expect.poll(() => textsOf(server.doc)).toEqual(all);
	for (const tab of tabs) {
		await expect.poll(() => tab.connection?.saved.kind).toBe('saved');
		await expect.poll(() => textsOf(tab.connection!.doc)).toEqual(all);
	}
	await expect.poll(() => tabs.some(({ kept }) => kept.copies.length > 0)).toBe(true);
	tabs.forEach((tab) => tab.dispose());
	const later = session(server, person);
	await openBoard(later, next);
	expect(textsOf(server.doc)).toEqual(all);
});

test('[AGAIN-3] a laptop that was closed when the board came back offers its part at its next visit', async () => {
	const { server, next, person, tabs } = await goneBack('restored');
	tabs.forEach((tab) => tab.dispose());
	const later = session(server, person);
	later.open(next);

	await expect.poll(() => textsOf(server.doc)).toEqual(['Nobody knew.', 'They rang back. Twice.', 'Written offline.']);
});

test('[AGAIN-4] of a board that was erased nothing is offered, and the copy on the device is deleted', async () => {
	const { server, next, place, person, tabs } = await goneBack('erased');
	dispatchEvent(new Event('online'));
	for (const tab of tabs) await expect.poll(() => tab.connection?.place.generation).toBe(2);
	for (const tab of tabs) await expect.poll(() => tab.connection?.saved.kind).toBe('saved');
	tabs.forEach((tab) => tab.dispose());
	const later = session(server, person);
	await openBoard(later, next);

	expect(textsOf(server.doc)).toEqual([]);
	const names = async () => (await indexedDB.databases()).map(({ name }) => name);
	await expect.poll(names).not.toContain(`plenary.workshop-1.${place.id}.1.${person}`);
});
