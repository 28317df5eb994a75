/**
 * What the server puts into a board when the room enters its step, so that everybody finds it in the same place. Links,
 * never copies: the words stay where they were written. Ids are derived, so entering a step again adds only what is new.
 */
import { createHash } from 'node:crypto';
import type { NewNote, ZoneEntry } from '#document/board-shape.ts';
import type { BoardDocument } from '#document/board.ts';
import { asId, type DocumentId, type NoteId, type ZoneId } from '#domain/ids.ts';
import { groupRef, noteRef } from '#domain/refs.ts';
import { cellZonesOf, type Activity, type Board } from '#domain/template.ts';

export interface Carried {
	readonly id: NoteId;
	readonly note: NewNote;
}

/** Where the definitions of all syndicates wait in the vision's board until somebody places them. */
export const PROPOSED: ZoneId = asId('proposed');
/** The one line that stays on top of later screens. */
export const COMPASS: ZoneId = asId('compass');

/** Where a board takes its contents from: `vision.standards` is the zone `standards` of the step `vision`. */
export function originOf(board: Board): { readonly step: string; readonly zone: ZoneId | null } | null {
	const [step, zone] = board.from?.split('.') ?? [];
	return step === undefined ? null : { step, zone: zone === undefined ? null : asId(zone) };
}

/** One cell for each standard and zone. A group of lines is one standard. */
export function cells(
	house: Activity,
	into: DocumentId,
	from: DocumentId,
	standards: readonly ZoneEntry[]
): readonly Carried[] {
	return standards.flatMap(({ kind, id }) => {
		const ref = kind === 'note' ? noteRef(from, id) : groupRef(from, id);
		return cellZonesOf(house.board).map((zone) => linked(house.board, into, zone.id, ref));
	});
}

/** One linked note in `zone` for each ref. */
export const links = (board: Board, into: DocumentId, zone: ZoneId, refs: readonly string[]): readonly Carried[] =>
	refs.map((ref) => linked(board, into, zone, ref));

/** Puts in what is not there yet. Nobody in the room wrote these notes, so they carry no name. */
export function put(board: BoardDocument, carried: readonly Carried[]): void {
	for (const { id, note } of carried) {
		if (board.note(id)) continue;
		board.putNote(id, note);
		board.stamp(id, 'hidden');
	}
}

function linked(board: Board, into: DocumentId, zone: ZoneId, ref: string): Carried {
	const fields = (board.fields ?? []).filter(({ id, kind }) => kind === 'text' && id !== 'text');
	return {
		id: derivedId(into, zone, ref),
		note: { zone, from: [ref], fields: fields.map(({ id, kind }) => ({ id, kind })) }
	};
}

/** The same parts give the same id, on every server and in every year. */
export const derivedId = (...parts: readonly string[]): NoteId =>
	asId(createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 22));
