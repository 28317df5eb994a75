/** The rooms of this process, and how the rest of the server reads and writes documents. */
import type { DocumentId, PersonId, SessionId, WorkshopId } from '#domain/ids.ts';
import type { BoardDocument } from '#document/board.ts';
import { CLOSE, KEEP_ALIVE_MS } from '#protocol/sync.ts';
import { DocumentGone, type DocumentLog, type SyncAccess, type SyncLog } from './access.ts';
import type { Connection } from './connection.ts';
import type { Refusal } from './frame.ts';
import { Housekeeping } from './housekeeping.ts';
import { Journal } from './journal.ts';
import { OwnShare } from './pace.ts';
import { Room } from './room.ts';
import { WakeBudget } from './wake-budget.ts';

export interface RoomsOptions {
	readonly access: SyncAccess;
	readonly documentLog: DocumentLog;
	readonly log: SyncLog;
	readonly now?: () => number;
	/** Between two commits at least: 25 for the embedded database, 0 for a server of its own. */
	readonly commitGapMs: number;
	/** Every client hears something this often; its own patience ends after 30 s. */
	readonly keepAliveMs?: number;
	/** What waking documents for clients may cost. */
	readonly wakeBudget?: Pick<WakeBudget, 'takes'>;
	/** A document that nobody works with goes back to bytes after this time. */
	readonly sleepAfterMs?: number;
	/** After the last one left a room. */
	readonly unloadAfterMs?: number;
	/** The number of notes of a document changed, or one came while another went; at most four times a second for each. */
	readonly onCounts?: (documentId: DocumentId, counts: DocumentCounts) => void;
	/** Somebody came or left: the people of this workshop with an open document changed. */
	readonly onConnected?: (workshopId: WorkshopId) => void;
}

export interface DocumentCounts {
	/** Notes that are not in the bin. */
	readonly notes: number;
	/** Those of them that have words of their own. */
	readonly written: number;
}

/** Well before a client's patience ends, and also how soon a dead line is noticed. */
const KEEP_ALIVE_EVERY_MS = KEEP_ALIVE_MS * 0.75;
const SLEEP_AFTER_MS = 30_000;
const UNLOAD_AFTER_MS = 60_000;
const COUNTS_EVERY_MS = 250;
/** How long an end waits for the disk. */
const CLOSE_WITHIN_MS = 3000;

export class Rooms {
	readonly #options: RoomsOptions;
	readonly #now: () => number;
	readonly #journal: Journal;
	/** One load for all who ask; a load that failed is forgotten and never becomes an empty document. */
	readonly #loads = new Map<DocumentId, Promise<Room>>();
	readonly #open = new Map<DocumentId, Room>();
	readonly #counting = new Map<DocumentId, NodeJS.Timeout>();
	readonly #told = new Map<DocumentId, string>();
	readonly #keepAlive: NodeJS.Timeout;
	readonly #housekeeping: Housekeeping;
	readonly #share: OwnShare;
	readonly #wakeBudget: Pick<WakeBudget, 'takes'>;
	#isClosing = false;

	constructor(options: RoomsOptions) {
		this.#options = options;
		this.#now = options.now ?? Date.now;
		this.#journal = new Journal({
			documentLog: options.documentLog,
			gapMs: options.commitGapMs,
			now: this.#now,
			log: options.log
		});
		this.#keepAlive = setInterval(() => {
			for (const room of this.#open.values()) room.keepAlive();
		}, options.keepAliveMs ?? KEEP_ALIVE_EVERY_MS);
		this.#share = new OwnShare(this.#now);
		this.#wakeBudget = options.wakeBudget ?? new WakeBudget(this.#now);
		this.#housekeeping = new Housekeeping({
			documentLog: options.documentLog,
			log: options.log,
			now: this.#now,
			sleepAfterMs: options.sleepAfterMs ?? SLEEP_AFTER_MS,
			unloadAfterMs: options.unloadAfterMs ?? UNLOAD_AFTER_MS,
			rooms: () => this.#open.values(),
			unload: (room) => this.#forget(room.documentId, room)
		});
	}

	get isClosing(): boolean {
		return this.#isClosing;
	}

	/** Looks at what is on disk. */
	async read<T>(documentId: DocumentId, look: (board: BoardDocument) => T): Promise<T> {
		return (await this.room(documentId)).read(look);
	}

	/** A write of the server. Resolves when it is on disk. What `write` did before it threw stays. */
	async edit<T>(documentId: DocumentId, write: (board: BoardDocument) => T): Promise<T> {
		return (await this.room(documentId)).edit(write);
	}

	/** What was deleted from it leaves the disk as well: its rows become one, without the words that are gone. */
	async purge(documentId: DocumentId): Promise<void> {
		const room = await this.room(documentId);
		for (;;) {
			const row = room.snapshotRow();
			if (row) {
				room.tail.cut(row.bytes.byteLength);
				return this.#options.documentLog.compact(row);
			}
			// Something is on its way to the disk: a look comes after it.
			await room.read(() => null);
		}
	}

	/** HTTP overtakes sockets: waits until what the sender had is here and on disk. False when the time is over. */
	async waitFor(documentId: DocumentId, stateVector: Uint8Array, timeoutMs: number): Promise<boolean> {
		return (await this.room(documentId)).waitFor(stateVector, timeoutMs);
	}

	/** Null for a document that is not open here. */
	counts(documentId: DocumentId): DocumentCounts | null {
		const room = this.#open.get(documentId);
		return room ? { notes: room.count, written: room.written } : null;
	}

	/** Open sockets of each person of a workshop. */
	connected(workshopId: WorkshopId): ReadonlyMap<PersonId, number> {
		const people = new Map<PersonId, number>();
		for (const { personId } of this.#connections(workshopId)) {
			if (personId !== null) people.set(personId, (people.get(personId) ?? 0) + 1);
		}
		return people;
	}

	/** Roles, people, a step or a phase changed: every socket is looked at again. */
	accessChanged(workshopId: WorkshopId): void {
		for (const room of this.#open.values()) if (room.workshopId === workshopId) room.accessChanged();
	}

	/** At once: nothing this person sent counts from here on, unless it is applied already. */
	dropPerson(workshopId: WorkshopId, personId: PersonId): void {
		for (const connection of this.#connections(workshopId)) {
			if (connection.personId === personId) connection.close({ code: CLOSE.notAllowed, reason: 'removed' });
		}
	}

	/** Two people are found to be one: what was written as the one is the other's to go on with. */
	handOver(workshopId: WorkshopId, from: PersonId, to: PersonId): void {
		for (const room of this.#open.values()) if (room.workshopId === workshopId) room.handOver(from, to);
	}

	/** The seat or account these devices acted by in this workshop has ended. */
	dropSessions(workshopId: WorkshopId, sessions: readonly SessionId[], refusal: Refusal): void {
		for (const connection of this.#connections(workshopId)) {
			if (sessions.includes(connection.sessionId)) connection.close(refusal);
		}
	}

	/** These documents were removed: nothing of them is shown or stored any more, and whoever has one open is told. */
	async remove(ids: readonly DocumentId[]): Promise<void> {
		const loading = ids.flatMap((id) => this.#loads.get(id) ?? []);
		for (const loaded of await Promise.allSettled(loading)) {
			// One that could not be loaded is forgotten already.
			if (loaded.status === 'fulfilled') loaded.value.gone('removed');
		}
	}

	/** Everything received so far is on disk; of these documents only, where some are named. */
	settled(ids?: readonly DocumentId[]): Promise<void> {
		return this.#journal.settled(ids && new Set(ids.flatMap((id) => this.#open.get(id) ?? [])));
	}

	/** For an end of the process: takes no more, puts what it has on disk, closes every socket with 1012. */
	async close(): Promise<void> {
		this.#isClosing = true;
		clearInterval(this.#keepAlive);
		this.#housekeeping.stop();
		this.#journal.hurry();
		const late = Symbol('late');
		let timer: NodeJS.Timeout | undefined;
		const patience = new Promise((resolve) => (timer = setTimeout(() => resolve(late), CLOSE_WITHIN_MS)));
		if ((await Promise.race([this.#journal.settled(), patience])) === late)
			this.#options.log.error({}, 'the process ends while the database does not take what people wrote');
		clearTimeout(timer);
		for (const room of this.#open.values()) {
			for (const connection of room.connections) connection.close({ code: CLOSE.restart, reason: 'restart' });
		}
		for (const timeout of this.#counting.values()) clearTimeout(timeout);
		for (const room of this.#open.values()) room.destroy();
		this.#open.clear();
		this.#loads.clear();
	}

	/**
	 * The room of a document, loaded if need be.
	 * @throws DocumentGone when there is no such document
	 */
	room(documentId: DocumentId): Promise<Room> {
		const loading = this.#loads.get(documentId);
		if (loading) return loading;
		const load = this.#load(documentId);
		this.#loads.set(documentId, load);
		load.catch(() => this.#loads.delete(documentId));
		return load;
	}

	join(room: Room, connection: Connection): void {
		room.join(connection);
		this.#options.onConnected?.(room.workshopId);
	}

	leave(room: Room, connection: Connection): void {
		room.leave(connection);
		if (!this.#isClosing) this.#options.onConnected?.(room.workshopId);
	}

	async #load(documentId: DocumentId): Promise<Room> {
		const stored = await this.#options.documentLog.load(documentId);
		if (!stored) throw new DocumentGone();
		const room = new Room(documentId, stored, {
			access: this.#options.access,
			journal: this.#journal,
			now: this.#now,
			share: this.#share,
			mayWake: (bytes) => this.#isClosing || this.#wakeBudget.takes(bytes),
			onWritten: () => this.#countLater(documentId),
			onGone: () => this.#forget(documentId, room)
		});
		this.#open.set(documentId, room);
		return room;
	}

	#connections(workshopId: WorkshopId): readonly Connection[] {
		return [...this.#open.values()]
			.filter((room) => room.workshopId === workshopId)
			.flatMap(({ connections }) => [...connections]);
	}

	#forget(documentId: DocumentId, room: Room): void {
		if (this.#open.get(documentId) !== room) return;
		this.#open.delete(documentId);
		this.#loads.delete(documentId);
		this.#told.delete(documentId);
		room.destroy();
	}

	#countLater(documentId: DocumentId): void {
		if (!this.#options.onCounts || this.#counting.has(documentId)) return;
		const timer = setTimeout(() => {
			this.#counting.delete(documentId);
			const counts = this.counts(documentId);
			// One that came while another went into the bin leaves the number as it was, and is told all the same.
			const said = counts && `${counts.notes} ${counts.written} ${this.#open.get(documentId)?.made}`;
			if (!counts || said === null || this.#told.get(documentId) === said) return;
			this.#told.set(documentId, said);
			this.#options.onCounts?.(documentId, counts);
		}, COUNTS_EVERY_MS);
		this.#counting.set(documentId, timer);
	}
}
