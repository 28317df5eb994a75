/** Which notes the projector has room for. What does not fit is counted, never shrunk. */
import { placeWords, ranked } from './votes.ts';
import type { GroupId, NoteId, ZoneId } from './ids.ts';
import type { SyndicateLetter } from './workshop.ts';

/** A note with words, as the projector weighs it. */
export interface WallNote {
	readonly id: NoteId;
	readonly zone: ZoneId;
	readonly group: GroupId | null;
	readonly text: string;
	/** Its own votes and those of its group; 0 while totals are hidden. */
	readonly votes: number;
	/** Rises with each note that came in. */
	readonly newness: number;
}

/** A line of a column: a loose note, or a group with its name. */
export interface ColumnEntry {
	readonly id: string;
	readonly title: string;
	readonly text: string;
	/** Null while totals are hidden. */
	readonly votes: number | null;
	readonly notes: number;
	/** All that marks and votes know it by. */
	readonly refs?: readonly string[];
	/** Its syndicate chose to tell it. */
	readonly isTold?: boolean;
	/** Other syndicates that have it too. */
	readonly also?: readonly SyndicateLetter[];
}

/** Notes of a syndicate on the wall (design, part 4: read from the back row). */
export const ON_THE_WALL = 2;
export const IN_A_COLUMN = 3;

/** The most voted first, else the newest; another zone and another group are heard before the same one again. */
export function wallNotes(notes: readonly WallNote[], most = ON_THE_WALL): readonly WallNote[] {
	const left = [...notes].sort((a, b) => b.votes - a.votes || b.newness - a.newness);
	const chosen: WallNote[] = [];
	while (chosen.length < most && left.length > 0) {
		const isNewZone = ({ zone }: WallNote) => !chosen.some((note) => note.zone === zone);
		const isNewGroup = ({ group }: WallNote) => group === null || !chosen.some((note) => note.group === group);
		const found = [left.findIndex((note) => isNewZone(note) && isNewGroup(note)), left.findIndex(isNewGroup), 0].find(
			(at) => at !== -1
		);
		chosen.push(...left.splice(found ?? 0, 1));
	}
	return chosen;
}

/** Each entry's place by its votes, as a result is read: `1`, `2 =`; none where nobody voted or votes may not be seen. */
export const placesOf = (entries: readonly ColumnEntry[]): ReadonlyMap<string, string> =>
	new Map(
		ranked(entries, ({ votes }) => votes ?? 0)
			.filter(({ place }) => place !== null)
			.map((one) => [one.entry.id, placeWords(one)])
	);

/** The first lines of a column: what its syndicate tells, then the most voted where votes may be seen, and how many notes are not shown. */
export function columnLines(
	entries: readonly ColumnEntry[],
	most = IN_A_COLUMN
): { readonly shown: readonly ColumnEntry[]; readonly rest: number } {
	const told = ({ isTold }: ColumnEntry): number => (isTold === true ? 1 : 0);
	const sorted = [...entries].sort((a, b) => told(b) - told(a) || (b.votes ?? 0) - (a.votes ?? 0));
	return {
		shown: sorted.slice(0, most),
		rest: sorted.slice(most).reduce((sum, { notes }) => sum + notes, 0)
	};
}
