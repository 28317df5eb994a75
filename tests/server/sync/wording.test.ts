import { asId, type FieldId, type NoteId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import type { PersonRole } from '#domain/workshop.ts';
import { admit } from '#server/sync/admission.ts';
import { updateFrame } from '#server/sync/frame.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { deeds } from '../../document/deeds.ts';
import { cause, laptops, seat, seen } from '../../document/laptops.ts';
import { board as place, good, person, raw, stock, syncServer, texts, until, type Server } from './world.ts';

const mayShare: FieldId = asId('mayShare');

const sit = (server: Server, name: string, role: PersonRole) => {
	const actor = person(name, role === 'laptop' ? undefined : null);
	if (actor.kind === 'person') server.access.people.set(name, { ...actor, role });
};

/** Ana, a participant, has written a note with everything in it. */
async function room() {
	const server = await syncServer();
	sit(server, 'fay', 'facilitator');
	sit(server, 'cora', 'co-facilitator');
	sit(server, 'lap', 'laptop');
	const ana = stock(server, 'ana');
	await ana.synced();
	const note = ana.board.addNote({
		zone: good,
		text: 'They rang back',
		fields: [
			{ id: cause, kind: 'text', value: 'Nobody asked them to' },
			{ id: seat, kind: 'choice', value: 'guest' }
		]
	});
	await ana.isSaved(2);
	/** What the server does with a deed of this person, done at once to a fresh copy of the board. */
	const does = async (name: string, deed: (board: BoardDocument, note: NoteId) => unknown) => {
		const before = server.log.rows.length;
		const copy = new Y.Doc();
		Y.applyUpdate(copy, Y.encodeStateAsUpdate(server.log.board().doc));
		const known = Y.encodeStateVector(copy);
		copy.transact(() => deed(new BoardDocument(copy), note));
		const socket = await raw(server, name);
		socket.send(updateFrame(Y.encodeStateAsUpdate(copy, known)));
		const answer = await Promise.race([
			socket.closed.then(({ code, reason }) => `${code} ${reason}`),
			until(() => expect(socket.saved().at(-1)).toBe(1)).then(() => 'saved')
		]);
		socket.socket.terminate();
		await server.rooms.settled();
		return answer === 'saved' ? answer : server.log.rows.length === before ? answer : `${answer}, but stored`;
	};
	return { server, ana, note, does };
}

const REWORDING: Readonly<Record<string, (board: BoardDocument, note: NoteId) => unknown>> = {
	'letters put in': (board, note) => board.textOf(note)!.insert(0, 'Not quite: '),
	'letters taken out': (board, note) => board.textOf(note)!.delete(0, 4),
	'all letters taken out': (board, note) => board.textOf(note)!.delete(0, board.textOf(note)!.length),
	'letters put in and taken out again': (board, note) => {
		board.textOf(note)!.insert(2, 'x');
		board.textOf(note)!.delete(2, 1);
		board.textOf(note)!.insert(2, 'y');
	},
	'letters put into a field': (board, note) => board.fieldText(note, cause)!.insert(0, 'Somebody: '),
	'letters taken out of a field': (board, note) => board.fieldText(note, cause)!.delete(0, 6),
	'a choice made for them': (board, note) => board.setChoice(note, seat, 'host'),
	'a choice taken back': (board, note) => board.setChoice(note, seat, null),
	'a choice they had left open': (board, note) => board.setChoice(note, asId('leans'), 'warm'),
	'the note stamped with the own name first': (board, note) => {
		board.stamp(note, asId('fay'));
		board.textOf(note)!.insert(0, 'Mine: ');
	},
	'moved and reworded at once': (board, note) => {
		board.move(note, asId('bad'));
		board.textOf(note)!.insert(0, 'x');
	}
};

test('[SYNC-33] facilitators never reword what somebody else wrote: such a frame is refused whole, and nothing of it is kept', async () => {
	const { server, ana, note, does } = await room();
	const before = seen(server.log.board());

	for (const [what, deed] of Object.entries(REWORDING))
		for (const name of ['fay', 'cora'])
			expect(`${what}: ${await does(name, deed)}`).toBe(`${what}: 4403 not-your-words`);

	expect(seen(server.log.board())).toEqual(before);
	// The people and the laptop of the syndicate go on writing each other's notes.
	expect(await does('ben', (board) => board.textOf(note)!.insert(0, 'Yes: '))).toBe('saved');
	expect(await does('lap', (board) => board.setChoice(note, seat, 'host'))).toBe('saved');
	await until(() => expect(texts(ana.board)).toEqual(['Yes: They rang back']));
});

test('[SYNC-33] a stamp that was forged in a frame of the same window opens no note to its forger', async () => {
	const { server, note } = await room();
	const copy = server.log.board();
	const known = Y.encodeStateVector(copy.doc);
	copy.stamp(note, asId('fay'));
	const forged = Y.encodeStateAsUpdate(copy.doc, known);
	const then = Y.encodeStateVector(copy.doc);
	copy.textOf(note)!.insert(0, 'Mine: ');
	const release = server.log.hold();
	const fay = await raw(server, 'fay');

	// The first window is on its way to the disk; both frames fall into the second.
	const ben = stock(server, 'ben');
	await ben.synced();
	ben.board.addNote({ zone: good, text: 'Something else' });
	await until(() => expect(server.log.appends).toBeGreaterThan(1));
	fay.send(updateFrame(forged));
	fay.send(updateFrame(Y.encodeStateAsUpdate(copy.doc, then)));
	await new Promise((resolve) => fay.socket.ping(resolve));
	await new Promise((resolve) => fay.socket.once('pong', resolve));
	release();

	expect(await fay.closed).toEqual({ code: 4403, reason: 'not-your-words' });
	await server.rooms.settled();
	expect(server.log.board().note(note)).toMatchObject({ text: 'They rang back', author: 'ana' });
});

test('[SYNC-33] facilitators move, link and bin every note, and make, name, merge and split groups', async () => {
	const { server, note, does } = await room();
	const other = server.log.board().notes()[0]!.id;
	expect(other).toBe(note);
	const helping: readonly ((board: BoardDocument) => unknown)[] = [
		(board) => board.move(note, asId('bad'), { at: 'start' }),
		(board) => board.link(note, 'point:1'),
		(board) => board.unlink(note, 'point:1'),
		(board) => board.addGroup(good, 'Kept promises'),
		(board) => board.join(note, board.groups()[0]!.id),
		(board) => board.titleOf(board.groups()[0]!.id)!.insert(0, 'All '),
		(board) => board.titleOf(board.groups()[0]!.id)!.delete(0, 2),
		(board) => board.addGroup(good, 'Quick'),
		(board) => board.moveGroup(board.groups()[1]!.id, asId('bad')),
		(board) => board.mergeGroups(board.groups()[0]!.id, board.groups()[1]!.id),
		(board) => board.splitGroup(board.groups().find(({ mergedInto }) => mergedInto === null)!.id),
		(board) => board.remove(note),
		(board) => board.restore(note)
	];

	for (const deed of helping) expect(await does('fay', deed)).toBe('saved');

	expect(server.log.board().note(note)).toMatchObject({ text: 'They rang back', removedAt: null, author: 'ana' });
});

test('[SYNC-33] whatever a facilitator does beside writing passes, undone and done again, in any order', () => {
	const moves = deeds.slice(2, 11);
	const step = fc.record({ what: fc.nat(moves.length - 1), pick: fc.nat(10_000), meets: fc.boolean() });

	fc.assert(
		fc.property(fc.array(step, { minLength: 4, maxLength: 40 }), (history) => {
			const { boards, exchange } = laptops('ana', 'fay');
			const [ana, fay] = boards as [BoardDocument, BoardDocument];
			for (let pick = 0; pick < 6; pick += 1) deeds[pick % 2]!(ana, pick);
			exchange();
			const undo = fay.undoManager();
			const central = new BoardDocument(Object.assign(new Y.Doc(), { clientID: 900 }));
			Y.applyUpdate(central.doc, Y.encodeStateAsUpdate(ana.doc));
			const owners = new Map([
				[1, asId<'Person'>('ana')],
				[2, asId<'Person'>('fay')]
			]);
			const hand = { words: 'own', mayRelease: true } as const;
			const writer = { personId: asId<'Person'>('fay'), mayWrite: true, hand, stampOf: () => undefined };
			for (const { what, pick, meets } of history) {
				if (pick % 5 === 0) undo.undo();
				else if (pick % 7 === 0) undo.redo();
				else moves[what]!(fay, pick);
				if (!meets) continue;
				const update = Y.encodeStateAsUpdate(fay.doc, Y.encodeStateVector(central.doc));
				expect(admit(update, central.doc, owners, writer)).toMatchObject({ kind: 'admitted' });
				Y.applyUpdate(central.doc, update);
			}
		}),
		{ numRuns: 150 }
	);
});

test('[SYNC-33] a facilitator’s own note stays the facilitator’s to change, where names are hidden too', async () => {
	for (const names of ['named', 'syndicate', 'anonymous'] as const) {
		const { server, does } = await room();
		server.access.names = names;

		expect(await does('fay', (board) => board.addNote({ zone: good, text: 'A thought of mine' }))).toBe('saved');
		const own = server.log
			.board()
			.notes()
			.find(({ text }) => text === 'A thought of mine')!.id;
		const change = (board: BoardDocument) => {
			board.textOf(own)!.insert(0, 'Once more: ');
			board.setChoice(own, seat, 'host');
		};

		expect(await does('cora', change)).toBe('4403 not-your-words');
		expect(await does('fay', change)).toBe('saved');
		expect(server.log.board().note(own)?.text).toBe('Once more: A thought of mine');
	}
});

test('[SYNC-33] definitions and standards are made of participants’ notes alone', async () => {
	const { server, note, does } = await room();

	for (const boardKind of ['sentences', 'vision'] as const) {
		server.access.change(place, { boardKind });
		expect(await does('fay', (board) => board.addNote({ zone: good, text: 'By me' }))).toBe('4403 not-your-words');
		expect(await does('fay', (board) => board.textOf(note)!.insert(0, 'By me: '))).toBe('4403 not-your-words');
		expect(await does('fay', (board) => board.addGroup(good, 'Said twice'))).toBe('saved');
		expect(await does('fay', (board) => board.move(note, good))).toBe('saved');
		expect(await does('lap', (board) => board.addNote({ zone: good, text: 'By us' }))).toBe('saved');
	}
});

test('[SYNC-34] a story is let into the story book, and taken out again, by the one who wrote it and nobody else', async () => {
	const { server, note, does } = await room();
	const share = (board: BoardDocument) => board.setChoice(note, mayShare, 'yes');
	const takeBack = (board: BoardDocument) => board.setChoice(note, mayShare, null);
	const others = ['ben', 'lap', 'fay', 'cora'];

	for (const name of others) expect(await does(name, share)).toBe('4403 not-your-story');
	expect(await does('ana', share)).toBe('saved');
	for (const name of others) {
		expect(await does(name, takeBack)).toBe('4403 not-your-story');
		expect(await does(name, (board) => board.setChoice(note, mayShare, 'no'))).toBe('4403 not-your-story');
	}
	expect(server.log.board().note(note)?.fields[mayShare]).toBe('yes');
	expect(await does('ana', takeBack)).toBe('saved');
	expect(server.log.board().note(note)?.fields[mayShare]).toBeUndefined();
});

test('[SYNC-34] a laptop writes for several people: no note of it is anybody’s to let go on', async () => {
	const { server, does } = await room();
	const told = { id: mayShare, kind: 'yes-no', value: 'yes' } as const;

	expect(await does('lap', (board) => board.addNote({ zone: good, text: 'One of us', fields: [told] }))).toBe(
		'4403 not-your-story'
	);
	expect(await does('lap', (board) => board.addNote({ zone: good, text: 'One of us' }))).toBe('saved');
	const ours = server.log
		.board()
		.notes()
		.find(({ text }) => text === 'One of us')!.id;
	for (const name of ['lap', 'ana', 'fay'])
		expect(await does(name, (board) => board.setChoice(ours, mayShare, 'yes'))).toBe('4403 not-your-story');
	expect(await does('ana', (board) => board.addNote({ zone: good, text: 'Mine', fields: [told] }))).toBe('saved');
});
