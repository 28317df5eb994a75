import { BoardDocument } from '#document/board.ts';
import type * as Y from 'yjs';

/** The words in a document, a line a note, for reading and copying by hand. */
export const wordsIn = (doc: Y.Doc): readonly string[] =>
	new BoardDocument(doc)
		.notes()
		.filter((note) => note.text !== '' && note.removedAt === null)
		.map((note) => note.text);
