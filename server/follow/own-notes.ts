/** Notes that carry somebody's name, on all boards where names are shown: for that person's own page. */
import type { PersonId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import type { NoteFateView } from '#protocol/me-views.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { readBoard, wordsOf, type PlanRooms } from '../signing/boards.ts';

/** @param me the person, with the entries that were found to be the same one */
export async function ownNotes(
	rooms: Pick<PlanRooms, 'read'>,
	now: WorkshopNow,
	me: readonly PersonId[]
): Promise<readonly Pick<NoteFateView, 'ref' | 'step' | 'text' | 'syndicateId'>[]> {
	const own: Pick<NoteFateView, 'ref' | 'step' | 'text' | 'syndicateId'>[] = [];
	for (const { id, step, kind, syndicateId } of now.rows.documents) {
		if (kind === 'private' || now.namesRule(step) !== 'named') continue;
		const { notes } = await readBoard(rooms, id);
		for (const note of notes) {
			const isMine = note.author !== null && note.author !== 'hidden' && me.includes(note.author);
			const text = wordsOf(note);
			if (isMine && note.removedAt === null && text !== '')
				own.push({ ref: noteRef(id, note.id), step, text, syndicateId });
		}
	}
	return own;
}
