/** How somebody in the workshop wants to be written to, said on their own page. */
import { and, desc, eq } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { toPerson } from '#domain/letters.ts';
import { mailWishes, suggestionAnswers, suggestions } from '#drizzle/schema.ts';
import type { Database, Reading } from './database.ts';
import { reachedAgain } from './link-uses.ts';

export interface LetterWishes {
	/** Null: the workshop's. */
	readonly timezone: string | null;
	readonly isMonthly: boolean;
	readonly stoppedAt: Date | null;
	readonly snoozedUntil: string | null;
	/** Somebody who got a letter said that the address is not theirs: none goes there. */
	readonly disownedAt: Date | null;
}

/** What is left out stays as it is. */
export interface LetterChange {
	readonly timezone?: string | null | undefined;
	readonly isMonthly?: boolean | undefined;
	readonly isStopped?: boolean | undefined;
	readonly snoozedUntil?: string | null | undefined;
	/** The address is theirs, whatever somebody said who got a letter. */
	readonly isMine?: boolean | undefined;
}

const EVERY_LETTER: LetterWishes = {
	timezone: null,
	isMonthly: false,
	stoppedAt: null,
	snoozedUntil: null,
	disownedAt: null
};

export class MyLetterStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Whoever says how they want letters reads them: the count of unanswered ones begins anew. */
	change(workshopId: WorkshopId, personId: PersonId, change: LetterChange, at: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const recipient = toPerson(personId);
			const own = and(eq(mailWishes.workshopId, workshopId), eq(mailWishes.recipient, recipient));
			await tx.insert(mailWishes).values({ workshopId, recipient }).onConflictDoNothing();
			const [known] = await tx.select({ stoppedAt: mailWishes.stoppedAt }).from(mailWishes).where(own).for('update');
			const { timezone, isMonthly, isStopped, snoozedUntil, isMine } = change;
			if (isMine === true) await reachedAgain(tx, { workshopId, recipient });
			await tx
				.update(mailWishes)
				.set({
					...(timezone === undefined ? {} : { timezone }),
					...(isMonthly === undefined ? {} : { isMonthly }),
					...(snoozedUntil === undefined ? {} : { snoozedUntil }),
					...(isStopped === undefined ? {} : { stoppedAt: isStopped ? (known?.stoppedAt ?? at) : null }),
					unanswered: 0
				})
				.where(own);
		});
	}
}

export async function letterWishesOf(
	reading: Reading,
	workshopId: WorkshopId,
	personId: PersonId
): Promise<LetterWishes> {
	const [wishes] = await reading
		.select({
			timezone: mailWishes.timezone,
			isMonthly: mailWishes.isMonthly,
			stoppedAt: mailWishes.stoppedAt,
			snoozedUntil: mailWishes.snoozedUntil,
			disownedAt: mailWishes.disownedAt
		})
		.from(mailWishes)
		.where(and(eq(mailWishes.workshopId, workshopId), eq(mailWishes.recipient, toPerson(personId))));
	return wishes ?? EVERY_LETTER;
}

/** What somebody put into the box with their name, newest first, with the answer that counts. */
export async function ownSuggestions(reading: Reading, workshopId: WorkshopId, personId: PersonId) {
	const own = await reading
		.select({
			id: suggestions.id,
			text: suggestions.text
		})
		.from(suggestions)
		.where(and(eq(suggestions.workshopId, workshopId), eq(suggestions.writtenBy, personId)))
		.orderBy(desc(suggestions.n));
	const answers = await reading
		.select({
			suggestionId: suggestionAnswers.suggestionId,
			answer: suggestionAnswers.answer,
			words: suggestionAnswers.words
		})
		.from(suggestionAnswers)
		.innerJoin(suggestions, eq(suggestions.id, suggestionAnswers.suggestionId))
		.where(and(eq(suggestions.workshopId, workshopId), eq(suggestions.writtenBy, personId)))
		.orderBy(desc(suggestionAnswers.n));
	return own.map(({ id, text }) => {
		const last = answers.find(({ suggestionId }) => suggestionId === id);
		return {
			...{ id, text },
			answer: last ? { answer: last.answer, words: last.words } : null
		};
	});
}
