/**
 * When rooms flush, and that what they flushed is on disk before anybody sees it. One commit at a time for all rooms:
 * a room that is quiet is committed at once, under load everything that came meanwhile shares the next one.
 */
import { DocumentGone, type DocumentLog, type LogRow, type SyncLog } from './access.ts';

/** A room, as the journal sees it. */
export interface Journaled {
	/** Its next window closes no sooner, ms; asked while it has something to flush. */
	readonly dueAt: number;
	/**
	 * Closes the window and gives its row; null when nothing is to be stored, `later` when it was not closed and `dueAt`
	 * says when to ask again. Never called again before `stored`.
	 */
	take(): LogRow | null | 'later';
	/** The row is on disk: show it. */
	stored(): void;
	/** Nothing of it can be stored any more. */
	gone(why: 'removed' | 'broken'): void;
}

export interface JournalOptions {
	readonly documentLog: DocumentLog;
	/** Between two commits at least; 25 for the embedded database, which works in this very thread. */
	readonly gapMs: number;
	readonly now: () => number;
	readonly log: SyncLog;
}

/** A slow database makes windows longer, but not longer than this. */
const LONGEST_GAP_MS = 250;
/** A window that would close so soon closes with the others. */
const SOON_MS = 2;
const FIRST_RETRY_MS = 100;
/** People wait for the word that all is stored; a try costs one statement. */
const LONGEST_RETRY_MS = 1000;
/** From here on not every failed try is worth a line in the log. */
const TRIES_TOLD = 8;

interface Waiting {
	/** How many flushes of each room are still to come. */
	readonly left: Map<Journaled, number>;
	readonly resolve: () => void;
}

interface Late {
	readonly row: LogRow;
	tries: number;
	dueAt: number;
}

export class Journal {
	readonly #options: JournalOptions;
	readonly #dirty = new Set<Journaled>();
	/** Rooms whose row could not be stored yet. They show nothing and take nothing until it is. */
	readonly #late = new Map<Journaled, Late>();
	#isCommitting = false;
	#timer: NodeJS.Timeout | null = null;
	#timerAt = 0;
	#immediate: NodeJS.Immediate | null = null;
	#nextAt = 0;
	#isHurried = false;
	/** Rooms whose row is on its way to the disk, the late ones included. */
	readonly #flying = new Set<Journaled>();
	readonly #waiting = new Set<Waiting>();

	constructor(options: JournalOptions) {
		this.#options = options;
	}

	/** The room has something to flush. */
	request(room: Journaled): void {
		this.#dirty.add(room);
		this.#schedule();
	}

	/** From now on without pauses: the process is about to end. */
	hurry(): void {
		this.#isHurried = true;
		this.#nextAt = 0;
		for (const late of this.#late.values()) late.dueAt = 0;
		this.#schedule();
	}

	/**
	 * Resolves when everything that was asked for until now is on disk, however much comes after it.
	 * @param only waits for these rooms and for no other
	 */
	settled(only?: ReadonlySet<Journaled>): Promise<void> {
		const left = new Map<Journaled, number>();
		const asked = [...this.#flying, ...this.#dirty].filter((room) => !only || only.has(room));
		for (const room of asked) left.set(room, (left.get(room) ?? 0) + 1);
		if (left.size === 0) return Promise.resolve();
		return new Promise((resolve) => this.#waiting.add({ left, resolve }));
	}

	#schedule(): void {
		if (this.#isCommitting || this.#immediate) return;
		const due = this.#dueAt();
		if (due === Infinity) return;
		const waitMs = due - this.#options.now();
		if (this.#timer) {
			if (waitMs > 0 && due >= this.#timerAt) return;
			clearTimeout(this.#timer);
			this.#timer = null;
		}
		if (waitMs <= 0) {
			this.#immediate = setImmediate(() => {
				this.#immediate = null;
				void this.#commit();
			});
			return;
		}
		this.#timerAt = due;
		this.#timer = setTimeout(() => {
			this.#timer = null;
			this.#schedule();
		}, waitMs);
	}

	/** When the next commit starts, as far as is known now. */
	#dueAt(): number {
		let due = Infinity;
		for (const room of this.#dirty) {
			if (!this.#late.has(room)) due = Math.min(due, Math.max(this.#nextAt, this.#isHurried ? 0 : room.dueAt));
		}
		for (const late of this.#late.values()) due = Math.min(due, late.dueAt);
		return due;
	}

	async #commit(): Promise<void> {
		const { now } = this.#options;
		this.#isCommitting = true;
		const startedAt = now();
		await this.#storeTaken(this.#take());
		await this.#storeLate(startedAt);
		const gapMs = Math.max(this.#options.gapMs, Math.min(now() - startedAt, LONGEST_GAP_MS));
		this.#nextAt = this.#isHurried ? 0 : now() + gapMs;
		this.#isCommitting = false;
		this.#schedule();
	}

	/** Closes the window of every room that has one, and of those whose turn would come while this commit runs. */
	#take(): ReadonlyMap<Journaled, LogRow> {
		const taken = new Map<Journaled, LogRow>();
		const due = this.#isHurried ? Infinity : this.#options.now() + SOON_MS;
		for (const room of [...this.#dirty]) {
			if (this.#late.has(room) || room.dueAt > due) continue;
			this.#dirty.delete(room);
			try {
				const row = room.take();
				if (row === 'later') {
					this.#dirty.add(room);
					continue;
				}
				this.#flying.add(room);
				if (this.#dirty.has(room)) this.#landed(room, -1);
				if (row) taken.set(room, row);
				else this.#stored(room);
			} catch (error) {
				// A bug in one room must not keep the others from the disk.
				this.#options.log.error({ err: error }, 'a room could not be flushed');
				this.#gone(room, 'broken');
			}
		}
		return taken;
	}

	async #storeTaken(taken: ReadonlyMap<Journaled, LogRow>): Promise<void> {
		if (taken.size === 0) return;
		const error = await this.#append([...taken.values()]);
		if (!error) {
			for (const room of taken.keys()) this.#stored(room);
			return;
		}
		// One row may have spoiled it for all: each on its own from now on.
		for (const [room, row] of taken) this.#late.set(room, { row, tries: 0, dueAt: 0 });
	}

	async #storeLate(at: number): Promise<void> {
		if (this.#late.size === 0) return;
		const due = [...this.#late].filter(([, { dueAt }]) => dueAt <= at);
		await Promise.all(
			due.map(async ([room, late]) => {
				const error = await this.#append([late.row]);
				if (!error) {
					this.#late.delete(room);
					this.#stored(room);
					// The disk takes rows again: those that still pause need not.
					for (const other of this.#late.values()) other.dueAt = 0;
				} else if (error instanceof DocumentGone) {
					this.#late.delete(room);
					this.#gone(room, 'removed');
				} else {
					late.tries += 1;
					late.dueAt = this.#options.now() + Math.min(FIRST_RETRY_MS * 2 ** (late.tries - 1), LONGEST_RETRY_MS);
					if (late.tries <= TRIES_TOLD || late.tries % TRIES_TOLD === 0)
						this.#options.log.warn(
							{ err: error, documentId: late.row.documentId, tries: late.tries },
							'not stored yet'
						);
				}
			})
		);
	}

	async #append(rows: readonly LogRow[]): Promise<unknown> {
		try {
			await this.#options.documentLog.append(rows);
			return null;
		} catch (error) {
			return error ?? new Error('The log refused the rows without a reason.');
		}
	}

	#stored(room: Journaled): void {
		this.#flying.delete(room);
		try {
			room.stored();
		} catch (error) {
			this.#options.log.error({ err: error }, 'a flush was stored but could not be shown');
			return this.#gone(room, 'broken');
		}
		this.#landed(room, 1);
	}

	#gone(room: Journaled, why: 'removed' | 'broken'): void {
		this.#flying.delete(room);
		this.#dirty.delete(room);
		room.gone(why);
		this.#landed(room, Infinity);
	}

	/** @param flushes negative when a window did not take all, and who waits for it waits for the next one, too */
	#landed(room: Journaled, flushes: number): void {
		for (const waiting of [...this.#waiting]) {
			if (!waiting.left.has(room)) continue;
			const left = (waiting.left.get(room) ?? 0) - flushes;
			if (left > 0) waiting.left.set(room, left);
			else waiting.left.delete(room);
			if (waiting.left.size > 0) continue;
			this.#waiting.delete(waiting);
			waiting.resolve();
		}
	}
}
