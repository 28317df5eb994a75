import { asId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import { admit, NOTES_LIMIT } from '#server/sync/admission.ts';
import fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { deeds } from '../../document/deeds.ts';
import { cause, good, laptops, seat, seen } from '../../document/laptops.ts';

const ana = asId<'Person'>('ana');
const writer = {
	personId: ana,
	mayWrite: true,
	hand: { words: 'all', mayRelease: true },
	stampOf: () => undefined
} as const;

/** A server's document with one note and one group by client 1, and a laptop (client 2) that has them. */
function server() {
	const doc = Object.assign(new Y.Doc(), { clientID: 900 });
	const board = new BoardDocument(doc);
	const first = new BoardDocument(Object.assign(new Y.Doc(), { clientID: 1 }));
	const note = first.addNote({ zone: good, text: 'words', fields: [{ id: cause, kind: 'text' }] });
	const group = first.addGroup(good, 'group');
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(first.doc));
	const laptop = Object.assign(new Y.Doc(), { clientID: 2 });
	Y.applyUpdate(laptop, Y.encodeStateAsUpdate(doc));
	const owners = new Map([[1, ana]]);
	/** What the server says to what was done on the laptop. */
	const says = (deed: (laptop: Y.Doc, board: BoardDocument) => unknown) => {
		const before = Y.encodeStateVector(laptop);
		laptop.transact(() => deed(laptop, new BoardDocument(laptop)));
		return outcome(admit(Y.encodeStateAsUpdate(laptop, before), doc, owners, writer));
	};
	return { doc, board, note, group, laptop, owners, says };
}

const outcome = (verdict: ReturnType<typeof admit>): string =>
	verdict.kind === 'refused' ? `${verdict.refusal.code} ${verdict.refusal.reason}` : verdict.kind;

const map = (doc: Y.Doc, root: string, ...path: readonly string[]) =>
	path.reduce<Y.Map<unknown>>((at, key) => at.get(key) as Y.Map<unknown>, doc.getMap(root));

const noteWith = (parts: Record<string, unknown>) =>
	new Y.Map<unknown>(
		Object.entries({
			zone: 'good',
			order: 'a0',
			text: new Y.Text('t'),
			fields: new Y.Map(),
			from: new Y.Map(),
			...parts
		}).filter(([, value]) => value !== undefined)
	);

test('[SYNC-19] everything a person can do to a board passes, in small steps, at once after a day offline, and again', () => {
	const step = fc.record({ what: fc.nat(deeds.length - 1), pick: fc.nat(10_000), who: fc.nat(1), meet: fc.nat(4) });

	fc.assert(
		fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (history) => {
			const { boards } = laptops('ana', 'ben');
			const undo = boards.map((board) => board.undoManager());
			const central = new BoardDocument(Object.assign(new Y.Doc(), { clientID: 900 }));
			const owners = new Map([
				[1, ana],
				[2, ana]
			]);
			const meets = (laptop: BoardDocument) => {
				const update = Y.encodeStateAsUpdate(laptop.doc, Y.encodeStateVector(central.doc));
				const verdict = admit(update, central.doc, owners, writer);
				expect(outcome(verdict)).toBe('admitted');
				Y.applyUpdate(central.doc, update);
				Y.applyUpdate(laptop.doc, Y.encodeStateAsUpdate(central.doc));
				expect(admit(update, central.doc, owners, writer)).toMatchObject({ brings: false });
			};
			for (const { what, pick, who, meet } of history) {
				if (pick % 6 === 0) undo[who]!.undo();
				else if (pick % 11 === 0) undo[who]!.redo();
				else deeds[what]!(boards[who]!, pick);
				if (meet === 0) meets(boards[who]!);
			}
			for (const laptop of [...boards, ...boards]) meets(laptop);

			for (const laptop of boards) expect(seen(laptop)).toEqual(seen(central));
			expect(central.doc.store.pendingStructs).toBeNull();
		}),
		{ numRuns: 150 }
	);
});

test('[SYNC-19] a choice made twice and taken back again passes: Yjs keeps both values in one deleted struct', () => {
	const { boards } = laptops('ana', 'ben');
	const laptop = boards[0]!;
	const undo = laptop.undoManager();
	const central = Object.assign(new Y.Doc(), { clientID: 900 });
	const note = laptop.addNote({ zone: good, text: 'n', fields: [{ id: cause, kind: 'text' }] }, { at: 'end' });
	laptop.setChoice(note, seat, 1);
	laptop.setChoice(note, seat, 931);
	for (let times = 0; times < 5; times += 1) undo.undo();

	const verdict = admit(Y.encodeStateAsUpdate(laptop.doc), central, new Map([[1, ana]]), writer);

	expect(outcome(verdict)).toBe('admitted');
});

test('[SYNC-20] nothing that builds on, lies in or deletes what is not here is taken', () => {
	const { says, laptop, note, doc, owners } = server();
	const unsent = Y.encodeStateVector(laptop);
	map(laptop, 'notes', note).set('zone', 'bad');

	const gap = says(() => map(laptop, 'notes', note).set('zone', 'good'));
	const futureDelete = encoding.createEncoder();
	for (const value of [0, 1, 1, 1, 5000, 3]) encoding.writeVarUint(futureDelete, value);
	const other = Object.assign(new Y.Doc(), { clientID: 3 });
	Y.applyUpdate(other, Y.encodeStateAsUpdate(laptop));
	const before = Y.encodeStateVector(other);
	map(other, 'notes', note).set('zone', 'bad');
	const originUnknown = Y.encodeStateAsUpdate(other, before);

	expect(gap).toBe('gap');
	expect(outcome(admit(encoding.toUint8Array(futureDelete), doc, owners, writer))).toBe('gap');
	expect(outcome(admit(originUnknown, doc, owners, writer))).toBe('gap');
	expect(outcome(admit(Y.encodeStateAsUpdate(laptop, unsent), doc, owners, writer))).toBe('admitted');
});

test('[SYNC-20] thousands of updates with a gap are refused without the cost growing', () => {
	const { doc, owners } = server();
	const updates = Array.from({ length: 4000 }, (_, n) => {
		const hostile = Object.assign(new Y.Doc(), { clientID: 1000 + n });
		hostile.getMap('stamps').set('a', 1);
		const before = Y.encodeStateVector(hostile);
		hostile.getMap('stamps').set('b', 1);
		return Y.encodeStateAsUpdate(hostile, before);
	});

	const outcomes = new Set(updates.map((update) => outcome(admit(update, doc, owners, writer))));

	expect(outcomes).toEqual(new Set(['gap']));
	expect(doc.store.pendingStructs).toBeNull();
});

test('[SYNC-21] notes, groups and their parts are never deleted or replaced', () => {
	const deeds: ((laptop: Y.Doc, note: string, group: string) => unknown)[] = [
		(laptop, note) => map(laptop, 'notes').delete(note),
		(laptop, _note, group) => map(laptop, 'groups').delete(group),
		(laptop, note) => map(laptop, 'notes', note).delete('text'),
		(laptop, note) => map(laptop, 'notes', note).delete('fields'),
		(laptop, note) => map(laptop, 'notes', note).delete('zone'),
		(laptop, note) => map(laptop, 'notes', note).delete('order'),
		(laptop, note) => map(laptop, 'notes', note, 'fields').delete('cause'),
		(laptop, note) => map(laptop, 'notes', note, 'fields').set('cause', 'plain'),
		(laptop, note) => map(laptop, 'notes', note).set('text', new Y.Text('mine')),
		(laptop, note) => map(laptop, 'notes').set(note, noteWith({})),
		(laptop, _note, group) => map(laptop, 'groups', group).set('title', new Y.Text('mine'))
	];

	const outcomes = deeds.map((deed) => {
		const { says, note, group, doc } = server();
		const before = Y.encodeStateAsUpdate(doc);
		const said = says((laptop) => deed(laptop, note, group));
		expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
		return said.slice(0, 10);
	});

	expect(outcomes).toEqual(deeds.map(() => '4400 never'));
});

test('[SYNC-22] what has the wrong shape for a board is refused', () => {
	const shapes: ((laptop: Y.Doc, note: string, group: string) => unknown)[] = [
		(laptop) => laptop.getMap('secrets').set('a', 1),
		(laptop) => laptop.getMap('__proto__').set('a', 1),
		(laptop) => map(laptop, 'notes').set('short', noteWith({})),
		(laptop) => map(laptop, 'notes').set('__proto__ is odd', noteWith({})),
		(laptop) => map(laptop, 'notes').set('a-plain-value', 7),
		(laptop) => map(laptop, 'notes').set('an-array-note', new Y.Array()),
		(laptop) => map(laptop, 'notes').set('without-text', noteWith({ text: undefined })),
		(laptop) => map(laptop, 'notes').set('without-order', noteWith({ order: undefined })),
		(laptop) => map(laptop, 'notes').set('odd-order', noteWith({ order: '!!' })),
		(laptop) => map(laptop, 'notes').set('number-zone', noteWith({ zone: 5 })),
		(laptop) => map(laptop, 'notes').set('plain-text', noteWith({ text: 'plain' })),
		(laptop) => map(laptop, 'notes').set('xml-text-x', noteWith({ text: new Y.XmlText('x') })),
		(laptop) => map(laptop, 'notes').set('more-parts', noteWith({ colour: 'red' })),
		(laptop, note) => map(laptop, 'notes', note).set('zone', 5),
		(laptop, note) => map(laptop, 'notes', note).set('removedAt', 'now'),
		(laptop, note) => map(laptop, 'notes', note).set('author', 'ana'),
		(laptop, note) => map(laptop, 'notes', note, 'from').set('x', { deep: true }),
		(laptop, note) => map(laptop, 'notes', note, 'fields').set('late', new Y.Text()),
		(laptop, note) => map(laptop, 'notes', note, 'fields').set('deep', new Y.Map()),
		(laptop, note) => new BoardDocument(laptop).textOf(asId(note))!.format(0, 2, { bold: true }),
		(laptop, note) => new BoardDocument(laptop).textOf(asId(note))!.insertEmbed(0, { image: 'x' }),
		(laptop, _note, group) => map(laptop, 'groups', group).set('mergedInto', 1)
	];

	const outcomes = shapes.map((shape) => {
		const { says, note, group } = server();
		return says((laptop) => shape(laptop, note, group)).slice(0, 4);
	});

	expect(outcomes).toEqual(shapes.map(() => '4400'));
});

test('[SYNC-23] a note, a board and one update have their limits', () => {
	const { says, note } = server();
	expect(says((_laptop, board) => board.textOf(note)!.insert(0, 'x'.repeat(7990)))).toBe('admitted');
	expect(server().says((_laptop, board) => board.addNote({ zone: good, text: 'x'.repeat(8001) }))).toBe(
		'4413 too-long'
	);
	expect(
		server().says((laptop) => {
			for (let n = 0; n < NOTES_LIMIT; n += 1) map(laptop, 'notes').set(`one-of-many-${n}`, noteWith({}));
		})
	).toBe('4413 too-many-notes');
	const { doc, owners } = server();
	const jump = encoding.createEncoder();
	for (const value of [1, 1, 77, 0, 0, 2 ** 40, 0]) encoding.writeVarUint(jump, value);
	expect(outcome(admit(encoding.toUint8Array(jump), doc, owners, writer))).toBe('4400 clock-jump');
});

test('[SYNC-7] the server’s own client id is nobody else’s', () => {
	const { doc, laptop, note } = server();
	laptop.clientID = 900;
	const before = Y.encodeStateVector(laptop);
	map(laptop, 'notes', note, 'fields').set(seat, 'x');

	const verdict = admit(Y.encodeStateAsUpdate(laptop, before), doc, new Map(), writer);

	expect(outcome(verdict)).toBe('4400 client-id-of-another');
});
