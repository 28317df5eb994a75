/** What the steering of a room needs of the open documents; `server/sync` is it. */
import type { DocumentId } from '#domain/ids.ts';
import type { BoardDocument } from '#document/board.ts';

export interface DocumentRooms {
	/** Looks at a document as it stands; opens it when nobody has it open. */
	read<T>(id: DocumentId, look: (board: BoardDocument) => T): Promise<T>;
	/** Writes as one change; resolves when it is on disk. */
	edit<T>(id: DocumentId, write: (board: BoardDocument) => T): Promise<T>;
	/** What was deleted from it leaves the disk as well. */
	purge(id: DocumentId): Promise<void>;
	/** Null for a document that nobody has open. */
	counts(id: DocumentId): { readonly notes: number; readonly written: number } | null;
}
