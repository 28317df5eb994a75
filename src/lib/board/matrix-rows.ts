import type { NoteId, ZoneId } from '#domain/ids.ts';
import type { BoardNote } from '#document/board-shape.ts';

export interface MatrixRow {
	/** The line of the vision that the row is about. */
	readonly ref: string;
	readonly cells: ReadonlyMap<ZoneId, NoteId>;
}

/**
 * One row for each line: the cells of a row come from the same one. A cell may be linked to more besides; `isLine` tells
 * which link is the line.
 */
export function matrixRows(notes: readonly BoardNote[], isLine: (ref: string) => boolean): readonly MatrixRow[] {
	const rows = new Map<string, Map<ZoneId, NoteId>>();
	for (const note of notes) {
		const ref = note.from.find(isLine) ?? note.from[0];
		if (ref === undefined) continue;
		const cells = rows.get(ref) ?? new Map<ZoneId, NoteId>();
		if (!cells.has(note.zone)) cells.set(note.zone, note.id);
		rows.set(ref, cells);
	}
	return [...rows].map(([ref, cells]) => ({ ref, cells }));
}
