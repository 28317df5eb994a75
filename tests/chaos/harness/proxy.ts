/** A line between laptops and the server that can be made as bad as a hotel's. One piece of wire for all that use it. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Towards the server, or towards the laptop. */
export type Direction = 'up' | 'down';

export interface Faults {
	/** Added to every chunk on its way. */
	delayMs: number;
	/** Null for as fast as it goes. 64 kbit/s are 8000. */
	bytesPerSecond: number | null;
	/** After so many more bytes everything is swallowed, while the line looks open; null for never. */
	dropAfter: number | null;
	/** Nothing is read from the sender any more: what it sends piles up there. */
	isDeaf: boolean;
}

/** What may lie in a slow line before its sender has to wait. */
const QUEUE_LIMIT = 64 * 1024;

export class Proxy {
	readonly faults: Readonly<Record<Direction, Faults>> = { up: fine(), down: fine() };
	readonly #target: number;
	readonly #server: Server;
	readonly #lines = new Set<Line>();
	#isCut = false;
	#swallowed = 0;

	private constructor(target: number, server: Server) {
		this.#target = target;
		this.#server = server;
		server.on('connection', (socket) => this.#accept(socket));
	}

	/** Listens on a free port and leads to `target` of this machine. */
	static async to(target: number): Promise<Proxy> {
		const server = createServer({ noDelay: true, allowHalfOpen: true });
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new Proxy(target, server);
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	get open(): number {
		return this.#lines.size;
	}

	/** Bytes that passed in this direction, on lines that are open. */
	passed(direction: Direction): number {
		return [...this.#lines].reduce((sum, line) => sum + line.passed[direction], 0);
	}

	/** Bytes that came and never went on, since the beginning. */
	get swallowed(): number {
		return this.#swallowed;
	}

	/** Resets every line and refuses new ones, until `mend`. */
	cut(): void {
		this.#isCut = true;
		this.reset();
	}

	/** Resets the lines there are; new ones are let through. */
	reset(): void {
		for (const line of [...this.#lines]) line.end();
	}

	/** Half-open: every line stays open and carries nothing any more, in both directions. */
	halfOpen(): void {
		this.faults.up.dropAfter = 0;
		this.faults.down.dropAfter = 0;
	}

	set(direction: Direction | 'both', faults: Partial<Faults>): void {
		if (direction !== 'down') Object.assign(this.faults.up, faults);
		if (direction !== 'up') Object.assign(this.faults.down, faults);
		for (const line of this.#lines) line.look();
	}

	/** New lines get through and nothing is wrong with them; what a fault swallowed on an old one stays away. */
	mend(): void {
		this.#isCut = false;
		this.set('both', fine());
	}

	async close(): Promise<void> {
		this.cut();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	#accept(laptop: Socket): void {
		if (this.#isCut) return void laptop.resetAndDestroy();
		const server = connect({ port: this.#target, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
		const line = new Line(laptop, server, this.faults, {
			onSwallow: (bytes) => (this.#swallowed += bytes),
			onEnd: () => this.#lines.delete(line)
		});
		this.#lines.add(line);
	}
}

const fine = (): Faults => ({ delayMs: 0, bytesPerSecond: null, dropAfter: null, isDeaf: false });

interface LineEvents {
	readonly onSwallow: (bytes: number) => void;
	readonly onEnd: () => void;
}

class Line {
	readonly passed: Record<Direction, number> = { up: 0, down: 0 };
	readonly #ends: readonly [Socket, Socket];
	readonly #pumps: readonly Pump[];
	readonly #events: LineEvents;
	#isOver = false;
	#openEnds = 2;

	constructor(laptop: Socket, server: Socket, faults: Proxy['faults'], events: LineEvents) {
		this.#ends = [laptop, server];
		this.#events = events;
		for (const socket of this.#ends) {
			// A reset, a refused port or a dead process: the other side is told.
			socket.on('error', () => this.end());
			socket.on('close', () => {
				this.#openEnds -= 1;
				if (this.#openEnds === 0) this.end();
			});
		}
		const counts = (direction: Direction): PumpCounts => ({
			passed: (bytes) => void (this.passed[direction] += bytes),
			swallowed: events.onSwallow
		});
		this.#pumps = [
			new Pump(laptop, server, faults.up, counts('up')),
			new Pump(server, laptop, faults.down, counts('down'))
		];
	}

	look(): void {
		for (const pump of this.#pumps) pump.look();
	}

	/** Both ends are reset, as a router that forgot the line does. */
	end(): void {
		if (this.#isOver) return;
		this.#isOver = true;
		for (const pump of this.#pumps) pump.stop();
		for (const socket of this.#ends) socket.resetAndDestroy();
		this.#events.onEnd();
	}
}

interface PumpCounts {
	readonly passed: (bytes: number) => void;
	readonly swallowed: (bytes: number) => void;
}

/** One direction of one line. Bytes keep their order whatever happens to them. */
class Pump {
	readonly #from: Socket;
	readonly #to: Socket;
	readonly #faults: Faults;
	readonly #counts: PumpCounts;
	readonly #queue: { readonly bytes: Buffer; readonly dueAt: number }[] = [];
	#queued = 0;
	#freeAt = 0;
	#timer: NodeJS.Timeout | null = null;
	#isOver = false;
	#hasEnded = false;
	/** What was to pass has passed: from here on this line is dead. */
	#isDead = false;

	constructor(from: Socket, to: Socket, faults: Faults, counts: PumpCounts) {
		this.#from = from;
		this.#to = to;
		this.#faults = faults;
		this.#counts = counts;
		from.on('data', (bytes: Buffer) => this.#take(bytes));
		from.on('end', () => {
			this.#hasEnded = true;
			this.#drain();
		});
		to.on('drain', () => this.look());
		this.look();
	}

	look(): void {
		if (this.#isOver) return;
		const isFull = this.#queued > QUEUE_LIMIT || this.#to.writableNeedDrain;
		if (this.#faults.isDeaf || isFull) this.#from.pause();
		else this.#from.resume();
	}

	stop(): void {
		this.#isOver = true;
		if (this.#timer) clearTimeout(this.#timer);
		this.#queue.length = 0;
	}

	#take(bytes: Buffer): void {
		const kept = this.#keep(bytes);
		if (kept.byteLength < bytes.byteLength) this.#counts.swallowed(bytes.byteLength - kept.byteLength);
		if (kept.byteLength === 0) return;
		const { delayMs, bytesPerSecond } = this.#faults;
		const now = performance.now();
		this.#freeAt =
			Math.max(now, this.#freeAt) + (bytesPerSecond === null ? 0 : (kept.byteLength / bytesPerSecond) * 1000);
		this.#queue.push({ bytes: kept, dueAt: this.#freeAt + delayMs });
		this.#queued += kept.byteLength;
		this.#drain();
	}

	/** The part of it that still gets through. */
	#keep(bytes: Buffer): Buffer {
		if (this.#isDead) return bytes.subarray(0, 0);
		const { dropAfter } = this.#faults;
		if (dropAfter === null) return bytes;
		const kept = bytes.subarray(0, Math.max(0, dropAfter));
		this.#faults.dropAfter = dropAfter - kept.byteLength;
		if (this.#faults.dropAfter <= 0) this.#isDead = true;
		return kept;
	}

	#drain(): void {
		// What comes while something waits may fill the queue.
		if (this.#timer) return this.look();
		for (;;) {
			const [first] = this.#queue;
			if (!first) break;
			const waitMs = first.dueAt - performance.now();
			if (waitMs > 0) {
				this.#timer = setTimeout(() => {
					this.#timer = null;
					this.#drain();
				}, waitMs);
				return this.look();
			}
			this.#queue.shift();
			this.#queued -= first.bytes.byteLength;
			this.#counts.passed(first.bytes.byteLength);
			this.#to.write(first.bytes);
		}
		// A goodbye is swallowed like everything else.
		if (this.#hasEnded && !this.#isDead && !this.#isOver) this.#to.end();
		this.look();
	}
}
