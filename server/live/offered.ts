/** What each syndicate brings to the room: its most voted sentences, and those that wait. Read anew each time. */
import type { BoardDocument } from '#document/board.ts';
import type { DocumentId, StepId, SyndicateId } from '#domain/ids.ts';
import { groupRef, noteRef } from '#domain/refs.ts';
import { cutAt } from '#domain/votes.ts';
import type { VoteRow } from '../store/votes.ts';
import type { DocumentRooms } from './document-rooms.ts';
import type { WorkshopNow } from './workshop-now.ts';

/** A sentence, or a group of sentences that say the same. */
export interface OfferedLine {
	readonly ref: string;
	/** The notes of a group; a sentence has none. */
	readonly members: readonly string[];
	readonly text: string;
	readonly votes: number;
}

export interface Offered {
	readonly syndicateId: SyndicateId | null;
	readonly chosen: readonly OfferedLine[];
	readonly waiting: readonly OfferedLine[];
	readonly isTied: boolean;
}

export async function offeredBy(
	now: WorkshopNow,
	from: StepId,
	top: number | undefined,
	{ rooms, given }: { readonly rooms: Pick<DocumentRooms, 'read'>; readonly given: readonly VoteRow[] }
): Promise<readonly Offered[]> {
	const votes = new Map<string, number>();
	for (const { target } of given) votes.set(target, (votes.get(target) ?? 0) + 1);
	const offered: Offered[] = [];
	for (const { id, syndicateId } of now.boards(from)) {
		const lines = await rooms.read(id, (board) => linesOf(board, id, votes));
		offered.push({ syndicateId, ...cutAt(lines, (line) => line.votes, top) });
	}
	return offered;
}

function linesOf(board: BoardDocument, id: DocumentId, votes: ReadonlyMap<string, number>): readonly OfferedLine[] {
	const notes = board.notes().filter(({ removedAt }) => removedAt === null);
	const zones = [...new Set(notes.map(({ zone }) => zone))];
	return zones.flatMap((zone) =>
		board.zone(zone).entries.flatMap((entry): OfferedLine[] => {
			if (entry.kind === 'note') {
				const ref = noteRef(id, entry.id);
				return [{ ref, members: [], text: entry.note.text, votes: votes.get(ref) ?? 0 }];
			}
			if (entry.notes.length === 0) return [];
			const ref = groupRef(id, entry.id);
			const members = entry.notes.map((note) => noteRef(id, note.id));
			const text = entry.group.title.trim() || (entry.notes.find((note) => note.text.trim() !== '')?.text ?? '');
			return [{ ref, members, text, votes: [ref, ...members].reduce((sum, one) => sum + (votes.get(one) ?? 0), 0) }];
		})
	);
}

/** Not on the board yet, in any line of it: placed, joined or in the bin. */
export function isNew(board: BoardDocument): (line: OfferedLine) => boolean {
	const known = new Set(board.notes().flatMap(({ from }) => from));
	return ({ ref, members }) => !known.has(ref) && !members.some((member) => known.has(member));
}
