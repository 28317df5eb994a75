/** What each syndicate tells the room: the stories it chose, else the most voted. */
import { authorize, type Actor } from '#domain/access.ts';
import { isReadAloud } from '#domain/gallery.ts';
import type { StepId, SyndicateId } from '#domain/ids.ts';
import { suggestedStories } from '#domain/stories.ts';
import type { TopStoryView } from '#protocol/gallery.ts';
import type { SourceStore } from '../store/sources.ts';
import type { TopStoryStore } from '../store/top-stories.ts';
import type { VoteStore } from '../store/votes.ts';
import { thingsOn } from './board-things.ts';
import type { DocumentRooms } from './document-rooms.ts';
import { noteWords } from './note-words.ts';
import { visibleTotals } from './visible-totals.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface TopStoryDeps {
	readonly rooms: Pick<DocumentRooms, 'read'>;
	readonly stories: Pick<TopStoryStore, 'list'>;
	readonly votes: Pick<VoteStore, 'given'>;
	readonly sources: Pick<SourceStore, 'points'>;
}

/** Of boards the actor may read, in the order of the syndicates. What lies in the bin is told no more. */
export async function topStoriesOf(
	now: WorkshopNow,
	step: StepId,
	actor: Actor,
	{ rooms, stories, votes, sources }: TopStoryDeps
): Promise<readonly TopStoryView[]> {
	const activity = now.activities.get(step);
	if (!activity || !isReadAloud(activity, now.activities.values())) return [];
	const words = noteWords(now, rooms, await sources.points(now.workshop.id));
	const totals = await visibleTotals(now, step, votes);
	const chosen = await stories.list(now.workshop.id, step);
	const zones = activity.board.zones.map(({ id }) => id);
	const told: TopStoryView[] = [];
	for (const document of now.boards(step)) {
		const { id, syndicateId } = document;
		if (syndicateId === null || !authorize(actor, 'document.read', now.resourceOf(document))) continue;
		const things = await rooms.read(id, (board) => thingsOn(board, id));
		const own = chosen
			.filter((row) => row.syndicateId === syndicateId)
			.flatMap(({ target }) => things.filter(({ ref }) => ref === target));
		const best = suggestedStories(
			zones,
			things
				.filter(({ isInGroup }) => !isInGroup)
				.map((thing) => ({
					...thing,
					votes: thing.counted.reduce((sum, ref) => sum + (totals?.get(ref) ?? 0), 0)
				}))
		);
		const isChosen = own.length > 0;
		for (const { ref, zone, said } of isChosen ? own : best)
			told.push(await view(syndicateId, { ref, zone, isChosen }, () => words(said)));
	}
	return told.filter(({ text }) => text !== '');
}

const view = async (
	syndicateId: SyndicateId,
	story: Pick<TopStoryView, 'ref' | 'zone' | 'isChosen'>,
	words: () => Promise<string>
): Promise<TopStoryView> => ({ syndicateId, ...story, text: await words() });
