/** A board in which anything may lie: bytes that came in by another door, or before there was one. */
import { BoardDocument } from '#document/board.ts';
import { byOrder, keyAt } from '#document/order.ts';
import { asId } from '#domain/ids.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { cause, good, seat } from './laptops.ts';

/** Keys as they are, and as nobody would call them. */
const key = fc.constantFrom(
	...['zone', 'order', 'text', 'title', 'fields', 'from', 'group', 'removedAt', 'mergedInto', 'author'],
	...[
		'__proto__',
		'constructor',
		'toString',
		'hasOwnProperty',
		'',
		'0',
		'\u0000',
		'note-one',
		'note-two',
		'group-one',
		'group-two'
	],
	cause,
	seat
);

const plain = fc.oneof(
	fc.constantFrom<unknown>(null, undefined, true, false, 0, -1, NaN, Infinity, '', 'a0', '!!', 'good', '__proto__'),
	fc.constantFrom<unknown>('group-one', 'group-two', 'note-one', '\u0000', '\ud800', [], {}, [1, [2]], { a: { b: 1 } }),
	fc.constant(new Uint8Array([1, 2])),
	fc.string()
);

type Shape =
	| { readonly kind: 'plain'; readonly value: unknown }
	| { readonly kind: 'text' | 'xml' | 'document'; readonly words: string }
	| { readonly kind: 'array'; readonly items: readonly Shape[] }
	| { readonly kind: 'map'; readonly entries: readonly (readonly [string, Shape])[] };

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
	shape: fc.oneof(
		{ maxDepth: 3, depthSize: 'small' },
		fc.record({ kind: fc.constant('plain' as const), value: plain }),
		fc.record({ kind: fc.constantFrom('text' as const, 'xml' as const, 'document' as const), words: fc.string() }),
		fc.record({ kind: fc.constant('array' as const), items: fc.array(tie('shape'), { maxLength: 3 }) }),
		fc.record({ kind: fc.constant('map' as const), entries: fc.array(fc.tuple(key, tie('shape')), { maxLength: 6 }) })
	)
}));

/** Almost a note: the right parts, some of them replaced or missing. */
const almost = fc.record({
	kind: fc.constant('map' as const),
	entries: fc
		.tuple(
			fc.subarray(['zone', 'order', 'text', 'title', 'fields', 'from', 'group', 'mergedInto'], { minLength: 3 }),
			fc.array(fc.tuple(key, shape), { maxLength: 3 })
		)
		.map(([parts, odd]) => [...parts.map((part): readonly [string, Shape] => [part, rightPart(part)]), ...odd])
});

function rightPart(part: string): Shape {
	if (part === 'text' || part === 'title') return { kind: 'text', words: 'words' };
	if (part === 'fields' || part === 'from') return { kind: 'map', entries: [] };
	if (part === 'group' || part === 'mergedInto') return { kind: 'plain', value: 'group-one' };
	return { kind: 'plain', value: part === 'zone' ? good : 'a0' };
}

function made(of: Shape): unknown {
	switch (of.kind) {
		case 'plain':
			return of.value;
		case 'text':
			return new Y.Text(of.words);
		case 'xml':
			return new Y.XmlText(of.words);
		case 'document':
			return new Y.Doc();
		case 'array':
			return Y.Array.from(of.items.map(made).filter((item) => item !== undefined));
		case 'map':
			return new Y.Map(of.entries.map(([name, value]) => [name, made(value)]));
	}
}

const ids = ['note-one', 'note-two', 'group-one', '__proto__', 'constructor', 'unknown'];

/** Everything that can be asked of a board, and everything that can be done to one. */
function used(board: BoardDocument): void {
	board.notes();
	board.groups();
	board.zone(good);
	board.count();
	for (const id of ids) {
		const [note, group] = [asId<'Note'>(id), asId<'Group'>(id)];
		board.note(note);
		board.copyOf(note);
		board.textOf(note)?.toString();
		board.titleOf(group)?.toString();
		board.fieldText(note, cause)?.toString();
		board.stampOf(id);
		board.setChoice(note, seat, 1);
		board.link(note, 'note:x');
		board.unlink(note, 'note:x');
		board.move(note, good, { at: 'start' });
		board.join(note, asId<'Group'>('group-one'));
		board.leaveGroup(note);
		board.remove(note, 1);
		board.restore(note);
		board.moveGroup(group, good);
		board.mergeGroups(group, asId<'Group'>('group-two'));
		board.splitGroup(group);
		board.stamp(note, 'hidden');
		board.unstamp(id);
	}
	board.addNote({ zone: good, text: 'new' });
	board.addGroup(good, 'new');
}

test('[BOARD-11] whatever lies in a board, it is read, written in and shows the notes that are whole', () => {
	const entry = fc.tuple(fc.constantFrom('notes', 'groups', 'stamps'), key, fc.oneof(shape, almost));
	fc.assert(
		fc.property(fc.array(entry, { minLength: 1, maxLength: 12 }), (entries) => {
			const doc = new Y.Doc();
			const board = new BoardDocument(doc);
			const whole = board.addNote({ zone: good, text: 'whole', fields: [{ id: cause, kind: 'text', value: 'c' }] });
			for (const [root, name, of] of entries) doc.getMap(root).set(name, made(of));

			const again = new BoardDocument(new Y.Doc());
			Y.applyUpdate(again.doc, Y.encodeStateAsUpdate(doc));
			let changes = 0;
			again.onChange(() => (changes += 1));
			again.onStructure(() => (changes += 1));
			again.onNotes(() => (changes += 1));
			const undo = again.undoManager();
			used(again);
			undo.undo();
			undo.redo();

			expect(again.note(whole)).toMatchObject({ text: 'whole', fields: { [cause]: 'c' } });
			expect(again.zone(good).entries.map(({ id }) => id)).toContain(whole);
			expect(changes).toBeGreaterThan(0);
			for (const note of again.notes()) expect(Object.getPrototypeOf(note.fields)).toBe(Object.prototype);
			expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		}),
		{ numRuns: 100 }
	);
});

test('[BOARD-11] a place among neighbours with wrong keys is found', () => {
	fc.assert(
		fc.property(
			fc.array(fc.record({ id: fc.string(), order: fc.oneof(fc.string(), fc.constantFrom('a0', 'a1', 'zz')) })),
			fc.string(),
			(entries, id) => {
				const neighbours = [...entries].sort(byOrder);
				for (const place of [
					{ before: id },
					{ after: neighbours[0]?.id ?? '' },
					{ at: 'start' },
					{ at: 'end' }
				] as const)
					expect(typeof keyAt(neighbours, place)).toBe('string');
			}
		)
	);
});
