import { BOARD_VERSION } from '#document/board-shape.ts';
import { BoardDocument } from '#document/board.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { good } from './laptops.ts';

const versions = Array.from({ length: BOARD_VERSION }, (_, at) => at + 1);

test.each(versions)('[BOARD-10] a board that was written as version %i is read whole', async (version) => {
	const bytes = await readFile(join(import.meta.dirname, `fixtures/board-${version}.bin`));
	const board = new BoardDocument(new Y.Doc());

	Y.applyUpdate(board.doc, bytes);

	expect(board.note('note-loose-1' as never)).toEqual({
		id: 'note-loose-1',
		zone: 'good',
		order: 'a0',
		group: null,
		text: 'They rang back',
		fields: { cause: 'care', seat: 'I served' },
		from: ['point:p1'],
		removedAt: null,
		author: 'ana'
	});
	expect(board.note('note-in-bin-1' as never)).toMatchObject({ text: 'Nobody rang', removedAt: 1000 });
	expect(board.zone(good).entries.map(({ kind }) => kind)).toEqual(['note', 'group']);
	expect(board.groups()).toMatchObject([{ id: 'sw0igFW6jyLj9zle', title: 'Kept promises', mergedInto: null }]);
	expect(board.note('note-grouped' as never)?.group).toBe('sw0igFW6jyLj9zle');
});
