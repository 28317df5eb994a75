/**
 * Copies of earlier generations of a document on this device. The server says why a generation ended: one that was
 * erased is deleted here too; of one that was brought back from a backup, what this device did since is done again.
 *
 * What was done again is itself a change that is kept in the older copy before it is sent. So a second tab, a reload or
 * a crash in between finds it there and sends the same change, which counts once, instead of making another one.
 */
import { BoardDocument } from '#document/board.ts';
import { CLOSE, syncPath } from '#protocol/sync.ts';
import * as Y from 'yjs';
import { forget, writersOf } from './device-notes.ts';
import { applyRows, deleteCopy, openCopy, rowsOf } from './local-copy.ts';
import { doAgain, missingDeeds, type Offered } from './make-again.ts';

/** The open document of the present generation, as far as it is needed here. */
export interface PresentDocument {
	readonly doc: Y.Doc;
	/** Takes in a change made on this device under that Yjs client id. */
	takeIn(update: Uint8Array, client: number): void;
	whenSaved(): Promise<void>;
}

export interface EndedGeneration {
	readonly workshopId: string;
	readonly documentId: string;
	readonly generation: number;
}

/** What was done again so far; kept beside the rows of the older copy. */
interface Kept {
	readonly offered: Offered;
	/** Each with the Yjs client id it was made under. */
	readonly updates: readonly { readonly client: number; readonly update: Uint8Array }[];
}

const KEY = 'again';
const NOTHING: Kept = { offered: {}, updates: [] };
const ANSWER_MS = 10_000;
/** Notes of others come back one by one; looked at once they pause. */
const PAUSE_MS = 300;

/** Why a generation ended; null when the server did not say, and is asked another time. */
export function whyEnded(
	{ workshopId, documentId, generation }: EndedGeneration,
	origin: string,
	Socket: typeof WebSocket = WebSocket
): Promise<'restored' | 'erased' | null> {
	return new Promise((resolve) => {
		const socket = new Socket(origin + syncPath(workshopId, documentId, generation));
		const patience = setTimeout(() => {
			resolve(null);
			socket.close();
		}, ANSWER_MS);
		socket.onclose = ({ code, reason }) => {
			clearTimeout(patience);
			if (code !== CLOSE.generationEnded) resolve(null);
			else resolve(reason === 'erased' ? 'erased' : 'restored');
		};
	});
}

export async function erase(name: string): Promise<void> {
	forget(name);
	await deleteCopy(name);
}

/** Where it is kept what was done again: no two tabs look at the same time. */
type Shelf = (step: (kept: Kept) => Kept) => Promise<void>;

/**
 * Does again what this device did in the older copy. Resolves with its content once nothing of it waits for anybody
 * else's note and all of it is on the server's disk; null when the page was left before, or there was no copy.
 */
export async function bringBack(name: string, present: PresentDocument, left: AbortSignal): Promise<Y.Doc | null> {
	const db = await openCopy(name);
	if (!db) return null;
	try {
		const older = new Y.Doc();
		applyRows(older, await rowsOf(db));
		const isThere = await allAgain(older, new Set(writersOf(name)), inCopy(db), present, left);
		return isThere ? older : null;
	} finally {
		db.close();
	}
}

/** What is known of a held document afterwards. */
export interface HeldEnd {
	/** All of it is on the server's disk. */
	readonly isThere: boolean;
	/** What the copy on this device holds was among it. */
	readonly isRead: boolean;
}

/**
 * The same with a document that this page has held, because the device did not keep all of it. What earlier visits and
 * other tabs left in its copy is offered together with it.
 */
export async function bringBackHeld(
	name: string,
	held: Y.Doc,
	present: PresentDocument,
	left: AbortSignal
): Promise<HeldEnd> {
	const older = new Y.Doc();
	Y.applyUpdate(older, Y.encodeStateAsUpdate(held));
	const db = await openCopy(name);
	try {
		const rows = db && (await rowsOf(db).catch(() => null));
		if (rows) applyRows(older, rows);
		const own = new Set([...writersOf(name), held.clientID]);
		const isThere = await allAgain(older, own, onPage(rows ? db : null), present, left);
		return { isThere, isRead: rows !== null };
	} finally {
		db?.close();
	}
}

/** In the copy where it can be written; where the disk is full this page remembers it. */
function onPage(db: IDBDatabase | null): Shelf {
	let kept = NOTHING;
	return async (step) => {
		const remembered: typeof step = (before) => (kept = step(before));
		if (!db) return void remembered(kept);
		await inCopy(db)(remembered).catch(() => remembered(kept));
	};
}

async function allAgain(
	older: Y.Doc,
	own: ReadonlySet<number>,
	shelf: Shelf,
	present: PresentDocument,
	left: AbortSignal
): Promise<boolean> {
	for (let waits = true; waits;) {
		let kept = NOTHING;
		await shelf((before) => {
			const next = done(before, older, own, present.doc);
			waits = next.waits;
			return (kept = next.kept);
		});
		if (left.aborted) return false;
		for (const { client, update } of kept.updates) present.takeIn(update, client);
		if (waits && !(await anotherChange(present.doc, left))) return false;
	}
	while (!left.aborted) {
		try {
			await present.whenSaved();
			return true;
		} catch {
			// Not yet: the network or the database is away, and the older copy stays.
		}
	}
	return false;
}

const inCopy =
	(db: IDBDatabase): Shelf =>
	(step) =>
		new Promise<void>((resolve, reject) => {
			const transaction = db.transaction(['custom'], 'readwrite');
			const store = transaction.objectStore('custom');
			transaction.oncomplete = () => resolve();
			transaction.onabort = () => reject(transaction.error ?? new Error('the older copy could not be written'));
			const asked = store.get(KEY);
			// Within the transaction: of two tabs, the second one sees what the first one did.
			asked.onsuccess = () => store.put(step(asked.result ?? NOTHING), KEY);
		});

function done(kept: Kept, older: Y.Doc, own: ReadonlySet<number>, present: Y.Doc): { kept: Kept; waits: boolean } {
	const next = new Y.Doc();
	Y.applyUpdate(next, Y.encodeStateAsUpdate(present));
	for (const { update } of kept.updates) Y.applyUpdate(next, update);
	const board = new BoardDocument(next);
	const { deeds, offered, waits } = missingDeeds(new BoardDocument(older), board, own, kept.offered);
	const updates = [...kept.updates];
	next.on('update', (update: Uint8Array) => updates.push({ client: next.clientID, update }));
	doAgain(board, deeds);
	next.destroy();
	return { kept: { offered, updates }, waits };
}

/** Resolves to true after the document changed and was quiet for a moment; to false when the page is left. */
function anotherChange(doc: Y.Doc, left: AbortSignal): Promise<boolean> {
	return new Promise((resolve) => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const end = (isChanged: boolean) => {
			clearTimeout(timer);
			doc.off('update', heard);
			left.removeEventListener('abort', gone);
			resolve(isChanged);
		};
		const gone = () => end(false);
		const heard = () => {
			clearTimeout(timer);
			timer = setTimeout(() => end(true), PAUSE_MS);
		};
		doc.on('update', heard);
		if (left.aborted) end(false);
		left.addEventListener('abort', gone);
	});
}
