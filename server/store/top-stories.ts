/** The two stories a syndicate tells the room: a row a slot, so that a third is a constraint. */
import { and, asc, eq } from 'drizzle-orm';
import type { StepId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { STORIES_TOLD } from '#domain/stories.ts';
import { topStories } from '#drizzle/schema.ts';
import type { Database } from './database.ts';

export interface StoryPlace {
	readonly workshopId: WorkshopId;
	readonly step: StepId;
	readonly syndicateId: SyndicateId;
}

export class TopStoryStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** In the order of their slots; of all syndicates. */
	list(
		workshopId: WorkshopId,
		step: StepId
	): Promise<readonly { readonly syndicateId: SyndicateId; readonly target: string }[]> {
		return this.#database.db
			.select({ syndicateId: topStories.syndicateId, target: topStories.target })
			.from(topStories)
			.where(and(eq(topStories.workshopId, workshopId), eq(topStories.step, step)))
			.orderBy(asc(topStories.slot));
	}

	/**
	 * Chosen twice is chosen once. Stories that are gone from the board give their slot free.
	 * @param isThere whether a story stands on the board now
	 * @throws Problem `in-use` when two others are chosen
	 */
	choose(place: StoryPlace, target: string, at: Date, isThere: (target: string) => boolean): Promise<void> {
		return this.#database.transaction(async (tx) => {
			// Two devices may look for a slot at once: whoever comes second looks again.
			for (;;) {
				const chosen = await tx
					.select({ slot: topStories.slot, target: topStories.target })
					.from(topStories)
					.where(ofSyndicate(place));
				if (chosen.some((row) => row.target === target)) return;
				const standing = chosen.filter((row) => isThere(row.target));
				const slot = STORIES_TOLD.find((one) => standing.every((row) => row.slot !== one));
				if (slot === undefined) throw twoAreChosen();
				const gone = chosen.find((row) => row.slot === slot);
				if (gone) await tx.delete(topStories).where(and(ofSyndicate(place), eq(topStories.target, gone.target)));
				const made = await tx
					.insert(topStories)
					.values({ ...place, slot, target, chosenAt: at })
					.onConflictDoNothing()
					.returning({ slot: topStories.slot });
				if (made.length > 0) return;
			}
		});
	}

	/** One that was never chosen is no fault. */
	async takeBack(place: StoryPlace, target: string): Promise<void> {
		await this.#database.transaction((tx) =>
			tx.delete(topStories).where(and(ofSyndicate(place), eq(topStories.target, target)))
		);
	}
}

const twoAreChosen = (): Problem => new Problem('in-use', 'Two are chosen. Take one back first.');

const ofSyndicate = ({ workshopId, step, syndicateId }: StoryPlace) =>
	and(eq(topStories.workshopId, workshopId), eq(topStories.step, step), eq(topStories.syndicateId, syndicateId));
