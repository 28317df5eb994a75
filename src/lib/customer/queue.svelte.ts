import { Problem } from '#domain/problem.ts';
import { alikePairs } from '#domain/alike.ts';
import {
	hasNoPlace,
	inOrder,
	isSeenByRoom,
	type QuestionOrder,
	type QuestionRules,
	type QuestionShows
} from '#domain/questions.ts';
import { AskedHere, newWaiting, type WaitingQuestion } from '#lib/customer/asked-here.ts';
import { Latest } from '#lib/customer/latest.ts';
import {
	answerQuestion,
	askQuestion,
	changeQuestionRules,
	findMine,
	listQuestions,
	moderateQuestion,
	rewordQuestion,
	voteForQuestion,
	withdrawQuestion,
	type Moderation,
	type RulesChange
} from '#lib/http/questions.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import { mapOf, setOf } from '#lib/state/lookup.ts';
import type { QuestionsView, QuestionView } from '#protocol/question-views.ts';

export interface Listed {
	readonly question: QuestionView;
	/** It is elsewhere by now, and keeps its place only because a finger or the focus is on the list. */
	readonly isGone: boolean;
}

interface Heard {
	readonly list: QuestionsView;
	readonly found: readonly QuestionView[];
}

/** Refusals that pass: the question waits on. */
const PASSING: readonly Problem['code'][] = ['too-many-tries', 'internal', 'not-your-turn'];

const RULES: QuestionRules = { takesNew: true, mayHideName: true, approvedFirst: false };

/** What the room asks the customer, as this device last heard it, and what this device asked. */
export class QueueState {
	readonly doing = new Doing();
	isLoaded = $state(false);
	rules: QuestionRules = $state.raw(RULES);
	/** Words of a question that is being written, kept while none are taken. */
	draft = $state('');
	/** Questions that wait on this device for the network. */
	waitingHere: readonly WaitingQuestion[] = $state.raw([]);

	readonly #workshopId: string;
	readonly #asked: AskedHere;
	/** This device moderates: it lists those to look at first. */
	readonly #isModerated: boolean;
	#questions: readonly QuestionView[] = $state.raw([]);
	/** What the keys of this device lead to: those without a name. */
	#found: readonly QuestionView[] = $state.raw([]);
	#order: QuestionOrder = $state('votes');
	/** What was listed when a finger or the focus came to the list: it stays where it is until both have left. */
	#held: readonly Listed[] | null = $state.raw(null);
	readonly #latest: Latest<Heard>;
	/** One after the other: a vote and its taking back never overtake each other. */
	#votes: Promise<unknown> = Promise.resolve();

	constructor(workshopId: string, person: string | null, isModerated: boolean) {
		this.#workshopId = workshopId;
		this.#isModerated = isModerated;
		this.#asked = new AskedHere(workshopId, person ?? 'nobody');
		this.waitingHere = this.#asked.waiting;
		this.#latest = new Latest({
			read: async () => {
				await this.#sendWaiting();
				const list = await listQuestions(workshopId);
				return { list, found: await this.#find(list.questions) };
			},
			take: ({ list, found }) => {
				this.#show(list);
				this.#found = found;
			}
		});
	}

	/** Those that the room may vote for, in their order. */
	readonly waiting: readonly QuestionView[] = $derived(
		inOrder(this.#questions, this.#order).filter(({ state }) => state === 'waiting')
	);
	/**
	 * What the list shows: those to look at first, for moderators, then those that wait. While it is held, each stays in
	 * its place, also one that is elsewhere by now, and new ones go to the end.
	 */
	readonly listed: readonly Listed[] = $derived.by(() => {
		const now = [...(this.#isModerated ? this.held : []), ...this.waiting].map((question) => ({
			question,
			isGone: false
		}));
		if (!this.#held) return now;
		const known = mapOf(this.#questions.map((question) => [question.id, question] as const));
		const still = setOf(now.map(({ question: { id } }) => id));
		const before = setOf(this.#held.map(({ question: { id } }) => id));
		return [
			...this.#held.map(({ question: old }) => ({ question: known.get(old.id) ?? old, isGone: !still.has(old.id) })),
			...now.filter(({ question: { id } }) => !before.has(id))
		];
	});
	readonly beingAnswered = $derived(this.#questions.find(({ state }) => state === 'being-answered'));
	readonly held = $derived(this.#questions.filter(({ state }) => state === 'held'));
	/** Pairs that seem to ask the same. */
	readonly alike = $derived(alikePairs(this.waiting));
	readonly withoutPlace = $derived(this.#questions.filter(hasNoPlace).length);
	/** Mine that the room does not see: held, or handed back. */
	readonly mine: readonly QuestionView[] = $derived(
		[...this.#questions.filter(({ mine }) => mine), ...this.#found].filter(
			({ state }) => state === 'held' || state === 'handed-back'
		)
	);

	get order(): QuestionOrder {
		return this.#order;
	}

	set order(order: QuestionOrder) {
		this.#held = null;
		this.#order = order;
	}

	/** Oldest first. */
	inState(...states: readonly QuestionView['state'][]): readonly QuestionView[] {
		return this.#questions.filter(({ state }) => states.includes(state));
	}

	joinedTo(question: string): readonly QuestionView[] {
		return this.#questions.filter(({ joinedTo }) => joinedTo === question);
	}

	isMine({ id, mine }: QuestionView): boolean {
		return mine || id in this.#asked.keys;
	}

	/** A finger or the focus is on the list. */
	get isHeld(): boolean {
		return this.#held !== null;
	}

	hold(isHeld: boolean): void {
		this.#held = isHeld ? (this.#held ?? this.listed) : null;
	}

	/** Called with every live state. */
	async hear(revision: number): Promise<void> {
		if (this.#asked.waiting.some(({ refused }) => refused === undefined)) this.#latest.forget();
		try {
			await this.#latest.hear(revision);
		} catch (error) {
			// The last picture stays, and the next live state asks again.
			if (!(error instanceof Unreachable)) throw error;
			this.#latest.forget();
		}
	}

	/** False where it was refused; without a network it waits on this device and is sent once. */
	async ask(text: string, shows: QuestionShows): Promise<boolean> {
		const question = newWaiting(text, shows);
		this.#asked.wait(question);
		this.waitingHere = this.#asked.waiting;
		let isTaken = true;
		await this.doing.do(async () => {
			try {
				await this.#send(question);
			} catch (error) {
				if (error instanceof Unreachable) return;
				// The words go back to where they were written, unless they may be taken a little later.
				isTaken = error instanceof Problem && PASSING.includes(error.code);
				if (!isTaken) this.letGo(question);
				throw error;
			}
		});
		return isTaken;
	}

	vote(question: QuestionView): Promise<boolean> {
		const on = !question.votedByMe;
		const done = this.#votes.then(() =>
			this.doing.do(async () => this.#put(await voteForQuestion(this.#workshopId, question.id, on)))
		);
		this.#votes = done;
		return done;
	}

	reword({ id }: QuestionView, text: string): Promise<boolean> {
		return this.doing.do(async () => {
			this.#put(await rewordQuestion(this.#workshopId, id, { text, ...this.#key(id) }));
			this.#found = await this.#find(this.#questions);
		});
	}

	withdraw({ id }: QuestionView): Promise<boolean> {
		return this.doing.do(async () => {
			await withdrawQuestion(this.#workshopId, id, this.#key(id));
			this.#latest.changed();
			this.#questions = this.#questions.filter((question) => question.id !== id);
			this.#found = this.#found.filter((question) => question.id !== id);
		});
	}

	/** The words of one that was refused are not needed any more. */
	letGo(question: WaitingQuestion): void {
		this.#asked.done(question, null);
		this.waitingHere = this.#asked.waiting;
	}

	/** Refused where somebody else did something with it since this device heard of it. */
	moderate({ id, state }: QuestionView, body: Moderation): Promise<boolean> {
		return this.doing.do(async () => this.#take(await moderateQuestion(this.#workshopId, id, { ...body, saw: state })));
	}

	turn(rules: RulesChange): Promise<boolean> {
		return this.doing.do(async () => this.#take(await changeQuestionRules(this.#workshopId, rules)));
	}

	answerLater(question: string, answer: string): Promise<boolean> {
		return this.doing.do(async () => this.#put(await answerQuestion(this.#workshopId, question, answer)));
	}

	#key(id: string): { readonly askerKey?: string } {
		const askerKey = this.#asked.keys[id];
		return askerKey === undefined ? {} : { askerKey };
	}

	async #send(waiting: WaitingQuestion): Promise<void> {
		try {
			const question = await askQuestion(this.#workshopId, waiting);
			this.#asked.done(waiting, question.id);
			this.#put(question);
			// It may have been found meanwhile.
			if (waiting.askerKey !== undefined)
				this.#found = [...this.#found.filter(({ id }) => id !== question.id), question];
		} catch (error) {
			if (error instanceof Problem && !PASSING.includes(error.code)) this.#asked.refuse(waiting, error.message);
			throw error;
		} finally {
			this.waitingHere = this.#asked.waiting;
		}
	}

	/** @throws Unreachable */
	async #sendWaiting(): Promise<void> {
		for (const waiting of this.#asked.waiting) {
			if (waiting.refused !== undefined) continue;
			try {
				await this.#send(waiting);
			} catch (error) {
				// It stays here with its reason, or waits for the next time.
				if (!(error instanceof Problem)) throw error;
			}
		}
	}

	/** What became of those without a name that the list does not tell: held ones, and those handed back. */
	#find(listed: readonly QuestionView[]): Promise<readonly QuestionView[]> {
		const told = setOf(listed.filter(isSeenByRoom).map(({ id }) => `${id}`));
		const keys = Object.entries(this.#asked.keys).flatMap(([id, key]) => (told.has(id) ? [] : [key]));
		return keys.length > 0 ? findMine(this.#workshopId, keys.slice(-50)) : Promise.resolve([]);
	}

	/** Only what the room sees goes into the list: the rest is this device's own. */
	#put(question: QuestionView): void {
		this.#latest.changed();
		const others = this.#questions.filter(({ id }) => id !== question.id);
		const isListed = question.state !== 'held' && question.state !== 'handed-back';
		this.#questions = isListed || question.mine ? [...others, question] : others;
	}

	#take(list: QuestionsView): void {
		this.#latest.changed();
		this.#show(list);
	}

	#show({ rules, questions }: QuestionsView): void {
		this.rules = rules;
		this.#questions = questions;
		this.isLoaded = true;
	}
}
