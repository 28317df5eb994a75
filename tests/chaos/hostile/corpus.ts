/**
 * What is known to hurt Yjs servers, aimed at a board as the attacker's own laptop sees it. Nothing of it may change the
 * board, and none of it may hold the server up.
 */
import { step1Frame, step2Frame, updateFrame } from '#server/sync/frame.ts';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import {
	deleted,
	gc,
	nested,
	skip,
	stateVectorOf,
	subdocument,
	text,
	type,
	updateOf,
	values,
	type Id,
	type Section
} from './update-bytes.ts';

export interface Attack {
	readonly name: string;
	readonly frames: readonly Uint8Array[];
}

interface Target {
	/** A text of somebody else, the letters in it, and a part of its note. */
	readonly text: Id;
	readonly letters: Id;
	readonly zone: Id;
	readonly noteKey: string;
	/** The client id of whoever wrote it, and how far its clock is. */
	readonly victim: number;
	readonly clock: number;
}

/** A note with words in it that somebody else wrote (this person, if one is named); null while there is none. */
export function targetIn(doc: Y.Doc, author?: string): Target | null {
	for (const [key, note] of doc.getMap('notes')) {
		const words = note instanceof Y.Map ? note.get('text') : null;
		if (author !== undefined && doc.getMap('stamps').get(key) !== author) continue;
		if (!(words instanceof Y.Text) || !(note instanceof Y.Map)) continue;
		const [made, letters, zone] = [words._item, words._start, note._map.get('zone')];
		if (!made || !letters || !zone || made.id.client === doc.clientID) continue;
		const victim = made.id.client;
		const id = ({ id: { client, clock } }: Y.Item): Id => [client, clock];
		return {
			text: id(made),
			letters: id(letters),
			zone: id(zone),
			noteKey: key,
			victim,
			clock: Y.getState(doc.store, victim)
		};
	}
	return null;
}

/** @param own a client id that nobody has */
export function corpus(
	{ text: parent, letters, zone, noteKey, victim, clock }: Target,
	own: number
): readonly Attack[] {
	const mine = (...structs: Section['structs']) => updateOf([{ client: own, clock: 0, structs }]);
	const many = (count: number, make: (n: number) => Section) =>
		updateOf(Array.from({ length: count }, (_, n) => make(n)));
	const gapped = (n: number): Section => ({ client: own + n, clock: 5, structs: [gc(1)] });
	const unknownOrigin = (n: number): Section => {
		return { client: own + n, clock: 0, structs: [text({ left: [own - 1 - n, 7] }, 'x')] };
	};
	const update = (name: string, ...updates: readonly Uint8Array[]): Attack => ({
		name,
		frames: updates.map(updateFrame)
	});
	const rivals = Array.from({ length: 20_000 }, (_, n) =>
		deleted({ left: letters, right: n % 2 ? zone : [letters[0], letters[1] + 1] }, 1)
	);
	return [
		update('8,000 gaps in one update', many(8000, gapped)),
		update('gaps one after the other', ...Array.from({ length: 40 }, (_, n) => updateOf([gapped(n)]))),
		update('2,000 unknown origins in one update', many(2000, unknownOrigin)),
		update(
			'unknown origins one after the other',
			...Array.from({ length: 40 }, (_, n) => updateOf([unknownOrigin(n)]))
		),
		update(
			'a hijacked client id',
			updateOf([{ client: victim, clock, structs: [text({ left: letters }, 'MALLORY')] }])
		),
		update('a mass delete', updateOf([], [{ client: victim, ranges: [[0, clock]] }])),
		update('a delete of what is not written yet', updateOf([], [{ client: victim, ranges: [[clock, 5000]] }])),
		update('a struct of length 2^40', mine(gc(2 ** 40))),
		update('a hundred thousand long structs', mine(...Array.from({ length: 39_000 }, () => gc(900_000)))),
		update('a struct of length 0 in place of a zone', mine(values({ left: zone }, []), gc(1))),
		update('a note without parts', mine(type({ parent: 'notes', key: 'without-any-parts' }, 1))),
		update('a note replaced', mine(type({ parent: 'notes', key: noteKey }, 1))),
		update('a zone taken away', updateOf([], [{ client: zone[0], ranges: [[zone[1], 1]] }])),
		update(
			'30,000 documents in a document',
			mine(...Array.from({ length: 30_000 }, () => subdocument({ parent, key: 'x' }, '')))
		),
		update('an array 400,000 deep', mine(nested({ parent, key: 'x' }, 400_000))),
		update(
			'types in types',
			mine(...Array.from({ length: 30_000 }, (_, n) => type({ parent: [own, n + 1], key: 'fields' }, 1)))
		),
		update('20,000 structs in one place', mine(...rivals)),
		update(
			'ranges over each other',
			updateOf([], [{ client: victim, ranges: Array.from({ length: 90_000 }, (): Id => [0, clock]) }])
		),
		update(
			'roots of other names',
			updateOf([
				{ client: victim, clock: 0, structs: [values({ parent: 'secret', key: 'x' }, [1])] },
				{ client: own, clock: 0, structs: [gc(1)] }
			])
		),
		update('holes', updateOf([{ client: own, clock: 0, structs: [skip(2 ** 40), gc(1)] }])),
		update('a count that lies', updateOf([{ client: own, clock: 0, structs: [], count: 2 ** 32 }])),
		update('cut off', mine(text({ parent }, 'cut off in the middle')).subarray(0, 14)),
		update('nothing but noise', new Uint8Array(5000).fill(255)),
		{
			name: 'a step 2 with a hijacked client id',
			frames: [step2Frame(updateOf([{ client: victim, clock, structs: [text({ left: letters }, 'EVE')] }]))]
		},
		{
			name: 'a state vector of a million',
			frames: [step1Frame(stateVectorOf(Array.from({ length: 120_000 }, (_, n): Id => [n, 1])))]
		},
		{
			name: 'a state vector of as many as fit',
			frames: [step1Frame(stateVectorOf(Array.from({ length: 16_000 }, (_, n): Id => [n, 1])))]
		},
		{ name: 'a state vector that lies', frames: [step1Frame(stateVectorOf([], 2 ** 40))] },
		{
			name: 'everything asked for again and again',
			frames: Array.from({ length: 150 }, () => step1Frame(new Uint8Array([0])))
		},
		{ name: 'a frame of 2 MB', frames: [new Uint8Array(2_000_000)] }
	];
}

/** Every kind of message there could be, with something in it. */
export const opcodes = (payload: Uint8Array): readonly Uint8Array[] =>
	Array.from({ length: 256 }, (_, code) => {
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, code);
		encoding.writeVarUint8Array(encoder, payload);
		return encoding.toUint8Array(encoder);
	});
