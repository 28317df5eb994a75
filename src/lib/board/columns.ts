import type { Entry } from '#lib/state/board-layout.ts';

/** The narrowest a note may be, and the air between two columns, in px at the usual size of type. */
const NARROWEST = 200;
const AIR = 12;

/** How many columns of notes fit. */
export const columnsIn = (width: number): number => Math.max(1, Math.floor((width + AIR) / (NARROWEST + AIR)));

const weight = (entry: Entry): number => (entry.kind === 'note' ? 1 : 1 + entry.notes.length);

/**
 * Shares entries out, in order, so that the columns are about equally long: a new note at the top moves one note per
 * column, not all. Columns of our own, because those of the style sheet are measured anew with every letter. With
 * `kept`, what is there already stays in its column: a note that is being written must not be taken away.
 */
export function shareOut(
	entries: readonly Entry[],
	columns: number,
	kept: ReadonlyMap<string, number> | null
): readonly (readonly Entry[])[] {
	const shares: Entry[][] = Array.from({ length: columns }, () => []);
	const whole = entries.reduce((sum, entry) => sum + weight(entry), 0);
	let before = 0;
	for (const entry of entries) {
		const fair = Math.min(columns - 1, Math.floor((before * columns) / Math.max(whole, 1)));
		shares[Math.min(kept?.get(entry.id) ?? fair, columns - 1)]?.push(entry);
		before += weight(entry);
	}
	return shares;
}

/** Which column each entry is in. */
export const placesOf = (shares: readonly (readonly Entry[])[]): ReadonlyMap<string, number> =>
	new Map(shares.flatMap((share, column) => share.map((entry) => [entry.id, column] as const)));
