/**
 * What is done for rooms when nobody waits: documents that nobody works with go back to bytes, rooms that everybody has
 * left are let go, and logs that have grown long are written anew as one snapshot.
 */
import type { DocumentLog, SyncLog } from './access.ts';
import type { Room } from './room.ts';

export interface HousekeepingOptions {
	readonly documentLog: Pick<DocumentLog, 'compact'>;
	readonly log: SyncLog;
	readonly now: () => number;
	readonly sleepAfterMs: number;
	readonly unloadAfterMs: number;
	readonly rooms: () => Iterable<Room>;
	/** Nobody has it open and everything in it is stored. */
	readonly unload: (room: Room) => void;
}

const ROUND_MS = 200;
/** One round works no longer than this; what is left waits for the next one. */
const WORK_MS = 10;

export class Housekeeping {
	readonly #options: HousekeepingOptions;
	readonly #timer: NodeJS.Timeout;
	#isCompacting = false;
	#isStopped = false;

	constructor(options: HousekeepingOptions) {
		this.#options = options;
		const roundMs = Math.min(ROUND_MS, options.sleepAfterMs, options.unloadAfterMs);
		this.#timer = setInterval(() => this.#round(), roundMs);
		this.#timer.unref();
	}

	stop(): void {
		this.#isStopped = true;
		clearInterval(this.#timer);
	}

	#round(): void {
		const { now, rooms, sleepAfterMs, unloadAfterMs, unload } = this.#options;
		const startedAt = performance.now();
		for (const room of [...rooms()]) {
			if (performance.now() - startedAt > WORK_MS) return;
			const restMs = now() - room.usedAt;
			if (room.tail.isLong) this.#compact(room);
			else if (room.connections.size === 0 && room.isStored && restMs >= unloadAfterMs) unload(room);
			else if (restMs >= sleepAfterMs) room.sleep();
		}
	}

	/** One at a time. Whoever writes meanwhile only adds rows behind the ones that are replaced. */
	#compact(room: Room): void {
		const row = this.#isCompacting ? null : room.snapshotRow();
		if (!row) return;
		this.#isCompacting = true;
		room.tail.cut(row.bytes.byteLength);
		this.#options.documentLog
			.compact(row)
			.catch((error: unknown) => {
				// The rows are still there; the end of the process may have closed the database under it.
				if (!this.#isStopped)
					this.#options.log.warn({ err: error, documentId: room.documentId }, 'a document was not compacted');
			})
			.finally(() => (this.#isCompacting = false));
	}
}
