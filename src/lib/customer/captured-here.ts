/**
 * What this device wrote down for the customer and the server has not answered yet: kept on the device until it did, in
 * the order in which it was said, for each workshop and person. The same point is sent with the same key.
 */
import { newId } from '#domain/ids.ts';
import type { PointToSend } from '#lib/http/customer.ts';
import { pointsName } from '#lib/customer/points-waiting.ts';

export interface WaitingPoint extends PointToSend {
	readonly sendKey: string;
	/** Why it was not taken, until whoever wrote it lets it go. */
	readonly refused?: string;
}

/** 22 characters: 132 bits. */
export const newWaitingPoint = (words: Omit<PointToSend, 'sendKey'>): WaitingPoint => ({
	...words,
	sendKey: `${newId()}${newId()}`.slice(0, 22)
});

export class CapturedHere {
	readonly #name: string;
	/** Where this device keeps nothing, it waits as long as the page is open. */
	#waiting: readonly WaitingPoint[] = [];
	#isKept = true;

	constructor(workshop: string, person: string) {
		this.#name = pointsName(workshop, person);
	}

	/** In their order; what another tab wrote down, too. */
	get waiting(): readonly WaitingPoint[] {
		return this.#read();
	}

	/** False where this device keeps nothing, for it is full or blocked: a page that goes away loses what waits. */
	get isKept(): boolean {
		return this.#isKept;
	}

	/** Words that are still being written. */
	get draft(): string {
		try {
			return localStorage.getItem(`${this.#name}.draft`) ?? '';
		} catch {
			return '';
		}
	}

	set draft(words: string) {
		try {
			if (words.trim() === '') localStorage.removeItem(`${this.#name}.draft`);
			else localStorage.setItem(`${this.#name}.draft`, words);
		} catch {
			// Full or blocked: the page has them as long as it is open.
		}
	}

	/** Kept before it is sent, so that a page that goes away meanwhile loses nothing. */
	wait(point: WaitingPoint): void {
		this.#write([...this.#read(), point]);
	}

	/** It was refused: its words stay here, with the reason. */
	refuse({ sendKey }: WaitingPoint, refused: string): void {
		this.#write(this.#read().map((point) => (point.sendKey === sendKey ? { ...point, refused } : point)));
	}

	/** It arrived, or was let go. */
	done({ sendKey }: WaitingPoint): void {
		this.#write(this.#read().filter((point) => point.sendKey !== sendKey));
	}

	#read(): readonly WaitingPoint[] {
		// What could not be kept is here alone.
		if (!this.#isKept) return this.#waiting;
		try {
			const kept: unknown = JSON.parse(localStorage.getItem(this.#name) ?? '[]');
			if (Array.isArray(kept)) return kept;
		} catch {
			// Blocked, or cut off: what this page knows is all there is.
		}
		return this.#waiting;
	}

	#write(waiting: readonly WaitingPoint[]): void {
		this.#waiting = waiting;
		try {
			if (waiting.length === 0) localStorage.removeItem(this.#name);
			else localStorage.setItem(this.#name, JSON.stringify(waiting));
			this.#isKept = true;
		} catch {
			// Full or blocked: it waits as long as this page is open.
			this.#isKept = false;
		}
	}
}
