/** What moderators do with questions, and the answers that customers write later. */
import { and, eq, ne } from 'drizzle-orm';
import type { PersonId, QuestionId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { isSeenByRoom, type QuestionRules, type QuestionState } from '#domain/questions.ts';
import { simpleRef } from '#domain/refs.ts';
import { questions, workshops } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { leaveIssue } from './issue-sources.ts';
import { notFound, oneModerator, type QuestionPlace } from './questions.ts';

export interface QuestionPromise {
	readonly text: string;
	readonly by: string;
	/** `YYYY-MM-DD`. */
	readonly until: string;
}

export type Moderation =
	/** Shows one that was held, brings back one that was given a place, takes apart one that was joined. */
	| { readonly deed: 'wait' | 'answer-now' | 'hide' | 'deal' | 'send' }
	| { readonly deed: 'pin'; readonly on: boolean }
	| { readonly deed: 'park'; readonly with: PersonId | null; readonly reason: string | null }
	| { readonly deed: 'hand-back'; readonly reason: string }
	| { readonly deed: 'join'; readonly to: QuestionId }
	| { readonly deed: 'answered'; readonly answer: string; readonly promise: QuestionPromise | null };

type RulesChange = { readonly [Rule in keyof QuestionRules]?: boolean | undefined };

/** What belongs to a state ends with it. */
const bare = { reason: null, joinedTo: null, parkedWith: null } as const;
const unanswered = {
	...bare,
	answer: null,
	answeredAt: null,
	answeredBy: null,
	promise: null,
	promisedBy: null,
	promisedUntil: null
} as const;

export class QuestionModeration {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * One question is being answered at a time: asking another puts the first back among those that wait.
	 * @throws Problem `not-found`, `already-answered` (by the customer), `not-your-turn` (`saw` is not its state any more, or
	 * it was joined)
	 */
	moderate(
		{ workshopId, id }: QuestionPlace,
		moderation: Moderation,
		at: Date,
		saw: QuestionState | null = null
	): Promise<{ readonly leftIssue: boolean }> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, workshopId);
			const [question] = await tx
				.select({ id: questions.id, state: questions.state, answeredBy: questions.answeredBy })
				.from(questions)
				.where(and(eq(questions.workshopId, workshopId), eq(questions.id, id)));
			if (!question) throw notFound();
			if (saw !== null && saw !== question.state)
				throw new Problem('not-your-turn', 'Somebody else did something with this question just now. Look again.');
			if (question.answeredBy !== null && moderation.deed !== 'pin')
				throw new Problem('already-answered', 'The customer answered this question. Their words stay.');
			if (moderation.deed === 'answer-now') await makeRoom(tx, workshopId, id);
			if (moderation.deed === 'hide' || moderation.deed === 'hand-back') await letGo(tx, id);
			const leaves = question.state === 'dealt' && moderation.deed !== 'deal' && moderation.deed !== 'pin';
			const leftIssue = leaves && (await leaveIssue(tx, workshopId, simpleRef('question', id)));
			if (moderation.deed === 'join') {
				await join(tx, { workshopId, id }, moderation.to, question.state === 'held');
				return { leftIssue };
			}
			if (question.state === 'joined' && moderation.deed !== 'wait')
				throw new Problem('not-your-turn', 'It was joined to another question. Take it apart first.');
			await tx.update(questions).set(changeOf(moderation, at)).where(eq(questions.id, id));
			return { leftIssue };
		});
	}

	/** Turns how the queue is run; what is not named stays as it was. */
	setRules(id: WorkshopId, { takesNew, mayHideName, approvedFirst }: RulesChange): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const [found] = await tx
				.select({ rules: workshops.questionRules })
				.from(workshops)
				.where(eq(workshops.id, id))
				.for('no key update');
			const questionRules = {
				...found?.rules,
				...(takesNew === undefined ? {} : { takesNew }),
				...(mayHideName === undefined ? {} : { mayHideName }),
				...(approvedFirst === undefined ? {} : { approvedFirst })
			};
			await tx.update(workshops).set({ questionRules }).where(eq(workshops.id, id));
		});
	}

	/**
	 * The customer's own answer to a question that was sent to them; written again it replaces the first.
	 * @throws Problem `not-found`
	 */
	answerLater({ workshopId, id }: QuestionPlace, by: PersonId, answer: string, answeredAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, workshopId);
			const [question] = await tx
				.select({ state: questions.state, answeredBy: questions.answeredBy })
				.from(questions)
				.where(and(eq(questions.workshopId, workshopId), eq(questions.id, id)));
			const isTheirs = question?.state === 'sent' || (question?.state === 'answered' && question.answeredBy !== null);
			if (!isTheirs) throw notFound();
			await tx
				.update(questions)
				.set({ state: 'answered', answer, answeredAt, answeredBy: by })
				.where(eq(questions.id, id));
		});
	}
}

const makeRoom = (tx: Transaction, workshopId: WorkshopId, id: QuestionId) =>
	tx
		.update(questions)
		.set({ state: 'waiting' })
		.where(and(eq(questions.workshopId, workshopId), eq(questions.state, 'being-answered'), ne(questions.id, id)));

/** Those that were joined to a question that leaves the room's sight stand by themselves again. */
const letGo = (tx: Transaction, id: QuestionId) =>
	tx.update(questions).set({ state: 'waiting', joinedTo: null }).where(eq(questions.joinedTo, id));

/** What was joined to the first goes with it: a question that was joined never leads to another such one. */
async function join(
	tx: Transaction,
	{ workshopId, id }: QuestionPlace,
	to: QuestionId,
	isHeld: boolean
): Promise<void> {
	const [survivor] = await tx
		.select({ state: questions.state })
		.from(questions)
		.where(and(eq(questions.workshopId, workshopId), eq(questions.id, to)));
	if (!survivor || id === to) throw notFound();
	if (!isSeenByRoom(survivor) && !(isHeld && survivor.state === 'held'))
		throw new Problem('not-your-turn', 'The other question is not among those the room sees.');
	await tx.update(questions).set({ joinedTo: to }).where(eq(questions.joinedTo, id));
	await tx
		.update(questions)
		.set({ ...unanswered, state: 'joined', joinedTo: to, isPinned: false })
		.where(eq(questions.id, id));
}

function changeOf(moderation: Moderation, answeredAt: Date) {
	switch (moderation.deed) {
		case 'wait':
			return { ...unanswered, state: 'waiting' } as const;
		case 'answer-now':
			return { ...bare, state: 'being-answered' } as const;
		case 'hide':
			return { ...bare, state: 'hidden', isPinned: false } as const;
		case 'deal':
			return { ...bare, state: 'dealt' } as const;
		case 'send':
			return { ...bare, state: 'sent' } as const;
		case 'pin':
			return { isPinned: moderation.on } as const;
		case 'park':
			return { ...bare, state: 'parked', parkedWith: moderation.with, reason: moderation.reason } as const;
		case 'hand-back':
			return { ...unanswered, state: 'handed-back', reason: moderation.reason, isPinned: false } as const;
		case 'answered': {
			const { answer, promise } = moderation;
			const promised = {
				promise: promise?.text ?? null,
				promisedBy: promise?.by ?? null,
				promisedUntil: promise?.until ?? null
			};
			return { ...bare, ...promised, state: 'answered', answer, answeredAt, answeredBy: null } as const;
		}
		case 'join':
			throw new Error('Joining has a way of its own.');
	}
}
