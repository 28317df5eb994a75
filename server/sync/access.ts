/** What sync asks the rest of the server: who is at the door, what a document is now, who somebody is now. */
import type { Actor, DocumentResource } from '#domain/access.ts';
import type { DocumentId, PersonId, SessionId, WorkshopId } from '#domain/ids.ts';
import type { NamesRule } from '#domain/template.ts';
import type { Refusal } from './frame.ts';

export type Opened =
	| {
			readonly ok: true;
			readonly actor: Actor;
			/** The device it came by. */
			readonly sessionId: SessionId;
			readonly generation: number;
			/** Why the generation before this one ended. */
			readonly endedBecause: 'restored' | 'erased' | null;
	  }
	/** 4401, 4403 or 4404 with a reason. */
	| ({ readonly ok: false } & Refusal);

export interface SyncAccess {
	/** Asked once for each upgrade. Afterwards `resource` knows the document for as long as a socket is open. */
	open(asked: {
		readonly workshopId: WorkshopId;
		readonly documentId: DocumentId;
		readonly cookie: string | undefined;
	}): Promise<Opened>;
	/** As it is at this moment, without waiting; null for one that is not known (any more). Asked for every frame. */
	resource(documentId: DocumentId): DocumentResource | null;
	/** The same one with the roles of this moment; null when the person was removed. Asked after `accessChanged`. */
	current(actor: Actor): Actor | null;
	/** Whose notes they are to others: only under `named` a note is stamped with its author. */
	namesRule(documentId: DocumentId): NamesRule;
}

/** The part of a pino log that sync uses. Ids only, never what people wrote. */
export interface SyncLog {
	info(facts: object, message: string): void;
	warn(facts: object, message: string): void;
	error(facts: object, message: string): void;
}

/** Where updates are kept. `append` resolves when the rows are on disk. */
export interface DocumentLog {
	/** Everything a room starts from; null for a document that does not exist. Any error refuses the join. */
	load(documentId: DocumentId): Promise<StoredDocument | null>;
	/**
	 * All or nothing; the same rows again change nothing.
	 * @throws DocumentGone when one of the documents does not exist any more
	 */
	append(rows: readonly LogRow[]): Promise<void>;
	/** Replaces the rows up to `seq` by one snapshot. */
	compact(snapshot: LogRow): Promise<void>;
}

export interface StoredDocument {
	readonly workshopId: WorkshopId;
	readonly generation: number;
	/** The snapshot, if any, and every row after it. */
	readonly updates: readonly Uint8Array[];
	readonly owners: ReadonlyMap<number, PersonId>;
	/** The highest sequence number of this node, 0 for none. */
	readonly lastSeq: number;
}

export interface LogRow {
	readonly documentId: DocumentId;
	readonly generation: number;
	readonly seq: number;
	readonly bytes: Uint8Array;
	/** Client ids seen for the first time in these bytes, and whose they are. */
	readonly claims: readonly { readonly clientId: number; readonly personId: PersonId }[];
}

export class DocumentGone extends Error {
	constructor() {
		super('The document does not exist any more.');
		this.name = 'DocumentGone';
	}
}
