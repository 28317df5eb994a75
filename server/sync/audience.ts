/** Everyone who has a document open: what each of them is shown of it, and who of them writes where. */
import { CLOSE, GRACE_MS } from '#protocol/sync.ts';
import type { SyncAccess } from './access.ts';
import type { Connection } from './connection.ts';
import type { DocumentRights } from './document-rights.ts';
import { onWire, type PresenceEntry } from './frame.ts';
import { Presence } from './presence.ts';

export interface AudienceOptions {
	readonly rights: DocumentRights;
	readonly access: Pick<SyncAccess, 'current'>;
	readonly now: () => number;
	/** Something will be shown in a moment. */
	readonly isSoon: () => boolean;
	/** Something is applied that nobody was shown yet. */
	readonly isInFlight: () => boolean;
	/** What everybody who was shown everything knows. */
	readonly stateVector: () => Uint8Array;
	/** A reader that was held back has read all it was sent; it knew this much then. */
	readonly onDrained: (connection: Connection, knew: Uint8Array) => void;
}

/** Presence goes out at most this often, and this much later to go with what is about to be shown. */
const PRESENCE_MS = 50;

export class Audience {
	readonly connections = new Set<Connection>();
	readonly #options: AudienceOptions;
	readonly #presence = new Presence<Connection>();
	#timer: NodeJS.Timeout | null = null;
	#toldAt = 0;

	constructor(options: AudienceOptions) {
		this.#options = options;
	}

	add(connection: Connection): void {
		this.connections.add(connection);
		connection.couldWrite = this.#options.rights.mayWrite(connection);
	}

	/** False when it was not here. */
	remove(connection: Connection): boolean {
		if (!this.connections.delete(connection)) return false;
		this.#presence.leave(connection);
		this.#tellPresence();
		return true;
	}

	/** Takes what a client says of itself. */
	hear(connection: Connection, entries: readonly PresenceEntry[]): void {
		const { rights } = this.#options;
		const { personId } = connection;
		// A screen shows others and is nobody itself; what is written alone is nobody else's.
		if (personId === null || !rights.mayRead(connection) || rights.isPrivate()) return;
		if (this.#presence.hear(connection, entries, rights.nameInPresence(personId))) this.#tellPresence();
		else connection.close({ code: CLOSE.malformed, reason: 'broken-presence' });
	}

	/** Tells one who else is here, if it reads what it is sent. False when nobody is. */
	introduce(connection: Connection): boolean {
		const { rights } = this.#options;
		if (connection.isHeld || connection.isCongested || !rights.mayRead(connection)) return true;
		const others = this.#presence.everyone(connection, rights.seesNames(connection));
		if (!others) return false;
		connection.allowance.charge(others.byteLength);
		connection.send(others);
		this.holdIfCongested(connection);
		return true;
	}

	/**
	 * To those who sent something that it is on disk, to everybody what it is, and who is here if that is due.
	 * @param wire null when nothing changed
	 * @param knows the one who sent all of it
	 */
	show(wire: Buffer | null, knows: Connection | null): void {
		const { rights, now } = this.#options;
		const isDue = this.#presence.hasNews && now() - this.#toldAt >= PRESENCE_MS;
		const presenceFor = isDue ? this.#presenceWires() : () => null;
		const resource = rights.resource();
		for (const connection of this.connections) {
			const isNews = wire !== null && connection.isJoined && connection !== knows;
			const isShown = isNews && rights.mayRead(connection, resource);
			if (isNews && !isShown) connection.isBehind = true;
			connection.stored(isShown ? wire : null, presenceFor(connection));
			this.holdIfCongested(connection);
		}
		this.#tellPresence();
	}

	/** One that reads slowly gets one difference when it has read what it was sent, in place of all that came meanwhile. */
	holdIfCongested(connection: Connection): void {
		const { stateVector, onDrained, isInFlight } = this.#options;
		// What is in flight would count as known; when it is shown everybody is looked at again.
		if (!connection.isCongested || isInFlight()) return;
		connection.hold(stateVector(), (knew) => onDrained(connection, knew));
	}

	/** Roles, people or the step changed: who lost a right has two seconds for what is on its way. */
	accessChanged(): void {
		const { access, rights, now } = this.#options;
		for (const connection of [...this.connections]) {
			const actor = access.current(connection.actor);
			if (!actor) {
				connection.close({ code: CLOSE.notAllowed, reason: 'removed' });
				continue;
			}
			connection.actor = actor;
			const mayWrite = rights.mayWrite(connection);
			if (connection.couldWrite && !mayWrite) connection.lateUntil = now() + GRACE_MS;
			connection.couldWrite = mayWrite;
			if (!rights.mayRead(connection)) this.#closeAfterGrace(connection);
			// It was shown nothing while it had no right to it: a new socket brings what it missed.
			else if (connection.isBehind) connection.close({ code: CLOSE.tryLater, reason: 'access-changed' });
		}
	}

	keepAlive(): void {
		for (const connection of this.connections) {
			connection.keepAlive();
			connection.ping();
		}
	}

	stop(): void {
		if (this.#timer) clearTimeout(this.#timer);
	}

	#tellPresence(patienceMs = PRESENCE_MS): void {
		if (this.#timer || !this.#presence.hasNews) return;
		const { now, isSoon } = this.#options;
		const waitMs = Math.max(0, this.#toldAt + PRESENCE_MS - now());
		this.#timer = setTimeout(() => {
			this.#timer = null;
			// One write for both is half the cost.
			if (patienceMs > 0 && isSoon()) return this.#waitForWindow(patienceMs);
			const wireFor = this.#presenceWires();
			for (const connection of this.connections) {
				const wire = wireFor(connection);
				if (!wire) continue;
				connection.sendWire(wire);
				this.holdIfCongested(connection);
			}
			this.#tellPresence();
		}, waitMs);
	}

	#waitForWindow(patienceMs: number): void {
		this.#timer = setTimeout(() => {
			this.#timer = null;
			this.#tellPresence(0);
		}, patienceMs);
	}

	/** What is new of who is here, for each as they may see it; null for those who may see nothing, or nothing new. */
	#presenceWires(): (to: Connection) => Buffer | null {
		const { rights, now } = this.#options;
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
		this.#toldAt = now();
		const newsFor = this.#presence.news();
		const resource = rights.resource();
		const wires = new Map<Uint8Array, Buffer>();
		return (connection) => {
			if (!rights.mayRead(connection, resource)) return null;
			const message = newsFor(connection, rights.seesNames(connection, resource));
			if (!message) return null;
			const wire = wires.get(message) ?? onWire(message);
			wires.set(message, wire);
			return wire;
		};
	}

	/** Only what a writer has under way counts until then: whoever could only read has nothing to bring. */
	#closeAfterGrace(connection: Connection): void {
		setTimeout(() => {
			if (this.connections.has(connection) && !this.#options.rights.mayRead(connection))
				connection.close({ code: CLOSE.notAllowed, reason: 'not-allowed' });
		}, GRACE_MS).unref();
	}
}
