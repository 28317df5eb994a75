/**
 * What crosses a `/sync` socket. `/sync/<workshopId>/<documentId>.<generation>` speaks the y-websocket protocol:
 * one message a frame. Ours adds one message, the acknowledgement, and a set of close codes.
 */

/** y-protocols' own message types. */
export const MESSAGE_SYNC = 0;
export const MESSAGE_AWARENESS = 1;
export const MESSAGE_QUERY_AWARENESS = 3;
/**
 * Sent by the server when the query has `ack=1`: one varuint, the cumulative number of this socket's step-2 and
 * update frames that are on disk (empty ones included). It starts at 0 on each socket.
 */
export const MESSAGE_SAVED = 100;

/** Sub-types of `MESSAGE_SYNC`. */
export const SYNC_STEP_1 = 0;
export const SYNC_STEP_2 = 1;
export const SYNC_UPDATE = 2;

/** 44xx are final for a y-websocket client: it does not reconnect. */
export const CLOSE = {
	malformed: 4400,
	notSignedIn: 4401,
	notAllowed: 4403,
	unknownDocument: 4404,
	/** Reason `restored` or `erased`. */
	generationEnded: 4410,
	documentFull: 4413,
	tooMany: 4429,
	/** The server goes down for a restart; come back. */
	restart: 1012,
	/** Too slow to read, or the server cannot serve now; come back. */
	tryLater: 1013
} as const;

/** Bytes of one frame; larger ones close the socket with 1009. */
export const MAX_FRAME = 1024 * 1024;
export const MAX_STATE_VECTOR = 64 * 1024;
export const MAX_PRESENCE = 4 * 1024;
/** Bytes of one document, encoded. */
export const MAX_DOCUMENT = 5 * 1024 * 1024;
/** Every client hears something at least this often: y-websocket reconnects after 30 s of silence. */
export const KEEP_ALIVE_MS = 20_000;
/** Late frames count this long after a step was closed or a right was taken away. */
export const GRACE_MS = 2_000;

/** The path of a document's socket, after the origin. */
export const syncPath = (workshopId: string, documentId: string, generation: number): string =>
	`/sync/${workshopId}/${documentId}.${generation}`;

/** Presence of one client, as others see it. The server stamps `person`; the rest is the client's own. */
export interface Presence {
	readonly person?: string;
	/** The note it writes in, and the caret in it. */
	readonly writing?: { readonly note: string; readonly at: number } | null;
	/** The note it holds while moving it. */
	readonly holding?: string | null;
	/** The text that is open under its caret, and where the caret stands as long as somebody else has it open too. */
	readonly caret?: SharedCaret | null;
	/** It shows others' pointers. */
	readonly wantsPointers?: boolean;
	/** Where its pointer is, while it is shown and others want to see it. */
	readonly pointer?: SharedPointer | null;
}

/** A place in a text is the letter there, by its Yjs client and clock with a point between: it stays between the same letters. */
export interface SharedCaret {
	/** Which text it is: the Yjs item that holds it. */
	readonly in: string;
	/** The letter behind the caret, or the first that is chosen, empty at the end; missing while nobody else is there, or it has no focus. */
	readonly at?: string;
	/** The last letter that is chosen. */
	readonly to?: string;
}

/** On a note, a group or a tray, since they lie elsewhere on every screen. */
export interface SharedPointer {
	readonly on: 'note' | 'group' | 'tray';
	readonly id: string;
	/** How far right and down in it, thousandths. */
	readonly x: number;
	readonly y: number;
}
