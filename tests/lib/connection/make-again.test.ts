import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { NoteId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import { applyValue } from '#document/text.ts';
import { doAgain, missingDeeds, type Offered } from '#lib/connection/make-again.ts';
import { deeds } from '../../document/deeds.ts';
import { bad, cause, good, laptops, seat } from '../../document/laptops.ts';

const copyOf = (doc: Y.Doc): Y.Doc => {
	const copy = new Y.Doc();
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
	return copy;
};

const hashOf = (board: BoardDocument) =>
	createHash('sha256')
		.update(JSON.stringify([board.notes(), board.groups()]))
		.digest('hex');

/** A laptop after a restore: what it held before, and the restored board. */
interface Back {
	readonly older: BoardDocument;
	readonly board: BoardDocument;
	readonly own: ReadonlySet<number>;
	offered: Offered;
}

/** As the page does it: look, do, remember how far; an answer that came twice changes nothing. */
function offer(back: Back): boolean {
	const { deeds: missing, offered, waits } = missingDeeds(back.older, back.board, back.own, back.offered);
	doAgain(back.board, missing);
	back.offered = offered;
	return waits;
}

const meet = (backs: readonly Back[]) => {
	const all = Y.mergeUpdates(backs.map(({ board }) => Y.encodeStateAsUpdate(board.doc)));
	for (const { board } of backs) Y.applyUpdate(board.doc, all);
};

const restored = (boards: readonly BoardDocument[], backup: Y.Doc): readonly Back[] =>
	boards.map((older) => ({
		older,
		board: new BoardDocument(copyOf(backup)),
		own: new Set([older.doc.clientID]),
		offered: {}
	}));

/** Until nobody waits for anybody: each round brings the notes that others wait for. */
function offerAll(backs: readonly Back[]): void {
	for (let round = 0; round < 3; round += 1) {
		for (const back of backs) offer(back);
		meet(backs);
	}
}

const sorted = (text: string) => [...text].sort().join('');
/** All that a person did, without the order of words that were written at the same place. */
const deedsSeen = (board: BoardDocument) => ({
	notes: board
		.notes()
		.map(({ text, ...note }) => ({ ...note, text: sorted(text) }))
		.sort((a, b) => (a.id < b.id ? -1 : 1)),
	groups: [...board.groups()].sort((a, b) => (a.id < b.id ? -1 : 1))
});

const deed = fc.record({ who: fc.nat(2), what: fc.nat(deeds.length - 1), pick: fc.nat(10_000), meet: fc.nat(4) });

test('[AGAIN-1] whatever was done since a backup is there again once every laptop has offered its part, once', () => {
	fc.assert(
		fc.property(
			fc.array(deed, { minLength: 5, maxLength: 60 }),
			fc.nat(60),
			fc.boolean(),
			(history, backupAt, hasUndo) => {
				const { boards, exchange } = laptops('ana', 'ben', 'cem');
				if (hasUndo) for (const board of boards) board.undoManager();
				let backup = new Y.Doc();
				history.forEach(({ who, what, pick, meet: isMeeting }, at) => {
					deeds[what]!(boards[who]!, pick);
					if (isMeeting === 0) exchange();
					if (at === Math.min(backupAt, history.length - 1)) {
						exchange();
						backup = copyOf(boards[0]!.doc);
					}
				});
				exchange();
				const backs = restored(boards, backup);
				offerAll(backs);

				expect(new Set(backs.map(({ board }) => hashOf(board))).size).toBe(1);
				expect(deedsSeen(backs[0]!.board)).toEqual(deedsSeen(boards[0]!));
			}
		),
		{ numRuns: 200 }
	);
});

test('[AGAIN-1] laptops that knew nothing of each other’s last words each bring their own', () => {
	fc.assert(
		fc.property(fc.array(deed, { minLength: 5, maxLength: 60 }), fc.nat(60), (history, backupAt) => {
			const { boards, exchange } = laptops('ana', 'ben', 'cem');
			let backup = new Y.Doc();
			history.forEach(({ who, what, pick, meet: isMeeting }, at) => {
				deeds[what]!(boards[who]!, pick);
				if (at < backupAt && isMeeting === 0) exchange();
				if (at === Math.min(backupAt, history.length - 1)) {
					exchange();
					backup = copyOf(boards[0]!.doc);
				}
			});
			const backs = restored(boards, backup);
			offerAll(backs);
			exchange();

			expect(new Set(backs.map(({ board }) => hashOf(board))).size).toBe(1);
			const [after, before] = [backs[0]!.board, boards[0]!];
			expect(
				after
					.notes()
					.map(({ id }) => id)
					.sort()
			).toEqual(
				before
					.notes()
					.map(({ id }) => id)
					.sort()
			);
			expect(
				after
					.groups()
					.map(({ id }) => id)
					.sort()
			).toEqual(
				before
					.groups()
					.map(({ id }) => id)
					.sort()
			);
			for (const note of before.notes()) expect(sorted(after.note(note.id)!.text)).toBe(sorted(note.text));
		}),
		{ numRuns: 200 }
	);
});

/** A board with one note, its backup, and the laptop that goes on writing. */
function begun() {
	const { boards } = laptops('ana', 'ben');
	const [ana, ben] = [boards[0]!, boards[1]!];
	const note = ana.addNote({ zone: good, text: 'They rang back.', fields: [{ id: cause, kind: 'text' }] });
	Y.applyUpdate(ben.doc, Y.encodeStateAsUpdate(ana.doc));
	return { ana, ben, note, backup: copyOf(ana.doc) };
}

const type = (board: BoardDocument, note: NoteId, value: string) => applyValue(board.textOf(note)!, value);

test('[AGAIN-2] words stand where they stood, and what was taken out is out', () => {
	const { ana, note, backup } = begun();
	type(ana, note, 'They rang back twice.');
	type(ana, note, 'They rang twice.');
	applyValue(ana.fieldText(note, cause)!, 'A list of names.');
	ana.setChoice(note, seat, 7);
	ana.move(note, bad);

	const [back] = restored([ana], backup);
	offer(back!);

	const { zone, text, fields } = back!.board.note(note)!;
	expect([zone, text, fields]).toEqual([bad, 'They rang twice.', { cause: 'A list of names.', seat: 7 }]);
});

test('[AGAIN-2] what somebody did after the backup came back is younger, and stays', () => {
	const { ana, note, backup } = begun();
	ana.setChoice(note, seat, 7);
	ana.move(note, bad);

	const [back] = restored([ana], backup);
	const ben = new BoardDocument(copyOf(backup));
	ben.setChoice(note, seat, 3);
	type(ben, note, 'They rang back, at last.');
	Y.applyUpdate(back!.board.doc, Y.encodeStateAsUpdate(ben.doc));
	offer(back!);

	expect(back!.board.note(note)).toMatchObject({ zone: bad, text: 'They rang back, at last.', fields: { seat: 3 } });
});

test('[AGAIN-3] offering again, from a second tab or after a reload, changes nothing and brings only what is new', () => {
	const { ana, note, backup } = begun();
	type(ana, note, 'They rang back twice.');
	const made = ana.addNote({ zone: bad, text: 'Nobody knew.' });
	const [back] = restored([ana], backup);
	offer(back!);
	const after = hashOf(back!.board);
	offer(back!);
	expect(hashOf(back!.board)).toBe(after);

	type(ana, made, 'Nobody knew why.');
	type(ana, note, 'They rang back twice!');
	offer(back!);
	expect([back!.board.note(made)?.text, back!.board.note(note)?.text]).toEqual([
		'Nobody knew why.',
		'They rang back twice!'
	]);
});

test('[AGAIN-3] words in somebody’s new note wait for the laptop that made it', () => {
	const { ana, ben, backup } = begun();
	const made = ana.addNote({ zone: bad, text: 'Nobody knew.' });
	Y.applyUpdate(ben.doc, Y.encodeStateAsUpdate(ana.doc));
	type(ben, made, 'Nobody at the gate knew.');
	Y.applyUpdate(ana.doc, Y.encodeStateAsUpdate(ben.doc));

	const [backAna, backBen] = restored([ana, ben], backup);
	expect(offer(backBen!)).toBe(true);
	expect(backBen!.board.note(made)).toBeNull();
	offer(backAna!);
	meet([backAna!, backBen!]);
	expect(offer(backBen!)).toBe(false);

	expect(backBen!.board.note(made)?.text).toBe('Nobody at the gate knew.');
});
