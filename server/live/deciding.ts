/** What stands in the way of deciding: the sponsor's answer of the brief, and the obstacles the syndicates tagged so. */
import { bothSides, isOfAuthority, type BothSides, type StaffAnswer } from '#domain/deciding.ts';
import type { BoardNotes } from './board-notes.ts';
import type { WorkshopNow } from './workshop-now.ts';

/** Null until both have answered and the houses are closed: while people write nobody reads along. */
export async function decidingOf(now: WorkshopNow, notes: Pick<BoardNotes, 'of'>): Promise<BothSides | null> {
	const staff: StaffAnswer[] = [];
	for (const { id: step, board } of now.activities.values()) {
		if (board.kind !== 'matrix') continue;
		if (now.step(step).state !== 'closed' && now.workshop.state !== 'signed') continue;
		const causes = board.fields?.find(({ kind }) => kind === 'causes')?.id;
		if (causes === undefined) continue;
		for (const { id, syndicateId } of now.boards(step)) {
			if (syndicateId === null) continue;
			for (const { text, fields } of await notes.of(id)) {
				if (text.trim() === '' || !isOfAuthority(fields[causes])) continue;
				const ownedBy = Object.entries(fields).find(([field]) => field === 'ownedBy')?.[1];
				staff.push({ text: text.trim(), syndicateId, ownedBy: typeof ownedBy === 'string' ? ownedBy.trim() : '' });
			}
		}
	}
	const order = now.syndicates.map(({ id }) => id);
	return bothSides(
		now.workshop.brief.whyHard,
		staff.toSorted((a, b) => order.indexOf(a.syndicateId) - order.indexOf(b.syndicateId))
	);
}
