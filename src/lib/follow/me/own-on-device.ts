/**
 * Notes this device wrote, as its own copies of the boards hold them: also those without a name, which nobody else can
 * tell apart. Nothing of it leaves the device.
 */
import { BoardDocument } from '#document/board.ts';
import { applyRows, openCopy, rowsOf } from '#lib/connection/local-copy.ts';
import { writersOf, writtenNames } from '#lib/connection/device-notes.ts';
import * as Y from 'yjs';

export interface OwnNote {
	/** A note keeps its id when it goes from where it was written alone onto a board. */
	readonly id: string;
	readonly text: string;
}

/** Of one person in one workshop. Where this device keeps nothing there are none. */
export async function ownOnDevice(workshopId: string, personId: string): Promise<readonly OwnNote[]> {
	const names = writtenNames().filter(
		(name) => name.startsWith(`plenary.${workshopId}.`) && name.endsWith(`.${personId}`)
	);
	const found = new Map<string, OwnNote>();
	for (const name of names) {
		const db = await openCopy(name);
		if (!db) continue;
		try {
			for (const note of notesBy(await rowsOf(db), new Set(writersOf(name)))) found.set(note.id, note);
		} catch {
			// A copy that cannot be read: its notes are told on the boards all the same.
		} finally {
			db.close();
		}
	}
	return [...found.values()];
}

/** The notes that were made under one of these Yjs client ids. */
export function notesBy(rows: readonly Uint8Array[], writers: ReadonlySet<number>): readonly OwnNote[] {
	const doc = new Y.Doc();
	applyRows(doc, rows);
	const made = doc.getMap('notes')._map;
	const own = new BoardDocument(doc)
		.notes()
		.filter(({ id, removedAt }) => removedAt === null && writers.has(made.get(id)?.id.client ?? -1))
		.map(({ id, text }) => ({ id: String(id), text: text.trim() }))
		.filter(({ text }) => text !== '');
	doc.destroy();
	return own;
}
