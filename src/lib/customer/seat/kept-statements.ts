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

/** One person's lines on this device, for all its pages; without storage they last as long as the page. */
export class KeptStatements {
	readonly #name: string;
	/** As this page last found or left it. */
	#known: Kept = NOTHING;

	constructor(workshop: string, person: string) {
		this.#name = `${WAITS}${workshop}.${person}.statements`;
	}

	read(): Kept {
		this.#known = this.#stored() ?? NOTHING;
		return this.#known;
	}

	/** With what another page of this device did since this one last looked; `mine` itself where that is nothing. */
	meet(mine: Kept): Kept {
		const stored = this.#stored();
		if (!stored) return mine;
		const known = this.#known;
		this.#known = stored;
		return merged(known, mine, stored);
	}

	/** True when this device has it. */
	write(kept: Kept): boolean {
		try {
			localStorage.setItem(this.#name, JSON.stringify(kept));
			this.#known = kept;
			return true;
		} catch {
			return false;
		}
	}

	/** Null where nothing is kept, or nothing can be. */
	#stored(): Kept | null {
		try {
			const kept: Partial<Kept> | null = JSON.parse(localStorage.getItem(this.#name) ?? 'null');
			if (!kept?.waiting || !Array.isArray(kept.lines)) return null;
			const lines = new Map(kept.lines.map((line: Line) => [line.id, line]));
			return { lines: [...lines.values()], waiting: kept.waiting };
		} catch {
			// Blocked, or cut off: nothing was kept.
			return null;
		}
	}
}

const lineOf = ({ lines }: Kept, id: string): Line | undefined => lines.find((line) => line.id === id);

function isSame(one: Kept, other: Kept, id: string): boolean {
	const [a, b] = [lineOf(one, id), lineOf(other, id)];
	return (
		one.waiting[id] === other.waiting[id] && a?.text === b?.text && a?.order === b?.order && a?.pointId === b?.pointId
	);
}

/** Each line as the page that touched it has it; where both did, as the one that still has to send it. */
function merged(known: Kept, mine: Kept, stored: Kept): Kept {
	const ids = new Set([...stored.lines, ...known.lines].map(({ id }) => id));
	for (const id of [...Object.keys(stored.waiting), ...Object.keys(known.waiting)]) ids.add(id);
	const theirs = [...ids].filter(
		(id) =>
			!isSame(stored, known, id) &&
			(isSame(mine, known, id) || (stored.waiting[id] !== undefined && mine.waiting[id] === undefined))
	);
	if (theirs.length === 0) return mine;
	const isTheirs = new Set(theirs);
	const waiting = { ...mine.waiting };
	for (const id of theirs) {
		const deed = stored.waiting[id];
		if (deed === undefined) delete waiting[id];
		else waiting[id] = deed;
	}
	return {
		lines: [...mine.lines.filter(({ id }) => !isTheirs.has(id)), ...theirs.flatMap((id) => lineOf(stored, id) ?? [])],
		waiting
	};
}
