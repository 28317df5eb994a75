/** Words that came too late, on their way back to the board they were written for. */
import type { BoardNote, NewField } from '#document/board-shape.ts';
import { BoardDocument } from '#document/board.ts';
import type { NoteId } from '#domain/ids.ts';
import type { Board } from '#domain/template.ts';
import * as Y from 'yjs';
import type { KeptCopy } from './set-aside.ts';
import { blocksIn } from './words-in.ts';

type Kept = Pick<KeptCopy, 'words' | 'update'>;

/**
 * Each note goes back to its own tray with its fields, as a note of its own, since others may have gone on meanwhile. What
 * is there already with all its fields, by its id with these words or somewhere by its words, is not put there again: a
 * device that was without a network keeps more than what was refused. What lies in the bin is not there.
 */
export function putBack(
	target: BoardDocument,
	{ words, update }: Kept,
	{ zones, fields = [] }: Pick<Board, 'zones' | 'fields'>
): void {
	const open = zones.filter(({ readOnly }) => readOnly !== true);
	const [first] = open;
	if (!first) return;
	const kept = keptBoard(update);
	const blocks = kept ? blocksIn(kept) : [];
	const taken = new Set<NoteId>();
	const there = target.notes().filter(({ removedAt }) => removedAt === null);
	for (const block of words) {
		const id = blocks.find((one) => one.block === block && !taken.has(one.id))?.id;
		const note = id === undefined ? null : (kept?.copyOf(id) ?? null);
		if (id !== undefined) taken.add(id);
		const text = note?.text ?? block;
		const values = new Map((note?.fields ?? []).map((field): [string, NewField] => [field.id, field]));
		const isThere = (one: BoardNote): boolean =>
			(one.text.trim() === text.trim() || (one.id === id && one.text.includes(text))) &&
			[...values.values()].every((field) => hasField(one, field));
		if (there.some(isThere)) continue;
		target.addNote({
			zone: open.find((zone) => zone.id === note?.zone)?.id ?? first.id,
			text,
			fields: fields.map(({ id, kind }) => {
				const value = values.get(id)?.value;
				return { id, kind, ...(value === undefined ? {} : { value }) };
			}),
			from: note?.from ?? []
		});
	}
}

/** True also where somebody wrote on in the field since. */
function hasField({ fields }: BoardNote, { id, kind, value = '' }: NewField): boolean {
	if (kind === 'text') return String(fields[id] ?? '').includes(String(value));
	return value === '' || fields[id] === value;
}

/** The board as it was here; null where only its words could be held. */
function keptBoard(update: Uint8Array): BoardDocument | null {
	if (update.length === 0) return null;
	const doc = new Y.Doc();
	try {
		Y.applyUpdate(doc, update);
	} catch {
		return null;
	}
	return new BoardDocument(doc);
}
