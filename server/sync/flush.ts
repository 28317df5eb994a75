/**
 * One window of a room: everything that arrived since the last one, applied in one transaction. What comes out is one
 * update: one row in the log and one frame for everybody.
 */
import type { Hand } from '#domain/access.ts';
import type { NoteId, PersonId } from '#domain/ids.ts';
import { asId } from '#domain/ids.ts';
import type { BoardDocument } from '#document/board.ts';
import { CLOSE } from '#protocol/sync.ts';
import * as Y from 'yjs';
import { admit, type Admitted } from './admission.ts';
import type { Connection } from './connection.ts';
import type { Refusal } from './frame.ts';

export interface Received {
	readonly connection: Connection;
	readonly update: Uint8Array;
	readonly isStep2: boolean;
	/** Which of this socket's step-2 and update frames it is, from 1. */
	readonly number: number;
}

/** A write of the server itself. It never throws: what went wrong is kept for whoever asked. */
export type Edit = (board: BoardDocument) => void;

export interface Rights {
	mayWrite(connection: Connection): boolean;
	/** What it may do to the words of notes. */
	handOf(connection: Connection): Hand;
	/** The document has no room for more; deleting goes on. */
	readonly isFull: boolean;
	/** How this person stands in `stamps`. */
	stampFor(personId: PersonId): PersonId | 'hidden';
}

export interface Flushed {
	/** Null when nothing changed. */
	readonly bytes: Uint8Array | null;
	readonly claims: readonly { readonly clientId: number; readonly personId: PersonId }[];
	/** The one connection that knows all of `bytes` already, if there is one. */
	readonly knows: Connection | null;
	/** Their frame built on something that is not here. */
	readonly resyncs: readonly Connection[];
	readonly refusals: readonly { readonly connection: Connection; readonly refusal: Refusal }[];
	/** Too much for one window: they come first in the next one. */
	readonly left: readonly Received[];
}

/** Steps (`Admitted.effort`) that one window takes: some 50 ms, so that no frame holds up those of other rooms for longer. */
const WINDOW_EFFORT = 4_000_000;

export const NOTHING: Flushed = { bytes: null, claims: [], knows: null, resyncs: [], refusals: [], left: [] };

/** An update without a change in it. */
export const isEmpty = (update: Uint8Array): boolean => update.byteLength === 2 && update[0] === 0 && update[1] === 0;

/** A board with what only the server knows of it. */
export interface ServerBoard {
	readonly board: BoardDocument;
	/** Whose a Yjs client id is; grows with each claim. */
	readonly owners: Map<number, PersonId>;
}

export function flushWindow(
	{ board, owners }: ServerBoard,
	frames: readonly Received[],
	edits: readonly Edit[],
	rights: Rights
): Flushed {
	const { doc } = board;
	const updates: Uint8Array[] = [];
	const claims: { clientId: number; personId: PersonId }[] = [];
	const resyncs = new Set<Connection>();
	const refusals = new Map<Connection, Refusal>();
	const senders = new Set<Connection>();
	const stamping = new Stamping(board, rights);
	const stampOf = (id: string) => stamping.rightOf(id);
	const keep = (update: Uint8Array) => updates.push(update);

	let effort = 0;
	const applyFrame = ({ connection, update, isStep2, number }: Received): void => {
		if (connection.isRefused || refusals.has(connection)) return;
		const { personId } = connection;
		const verdict = admit(update, doc, owners, {
			personId,
			mayWrite: rights.mayWrite(connection),
			hand: rights.handOf(connection),
			stampOf
		});
		if (verdict.kind === 'refused') {
			refusals.set(connection, verdict.refusal);
			return;
		}
		effort += verdict.effort;
		if (!connection.allowance.takesEffort(verdict.effort)) {
			refusals.set(connection, { code: CLOSE.tooMany, reason: 'too-much-work' });
			return;
		}
		if (verdict.kind === 'gap') {
			connection.missed(number, isStep2);
			resyncs.add(connection);
			return;
		}
		if (verdict.brings && personId !== null) {
			if (rights.isFull && verdict.adds) {
				refusals.set(connection, { code: CLOSE.documentFull, reason: 'document-full' });
				return;
			}
			for (const clientId of verdict.claims) {
				owners.set(clientId, personId);
				claims.push({ clientId, personId });
			}
			stamping.note(verdict, personId);
			senders.add(connection);
			if (!applied(doc, update)) {
				refusals.set(connection, { code: CLOSE.malformed, reason: 'broken-update' });
				return;
			}
		}
		connection.admitted(number, isStep2);
	};

	let taken = 0;
	doc.on('update', keep);
	doc.transact(() => {
		for (const frame of frames) {
			if (effort > WINDOW_EFFORT) break;
			applyFrame(frame);
			taken += 1;
		}
	});
	const fromClients = updates.length;
	// In a transaction with foreign updates a write of the server's own would make Yjs change the server's client id.
	for (const edit of edits) edit(board);
	board.transact(() => stamping.putRight());
	doc.off('update', keep);

	const [only] = senders;
	return {
		bytes: updates.length > 1 ? Y.mergeUpdates(updates) : (updates[0] ?? null),
		claims,
		knows: senders.size === 1 && updates.length === fromClients ? (only ?? null) : null,
		resyncs: [...resyncs],
		refusals: [...refusals].map(([connection, refusal]) => ({ connection, refusal })),
		left: frames.slice(taken)
	};
}

/** False when Yjs could not apply it whole. What it did apply is part of the window's update like everything else. */
function applied(doc: Y.Doc, update: Uint8Array): boolean {
	try {
		Y.applyUpdate(doc, update);
	} catch {
		// Admission lets nothing pass that is known to throw; whatever still does ends its sender, not the room.
		return false;
	}
	if (doc.store.pendingStructs === null && doc.store.pendingDs === null) return true;
	doc.store.pendingStructs = null;
	doc.store.pendingDs = null;
	return false;
}

/** Stamps new notes with who made them, and undoes what clients wrote into `stamps` themselves. */
class Stamping {
	readonly #board: BoardDocument;
	readonly #rights: Rights;
	readonly #right = new Map<string, unknown>();

	constructor(board: BoardDocument, rights: Rights) {
		this.#board = board;
		this.#rights = rights;
	}

	/** Called before the update is applied: what stands in `stamps` now is right. */
	note({ notesMade, stampsTouched }: Admitted, author: PersonId): void {
		for (const id of stampsTouched) {
			if (!this.#right.has(id)) this.#right.set(id, this.#board.stampOf(id));
		}
		for (const id of notesMade) this.#right.set(id, this.#rights.stampFor(author));
	}

	/** What stands in `stamps` once the window is closed, whatever clients wrote there. */
	rightOf(id: string): unknown {
		return this.#right.has(id) ? this.#right.get(id) : this.#board.stampOf(id);
	}

	putRight(): void {
		for (const [key, author] of this.#right) {
			const id = asId<'Note'>(key);
			if (isAuthor(author) && this.#hasNote(id)) this.#board.stamp(id, author);
			else this.#board.unstamp(key);
		}
	}

	#hasNote(id: NoteId): boolean {
		return this.#board.note(id) !== null;
	}
}

const isAuthor = (value: unknown): value is PersonId | 'hidden' => typeof value === 'string';
