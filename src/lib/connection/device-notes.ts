/**
 * What this device remembers beside the copy of a document, small and written at once, so that it is known before the
 * copy itself is read: how many changes of each visit the server has not confirmed, and which Yjs client ids were this
 * device's. Two tabs share the copy, so each writes only its own number.
 */
import { newId } from '#domain/ids.ts';

const WAITING = 'plenary.waiting.';
const WRITERS = 'plenary.writers.';

/** `localStorage`, where a page may use it. */
const storage = (): Storage | null => {
	try {
		return localStorage;
	} catch {
		// Blocked by the browser's settings: nothing is remembered, and nothing is claimed.
		return null;
	}
};

function read(key: string): unknown {
	try {
		return JSON.parse(storage()?.getItem(key) ?? 'null');
	} catch {
		// Not ours, or cut off: as if nothing had been written.
		return null;
	}
}

function write(key: string, value: unknown): void {
	try {
		if (value === null) storage()?.removeItem(key);
		else storage()?.setItem(key, JSON.stringify(value));
	} catch {
		// The disk is full: the copy itself says so, and this is only its count.
	}
}

/** Changes that wait, by the visit that made them. */
type Counts = Readonly<Record<string, number>>;

function readCounts(name: string): Counts {
	const counts = read(WAITING + name);
	if (typeof counts !== 'object' || counts === null) return {};
	const kept: Record<string, number> = {};
	for (const [visit, count] of Object.entries<unknown>({ ...counts })) {
		if (typeof count === 'number' && Number.isSafeInteger(count) && count > 0) kept[visit] = count;
	}
	return kept;
}

/** One open document's part of what is remembered about it. */
export class DeviceNotes {
	readonly #name: string;
	readonly #visit = newId<'Visit'>();
	/** What other visits had left when this one began: confirmed together with what this one sends. */
	#left: Counts;
	#written = 0;
	readonly #writers = new Set<number>();

	constructor(name: string) {
		this.#name = name;
		this.#left = readCounts(name);
	}

	/** Changes that earlier visits, or other tabs, left for the server. */
	get left(): number {
		return Object.values(this.#left).reduce((sum, count) => sum + count, 0);
	}

	/** So many changes of this visit wait; 0: also those that were left are confirmed. */
	waits(count: number): void {
		if (count === this.#written && (count > 0 || this.left === 0)) return;
		// Another tab may have written meanwhile: what it changed is its own.
		const counts = Object.entries(readCounts(this.#name)).filter(
			([visit, waiting]) => visit !== this.#visit && this.#left[visit] !== waiting
		);
		const left = count === 0 ? [] : Object.entries(this.#left);
		const own = Math.max(0, count - this.left);
		const all = [...counts, ...left, ...(own > 0 ? [[this.#visit, own] as const] : [])];
		write(WAITING + this.#name, all.length > 0 ? Object.fromEntries(all) : null);
		if (count === 0) this.#left = {};
		this.#written = count;
	}

	/** This Yjs client id writes from this device. */
	writes(client: number): void {
		if (this.#writers.has(client)) return;
		this.#writers.add(client);
		const known = writersOf(this.#name);
		if (!known.includes(client)) write(WRITERS + this.#name, [...known, client]);
	}
}

/** Yjs client ids with which this device wrote into a document. */
export function writersOf(name: string): readonly number[] {
	const writers = read(WRITERS + name);
	return Array.isArray(writers) ? writers.filter((client): client is number => Number.isSafeInteger(client)) : [];
}

/** How many changes of this device wait for the server in a document. */
export const waitingIn = (name: string): number =>
	Object.values(readCounts(name)).reduce((sum, count) => sum + count, 0);

/** Forgets a document whose copy is deleted. */
export function forget(name: string): void {
	write(WAITING + name, null);
	write(WRITERS + name, null);
}

/** Names of all documents that this device wrote into, also in earlier generations. */
export const writtenNames = (): readonly string[] => namesUnder(WRITERS);

/** Names of all documents that hold something the server has not confirmed. */
export const waitingNames = (): readonly string[] => namesUnder(WAITING);

function namesUnder(prefix: string): readonly string[] {
	const kept = storage();
	if (!kept) return [];
	return Array.from({ length: kept.length }, (_, at) => kept.key(at) ?? '')
		.filter((key) => key.startsWith(prefix))
		.map((key) => key.slice(prefix.length));
}
