import { expect, test } from 'vitest';
import { asId, type NoteId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import { newPlace, Server } from './server-in-page.ts';
import { good, newPerson, openBoard, session, textsOf } from './sessions.ts';

/** Groups with something in them, by their title: what stands in each. */
const groupsOf = (board: BoardDocument): Readonly<Record<string, readonly string[]>> => {
	const notes = board.notes();
	return Object.fromEntries(
		board.groups().flatMap(({ id, title }) => {
			const inside = notes.filter(({ group, removedAt }) => group === id && removedAt === null);
			return inside.length === 0 ? [] : [[title, inside.map(({ text }) => text).toSorted()]];
		})
	);
};

test('[BOARD-3] [OFFLINE-1] two laptops that group, name, move and merge without a network make one board of it: each note once, each group with its name', async () => {
	const server = new Server();
	server.watch();
	const place = newPlace();
	const [mine, person] = [session(server, newPerson()), newPerson()];
	const theirs = session(server, person);
	const [ana, ben] = [await openBoard(mine, place), await openBoard(theirs, place)];
	const [a = none, b = none, c = none, d = none, e = none] = ['a', 'b', 'c', 'd', 'e'].map((text) =>
		ana.addNote({ zone: good, text })
	);
	await expect.poll(() => textsOf(ben.doc)).toEqual(['a', 'b', 'c', 'd', 'e']);
	await expect.poll(() => theirs.connection!.saved.kind).toBe('saved');

	server.unplug();
	const hers = ana.addGroup(good, 'Hers');
	const third = ana.addGroup(good, 'Third');
	for (const note of [a, b]) ana.join(note, hers);
	ana.join(e, third);
	ana.mergeGroups(third, hers);
	const his = ben.addGroup(good, 'His');
	for (const note of [b, c, d]) ben.join(note, his);
	ben.titleOf(his)!.insert(3, ', named');
	ben.leaveGroup(d);
	await expect.poll(() => [mine, theirs].map((one) => one.connection!.saved.kind)).toEqual(['on-device', 'on-device']);
	expect(groupsOf(ana)).toEqual({ Hers: ['a', 'b', 'e'] });
	expect(groupsOf(ben)).toEqual({ 'His, named': ['b', 'c'] });
	// One of them is shut, and opened again before there is a network.
	theirs.dispose();
	const again = session(server, person);
	again.open(place);
	await expect.poll(() => again.connection?.isReady).toBe(true);
	const bens = new BoardDocument(again.connection!.doc);
	expect(groupsOf(bens)).toEqual({ 'His, named': ['b', 'c'] });

	server.isPlugged = true;
	dispatchEvent(new Event('online'));
	await expect.poll(() => [mine, again].map((one) => one.connection!.saved.kind)).toEqual(['saved', 'saved']);

	const merged = groupsOf(new BoardDocument(server.doc));
	await expect.poll(() => [groupsOf(ana), groupsOf(bens)]).toEqual([merged, merged]);
	expect(textsOf(server.doc)).toEqual(['a', 'b', 'c', 'd', 'e']);
	// Both took the same note: it stands with one of them, and everything else where it was put.
	expect([
		{ Hers: ['a', 'b', 'e'], 'His, named': ['c'] },
		{ Hers: ['a', 'e'], 'His, named': ['b', 'c'] }
	]).toContainEqual(merged);
});

const none: NoteId = asId('');
