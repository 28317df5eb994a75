import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { BoardDocument } from '#document/board.ts';
import { asId } from '#domain/ids.ts';
import { notesBy } from '#lib/follow/me/own-on-device.ts';

test('[FOLLOW-48] a device finds the notes it made among all of a board by nothing but its own copy', () => {
	const mine = new Y.Doc();
	const others = new Y.Doc();
	const bad = asId<'Zone'>('bad');
	const own = new BoardDocument(mine).addNote({ zone: bad, text: 'I was sent from desk to desk' });
	const gone = new BoardDocument(mine).addNote({ zone: bad, text: 'Not this one' });
	new BoardDocument(mine).remove(gone);
	new BoardDocument(mine).addNote({ zone: bad, text: '  ' });
	Y.applyUpdate(others, Y.encodeStateAsUpdate(mine));
	new BoardDocument(others).addNote({ zone: bad, text: 'Nobody rang back' });
	const copy = [Y.encodeStateAsUpdate(others), Uint8Array.of(1, 2, 3)];

	expect(notesBy(copy, new Set([mine.clientID]))).toEqual([{ id: own, text: 'I was sent from desk to desk' }]);
	expect(notesBy(copy, new Set())).toEqual([]);
	expect(notesBy([], new Set([mine.clientID]))).toEqual([]);
});
