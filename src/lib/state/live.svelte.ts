import { remainingMs, type Clock } from '#domain/workshop.ts';
import type { DeviceNews, LiveState } from '#protocol/live.ts';
import { OtherProtocol, readLive } from '#protocol/live-wire.ts';
import { CLOSE } from '#protocol/sync.ts';

/** Why the server will not let this device in any more; nothing reconnects after it. */
export type LiveEnd = 'not-signed-in' | 'not-allowed' | 'outdated' | 'somebody-else';

/** The world outside: a test drives it, the browser's own is the default. */
export interface LiveSurroundings {
	readonly open: (path: string) => WebSocket;
	readonly now: () => number;
	/** 0 to 1. */
	readonly random: () => number;
	readonly later: (deed: () => void, ms: number) => () => void;
	/**
	 * Calls back when the network came back or the page is looked at again, with how long nobody looked; gives back what
	 * stops it.
	 */
	readonly onReturn: (deed: (unseenMs: number) => void) => () => void;
	/** Calls back when the device lost its network. */
	readonly onLoss: (deed: () => void) => () => void;
}

const FIRST_WAIT_MS = 300;
const TELL_EVERY_MS = 1000;
const LONGEST_WAIT_MS = 8_000;
/** A device that slept this long may hold a socket that is dead without having heard so. */
const SLEEP_MS = 30_000;

/**
 * The live state of one workshop, as the newest snapshot of the server. While the connection is lost the last picture
 * stays; a reconnect brings the newest one, nothing is put together from parts.
 */
export class LiveConnection {
	/** Null until the first snapshot. */
	live: LiveState | null = $state.raw(null);
	/** What `live` shows was shown beforehand: the socket has brought nothing yet. */
	isOld = $state(false);
	connection: 'connecting' | 'open' | 'lost' = $state('connecting');
	ended: LiveEnd | null = $state(null);

	readonly #path: string;
	readonly #world: LiveSurroundings;
	#socket: WebSocket | null = null;
	#failures = 0;
	/** Server time minus ours. Snapshots arrive late, never early, so the largest difference is the nearest. */
	#offsetMs: number | null = $state(null);
	#cancelWait: () => void = () => {};
	#isDisposed = false;
	/** What this device has to say, and what the server was told on this socket. */
	#news: DeviceNews = {};
	#told = '{}';
	#isTelling = false;
	#cancelTelling: () => void = () => {};
	readonly #stopListening: readonly (() => void)[];

	constructor(workshopId: string, world: LiveSurroundings = browserSurroundings()) {
		this.#path = `/live/${workshopId}`;
		this.#world = world;
		this.#stopListening = [
			world.onReturn((unseenMs) => {
				if (this.connection !== 'open' || unseenMs > SLEEP_MS) this.#connect();
			}),
			world.onLoss(() => this.#drop())
		];
		this.#connect();
	}

	/** A picture that did not come over the socket, of an earlier visit or of just now, until the socket brings its own. */
	show(picture: LiveState, isOfNow = false): void {
		if (this.live !== null) return;
		// Clocks run by the server's time from the first picture on, whatever the device's own says.
		if (isOfNow) this.#offsetMs ??= picture.now - this.#world.now();
		this.live = picture;
		this.isOld = true;
	}

	/** The server's time in ms since 1970, as well as it is known. */
	serverNow(): number {
		return this.#world.now() + (this.#offsetMs ?? 0);
	}

	/** Milliseconds left on the clock; negative once over. Not reactive: ask again as time goes by. */
	remainingMs(clock: Clock): number {
		return remainingMs(clock, this.serverNow());
	}

	/**
	 * Says something of this device to the server: when it changed, at most once a second, and again after a reconnect.
	 */
	tell(news: DeviceNews): void {
		this.#news = { ...this.#news, ...news };
		if (this.#isTelling) return;
		this.#tellNow();
	}

	dispose(): void {
		this.#isDisposed = true;
		this.#cancelWait();
		this.#cancelTelling();
		for (const stop of this.#stopListening) stop();
		this.#forget();
	}

	#connect(): void {
		if (this.#isDisposed || this.ended !== null) return;
		this.#cancelWait();
		this.#forget();
		const socket = this.#world.open(this.#path);
		this.#socket = socket;
		this.#told = '{}';
		this.#isTelling = false;
		this.#cancelTelling();
		socket.onmessage = (event) => this.#hear(String(event.data));
		socket.onclose = (event) => this.#closed(event.code);
	}

	/** Lets go of the socket without hearing of its end. */
	#forget(): void {
		if (!this.#socket) return;
		this.#socket.onmessage = null;
		this.#socket.onclose = null;
		this.#socket.close();
		this.#socket = null;
	}

	#tellNow(): void {
		const text = JSON.stringify(this.#news);
		if (text === this.#told || this.connection !== 'open' || !this.#socket) return;
		this.#socket.send(text);
		this.#told = text;
		this.#isTelling = true;
		this.#cancelTelling = this.#world.later(() => {
			this.#isTelling = false;
			this.#tellNow();
		}, TELL_EVERY_MS);
	}

	#hear(text: string): void {
		let state: LiveState;
		try {
			state = readLive(text);
		} catch (error) {
			if (!(error instanceof OtherProtocol)) throw error;
			this.#end('outdated');
			return;
		}
		this.#failures = 0;
		// What is on the page, its private words too, is another person's.
		if (this.isOld && this.live?.me.personId !== state.me.personId) return this.#end('somebody-else');
		this.isOld = false;
		if (this.connection !== 'open') {
			this.connection = 'open';
			this.#tellNow();
		}
		const offset = state.now - this.#world.now();
		this.#offsetMs = this.#offsetMs === null ? offset : Math.max(this.#offsetMs, offset);
		this.live = state;
	}

	#closed(code: number): void {
		this.#socket = null;
		if (code === CLOSE.notSignedIn) this.#end('not-signed-in');
		else if (code === CLOSE.notAllowed || code === CLOSE.unknownDocument) this.#end('not-allowed');
		else this.#wait();
	}

	#drop(): void {
		if (this.#isDisposed || this.ended !== null) return;
		this.#forget();
		this.#wait();
	}

	#end(reason: LiveEnd): void {
		this.#forget();
		this.ended = reason;
		this.connection = 'lost';
	}

	/** Doubles the wait with each failure, and spreads forty devices that lost the same network. */
	#wait(): void {
		this.connection = 'lost';
		// The clock of a device that slept may have moved.
		this.#offsetMs = null;
		const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
		this.#failures += 1;
		this.#cancelWait();
		this.#cancelWait = this.#world.later(() => this.#connect(), longest * (0.5 + this.#world.random() / 2));
	}
}

function browserSurroundings(): LiveSurroundings {
	return {
		open: (path) => new WebSocket(`${location.origin.replace(/^http/, 'ws')}${path}`),
		now: () => Date.now(),
		random: () => Math.random(),
		later: (deed, ms) => {
			const timer = setTimeout(deed, ms);
			return () => clearTimeout(timer);
		},
		onReturn: (deed) => {
			let hiddenAt = Date.now();
			const look = () => {
				if (document.visibilityState === 'visible') deed(Date.now() - hiddenAt);
				else hiddenAt = Date.now();
			};
			const back = () => deed(0);
			addEventListener('online', back);
			document.addEventListener('visibilitychange', look);
			return () => {
				removeEventListener('online', back);
				document.removeEventListener('visibilitychange', look);
			};
		},
		onLoss: (deed) => {
			addEventListener('offline', deed);
			return () => removeEventListener('offline', deed);
		}
	};
}
