/**
 * `/live/<workshopId>`: everyone in a workshop holds one socket and is sent the whole live state when it changes, at once
 * after a quiet moment and at most four times a second. Who has one open is "here". A device says on it how much waits to
 * be saved, and a projector what it shows; anything else closes the socket. One piece, so that who is here and who is told
 * never differ.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { authorize, type Actor } from '#domain/access.ts';
import { asId, RANDOM_ID, type PersonId, type SessionId, type StepId, type WorkshopId } from '#domain/ids.ts';
import { facilitates } from '#domain/workshop.ts';
import type { LiveDesk } from '#protocol/live.ts';
import type { DeviceLight } from '#protocol/room-server.ts';
import { CLOSE } from '#protocol/sync.ts';
import type { Gateway, Ground } from '../deps.ts';
import type { Given } from '../store/rooms.ts';
import { Arrivals } from '../sync/arrivals.ts';
import type { Refusal } from '../sync/frame.ts';
import type { NoteCounts } from './note-counts.ts';
import type { WorkshopDesk } from './desk.ts';
import type { BoardWatch } from './board-watch.ts';
import { consoleNews } from './console-news.ts';
import { deviceOf, lightOf, type Device } from './device.ts';
import { DeviceWords } from './devices.ts';
import type { QuietRequests } from './quiet-requests.ts';
import { telling } from './telling.ts';

/** How much was voted and rated in a step, by whom, never for what. */
export type Tallies = (workshopId: WorkshopId, step: StepId) => Promise<Given>;

export interface LiveDeps extends Pick<Ground, 'access' | 'log' | 'now' | 'place'> {
	readonly desk: WorkshopDesk;
	readonly counts: NoteCounts;
	readonly boards: BoardWatch;
	readonly tallies: Tallies;
	readonly quiet: Pick<QuietRequests, 'know' | 'waiting'>;
	/** A device of theirs has the workshop open. */
	readonly onHere: (workshopId: WorkshopId, personId: PersonId) => void;
}

interface LiveSocket {
	readonly socket: WebSocket;
	readonly actor: Actor;
	readonly sessionId: SessionId;
	readonly device: Device;
	readonly said: DeviceWords;
}

interface Admitted {
	readonly workshopId: WorkshopId;
	readonly actor: Actor;
	readonly sessionId: SessionId;
}

interface LiveRoom {
	readonly sockets: Set<LiveSocket>;
	/** When each person was last here, ms. */
	readonly seen: Map<PersonId, number>;
	sentAt: number;
	timer: NodeJS.Timeout | null;
	isSending: boolean;
	isDue: boolean;
	given: { readonly step: StepId; readonly value: Given } | null;
}

const BETWEEN_MS = 250;
/** Below the twenty seconds after which a silent socket counts as dead. */
const BEAT_MS = 15_000;
/** While somebody looks at the lights. */
const LOOK_EVERY_MS = 1_500;
const BACKLOG_LIMIT = 256 * 1024;
const NOTHING: Given = { votes: new Map(), ratings: new Map() };

export class LiveGateway implements Gateway {
	readonly #deps: LiveDeps;
	readonly #server = new WebSocketServer({
		noServer: true,
		maxPayload: 1024,
		perMessageDeflate: false
	});
	readonly #arrivals = new Arrivals();
	readonly #rooms = new Map<WorkshopId, LiveRoom>();
	readonly #beat: NodeJS.Timeout;
	readonly #stops: readonly (() => void)[];
	#version: number;

	constructor(deps: LiveDeps) {
		this.#deps = deps;
		// Goes on rising across restarts: a client never mistakes a new state for an old one.
		this.#version = deps.now().getTime();
		this.#stops = [
			deps.desk.onChange((id) => this.#soon(id)),
			deps.desk.onBump((id, revision) => {
				const room = this.#rooms.get(id);
				if (room && revision === 'votes') room.given = null;
			}),
			deps.counts.onChange((id) => this.#soon(id)),
			deps.boards.onChange((id) => this.#soon(id)),
			deps.place.onChange(() => {
				for (const id of this.#rooms.keys()) this.#soon(id);
			})
		];
		deps.boards.watchFor((id) => this.#hasConsole(id));
		this.#beat = setInterval(() => this.#beatAll(), BEAT_MS);
		this.#beat.unref();
	}

	async handle(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
		const [, text = ''] = /^\/live\/([^/?]+)(?:\?.*)?$/.exec(request.url ?? '') ?? [];
		const arrival = this.#arrivals.begin();
		try {
			const entry = await this.#admit(text, request.headers.cookie);
			this.#server.handleUpgrade(request, socket, head, (opened) => {
				opened.on('error', (error) => this.#deps.log.debug({ err: error }, 'a live socket failed'));
				const refusal = 'code' in entry ? entry : arrival.refusalOf(entry.workshopId, entry.sessionId);
				if (refusal) opened.close(refusal.code, refusal.reason);
				else if (!('code' in entry)) this.#join(opened, entry, deviceOf(request, this.#deps.now()));
			});
		} finally {
			arrival.over();
		}
	}

	/** Ids of everyone with an open socket in the workshop. */
	here(id: WorkshopId): ReadonlySet<PersonId> {
		const people = new Set<PersonId>();
		for (const { actor } of this.#rooms.get(id)?.sockets ?? []) if (actor.kind === 'person') people.add(actor.personId);
		return people;
	}

	/**
	 * What this actor's socket would be told now, for a page that begins before its socket does; null for whoever has no
	 * place here any more.
	 */
	async picture(id: WorkshopId, actor: Actor): Promise<string | null> {
		const room: Pick<LiveRoom, 'given'> = this.#rooms.get(id) ?? { given: null };
		// Loaded first: what is gathered is looked up in what the desk holds.
		await this.#deps.desk.get(id);
		await this.#gather(id, room);
		const now = await this.#deps.desk.get(id);
		const given = room.given?.value ?? NOTHING;
		return telling(this.#deps, { id, now, version: this.#version, here: this.here(id), given, news: null })(actor);
	}

	/** Every device that has the workshop open. Whoever asks again is told newer figures: each is asked for a word. */
	devices(id: WorkshopId): readonly DeviceLight[] {
		const at = performance.now();
		return [...(this.#rooms.get(id)?.sockets ?? [])].map((entry) => {
			if (entry.device.pulse.isDue(at, LOOK_EVERY_MS)) ask(entry);
			return lightOf(entry.device, this.#deps.desk.actorNow(entry.actor) ?? entry.actor, at);
		});
	}

	/** Ends the sockets of devices whose seat or account ended. */
	dropSessions(id: WorkshopId, sessions: readonly SessionId[], refusal: Refusal): void {
		const { code, reason } = refusal;
		this.#arrivals.ended(id, sessions, refusal);
		for (const { socket, sessionId } of this.#rooms.get(id)?.sockets ?? []) {
			if (sessions.includes(sessionId)) socket.close(code, reason);
		}
	}

	async close(): Promise<void> {
		clearInterval(this.#beat);
		for (const stop of this.#stops) stop();
		for (const room of this.#rooms.values()) {
			if (room.timer) clearTimeout(room.timer);
			for (const { socket } of room.sockets) socket.close(CLOSE.restart, 'restart');
		}
		this.#rooms.clear();
		await new Promise<void>((resolve) => this.#server.close(() => resolve()));
	}

	async #admit(
		text: string,
		cookie: string | undefined
	): Promise<Admitted | { readonly code: number; readonly reason: string }> {
		const session = await this.#deps.access.sessionOfCookie(cookie);
		if (!session) return { code: CLOSE.notSignedIn, reason: 'not-signed-in' };
		const workshopId = asId<'Workshop'>(text);
		const now = RANDOM_ID.test(text) ? await this.#deps.desk.load(workshopId) : null;
		if (!now) return { code: CLOSE.unknownDocument, reason: 'unknown-workshop' };
		const actor = await this.#deps.access.actorIn(session, workshopId);
		const { state } = now.workshop;
		if (!authorize(actor, 'workshop.read', { kind: 'workshop', workshopId, state })) {
			return { code: CLOSE.notAllowed, reason: 'not-allowed' };
		}
		return { workshopId, actor, sessionId: session.id };
	}

	#join(socket: WebSocket, { workshopId: id, actor, sessionId }: Admitted, device: Device): void {
		const said = new DeviceWords(performance.now());
		const entry: LiveSocket = { socket, actor, sessionId, device, said };
		const room = this.#room(id);
		room.sockets.add(entry);
		if (actor.kind === 'person') this.#deps.onHere(id, actor.personId);
		socket.on('pong', () => entry.device.pulse.answered(performance.now()));
		socket.on('message', (data, isBinary) => {
			const heard = isBinary ? 'malformed' : said.hear(String(data), performance.now());
			if (heard === 'malformed') socket.close(CLOSE.malformed, 'malformed');
			else if (heard === 'too-many') socket.close(CLOSE.tooMany, 'too-many-frames');
			else if (heard === 'changed') {
				// A page that stayed open overnight: its person is here again.
				if (actor.kind === 'person') this.#deps.onHere(id, actor.personId);
				if (this.#hasConsole(id)) this.#soon(id);
			}
		});
		socket.on('close', () => {
			room.sockets.delete(entry);
			if (actor.kind === 'person') room.seen.set(actor.personId, this.#deps.now().getTime());
			if (room.sockets.size > 0) return this.#soon(id);
			if (room.timer) clearTimeout(room.timer);
			if (this.#rooms.get(id) === room) this.#rooms.delete(id);
		});
		this.#soon(id);
	}

	#room(id: WorkshopId): LiveRoom {
		const known = this.#rooms.get(id);
		if (known) return known;
		const room: LiveRoom = {
			sockets: new Set(),
			seen: new Map(),
			sentAt: 0,
			timer: null,
			isSending: false,
			isDue: false,
			given: null
		};
		this.#rooms.set(id, room);
		return room;
	}

	/** Sends at once when the last state is old enough, else as soon as it is. */
	#soon(id: WorkshopId): void {
		const room = this.#rooms.get(id);
		if (!room || room.timer) return;
		if (room.isSending) {
			room.isDue = true;
			return;
		}
		const waitMs = Math.max(0, room.sentAt + BETWEEN_MS - performance.now());
		// Also when it is due now: what changes in this turn goes out together.
		room.timer = setTimeout(() => {
			room.timer = null;
			void this.#send(id, room);
		}, waitMs);
	}

	async #send(id: WorkshopId, room: LiveRoom): Promise<void> {
		room.isSending = true;
		room.isDue = false;
		try {
			await this.#gather(id, room);
			room.sentAt = performance.now();
			this.#tellAll(id, room);
		} catch (error) {
			// The database is away: everyone keeps the last state, and the next beat tries again.
			this.#deps.log.error({ err: error, workshop: id }, 'the live state could not be read');
		} finally {
			room.isSending = false;
			if (room.isDue) this.#soon(id);
		}
	}

	async #gather(id: WorkshopId, room: Pick<LiveRoom, 'given'>): Promise<void> {
		const now = this.#deps.desk.peek(id);
		const step = now?.running()?.activity.id;
		if (!now || step === undefined) {
			room.given = null;
			return;
		}
		if (room.given?.step !== step) room.given = { step, value: await this.#deps.tallies(id, step) };
		await this.#deps.quiet.know(id, step);
		await this.#deps.counts.know([...now.boards(step), ...now.privateDocuments(step)].map((document) => document.id));
	}

	#tellAll(id: WorkshopId, room: LiveRoom): void {
		const now = this.#deps.desk.peek(id);
		if (!now) {
			for (const { socket } of room.sockets) socket.close(CLOSE.unknownDocument, 'unknown-workshop');
			return;
		}
		this.#version += 1;
		const tell = telling(this.#deps, {
			id,
			now,
			version: this.#version,
			here: this.here(id),
			given: room.given?.value ?? NOTHING,
			news: this.#hasConsole(id) ? this.#console(id, room) : null
		});
		for (const { socket, actor } of room.sockets) {
			if (socket.readyState !== socket.OPEN) continue;
			const text = tell(actor);
			if (text === null) socket.close(CLOSE.notAllowed, 'removed');
			// Too slow to read: a state it has not got yet is as good as this one, the next beat brings another.
			else if (socket.bufferedAmount < BACKLOG_LIMIT) socket.send(text);
		}
	}

	#hasConsole(id: WorkshopId): boolean {
		const now = this.#deps.desk.peek(id);
		return [...(this.#rooms.get(id)?.sockets ?? [])].some(
			({ actor }) => actor.kind === 'person' && facilitates(now?.person(actor.personId)?.role ?? actor.role)
		);
	}

	/** What is told to consoles alone. */
	#console(id: WorkshopId, { sockets, seen }: LiveRoom): LiveDesk | null {
		const devices = [...sockets].map(({ actor, said: { waiting, shows } }) => ({
			personId: actor.kind === 'person' ? actor.personId : null,
			waiting,
			shows
		}));
		return consoleNews(this.#deps, id, { devices, seen });
	}

	/** Everyone hears something before they take the silence for a break, and who does not answer is gone. */
	#beatAll(): void {
		for (const [id, room] of this.#rooms) {
			for (const entry of room.sockets) {
				if (!entry.device.pulse.isAlive) entry.socket.terminate();
				else {
					entry.device.pulse.isAlive = false;
					ask(entry);
				}
			}
			this.#soon(id);
		}
	}
}

function ask({ socket, device: { pulse } }: LiveSocket): void {
	pulse.asked(performance.now());
	socket.ping();
}
