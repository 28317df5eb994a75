/** The good stories a day opens with. */
import type { PersonId, SyndicateId } from './ids.ts';

export interface Story {
	readonly ref: string;
	readonly text: string;
	readonly syndicateId: SyndicateId;
	/** Who lived it; null unless they released the story, and their name with the note. */
	readonly authorId: PersonId | null;
	/** Its author let it be passed on. */
	readonly isReleased: boolean;
	readonly votes: number;
}

/** More are not told in ten minutes. */
export const MOST_STORIES = 6;

/** What was released first, then what the room liked most; every syndicate is heard once before one is heard twice. */
export function storiesToTell(stories: readonly Story[], most = MOST_STORIES): readonly Story[] {
	const sorted = [...stories].sort((a, b) => Number(b.isReleased) - Number(a.isReleased) || b.votes - a.votes);
	const told = new Set<SyndicateId>();
	const first = sorted.filter(({ syndicateId }) => !told.has(syndicateId) && told.add(syndicateId));
	return [...first, ...sorted.filter((story) => !first.includes(story))].slice(0, most);
}

/** The slots of the stories a syndicate tells the room: one good and one bad, as a rule. */
export const STORIES_TOLD = [1, 2] as const;

/** A note or group that could be told. */
export interface Tellable {
	readonly ref: string;
	readonly zone: string;
	readonly votes: number;
}

/** What a syndicate would tell where nobody chose: the most voted of each zone; none where nobody voted. */
export function suggestedStories<T extends Tellable>(zones: readonly string[], tellable: readonly T[]): readonly T[] {
	return zones
		.flatMap((zone) => {
			const best = tellable
				.filter((one) => one.zone === zone && one.votes > 0)
				.reduce<T | null>((most, one) => (most === null || one.votes > most.votes ? one : most), null);
			return best === null ? [] : [best];
		})
		.slice(0, STORIES_TOLD.length);
}
