/** One socket of one person. Until it is in step with the server it reads frames, afterwards it mostly counts them. */
import { WebSocket } from 'ws';
import type { Probe } from './probe.ts';
import { Wire, type Dialect } from './wire.ts';

/** Where a person's socket goes, and with which headers. */
export interface Seat {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** The document's name, where frames carry it. */
	readonly document: string;
	readonly dialect: Dialect;
}

const PATIENCE_MS = 30_000;

export class Client {
	readonly wire: Wire;
	/** By which its presence is known, where it writes nothing. */
	readonly presenceId = Math.floor(Math.random() * 2 ** 32);
	frames = 0;
	bytes = 0;
	/** From sending a frame to hearing that it is on disk. */
	readonly savedAfter: { readonly sentAt: number; readonly ms: number }[] = [];
	/** How it was closed by the server, if it was. */
	closed: string | null = null;
	readonly #socket: WebSocket;
	readonly #probe: Probe | null;
	/** When each step-2 and update frame was sent that is not said to be on disk. */
	readonly #unsaved: number[] = [];
	#saved = 0;
	#isInStep = false;
	#update: Uint8Array | null = null;
	#inStep!: () => void;
	#failed!: (error: Error) => void;
	/** Resolves when it has what the server has. */
	readonly joined: Promise<void>;

	/** @param probe takes every update; without one they are only counted */
	constructor(seat: Seat, probe: Probe | null = null) {
		this.wire = new Wire(seat.dialect, seat.document);
		this.#probe = probe;
		this.joined = new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error(`no step 2 within ${PATIENCE_MS} ms`)), PATIENCE_MS);
			this.#inStep = () => (clearTimeout(timer), resolve());
			this.#failed = (error) => (clearTimeout(timer), reject(error));
		});
		this.#socket = new WebSocket(seat.url, {
			headers: seat.headers,
			perMessageDeflate: false,
			skipUTF8Validation: true
		});
		this.#socket.on('open', () => {
			for (const frame of this.wire.hello()) this.#socket.send(frame);
		});
		this.#socket.on('message', (frame: Buffer) => this.#hear(frame));
		this.#socket.on('error', (error) => this.#failed(error));
		this.#socket.on('close', (code, reason) => {
			this.closed = `${code} ${reason.toString()}`;
			this.#failed(new Error(`closed with ${this.closed}`));
		});
	}

	/** The document as the server gave it on joining; null when it was empty-handed. */
	get firstUpdate(): Uint8Array | null {
		return this.#update;
	}

	/** Frames that are not said to be on disk. */
	get unsaved(): number {
		return this.#unsaved.length;
	}

	/** Bytes that the system has not taken yet. */
	get unsent(): number {
		return this.#socket.bufferedAmount;
	}

	sendUpdate(frame: Uint8Array): void {
		this.#unsaved.push(performance.now());
		this.#socket.send(frame);
	}

	sendPresence(client: number, clock: number, state: string): void {
		this.#socket.send(this.wire.presence(client, clock, state));
	}

	/** Reads nothing any more, as a laptop that was shut. */
	stopReading(): void {
		this.#socket.pause();
	}

	leave(): void {
		this.#socket.removeAllListeners('close');
		this.#socket.terminate();
	}

	#hear(frame: Buffer): void {
		this.frames += 1;
		this.bytes += frame.byteLength;
		if (this.#isInStep && !this.#probe) {
			if (this.wire.isSaved(frame)) this.#read(frame);
			return;
		}
		this.#read(frame);
	}

	#read(frame: Uint8Array): void {
		const message = this.wire.read(frame);
		switch (message.kind) {
			case 'step-1':
				return this.sendUpdate(this.wire.nothing());
			case 'step-2':
			case 'update':
				this.#probe?.take(message.update);
				if (message.kind === 'update' || this.#isInStep) return;
				this.#isInStep = true;
				this.#update = message.update;
				return this.#inStep();
			case 'presence':
				if (this.#probe) this.#probe.presence += message.entries;
				return;
			case 'saved': {
				const now = performance.now();
				for (const sentAt of this.#unsaved.splice(0, message.count - this.#saved))
					this.savedAfter.push({ sentAt, ms: now - sentAt });
				this.#saved = message.count;
				return;
			}
		}
	}
}
