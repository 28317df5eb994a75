/** What a vote or a mark is given to: it has to be there, in a place where this person may vote. */
import type { PersonActor } from '#domain/access.ts';
import { asId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { isPlanned } from '#domain/plan.ts';
import { parseRef } from '#domain/refs.ts';
import type { Activity } from '#domain/template.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { PlanRecord } from '../store/plan-rows.ts';
import { readBoard, type PlanRooms } from './boards.ts';

export interface Ballot {
	readonly now: WorkshopNow;
	readonly actor: PersonActor;
	readonly activity: Activity;
	readonly rooms: Pick<PlanRooms, 'read'>;
	readonly plan: () => Promise<PlanRecord>;
}

/** @throws Problem `not-found`, `not-your-syndicate` */
export async function checkTarget(target: string, ballot: Ballot): Promise<void> {
	const ref = parseRef(target);
	switch (ref?.kind) {
		case 'note':
		case 'group':
			return onBoard(ref, ballot);
		case 'action': {
			if (ballot.activity.board.kind !== 'plan') throw notHere();
			const { actions } = await ballot.plan();
			if (!actions.some((action) => action.id === ref.id && isPlanned(action))) throw notHere();
			return;
		}
		case 'person': {
			const person = ballot.now.person(asId(ref.id));
			if (ballot.activity.votes?.on !== 'nomination' || person?.role !== 'participant') throw notHere();
			return;
		}
		default:
			throw notHere();
	}
}

async function onBoard(
	{ kind, documentId, id }: { readonly kind: 'note' | 'group'; readonly documentId: string; readonly id: string },
	{ now, actor, activity, rooms }: Ballot
): Promise<void> {
	const document = now.documents.get(asId(documentId));
	if (!document || document.step !== activity.id || document.kind === 'private') throw notHere();
	if (document.kind === 'board' && document.syndicateId !== actor.syndicateId) {
		throw new Problem('not-your-syndicate', 'This is another syndicate’s board. You vote in your own.');
	}
	const { notes, groups } = await readBoard(rooms, document.id);
	const isThere =
		kind === 'note'
			? notes.some((note) => note.id === id && note.removedAt === null)
			: groups.some((group) => group.id === id && group.mergedInto === null);
	if (!isThere) throw notHere();
}

const notHere = (): Problem => new Problem('not-found', 'This is not here any more, or cannot be chosen in this step.');
