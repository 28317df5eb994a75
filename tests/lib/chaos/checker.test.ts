import { BoardDocument } from '#document/board.ts';
import { asId, type NoteId } from '#domain/ids.ts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { checkEqual, checkWords, contentHash } from '../../chaos/harness/checker.ts';
import { History } from '../../chaos/harness/history.ts';

const good = asId<'Zone'>('good');

/** Two markers that were said to be saved, and a board that holds what `texts` says. */
function world(...texts: readonly string[]) {
	const history = new History(null);
	const markers = [history.ask('board', 'ana'), history.ask('board', 'ben')];
	for (const marker of markers) history.acknowledge(marker);
	const board = new BoardDocument(new Y.Doc());
	for (const text of texts) board.addNote({ zone: good, text });
	const faults = () => checkWords(history, 'board', { name: 'replica', doc: board.doc });
	return { history, board, faults };
}

test('[CHAOS-1] a board that holds every saved edit once has no fault', () => {
	const { faults } = world('[ana.1][ben.1]');

	expect(faults()).toEqual([]);
});

test('[CHAOS-1] an edit that was said to be saved and is not there is found', () => {
	const { faults } = world('[ana.1]');

	expect(faults()).toMatchObject([{ kind: 'lost', what: '[ben.1]' }]);
});

test('[CHAOS-1] an edit that nothing was said of may be missing', () => {
	const { history, faults } = world('[ana.1]', '[ben.1]');
	history.lose(history.ask('board', 'ana'));

	expect(faults()).toEqual([]);
});

test('[CHAOS-1] an edit that stands there twice is found', () => {
	const { faults } = world('[ana.1][ben.1]', '[ana.1]');

	expect(faults()).toMatchObject([{ kind: 'twice', what: '[ana.1]' }]);
});

test('[CHAOS-1] an edit that nobody made, one of another board, and words without an edit are found', () => {
	const { history, faults } = world('[ana.1][ben.1]', '[cem.1]', '[ana.2]', 'half an ed');
	history.ask('another board', 'ana');

	expect(faults()).toMatchObject([{ kind: 'invented', what: '[cem.1] [ana.2] "half an ed"' }]);
});

test('[CHAOS-1] replicas with equal state vectors and different words are told apart', () => {
	// A client id that two people wrote with: what comes second is taken for known.
	const [ana, mallory] = [new Y.Doc(), new Y.Doc()].map((doc) => Object.assign(doc, { clientID: 7 }));
	const note = noteIn(ana!, 'hello');
	noteIn(mallory!, 'HELLO', note);
	Y.applyUpdate(ana!, Y.encodeStateAsUpdate(mallory!));
	Y.applyUpdate(mallory!, Y.encodeStateAsUpdate(ana!));

	expect(Y.encodeStateVector(ana!)).toEqual(Y.encodeStateVector(mallory!));
	expect(contentHash(ana!)).not.toBe(contentHash(mallory!));
	const faults = checkEqual('board', [
		{ name: 'ana', doc: ana! },
		{ name: 'mallory', doc: mallory! }
	]);
	expect(faults).toMatchObject([{ kind: 'differs' }]);
});

test('[CHAOS-1] the same contents are equal in whichever order they came', () => {
	const [ana, ben, cem, dan] = ['ana', 'ben', 'cem', 'dan'].map(() => new Y.Doc());
	noteIn(ana!, 'one');
	noteIn(ben!, 'two');
	const [first, second] = [Y.encodeStateAsUpdate(ana!), Y.encodeStateAsUpdate(ben!)];
	for (const update of [first, second]) Y.applyUpdate(cem!, update);
	for (const update of [second, first, second]) Y.applyUpdate(dan!, update);

	expect(contentHash(cem!)).toBe(contentHash(dan!));
	expect(
		checkEqual('board', [
			{ name: 'cem', doc: cem! },
			{ name: 'dan', doc: dan! }
		])
	).toEqual([]);
});

test('[CHAOS-1] a replica that waits for changes which never came is found', () => {
	const [whole, part] = [new Y.Doc(), new Y.Doc()];
	noteIn(whole, 'one');
	const before = Y.encodeStateVector(whole);
	noteIn(whole, 'two');
	Y.applyUpdate(part, Y.encodeStateAsUpdate(whole, before));

	expect(checkEqual('board', [{ name: 'part', doc: part }])).toMatchObject([{ kind: 'pending', what: 'part' }]);
});

function noteIn(doc: Y.Doc, text: string, id: NoteId = asId<'Note'>(`note-${text}-0123456789`)): NoteId {
	new BoardDocument(doc, { now: () => 1 }).putNote(id, { zone: good, text });
	return id;
}
