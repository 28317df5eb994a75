/** How many notes each document holds, or cells with words, for those that somebody asked about: numbers may be shown where words may not. */
import type { DocumentId, WorkshopId } from '#domain/ids.ts';
import type { DocumentRooms } from './document-rooms.ts';

export class NoteCounts {
	readonly #rooms: DocumentRooms;
	readonly #counts = new Map<DocumentId, number>();
	readonly #listeners = new Set<(id: WorkshopId) => void>();

	readonly #isOfCells: (id: DocumentId) => boolean;

	/** @param isOfCells its cells are there before anybody has written in them: those with words are counted */
	constructor(rooms: DocumentRooms, isOfCells: (id: DocumentId) => boolean) {
		this.#rooms = rooms;
		this.#isOfCells = isOfCells;
	}

	/** 0 for one that `know` was not asked about. */
	of(id: DocumentId): number {
		return this.#counts.get(id) ?? 0;
	}

	/** Looks into those that were not counted yet; `changed` keeps them right afterwards. */
	async know(ids: readonly DocumentId[]): Promise<void> {
		for (const id of ids) {
			if (this.#counts.has(id)) continue;
			const isOfCells = this.#isOfCells(id);
			const count = await this.#rooms.read(id, (board) => (isOfCells ? board.written() : board.count()));
			// A change may have come in while the document was opened.
			if (!this.#counts.has(id)) this.#counts.set(id, count);
		}
	}

	/** A document was written to; called by sync with what it holds now. */
	changed(
		workshopId: WorkshopId,
		id: DocumentId,
		{ notes, written }: { readonly notes: number; readonly written: number }
	): void {
		const count = this.#isOfCells(id) ? written : notes;
		if (this.#counts.get(id) === count) return;
		this.#counts.set(id, count);
		for (const listener of this.#listeners) listener(workshopId);
	}

	onChange(listener: (id: WorkshopId) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}
}
