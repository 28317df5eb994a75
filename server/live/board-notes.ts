/** The notes of boards as plain values, read again only after a board was written to: for whoever counts over all of them. */
import type { BoardNote } from '#document/board-shape.ts';
import type { DocumentId } from '#domain/ids.ts';
import type { BoardWatch } from './board-watch.ts';
import type { DocumentRooms } from './document-rooms.ts';
import { standing } from './note-words.ts';

interface Kept {
	readonly writes: number;
	readonly notes: readonly BoardNote[];
}

export class BoardNotes {
	readonly #rooms: Pick<DocumentRooms, 'read'>;
	readonly #boards: Pick<BoardWatch, 'writes'>;
	readonly #kept = new Map<DocumentId, Kept>();

	constructor(rooms: Pick<DocumentRooms, 'read'>, boards: Pick<BoardWatch, 'writes'>) {
		this.#rooms = rooms;
		this.#boards = boards;
	}

	/** Those that are not in the bin. */
	async of(id: DocumentId): Promise<readonly BoardNote[]> {
		// Asked before the board is read: what is written meanwhile makes it be read again.
		const writes = this.#boards.writes(id);
		const known = this.#kept.get(id);
		if (known?.writes === writes) return known.notes;
		const notes = await this.#rooms.read(id, standing);
		this.#kept.set(id, { writes, notes });
		return notes;
	}
}
