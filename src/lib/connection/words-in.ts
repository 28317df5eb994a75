/** The words in a document, for reading, copying and keeping: a block a note, its fields below its text. */
import { asId, type NoteId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import * as Y from 'yjs';

export const wordsIn = (doc: Y.Doc): readonly string[] => wordsOfNotes(doc, () => true);

/**
 * The words of those notes in which these Yjs client ids wrote something from these clocks on. A refusal names no
 * letters: a note in which one was refused is kept whole.
 */
export function wordsBy(doc: Y.Doc, writers: ReadonlyMap<number, number>): readonly string[] {
	const notes = doc.getMap('notes');
	return wordsOfNotes(doc, (id) => {
		const note = notes.get(id);
		return note instanceof Y.Map && wroteIn(note, writers);
	});
}

/** Each note with its block of words. */
export function blocksIn(board: BoardDocument): readonly { readonly id: NoteId; readonly block: string }[] {
	return board
		.notes()
		.filter(({ removedAt }) => removedAt === null)
		.map(({ id, text, fields }) => ({
			id,
			block: [text, ...Object.keys(fields).map((field) => board.fieldText(id, asId<'Field'>(field))?.toString() ?? '')]
				.filter((words) => words !== '')
				.join('\n')
		}))
		.filter(({ block }) => block !== '');
}

function wordsOfNotes(doc: Y.Doc, isMeant: (id: NoteId) => boolean): readonly string[] {
	return blocksIn(new BoardDocument(doc)).flatMap(({ id, block }) => (isMeant(id) ? [block] : []));
}

function wroteIn(type: Y.ContentType['type'], writers: ReadonlyMap<number, number>): boolean {
	const wrote = (item: Y.Item): boolean => {
		const from = writers.get(item.id.client);
		if (from !== undefined && item.id.clock + item.length > from) return true;
		return item.content instanceof Y.ContentType && wroteIn(item.content.type, writers);
	};
	for (const item of type._map.values()) if (wrote(item)) return true;
	for (let item = type._start; item; item = item.right) if (wrote(item)) return true;
	return false;
}
