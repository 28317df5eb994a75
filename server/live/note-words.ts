/** What notes say: their own words, or those of what they stand for. */
import type { BoardDocument } from '#document/board.ts';
import type { BoardNote } from '#document/board-shape.ts';
import { parseRef } from '#domain/refs.ts';
import type { Activity } from '#domain/template.ts';
import type { PointSource } from '../store/sources.ts';
import type { DocumentRooms } from './document-rooms.ts';
import type { WorkshopNow } from './workshop-now.ts';

export type Said = Pick<BoardNote, 'text' | 'from'>;

/** Links lead to links, a few times at most: a circle is no words. */
const FARTHEST = 5;

/** Refs are written by clients: only boards of this workshop are opened, private notes never. */
export function noteWords(
	now: WorkshopNow,
	rooms: Pick<DocumentRooms, 'read'>,
	points: readonly PointSource[]
): (note: Said) => Promise<string> {
	const documents = new Map(
		now.rows.documents.flatMap((document) => (document.kind === 'private' ? [] : [[`${document.id}`, document.id]]))
	);
	const sourceOf = async (ref: string): Promise<Said | null> => {
		const source = parseRef(ref);
		if (source?.kind === 'point') {
			const text = points.find(({ id }) => id === source.id)?.text ?? null;
			return text === null ? null : { text, from: [] };
		}
		if (source?.kind !== 'note' && source?.kind !== 'group') return null;
		const document = documents.get(source.documentId);
		if (!document) return null;
		return rooms.read(document, (board) =>
			source.kind === 'note' ? (standing(board).find(({ id }) => id === source.id) ?? null) : titleOf(board, source.id)
		);
	};
	const say = async ({ text, from }: Said, far: number): Promise<string> => {
		if (text.trim() !== '' || far === 0) return text.trim();
		for (const ref of from) {
			const source = await sourceOf(ref);
			const words = source ? await say(source, far - 1) : '';
			if (words !== '') return words;
		}
		return '';
	};
	return (note) => say(note, FARTHEST);
}

/** A cell that waits for words is no note, though it links to the line of its row. */
export const saysSomething =
	(activity: Activity | undefined) =>
	({ text }: { readonly text: string }): boolean =>
		activity?.board.kind !== 'matrix' || text.trim() !== '';

/** Notes that are not in the bin. */
export const standing = (board: BoardDocument): readonly BoardNote[] =>
	board.notes().filter(({ removedAt }) => removedAt === null);

function titleOf(board: BoardDocument, id: string): Said | null {
	const group = board.groups().find((one) => one.id === id);
	return group ? { text: group.title, from: [] } : null;
}
