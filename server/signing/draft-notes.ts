/** Notes on the boards of drafts: the actions a syndicate writes, and its small fixes. */
import type { BoardNote } from '#document/board-shape.ts';
import { authorize, type Actor, type PersonActor } from '#domain/access.ts';
import { asId, type SyndicateId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { noteRef, parseRef } from '#domain/refs.ts';
import { SMALL_FIXES } from '#domain/template.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { PlanRooms } from './boards.ts';
import { ofKind } from './action-marks.ts';

export interface DraftNote {
	readonly ref: string;
	readonly syndicateId: SyndicateId | null;
	readonly note: BoardNote;
}

type Kind = 'action' | 'small-fix';

/** Of the boards this reader may read. */
export async function draftNotes(
	now: WorkshopNow,
	rooms: Pick<PlanRooms, 'read'>,
	actor: Actor,
	kind: Kind
): Promise<readonly DraftNote[]> {
	const found: DraftNote[] = [];
	for (const { id: step, board: shape } of ofKind(now, 'actions')) {
		for (const document of now.boards(step)) {
			const { id, syndicateId } = document;
			if (!authorize(actor, 'document.read', now.resourceOf(document))) continue;
			const zone = asId<'Zone'>(kind === 'action' ? shape.id : SMALL_FIXES);
			const notes = await rooms.read(id, (board) => board.notes());
			for (const note of notes) {
				if (note.removedAt === null && note.zone === zone) found.push({ ref: noteRef(id, note.id), syndicateId, note });
			}
		}
	}
	return found;
}

/**
 * One of them that somebody wants to take: it is there, and on a board of their own syndicate.
 * @throws Problem `not-found`, `not-your-syndicate`
 */
export async function draftToTake(
	now: WorkshopNow,
	rooms: Pick<PlanRooms, 'read'>,
	actor: PersonActor,
	{ ref: text, kind }: { readonly ref: string; readonly kind: Kind }
): Promise<DraftNote> {
	const ref = parseRef(text);
	const document = ref?.kind === 'note' ? now.documents.get(asId(ref.documentId)) : undefined;
	const isOfDrafts = document && now.activities.get(document.step)?.board.kind === 'actions';
	if (!isOfDrafts || document.kind === 'private') throw notHere();
	if (document.syndicateId !== null && document.syndicateId !== actor.syndicateId) {
		throw new Problem('not-your-syndicate', 'This stands on another syndicate’s board. They take it themselves.');
	}
	const found = (await draftNotes(now, rooms, actor, kind)).find((one) => one.ref === text);
	if (!found) throw notHere();
	return found;
}

const notHere = (): Problem => new Problem('not-found', 'This is not on the board any more.');
