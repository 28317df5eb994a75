/**
 * What this device keeps of a document, in IndexedDB: one copy per workshop, document, generation and person, laid out
 * as the y-indexeddb package does it. Unlike the package it tells when a change is really stored, and when it is not:
 * disks fill up, and browsers throw away what they like.
 */
import * as idb from 'lib0/indexeddb';
import * as Y from 'yjs';

const UPDATES = 'updates';
/** Rows after which the copy is made one again. */
const MANY_ROWS = 500;
/** Changes of others are stored together; they are on the server's disk. */
const OTHERS_MS = 200;
/** A storage that does not open within this does not open. */
const OPEN_MS = 5000;
/** A disk that was full is tried again, not only at the next change. */
const AGAIN_MS = 10_000;

/** An update that says that there is nothing. */
const NOTHING = Uint8Array.of(0, 0);

export interface CopyOptions {
	/** Marks the changes that come out of the copy. */
	readonly origin: unknown;
	/** Changes that came over the network: nothing is lost with them. */
	readonly isRemote: (origin: unknown) => boolean;
	/** How many changes this page has made. */
	readonly made: () => number;
	/** The first so many of them are stored. */
	readonly onstored: (made: number) => void;
	/** Something could not be stored. It is tried again; `onstored` tells when it worked. */
	readonly onlost: () => void;
}

/** Opens the database of a copy; null where this device lets pages keep nothing. */
export async function openCopy(name: string): Promise<IDBDatabase | null> {
	if (typeof indexedDB === 'undefined') return null;
	const opening = idb
		.openDB(name, (fresh) => idb.createStores(fresh, [[UPDATES, { autoIncrement: true }], ['custom']]))
		// Refused (private windows, settings): said to the person as "not kept", which is why this goes on.
		.catch(() => null);
	const db = await Promise.race([opening, new Promise<null>((resolve) => setTimeout(() => resolve(null), OPEN_MS))]);
	// Another tab deletes the copy: an open database would block it.
	if (db) db.onversionchange = () => db.close();
	return db;
}

/** All that a copy holds, in the order in which it was stored. */
export async function rowsOf(db: IDBDatabase): Promise<readonly Uint8Array[]> {
	const [store] = idb.transact(db, [UPDATES], 'readonly');
	const rows: unknown[] = store ? await idb.getAll(store) : [];
	return rows.filter((row) => row instanceof Uint8Array);
}

/** Puts what was kept into a document. One broken row does not hide the others. */
export function applyRows(doc: Y.Doc, rows: readonly Uint8Array[], origin?: unknown): void {
	doc.transact(() => {
		for (const row of rows) {
			try {
				Y.applyUpdate(doc, row, origin);
			} catch {
				// Bytes that are no update: cut off by the browser, and nothing that can be read.
			}
		}
	}, origin);
}

/** A copy that is kept from now on. */
export class LocalCopy {
	readonly name: string;
	/** The document was never here before: that nothing is in it says nothing about the board. */
	readonly isNew: boolean;
	readonly #doc: Y.Doc;
	readonly #db: IDBDatabase;
	readonly #options: CopyOptions;
	#pending: Uint8Array[] = [];
	/** A row was lost: the next one holds the whole document. */
	#needsWhole = false;
	#rows = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#isClosed = false;

	/** Reads the copy into the document, and keeps what changes from then on. Null where the device keeps nothing. */
	static async keep(name: string, doc: Y.Doc, options: CopyOptions): Promise<LocalCopy | null> {
		// Changes made while the storage opens are in `before`, below.
		const db = await openCopy(name);
		const rows = db && (await rowsOf(db).catch(() => null));
		if (!db || !rows) return null;
		return new LocalCopy(name, doc, db, options, rows);
	}

	private constructor(name: string, doc: Y.Doc, db: IDBDatabase, options: CopyOptions, rows: readonly Uint8Array[]) {
		this.name = name;
		this.#doc = doc;
		this.#db = db;
		this.#options = options;
		this.#rows = rows.length;
		const before = Y.encodeStateAsUpdate(doc);
		applyRows(doc, rows, options.origin);
		doc.on('update', this.#heard);
		addEventListener('pagehide', this.#flush);
		const isEmpty = before.byteLength <= NOTHING.byteLength;
		if (!isEmpty) this.#pending.push(before);
		this.isNew = isEmpty && rows.length === 0;
		this.#flush();
	}

	/** The server has sent all it has: an empty board is kept as one that was seen. */
	opened(): void {
		if (this.#rows > 0 || this.#pending.length > 0) return;
		this.#pending.push(NOTHING);
		this.#flush();
	}

	/** Stores what waits, and lets the copy go. */
	close(): void {
		if (this.#isClosed) return;
		this.#flush();
		this.#isClosed = true;
		clearTimeout(this.#timer);
		this.#doc.off('update', this.#heard);
		removeEventListener('pagehide', this.#flush);
		// Transactions that are under way still end.
		this.#db.close();
	}

	/** Deletes the copy from this device. */
	async discard(): Promise<void> {
		this.#pending = [];
		this.close();
		await idb.deleteDB(this.name);
	}

	readonly #heard = (update: Uint8Array, origin: unknown): void => {
		if (origin === this.#options.origin) return;
		this.#pending.push(update);
		if (this.#options.isRemote(origin)) this.#timer ??= setTimeout(this.#flush, OTHERS_MS);
		else this.#flush();
	};

	readonly #flush = (): void => {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#isClosed) return;
		const made = this.#options.made();
		if (this.#pending.length === 0 && !this.#needsWhole) return this.#options.onstored(made);
		const row = this.#needsWhole ? Y.encodeStateAsUpdate(this.#doc) : mergedOf(this.#pending);
		this.#pending = [];
		this.#needsWhole = false;
		try {
			const transaction = this.#db.transaction([UPDATES], 'readwrite');
			transaction.oncomplete = () => this.#stored(made);
			transaction.onabort = this.#lost;
			transaction.objectStore(UPDATES).add(row);
			// At once: otherwise the page is asked first whether it has more to add, and one that is closed never answers.
			transaction.commit();
		} catch {
			// The browser has closed the storage: only a new visit opens it again.
			this.#lost();
		}
	};

	#stored(made: number): void {
		// An older row was lost meanwhile: what is stored has a hole.
		if (this.#needsWhole) return;
		this.#options.onstored(made);
		this.#rows += 1;
		if (this.#rows >= MANY_ROWS && !this.#isClosed) this.#compact();
	}

	readonly #lost = (): void => {
		this.#needsWhole = true;
		this.#options.onlost();
		if (!this.#isClosed) this.#timer ??= setTimeout(this.#flush, AGAIN_MS);
	};

	/** One row in place of many, in one transaction: what other tabs of this document have stored is among them. */
	#compact(): void {
		this.#rows = 0;
		const store = this.#db.transaction([UPDATES], 'readwrite').objectStore(UPDATES);
		const keys = store.getAllKeys();
		const rows = store.getAll();
		rows.onsuccess = () => {
			const last = keys.result.at(-1);
			if (last === undefined) return;
			const whole = new Y.Doc();
			applyRows(
				whole,
				rows.result.filter((row) => row instanceof Uint8Array)
			);
			store.add(Y.encodeStateAsUpdate(whole)).onsuccess = () => {
				store.delete(IDBKeyRange.upperBound(last));
				this.#rows = 1;
			};
			whole.destroy();
		};
	}
}

const mergedOf = (updates: readonly Uint8Array[]): Uint8Array =>
	updates.length === 1 && updates[0] ? updates[0] : Y.mergeUpdates([...updates]);

/** Deletes a copy that is not open here. */
export const deleteCopy = (name: string): Promise<unknown> => idb.deleteDB(name);
