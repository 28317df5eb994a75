import { Problem } from '#domain/problem.ts';
import {
	alikePairs,
	hasNoPlace,
	inOrder,
	type QuestionOrder,
	type QuestionRules,
	type QuestionShows
} from '#domain/questions.ts';
import { AskedHere, newWaiting, type WaitingQuestion } from '#lib/customer/asked-here.ts';
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
import { mapOf } from '#lib/state/lookup.ts';
import type { QuestionsView, QuestionView } from '#protocol/question-views.ts';

const RULES: QuestionRules = { takesNew: true, mayHideName: true, approvedFirst: false };

/** What the room asks the customer, as this device last heard it, and what this device asked. */
export class QueueState {
	readonly doing = new Doing();
	isLoaded = $state(false);
	rules: QuestionRules = $state.raw(RULES);
	/** Questions that wait on this device for the network. */
	waitingHere: readonly WaitingQuestion[] = $state.raw([]);

	readonly #workshopId: string;
	readonly #asked: AskedHere;
	#questions: readonly QuestionView[] = $state.raw([]);
	/** What the keys of this device lead to: those without a name. */
	#found: readonly QuestionView[] = $state.raw([]);
	/** Ids of the waiting ones, in the order they are shown. */
	#shown: readonly string[] = $state.raw([]);
	#order: QuestionOrder = $state('votes');
	/** While a finger or the focus is on the list, its order stays. */
	#isHeld = false;
	#heard = -1;
	/** One after the other: a vote and its taking back never overtake each other. */
	#votes: Promise<unknown> = Promise.resolve();

	constructor(workshopId: string, person: string | null) {
		this.#workshopId = workshopId;
		this.#asked = new AskedHere(workshopId, person ?? 'nobody');
		this.waitingHere = this.#asked.waiting;
	}

	/** Those that the room may vote for, in their order; new ones go to the end of a held list. */
	readonly waiting: readonly QuestionView[] = $derived.by(() => {
		const waiting = inOrder(this.#questions, this.#order).filter(({ state }) => state === 'waiting');
		const place = mapOf(this.#shown.map((id, at) => [id, at] as const));
		const at = ({ id }: QuestionView) => place.get(id) ?? this.#shown.length;
		return waiting.toSorted((one, other) => at(one) - at(other));
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
		this.#order = order;
		this.#sort();
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

	hold(isHeld: boolean): void {
		this.#isHeld = isHeld;
		if (!isHeld) this.#sort();
	}

	/** Called with every live state. */
	async hear(revision: number): Promise<void> {
		if (this.#heard === revision) return;
		this.#heard = revision;
		try {
			await this.#sendWaiting();
			this.#take(await listQuestions(this.#workshopId));
			await this.#find();
			this.isLoaded = true;
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			// The last picture stays, and the next live state asks again.
			this.#heard = -1;
		}
	}

	/** False where it was refused; without a network it waits on this device and is sent once. */
	async ask(text: string, shows: QuestionShows): Promise<boolean> {
		const question = newWaiting(text, shows);
		this.#asked.wait(question);
		this.waitingHere = this.#asked.waiting;
		let isRefused = false;
		await this.doing.do(async () => {
			try {
				await this.#send(question);
			} catch (error) {
				if (error instanceof Unreachable) return;
				isRefused = true;
				throw error;
			}
		});
		return !isRefused;
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
			await this.#find();
		});
	}

	withdraw({ id }: QuestionView): Promise<boolean> {
		return this.doing.do(async () => {
			await withdrawQuestion(this.#workshopId, id, this.#key(id));
			this.#questions = this.#questions.filter((question) => question.id !== id);
			this.#found = this.#found.filter((question) => question.id !== id);
		});
	}

	moderate(question: string, body: Moderation): Promise<boolean> {
		return this.doing.do(async () => this.#take(await moderateQuestion(this.#workshopId, question, body)));
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
			if (error instanceof Problem) this.#asked.done(waiting, null);
			throw error;
		} finally {
			this.waitingHere = this.#asked.waiting;
		}
	}

	/** @throws Unreachable */
	async #sendWaiting(): Promise<void> {
		for (const waiting of this.#asked.waiting) {
			try {
				await this.#send(waiting);
			} catch (error) {
				if (!(error instanceof Problem)) throw error;
				this.doing.refusal = `“${waiting.text}” waited on this device and was not taken. ${error.message}`;
			}
		}
	}

	/** What became of those without a name. */
	async #find(): Promise<void> {
		const keys = Object.values(this.#asked.keys);
		if (keys.length > 0) this.#found = await findMine(this.#workshopId, keys.slice(-50));
	}

	/** Only what the room sees goes into the list: the rest is this device's own. */
	#put(question: QuestionView): void {
		const others = this.#questions.filter(({ id }) => id !== question.id);
		const isListed = question.state !== 'held' && question.state !== 'handed-back';
		this.#questions = isListed || question.mine ? [...others, question] : others;
		if (!this.#isHeld) this.#sort();
	}

	#take({ rules, questions }: QuestionsView): void {
		this.rules = rules;
		this.#questions = questions;
		if (!this.#isHeld) this.#sort();
	}

	#sort(): void {
		this.#shown = inOrder(this.#questions, this.#order).map(({ id }) => id);
	}
}
