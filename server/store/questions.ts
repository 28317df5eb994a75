/** Questions to the customer as rows. One asked without a name keeps nothing that leads to its asker but a hash of a key only the asking device has. */
import { and, asc, eq, inArray, or } from 'drizzle-orm';
import { wordKey } from '#domain/alike.ts';
import { newId, type PersonId, type QuestionId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { hasNoPlace, isSeenByRoom, type QuestionRules, type QuestionState } from '#domain/questions.ts';
import { questions, questionVotes, workshops } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';

export interface QuestionRow {
	readonly id: QuestionId;
	readonly text: string;
	readonly state: QuestionState;
	readonly isPinned: boolean;
	/** Why it was handed back, or parked. */
	readonly reason: string | null;
	readonly joinedTo: QuestionId | null;
	readonly parkedWith: PersonId | null;
	readonly answer: string | null;
	readonly answeredBy: PersonId | null;
	readonly promise: string | null;
	readonly promisedBy: string | null;
	readonly promisedUntil: string | null;
	readonly askedBy: PersonId | null;
	readonly syndicateId: SyndicateId | null;
	readonly askerKeyHash: string | null;
	readonly askedAt: Date;
	/** Who voted for it, or for one that was joined to it: each person once. */
	readonly voters: ReadonlySet<PersonId>;
}

export interface NewQuestion {
	readonly workshopId: WorkshopId;
	readonly text: string;
	/** Null: without a name. */
	readonly askedBy: PersonId | null;
	/** Null: the room is not shown from which syndicate either. */
	readonly syndicateId: SyndicateId | null;
	/** SHA-256, hex, of the asking device's key. */
	readonly askerKeyHash: string | null;
	/** The same for one question, however often it is sent. */
	readonly sendKey: string | null;
	readonly at: Date;
}

export interface QuestionPlace {
	readonly workshopId: WorkshopId;
	readonly id: QuestionId;
}

/** By whom a question may be found as one's own: the person, or the hash of the device's key. */
export interface Asker {
	readonly personId: PersonId;
	readonly keyHash: string | null;
}

/** Questions of one workshop: more than a room can read in a day. */
const QUESTIONS_LIMIT = 500;

const columns = {
	id: questions.id,
	text: questions.text,
	state: questions.state,
	isPinned: questions.isPinned,
	reason: questions.reason,
	joinedTo: questions.joinedTo,
	parkedWith: questions.parkedWith,
	answer: questions.answer,
	answeredBy: questions.answeredBy,
	promise: questions.promise,
	promisedBy: questions.promisedBy,
	promisedUntil: questions.promisedUntil,
	askedBy: questions.askedBy,
	syndicateId: questions.syndicateId,
	askerKeyHash: questions.askerKeyHash,
	askedAt: questions.askedAt
};

export class QuestionStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Oldest first, hidden ones too. */
	ofWorkshop(workshopId: WorkshopId): Promise<readonly QuestionRow[]> {
		return questionsOf(this.#database.db, workshopId);
	}

	/** The question that this key was sent with before. */
	async sentBefore(workshopId: WorkshopId, sendKey: string): Promise<QuestionId | null> {
		const [found] = await this.#database.db
			.select({ id: questions.id })
			.from(questions)
			.where(and(eq(questions.workshopId, workshopId), eq(questions.sendKey, sendKey)));
		return found?.id ?? null;
	}

	/**
	 * Takes a question. One with the same key is the same question, sent again, whatever the rules are by now. `own` are
	 * the step's own rules; what a moderator turned is read in the same transaction.
	 * @throws Problem `not-your-turn` (none are taken now), `not-allowed` (names are asked for), `already-asked`,
	 * `too-many-notes`
	 */
	ask(question: NewQuestion, own: QuestionRules): Promise<QuestionId> {
		return this.#database.transaction(async (tx) => {
			const rules = await rulesNow(tx, question.workshopId, own);
			const known = await tx
				.select({ id: questions.id, sendKey: questions.sendKey, text: questions.text, state: questions.state })
				.from(questions)
				.where(eq(questions.workshopId, question.workshopId));
			const same = question.sendKey === null ? null : known.find(({ sendKey }) => sendKey === question.sendKey);
			if (same) return same.id;
			if (!rules.takesNew) throw new Problem('not-your-turn', 'No new questions are taken now. Yours stays here.');
			if (question.askedBy === null && !rules.mayHideName)
				throw new Problem('not-allowed', 'Questions are asked with a name now.', { field: 'shows' });
			refuseTwin(question.text, known);
			if (known.length >= QUESTIONS_LIMIT) {
				throw new Problem(
					'too-many-notes',
					`${QUESTIONS_LIMIT} questions were asked. Vote for one that is near to yours.`
				);
			}
			const id = newId<'Question'>();
			const { at: askedAt, ...words } = question;
			await tx.insert(questions).values({ id, ...words, askedAt, state: rules.approvedFirst ? 'held' : 'waiting' });
			return id;
		});
	}

	/**
	 * Another wording of the own question, after it was handed back or while it is held.
	 * @throws Problem `not-found` (somebody else's too), `not-your-turn`, `already-asked`
	 */
	reword({ workshopId, id }: QuestionPlace, asker: Asker, text: string, own: QuestionRules): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const rules = await rulesNow(tx, workshopId, own);
			const question = await ownOf(tx, { workshopId, id }, asker);
			if (question.state !== 'handed-back' && question.state !== 'held')
				throw new Problem('not-your-turn', 'The room has this question already. Ask another one.');
			const others = await tx
				.select({ id: questions.id, text: questions.text, state: questions.state })
				.from(questions)
				.where(eq(questions.workshopId, workshopId));
			refuseTwin(
				text,
				others.filter((other) => other.id !== id)
			);
			const state: QuestionState = rules.approvedFirst ? 'held' : 'waiting';
			await tx.update(questions).set({ text, state, reason: null }).where(eq(questions.id, id));
		});
	}

	/**
	 * The asker takes the own question back, as long as it has no answer.
	 * @throws Problem `not-found` (somebody else's too), `already-answered`
	 */
	withdraw(place: QuestionPlace, asker: Asker): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, place.workshopId);
			const question = await ownOf(tx, place, asker);
			if (!hasNoPlace(question)) throw new Problem('already-answered', 'It has an answer or a place by now.');
			// Those that were joined to it stand by themselves again.
			await tx.update(questions).set({ state: 'waiting', joinedTo: null }).where(eq(questions.joinedTo, question.id));
			await tx.delete(questions).where(eq(questions.id, question.id));
		});
	}

	/**
	 * Turns a person's one vote for a question on or off. One that was joined to another votes for that one, the
	 * `survivor`; nothing `isChanged` where the vote stood so already.
	 * @throws Problem `not-found` (a hidden one too: whoever votes does not see it)
	 */
	vote(
		{ workshopId, id }: QuestionPlace,
		personId: PersonId,
		on: boolean,
		castAt: Date
	): Promise<{ readonly survivor: QuestionId; readonly isChanged: boolean }> {
		return this.#database.transaction(async (tx) => {
			const asked = await shared(tx, { workshopId, id });
			const question = asked?.joinedTo ? await shared(tx, { workshopId, id: asked.joinedTo }) : asked;
			if (!question || !isSeenByRoom(question)) throw notFound();
			const survivor = question.id;
			if (on) {
				const vote = { questionId: survivor, personId, castAt };
				const made = await tx
					.insert(questionVotes)
					.values(vote)
					.onConflictDoNothing()
					.returning({ castAt: questionVotes.castAt });
				return { survivor, isChanged: made.length > 0 };
			}
			const family = tx
				.select({ id: questions.id })
				.from(questions)
				.where(or(eq(questions.id, survivor), eq(questions.joinedTo, survivor)));
			const gone = await tx
				.delete(questionVotes)
				.where(and(inArray(questionVotes.questionId, family), eq(questionVotes.personId, personId)))
				.returning({ castAt: questionVotes.castAt });
			return { survivor, isChanged: gone.length > 0 };
		});
	}
}

export async function questionsOf(reading: Reading, workshopId: WorkshopId): Promise<QuestionRow[]> {
	const rows = await reading
		.select(columns)
		.from(questions)
		.where(eq(questions.workshopId, workshopId))
		.orderBy(asc(questions.askedAt), asc(questions.id));
	const given = await reading
		.select({ id: questionVotes.questionId, personId: questionVotes.personId, joinedTo: questions.joinedTo })
		.from(questionVotes)
		.innerJoin(questions, eq(questions.id, questionVotes.questionId))
		.where(eq(questions.workshopId, workshopId));
	const voters = new Map<QuestionId, Set<PersonId>>(rows.map(({ id }) => [id, new Set()]));
	for (const { id, personId, joinedTo } of given) voters.get(joinedTo ?? id)?.add(personId);
	return rows.map((row) => ({ ...row, voters: voters.get(row.id) ?? new Set() }));
}

/** Whoever changes which questions there are, or what is done with them, comes one after the other. */
export const oneModerator = (tx: Transaction, workshopId: WorkshopId) =>
	tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('no key update');

/** The rules as they are while nobody else changes them. */
async function rulesNow(tx: Transaction, workshopId: WorkshopId, own: QuestionRules): Promise<QuestionRules> {
	const [workshop] = await tx
		.select({ turned: workshops.questionRules })
		.from(workshops)
		.where(eq(workshops.id, workshopId))
		.for('no key update');
	return { ...own, ...workshop?.turned };
}

export const notFound = (): Problem => new Problem('not-found', 'There is no such question.');

async function shared(tx: Transaction, { workshopId, id }: QuestionPlace) {
	const [question] = await tx
		.select({ id: questions.id, state: questions.state, joinedTo: questions.joinedTo })
		.from(questions)
		.where(and(eq(questions.workshopId, workshopId), eq(questions.id, id)))
		.for('share');
	return question;
}

async function ownOf(tx: Transaction, { workshopId, id }: QuestionPlace, { personId, keyHash }: Asker) {
	const [question] = await tx
		.select({ id: questions.id, state: questions.state, askedBy: questions.askedBy, key: questions.askerKeyHash })
		.from(questions)
		.where(and(eq(questions.workshopId, workshopId), eq(questions.id, id)));
	const isOwn = question && (question.askedBy === personId || (keyHash !== null && question.key === keyHash));
	if (!isOwn) throw notFound();
	return question;
}

/** What the room does not see is nobody's twin: a refusal would tell that it is there. */
function refuseTwin(text: string, known: readonly { readonly text: string; readonly state: QuestionState }[]): void {
	const key = wordKey(text);
	if (key === '') throw new Problem('empty', 'Write your question first.', { field: 'text' });
	if (known.some((question) => isSeenByRoom(question) && wordKey(question.text) === key))
		throw new Problem('already-asked', 'Somebody asked exactly this. Vote for it in the list.', { field: 'text' });
}
