/** A writer's hands on the page: words that were proposed, and lines that were joined. Each is one step of undo. */
import { asId, type NoteId } from '#domain/ids.ts';
import { simpleRef } from '#domain/refs.ts';
import type { BoardNote } from '#document/board-shape.ts';
import type { ProposalView } from '#protocol/vision-views.ts';
import type { BoardScene } from '../scene.ts';
import type { WordingsPlace } from './lines.svelte.ts';

/** The line gets these words, and the wording becomes one of its sources. Gives back the line, a new one where there was none. */
export function putWords(
	{ board, activity }: BoardScene,
	{ zone, note }: WordingsPlace,
	{ id, text: words }: ProposalView
): NoteId {
	const { document } = board;
	board.pause();
	const line = note ?? newLine();
	document.transact(() => {
		const text = document.textOf(line);
		text?.delete(0, text.length);
		text?.insert(0, words);
		document.link(line, simpleRef('proposal', id));
	});
	board.pause();
	return line;

	function newLine(): NoteId {
		const fields = (activity.board.fields ?? []).filter((field) => field.kind === 'text' && field.id !== 'text');
		const texts = fields.map((field) => ({ id: field.id, kind: 'text' as const }));
		return document.addNote({ zone: asId<'Zone'>(zone), text: '', fields: texts }, { at: 'end' });
	}
}

/**
 * The lines that were joined into this one and can come back: each stood for things this one stands for now. Of those
 * that were joined into each other, only the last, which brings the others along.
 */
export function joinedInto({ board }: BoardScene, line: NoteId): readonly BoardNote[] {
	const from = new Set(board.note(line).from);
	const inBin = board.document
		.notes()
		.filter((note) => note.removedAt !== null && note.from.length > 0 && note.from.every((ref) => from.has(ref)));
	return inBin.filter(
		(note) =>
			!inBin.some(
				(other) =>
					other.id !== note.id &&
					other.from.length > note.from.length &&
					note.from.every((ref) => other.from.includes(ref))
			)
	);
}

/** A joined line goes back to where it was, with what it stood for. */
export function takeApart({ board }: BoardScene, line: NoteId, joined: readonly BoardNote[]): void {
	board.pause();
	board.document.transact(() => {
		for (const { id, from } of joined) {
			board.document.restore(id);
			for (const ref of from) board.document.unlink(line, ref);
		}
	});
	board.pause();
}
