/**
 * When each board was last written to, and what it looks like from far away. Looks into a document only after it changed,
 * only while a console is open, and at most once a second: a board that rests is left asleep.
 */
import type { BoardDocument } from '#document/board.ts';
import type { DocumentId, WorkshopId } from '#domain/ids.ts';
import { cellZonesOf, type Board } from '#domain/template.ts';
import type { After } from './after.ts';
import type { WorkshopDesk } from './desk.ts';
import type { DocumentRooms } from './document-rooms.ts';

export interface BoardWatchDeps {
	readonly desk: WorkshopDesk;
	readonly rooms: Pick<DocumentRooms, 'read'>;
	readonly now: () => number;
	readonly after: After;
	readonly onFault: (error: unknown) => void;
	/** A board is being looked at, after a change, while a console is open. */
	readonly onLook?: (id: DocumentId, workshopId: WorkshopId, board: BoardDocument) => void;
}

const EVERY_MS = 1000;
/** Notes of a thumbnail at most; a fuller board looks full. */
const MOST_MARKS = 160;

export class BoardWatch {
	readonly #deps: BoardWatchDeps;
	readonly #wroteAt = new Map<DocumentId, number>();
	readonly #writes = new Map<DocumentId, number>();
	readonly #thumbs = new Map<DocumentId, string>();
	/** Changed since they were last looked at. */
	readonly #changed = new Set<DocumentId>();
	readonly #looking = new Map<DocumentId, () => void>();
	readonly #listeners = new Set<(id: WorkshopId) => void>();
	#isConsoleOpen: (id: WorkshopId) => boolean = () => false;

	constructor(deps: BoardWatchDeps) {
		this.#deps = deps;
	}

	/** The gateway says for which workshops thumbnails are wanted. */
	watchFor(isConsoleOpen: (id: WorkshopId) => boolean): void {
		this.#isConsoleOpen = isConsoleOpen;
	}

	/** Null when nobody wrote since the server began. */
	wroteAt(id: DocumentId): number | null {
		return this.#wroteAt.get(id) ?? null;
	}

	/** How often it was written to since the server began; rises with every write. */
	writes(id: DocumentId): number {
		return this.#writes.get(id) ?? 0;
	}

	thumb(id: DocumentId): string | null {
		return this.#thumbs.get(id) ?? null;
	}

	onChange(listener: (id: WorkshopId) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** These documents were just written to. */
	written(ids: Iterable<DocumentId>): void {
		for (const id of ids) {
			this.#wroteAt.set(id, this.#deps.now());
			this.#writes.set(id, this.writes(id) + 1);
			this.#changed.add(id);
			this.#lookLater(id);
		}
	}

	/** A console looks at these: what was never looked at, or changed meanwhile, is looked at now. */
	wanted(ids: readonly DocumentId[]): void {
		for (const id of ids) {
			if (!this.#thumbs.has(id)) this.#changed.add(id);
			if (this.#changed.has(id)) this.#lookLater(id, 0);
		}
	}

	stop(): void {
		for (const cancel of this.#looking.values()) cancel();
		this.#looking.clear();
	}

	#lookLater(id: DocumentId, ms: number = EVERY_MS): void {
		const workshopId = this.#deps.desk.workshopOf(id);
		if (!workshopId || this.#looking.has(id) || !this.#isConsoleOpen(workshopId)) return;
		const document = this.#deps.desk.document(id);
		if (!document || document.kind === 'private') {
			this.#changed.delete(id);
			return;
		}
		const cancel = this.#deps.after(ms, () => {
			this.#look(id, workshopId)
				.catch(this.#deps.onFault)
				.finally(() => {
					this.#looking.delete(id);
					if (this.#changed.has(id)) this.#lookLater(id);
				});
		});
		this.#looking.set(id, cancel);
	}

	async #look(id: DocumentId, workshopId: WorkshopId): Promise<void> {
		const document = this.#deps.desk.document(id);
		const place = document && this.#deps.desk.peek(workshopId)?.activities.get(document.step)?.board;
		this.#changed.delete(id);
		if (!place) return;
		const thumb = await this.#deps.rooms.read(id, (board) => {
			this.#deps.onLook?.(id, workshopId, board);
			return thumbOf(board, place);
		});
		if (this.#thumbs.get(id) === thumb) return;
		this.#thumbs.set(id, thumb);
		for (const listener of this.#listeners) listener(workshopId);
	}
}

/** The notes of a board by their places, as `DeskSyndicate.thumb` has them. A cell that waits for words is none. */
export function thumbOf(board: BoardDocument, place: Pick<Board, 'kind' | 'zones' | 'parts'>): string {
	let left = MOST_MARKS;
	const cells = place.kind === 'matrix' ? cellZonesOf(place).map(({ id }) => id) : [];
	return place.zones
		.map(({ id }) => {
			const marks = board
				.zone(id)
				.entries.filter((entry) => entry.kind === 'group' || entry.note.text.trim() !== '' || !cells.includes(id))
				.map((entry) => (entry.kind === 'note' ? '.' : Math.min(35, Math.max(1, entry.notes.length)).toString(36)))
				.slice(0, left);
			left -= marks.length;
			return marks.join('');
		})
		.join('/');
}
