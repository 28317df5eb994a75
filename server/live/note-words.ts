/** What notes say: their own words, or those of what they stand for. */
import type { BoardDocument } from '#document/board.ts';
import type { BoardNote } from '#document/board-shape.ts';
import type { PointId } from '#domain/ids.ts';
import { parseRef } from '#domain/refs.ts';
import type { Activity } from '#domain/template.ts';
import type { PointSource } from '../store/sources.ts';
import type { DocumentRooms } from './document-rooms.ts';
import type { WorkshopNow } from './workshop-now.ts';

export type Said = Pick<BoardNote, 'text' | 'from'>;

/** Links lead to links, a few times at most: a circle is no words. */
const FARTHEST = 5;

/** What a note says, and the customer's point whose words these are; null where they are its own or another note's. */
export interface Says {
	readonly text: string;
	readonly point: PointId | null;
}

const NOTHING: Says = { text: '', point: null };

/** Refs are written by clients: only boards of this workshop are opened, private notes never. */
export function noteWords(...sources: Parameters<typeof noteSays>): (note: Said) => Promise<string> {
	const says = noteSays(...sources);
	return async (note) => (await says(note)).text;
}

export function noteSays(
	now: WorkshopNow,
	rooms: Pick<DocumentRooms, 'read'>,
	points: readonly PointSource[]
): (note: Said) => Promise<Says> {
	const documents = new Map(
		now.rows.documents.flatMap((document) => (document.kind === 'private' ? [] : [[`${document.id}`, document.id]]))
	);
	const sourceOf = async (ref: string): Promise<(Said & { readonly point?: PointId }) | null> => {
		const source = parseRef(ref);
		if (source?.kind === 'point') {
			const { id: point, text = null } = points.find(({ id }) => id === source.id) ?? {};
			return text === null || point === undefined ? null : { text, from: [], point };
		}
		if (source?.kind !== 'note' && source?.kind !== 'group') return null;
		const document = documents.get(source.documentId);
		if (!document) return null;
		return rooms.read(document, (board) =>
			source.kind === 'note' ? (standing(board).find(({ id }) => id === source.id) ?? null) : titleOf(board, source.id)
		);
	};
	const say = async (note: Said & { readonly point?: PointId }, far: number): Promise<Says> => {
		const text = note.text.trim();
		if (text !== '' || far === 0) return { text, point: note.point ?? null };
		for (const ref of note.from) {
			const source = await sourceOf(ref);
			const said = source ? await say(source, far - 1) : NOTHING;
			if (said.text !== '') return said;
		}
		return NOTHING;
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
