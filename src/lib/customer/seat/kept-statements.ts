/** What a customer wrote on this device: all lines as they stand here, and what the server has not got yet. */
import { WAITS } from '#lib/http/kept-here.ts';

export interface Line {
	readonly id: string;
	/** A fractional-indexing key. */
	readonly order: string;
	readonly text: string;
	/** The point it became when the room was shown it. */
	readonly pointId: string | null;
}

/** What is still to be done with a line; what was refused stays here, and is sent again once it is changed. */
export type Waiting = 'keep' | 'show' | 'remove' | 'refused';

export interface Kept {
	readonly lines: readonly Line[];
	/** By the line's id. */
	readonly waiting: Readonly<Record<string, Waiting>>;
}

const NOTHING: Kept = { lines: [], waiting: {} };

/** One person's lines on this device; without storage they last as long as the page. */
export class KeptStatements {
	readonly #name: string;

	constructor(workshop: string, person: string) {
		this.#name = `${WAITS}${workshop}.${person}.statements`;
	}

	read(): Kept {
		try {
			const kept: Partial<Kept> | null = JSON.parse(localStorage.getItem(this.#name) ?? 'null');
			if (kept?.waiting && Array.isArray(kept.lines)) return { lines: kept.lines, waiting: kept.waiting };
		} catch {
			// Blocked, or cut off: nothing was kept.
		}
		return NOTHING;
	}

	/** True when this device has it. */
	write(kept: Kept): boolean {
		try {
			localStorage.setItem(this.#name, JSON.stringify(kept));
			return true;
		} catch {
			return false;
		}
	}
}
