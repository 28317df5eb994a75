/** What customers write back on the reply. Each writes and changes their own. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { IssueId, PersonId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { REPLY_WORDS_MOST, type ApprovedReply } from '#domain/reply.ts';
import { customerWords, issues, issueSources, people } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { oneModerator } from './questions.ts';
import { replyOf } from './reply.ts';

export interface WordsRow {
	readonly id: string;
	readonly personId: PersonId;
	readonly by: string;
	readonly kind: 'answer' | 'thanks';
	readonly issueId: IssueId | null;
	readonly text: string;
	readonly writtenAt: Date;
}

/** `id` is the key of the device that sent it: sent twice over a bad line, it is kept once. */
export type NewReplyWords = Omit<WordsRow, 'by'> & { readonly workshopId: WorkshopId };

export interface WordsPlace {
	readonly workshopId: WorkshopId;
	readonly id: string;
	readonly personId: PersonId;
}

export class ReplyWordsStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** In the order in which they were written. */
	ofWorkshop(workshopId: WorkshopId): Promise<readonly WordsRow[]> {
		return this.#database.db
			.select({
				id: customerWords.id,
				personId: customerWords.personId,
				by: people.name,
				kind: customerWords.kind,
				issueId: customerWords.issueId,
				text: customerWords.text,
				writtenAt: customerWords.writtenAt
			})
			.from(customerWords)
			.innerJoin(people, eq(people.id, customerWords.personId))
			.where(eq(customerWords.workshopId, workshopId))
			.orderBy(asc(customerWords.writtenAt), asc(customerWords.id));
	}

	/** @throws Problem `not-found` (nothing is approved, or the line is not in it), `too-many-notes` */
	add(words: NewReplyWords): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const { workshopId, personId, id, issueId } = words;
			// Issues may be joined at the same time.
			await oneModerator(tx, workshopId);
			const known = await tx
				.select({ id: customerWords.id })
				.from(customerWords)
				.where(and(eq(customerWords.workshopId, workshopId), eq(customerWords.personId, personId)));
			if (known.some((one) => one.id === id)) return;
			const { approved } = await replyOf(tx, workshopId);
			const line = approved?.lines.find((each) => each.issueId === issueId);
			if (!approved || (issueId !== null && !line)) throw notThere();
			if (known.length >= REPLY_WORDS_MOST)
				throw new Problem('too-many-notes', 'You wrote a lot already. Change one of your answers instead.');
			// The key of another device of another person, or another workshop, is nobody's to take.
			const made = await tx
				.insert(customerWords)
				.values({ ...words, issueId: line ? await standsIn(tx, workshopId, line) : null })
				.onConflictDoNothing()
				.returning({ id: customerWords.id });
			if (made.length === 0) throw new Problem('in-use', 'This could not be kept. Send it once more.');
		});
	}

	/** @throws Problem `not-found` (somebody else's too) */
	change(place: WordsPlace, text: string, writtenAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const changed = await tx
				.update(customerWords)
				.set({ text, writtenAt })
				.where(own(place))
				.returning({ id: customerWords.id });
			if (changed.length === 0) throw notThere();
		});
	}

	/** Gone already is as good. */
	remove(place: WordsPlace): Promise<void> {
		return this.#database.transaction(async (tx: Transaction) => {
			await tx.delete(customerWords).where(own(place));
		});
	}
}

/** An approved line goes on being read when its issue was joined: then it is about that one, or about the whole reply. */
async function standsIn(
	tx: Transaction,
	workshopId: WorkshopId,
	{ issueId, refs }: ApprovedReply['lines'][number]
): Promise<IssueId | null> {
	const here = and(eq(issues.workshopId, workshopId), eq(issues.id, issueId));
	const [same] = await tx.select({ id: issues.id }).from(issues).where(here);
	if (same) return same.id;
	const [other] = await tx
		.select({ id: issueSources.issueId })
		.from(issueSources)
		.where(and(eq(issueSources.workshopId, workshopId), inArray(issueSources.ref, [...refs])))
		.orderBy(asc(issueSources.ref))
		.limit(1);
	return other?.id ?? null;
}

const own = ({ workshopId, id, personId }: WordsPlace) =>
	and(eq(customerWords.workshopId, workshopId), eq(customerWords.id, id), eq(customerWords.personId, personId));

const notThere = (): Problem =>
	new Problem('not-found', 'This is not in the reply any more. Load the page again; your words are still here.');
