/** What was written alone, on its way to the board. */
import type { NewNote } from '#document/board-shape.ts';
import type { BoardDocument } from '#document/board.ts';
import type { NoteId, PersonId } from '#domain/ids.ts';
import type { NamesRule } from '#domain/template.ts';

export interface Hidden {
	readonly id: NoteId;
	readonly note: NewNote;
	readonly author: PersonId | null;
}

/** Notes with something in them: one that was only begun stays where it is until it has words. */
export function hiddenNotes(board: BoardDocument, author: PersonId | null): readonly Hidden[] {
	return board.notes().flatMap(({ id, removedAt, text, fields }) => {
		const isBlank = text.trim() === '' && Object.values(fields).every((value) => String(value).trim() === '');
		const note = removedAt === null && !isBlank ? board.copyOf(id) : null;
		return note ? [{ id, note, author }] : [];
	});
}

/** Without names, notes come in the order of their random ids: standing side by side must not tell who wrote them. */
export const inFairOrder = (notes: readonly Hidden[], rule: NamesRule): readonly Hidden[] =>
	rule === 'named' ? notes : [...notes].sort((a, b) => (a.id < b.id ? -1 : 1));

export function arrive(board: BoardDocument, notes: readonly Hidden[], rule: NamesRule): void {
	for (const { id, note, author } of notes) {
		if (board.note(id)) continue;
		board.putNote(id, note);
		board.stamp(id, rule === 'named' && author !== null ? author : 'hidden');
	}
}
