/**
 * What this device keeps of a document, in IndexedDB: one copy per workshop, document, generation and person. A copy
 * that lost its right is set aside for 30 days, readable, instead of being thrown away.
 */
import * as idb from 'lib0/indexeddb';
import { IndexeddbPersistence, clearDocument } from 'y-indexeddb';
import * as Y from 'yjs';
import { wordsIn } from './words-in.ts';

const ASIDE = 'plenary.set-aside';
const ASIDE_MS = 30 * 24 * 60 * 60 * 1000;

export interface LocalCopy {
	/** Marks the changes that come out of the copy. */
	readonly origin: unknown;
	/** The copy's content is in the document. */
	readonly loaded: Promise<void>;
	close(): Promise<void>;
	/** Deletes the copy from this device. */
	discard(): Promise<void>;
}

/** A copy that is put away: which document, when, why, and its bytes. */
export interface SetAside {
	readonly name: string;
	readonly reason: string;
	readonly at: number;
	readonly words: readonly string[];
	readonly update: Uint8Array;
}

/** Keeps a copy from now on; null when this device does not let pages keep anything. */
export async function keepCopy(name: string, doc: Y.Doc): Promise<LocalCopy | null> {
	if (!(await canKeep())) return null;
	const persistence = new IndexeddbPersistence(name, doc);
	return {
		origin: persistence,
		loaded: persistence.whenSynced.then(() => undefined),
		close: () => persistence.destroy(),
		discard: () => persistence.clearData()
	};
}

/** Private windows and full disks refuse; the storage package itself would fail without telling. */
async function canKeep(): Promise<boolean> {
	if (typeof indexedDB === 'undefined') return false;
	try {
		const probe = await idb.openDB('plenary.probe', () => {});
		probe.close();
		return true;
	} catch {
		// Refused: said to the person as "not kept", which is why this goes on.
		return false;
	}
}

export const deleteCopy = (name: string): Promise<void> => clearDocument(name);

/** Puts the document away, and forgets what was put away more than 30 days ago. */
export async function setAside(name: string, doc: Y.Doc, reason: string, now: number): Promise<void> {
	const db = await idb.openDB(ASIDE, (fresh) => idb.createStores(fresh, [['copies', { autoIncrement: true }]]));
	const [copies] = idb.transact(db, ['copies']);
	if (!copies) return;
	const aside: SetAside = { name, reason, at: now, words: wordsIn(doc), update: Y.encodeStateAsUpdate(doc) };
	await idb.rtop(copies.add(aside));
	for (const { k, v } of await idb.getAllKeysValues(copies)) {
		if (now - v.at > ASIDE_MS) await idb.del(copies, k);
	}
	db.close();
}
