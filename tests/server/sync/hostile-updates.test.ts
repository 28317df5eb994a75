/** Bytes that no honest laptop sends; each was found to do harm before there was a rule against it. */
import { asId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import { admit, CLIENTS_OF_A_PERSON } from '#server/sync/admission.ts';
import { isStateVector } from '#server/sync/state-vector.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
	deleted,
	gc,
	nested,
	stateVectorOf,
	subdocument,
	text,
	type,
	updateOf,
	values,
	type Id,
	type Section
} from '../../chaos/hostile/update-bytes.ts';
import { good, seen } from '../../document/laptops.ts';

const ana = asId<'Person'>('ana');
const ben = asId<'Person'>('ben');
const [server, anas, bens] = [900, 1, 2];

/** A board with two notes of Ana's, and Ben, who may write and means harm. */
function board() {
	const central = new BoardDocument(Object.assign(new Y.Doc(), { clientID: server }));
	const laptop = new BoardDocument(Object.assign(new Y.Doc(), { clientID: anas }));
	const notes = [laptop.addNote({ zone: good, text: 'a word' }), laptop.addNote({ zone: good, text: 'other' })];
	Y.applyUpdate(central.doc, Y.encodeStateAsUpdate(laptop.doc));
	const owners = new Map([[anas, ana]]);
	const says = (update: Uint8Array, mayWrite = true) => {
		const verdict = admit(update, central.doc, owners, {
			personId: ben,
			mayWrite,
			hand: { words: 'all', mayRelease: true },
			stampOf: () => undefined
		});
		return verdict.kind === 'refused' ? `${verdict.refusal.code} ${verdict.refusal.reason}` : verdict.kind;
	};
	const idOf = (find: (item: Y.Item) => boolean): Id => {
		const item = central.doc.store.clients.get(anas)!.find((struct) => struct instanceof Y.Item && find(struct))!;
		return [item.id.client, item.id.clock];
	};
	/** The first letter of the first text that starts so. */
	const letter = (words: string) =>
		idOf(({ content }) => content instanceof Y.ContentString && content.str.startsWith(words));
	const zone = idOf(({ parentSub }) => parentSub === 'zone');
	const textType = (words: string): Id => {
		const { client, clock } = central.textOf(notes[words === 'a word' ? 0 : 1]!)!._item!.id;
		return [client, clock];
	};
	return { central, notes, owners, says, letter, zone, textType };
}

const bytesOf = (...structs: Section['structs']) => updateOf([{ client: bens, clock: 0, structs }]);

test('[SYNC-25] a struct of length 0 would be put in unseen: it is refused', () => {
	const { says, zone, letter, central } = board();
	const before = seen(central);
	const own = gc(1);

	const outcomes = [
		values({ left: zone }, []),
		text({ left: letter('a word') }, ''),
		deleted({ left: zone }, 0),
		gc(0)
	].map((empty) => says(bytesOf(empty, own)));

	expect(outcomes).toEqual(Array.from({ length: 4 }, () => '4400 empty-struct'));
	expect(seen(central)).toEqual(before);
});

test('[SYNC-25] what is of no board is refused before anything is made of it', () => {
	const { says, central } = board();
	const place = { parent: 'notes', key: 'some-note-of-mine' };
	const documents = bytesOf(...Array.from({ length: 30_000 }, () => subdocument(place, '')));
	const began = performance.now();

	expect(says(documents)).toBe('4400 not-a-board');
	expect(performance.now() - began).toBeLessThan(500);
	expect(says(bytesOf(nested({ parent: 'stamps', key: 'x' }, 400_000)))).toBe('4400 not-a-board');
	expect(says(bytesOf(type(place, 0)))).toBe('4400 not-a-board');
	expect(says(bytesOf(type(place, 99)))).toBe('4400 not-a-board');
	expect(says(updateOf([{ client: bens, clock: 0, structs: [], count: 2 ** 40 }]))).toBe('4400 too-many-structs');
	expect([...central.doc.share.keys()].sort()).toEqual(['groups', 'notes', 'stamps']);
});

test('[SYNC-25] a known struct does not bring a root of another name along', () => {
	const { says, central } = board();
	const known: Section = { client: anas, clock: 0, structs: [values({ parent: 'secret', key: 'x' }, [1])] };

	expect(says(updateOf([{ client: bens, clock: 0, structs: [gc(1)] }, known]))).toBe('4400 unknown-root');
	expect(central.doc.share.has('secret')).toBe(false);
});

test('[SYNC-25] each client is named once, and its deleted ranges stand in order', () => {
	const { says, letter } = board();
	const [client, clock] = letter('a word');
	const twice = { client: bens, clock: 0, structs: [gc(1)] };
	const overlapping: Id[] = Array.from({ length: 90_000 }, () => [0, clock + 1]);
	const began = performance.now();

	expect(says(updateOf([twice, { ...twice, clock: 1 }]))).toBe('4400 broken-update');
	expect(says(updateOf([], [{ client, ranges: overlapping }]))).toBe('4400 broken-update');
	expect(
		says(
			updateOf(
				[],
				[
					{
						client,
						ranges: [
							[clock + 2, 1],
							[clock, 1]
						]
					}
				]
			)
		)
	).toBe('4400 broken-update');
	expect(
		says(
			updateOf(
				[],
				[
					{ client, ranges: [[clock, 1]] },
					{ client, ranges: [[clock + 2, 1]] }
				]
			)
		)
	).toBe('4400 broken-update');
	expect(says(updateOf([], [{ client, ranges: [[clock, 0]] }]))).toBe('4400 empty-struct');
	expect(performance.now() - began).toBeLessThan(500);
	expect(
		says(
			updateOf(
				[],
				[
					{
						client,
						ranges: [
							[clock, 1],
							[clock + 2, 1]
						]
					}
				]
			)
		)
	).toBe('admitted');
});

test('[SYNC-25] every update that Yjs writes has the form', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(2), (noise, kind) => {
			const { says } = board();
			const laptop = new BoardDocument(new Y.Doc());
			laptop.addNote({ zone: good, text: String.fromCharCode(...noise), from: ['a', 'b'] });
			const whole = Y.encodeStateAsUpdate(laptop.doc);
			const other = new BoardDocument(new Y.Doc());
			other.addNote({ zone: good, text: 'other' });
			const merged = Y.mergeUpdates([whole, Y.encodeStateAsUpdate(other.doc)]);
			const honest = [whole, merged, Y.diffUpdate(merged, Y.encodeStateVector(other.doc))][kind]!;

			expect(says(honest)).toBe('admitted');
		}),
		{ numRuns: 40 }
	);
});

test('[SYNC-26] parents over parents end soon, whichever way they are written', () => {
	const { says } = board();
	const chain = Array.from({ length: 30_000 }, (_, n) => type({ parent: [bens, n + 1], key: 'fields' }, 1));
	const across = [bens, 3].map((client): Section => {
		const parent = (n: number): Id => (client === bens ? [3, n] : [bens, n + 1]);
		return {
			client,
			clock: 0,
			structs: Array.from({ length: 15_000 }, (_, n) => type({ parent: parent(n), key: 'x' }, 1))
		};
	});

	expect(says(bytesOf(...chain, gc(1)))).toBe('4400 broken-update');
	expect(says(updateOf([...across, { client: 4, clock: 0, structs: [gc(1)] }]))).toMatch(/^(4400|gap)/);
});

test('[SYNC-26] parts that wait for each other in a ring reach no board', () => {
	const { says, textType, central } = board();
	const parent = textType('a word');
	const ring = updateOf([
		{ client: 3, clock: 0, structs: [text({ parent }, 'x'), text({ left: [bens, 1] }, 'y')] },
		{ client: bens, clock: 0, structs: [text({ left: [3, 1] }, 'p'), text({ parent }, 'q')] }
	]);
	const before = seen(central);

	expect(says(ring)).toBe('4400 broken-update');
	expect(seen(central)).toEqual(before);
	expect(
		says(
			updateOf([
				{ client: 3, clock: 0, structs: [text({ parent }, 'x'), text({ left: [bens, 0] }, 'y')] },
				{ client: bens, clock: 0, structs: [text({ left: [3, 0] }, 'p')] }
			])
		)
	).toBe('admitted');
});

describe('[SYNC-26] few bytes never take long', () => {
	test('thousands of structs that claim one place', () => {
		const { says, textType, letter } = board();
		const [, first] = letter('a word');
		const parent = textType('a word');
		const ends: Id[] = Array.from({ length: 6 }, (_, n) => [anas, first + n]);
		const began = performance.now();

		const many = Array.from({ length: 30_000 }, (_, n) => deleted({ left: ends[0]!, right: ends[1 + (n % 5)]! }, 1));
		expect(says(bytesOf(...many))).toBe('4429 too-much-work');
		expect(
			says(
				updateOf(
					Array.from({ length: 400 }, (_, n) => ({
						client: 1000 + n,
						clock: 0,
						structs: Array.from({ length: 40 }, () => deleted({ parent }, 1))
					}))
				)
			)
		).toBe('4429 too-much-work');
		expect(performance.now() - began).toBeLessThan(1000);
	});

	test('every second letter of long texts deleted', () => {
		const { says, central } = board();
		const laptop = new BoardDocument(Object.assign(new Y.Doc(), { clientID: 7 }));
		for (let n = 0; n < 40; n += 1) laptop.addNote({ zone: good, text: 'x'.repeat(3900) });
		// Behind each letter lie many structs, which move aside when it is taken out.
		const long = laptop.textOf(laptop.addNote({ zone: good, text: '' }))!;
		laptop.doc.transact(() => Array.from({ length: 30_000 }, () => long.insert(0, '-')));
		Y.applyUpdate(central.doc, Y.encodeStateAsUpdate(laptop.doc));
		const texts = central.doc.store.clients.get(7)!.filter(({ length }) => length === 3900);
		const ranges = texts.flatMap(({ id }) => Array.from({ length: 1900 }, (_, n): Id => [id.clock + 1 + n * 2, 1]));

		expect(says(updateOf([], [{ client: 7, ranges }]))).toBe('4429 too-much-work');
		expect(says(updateOf([], [{ client: 7, ranges: ranges.slice(0, 1000) }]))).toBe('admitted');
	});

	test('words written again and again at the top of a note are work of a day, and pass', () => {
		const { says, central, notes } = board();
		const laptop = new BoardDocument(Object.assign(new Y.Doc(), { clientID: bens }));
		Y.applyUpdate(laptop.doc, Y.encodeStateAsUpdate(central.doc));
		for (let n = 0; n < 2000; n += 1) laptop.textOf(notes[n % 2]!)!.insert(n % 5, 'y');

		expect(says(Y.encodeStateAsUpdate(laptop.doc, Y.encodeStateVector(central.doc)))).toBe('admitted');
	});
});

test('[SYNC-27] a struct of which the first part is here goes on in the same place, or not at all', () => {
	const { says, central, notes, textType, owners } = board();
	owners.set(bens, ben);
	const laptop = new BoardDocument(Object.assign(new Y.Doc(), { clientID: bens }));
	Y.applyUpdate(laptop.doc, Y.encodeStateAsUpdate(central.doc));
	const start = Y.encodeStateVector(laptop.doc);
	laptop.textOf(notes[0]!)!.insert(0, 'abc');
	Y.applyUpdate(central.doc, Y.encodeStateAsUpdate(laptop.doc, start));
	laptop.textOf(notes[0]!)!.insert(3, 'def');

	expect(says(bytesOf(text({ parent: textType('other') }, 'abcdef')))).toBe('4400 not-continued');
	expect(says(bytesOf(values({ parent: 'stamps', key: 'x' }, ['1', '2', '3', '4'])))).toBe('4400 not-continued');
	expect(says(Y.encodeStateAsUpdate(laptop.doc, start))).toBe('admitted');
});

test('[SYNC-20] what is known and names a neighbour that is not here holds back the rest: it is asked for again', () => {
	const { says, central, letter, zone, textType, owners } = board();
	owners.set(bens, ben);
	Y.applyUpdate(central.doc, bytesOf(text({ left: letter('a word') }, 'b')));
	const before = seen(central);
	const structs = [text({ right: [123456, 140] }, 'b'), values({ left: zone }, ['bad'])];

	// Found by broken frames, seed 1: Yjs left the new zone out, and deleted the old one.
	expect(says(updateOf([{ client: bens, clock: 0, structs }], [{ client: zone[0], ranges: [[zone[1], 1]] }]))).toBe(
		'gap'
	);
	expect(seen(central)).toEqual(before);
	expect(
		says(
			updateOf(
				[{ client: bens, clock: 0, structs: [text({ parent: textType('a word') }, 'b'), structs[1]!] }],
				[{ client: zone[0], ranges: [[zone[1], 1]] }]
			)
		)
	).toBe('admitted');
});

test('[SYNC-28] a person takes only so many client ids of a document', () => {
	const { says, owners } = board();
	const ids = (from: number, count: number) =>
		updateOf(Array.from({ length: count }, (_, n) => ({ client: from + n, clock: 0, structs: [gc(1)] })));

	expect(says(ids(1000, CLIENTS_OF_A_PERSON))).toBe('admitted');
	expect(says(ids(1000, CLIENTS_OF_A_PERSON + 1))).toBe('4429 too-many-client-ids');
	for (let n = 0; n < CLIENTS_OF_A_PERSON; n += 1) owners.set(5000 + n, ben);
	expect(says(ids(1000, 1))).toBe('4429 too-many-client-ids');
	expect(says(updateOf([{ client: 5000, clock: 0, structs: [gc(1)] }]))).toBe('admitted');
	expect(says(updateOf([{ client: 2 ** 40, clock: 0, structs: [gc(1)] }]))).toBe('4400 broken-update');
});

test('[SYNC-29] a state vector says as much as it holds, and names each client once', () => {
	const doc = new Y.Doc();
	doc.getMap('notes').set('a', 1);
	const many = Array.from({ length: 1_000_000 }, (_, n): Id => [n, 1]);

	expect(isStateVector(Y.encodeStateVector(doc))).toBe(true);
	expect(isStateVector(Y.encodeStateVector(new Y.Doc()))).toBe(true);
	expect(isStateVector(stateVectorOf(many.slice(0, 5000)))).toBe(true);
	expect(isStateVector(stateVectorOf(many))).toBe(false);
	expect(isStateVector(stateVectorOf([], 2 ** 40))).toBe(false);
	expect(isStateVector(stateVectorOf(many.slice(0, 10), 11))).toBe(false);
	expect(
		isStateVector(
			stateVectorOf([
				[1, 1],
				[1, 2]
			])
		)
	).toBe(false);
	expect(isStateVector(stateVectorOf([[2 ** 40, 1]]))).toBe(false);
	expect(isStateVector(new Uint8Array())).toBe(false);
	expect(isStateVector(new Uint8Array([1, 1, 1, 0]))).toBe(false);
});
