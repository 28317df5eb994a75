/** One device at its live socket: what it is, and how well it is heard. */
import type { IncomingMessage } from 'node:http';
import type { Actor } from '#domain/access.ts';
import type { DeviceForm, DeviceLight } from '#protocol/room-server.ts';

/** Trips that are remembered. */
const TRIPS = 5;

/** When it was heard last, and how long a word takes there and back. */
export class Pulse {
	/** False from one beat to the next as long as nothing was heard. */
	isAlive = true;
	heardAt: number;
	readonly #trips: number[] = [];
	#askedAt: number | null = null;
	#lastAskedAt = Number.NEGATIVE_INFINITY;

	/** @param nowMs of a clock that never goes back, here and below */
	constructor(nowMs: number) {
		this.heardAt = nowMs;
	}

	/** Whether another question makes sense: the last one was answered, and is some time ago. */
	isDue(nowMs: number, everyMs: number): boolean {
		return this.#askedAt === null && nowMs - this.#lastAskedAt >= everyMs;
	}

	asked(nowMs: number): void {
		// One that is still out is the one that is timed: a slow answer must not look like a quick one.
		this.#askedAt ??= nowMs;
		this.#lastAskedAt = nowMs;
	}

	answered(nowMs: number): void {
		this.isAlive = true;
		this.heardAt = nowMs;
		if (this.#askedAt === null) return;
		this.#trips.push(nowMs - this.#askedAt);
		if (this.#trips.length > TRIPS) this.#trips.shift();
		this.#askedAt = null;
	}

	/** The middle one of the last trips in ms; longer while an answer is out for longer. Null before the first. */
	roundTripMs(nowMs: number): number | null {
		const waiting = this.#askedAt === null ? 0 : nowMs - this.#askedAt;
		const sorted = [...this.#trips].sort((one, other) => one - other);
		const middle = sorted[Math.floor(sorted.length / 2)];
		if (middle === undefined) return null;
		return Math.max(middle, waiting);
	}
}

/** What the browser says it is. Tablets often say that they are computers; nothing depends on it but a picture. */
export function formOf(userAgent: string | undefined): DeviceForm {
	if (userAgent === undefined) return 'computer';
	if (/iPad|Tablet|Android(?!.*Mobile)/.test(userAgent)) return 'tablet';
	return /Mobi|iPhone|Android/.test(userAgent) ? 'phone' : 'computer';
}

export interface Device {
	readonly pulse: Pulse;
	readonly connectedAt: Date;
	readonly form: DeviceForm;
	/** On the server's own machine. */
	readonly isHere: boolean;
}

export function deviceOf(
	{ headers, socket: { remoteAddress, localAddress } }: Pick<IncomingMessage, 'headers' | 'socket'>,
	now: Date
): Device {
	return {
		pulse: new Pulse(performance.now()),
		connectedAt: now,
		form: formOf(headers['user-agent']),
		// Whoever comes from the address that it came to is this machine.
		isHere: remoteAddress === localAddress
	};
}

/** @param at on `performance.now()` */
export function lightOf({ pulse, form, connectedAt, isHere }: Device, actor: Actor, at: number): DeviceLight {
	const person = actor.kind === 'person' ? actor : null;
	return {
		personId: person?.personId ?? null,
		role: person?.role ?? 'screen',
		syndicateId: person?.syndicateId ?? null,
		form,
		roundTripMs: pulse.roundTripMs(at),
		heardMsAgo: Math.round(at - pulse.heardAt),
		connectedAt: connectedAt.toISOString(),
		isHere
	};
}
