/**
 * Words that could not go where they were meant to go: a refused change, a right that was lost, a board that was brought
 * back from a backup. They stay on this device for 30 days, to be read, copied and downloaded.
 */
import * as idb from 'lib0/indexeddb';
import * as Y from 'yjs';

const DATABASE = 'plenary.set-aside';
const STORE = 'copies';
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** What is put away: which document, when, why, and its words and bytes. */
export interface SetAside {
	readonly name: string;
	readonly reason: string;
	readonly at: number;
	/** Where the words come from, as people call it: workshop and board. Copies of earlier versions have none. */
	readonly title?: string;
	/** The whole board as it was here, not only words that were refused. */
	readonly isWhole?: boolean;
	readonly words: readonly string[];
	readonly update: Uint8Array;
}

/** One that is kept; `key` throws it away. */
export interface KeptCopy extends SetAside {
	readonly key: number;
}

const open = (): Promise<IDBDatabase> =>
	idb.openDB(DATABASE, (fresh) => idb.createStores(fresh, [[STORE, { autoIncrement: true }]]));

async function inStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => Promise<T>): Promise<T> {
	const db = await open();
	try {
		const transaction = db.transaction([STORE], mode);
		// A request that succeeded is not yet on the disk: a disk that is full says so at the end.
		const ended = new Promise<void>((resolve, reject) => {
			transaction.oncomplete = () => resolve();
			transaction.onabort = () => reject(transaction.error ?? new Error('the storage gave up'));
		});
		const [result] = await Promise.all([act(transaction.objectStore(STORE)), ended]);
		return result;
	} finally {
		db.close();
	}
}

/** Everything that was put away, oldest first. */
async function allIn(store: IDBObjectStore): Promise<readonly KeptCopy[]> {
	const kept: KeptCopy[] = [];
	for (const { k, v } of await idb.getAllKeysValues(store)) {
		// Keys count up from 1.
		if (typeof k === 'number') kept.push({ ...v, key: k });
	}
	return kept;
}

/**
 * Puts words away, and forgets what was put away more than 30 days ago. Resolves when they are on this device's disk.
 *
 * @throws when this device keeps nothing
 */
export const setAside = (copy: Omit<SetAside, 'update'>, doc: Y.Doc): Promise<void> =>
	inStore('readwrite', async (store) => {
		await idb.rtop(store.add({ ...copy, update: Y.encodeStateAsUpdate(doc) } satisfies SetAside));
		for (const { key, at } of await allIn(store)) if (copy.at - at > KEPT_MS) await idb.del(store, key);
	});

/** All with words that this person (null: anybody on this device) put away in this workshop, the newest first. */
export const listSetAside = (workshopId: string, personId: string | null, now: number): Promise<readonly KeptCopy[]> =>
	inStore('readonly', async (store) =>
		(await allIn(store))
			.filter(
				({ name, at, words }) =>
					name.startsWith(`plenary.${workshopId}.`) &&
					(personId === null || name.endsWith(`.${personId}`)) &&
					now - at <= KEPT_MS &&
					words.length > 0
			)
			.reverse()
	);

export const throwAway = (key: number): Promise<void> =>
	inStore('readwrite', async (store) => void (await idb.del(store, key)));
