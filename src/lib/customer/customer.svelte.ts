import { addPoint, ask, checkPoint, listPoints, listQuestions, moderate, voteForQuestion } from '#lib/http/customer.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { LiveRevisions } from '#protocol/live.ts';
import type { PointView, QuestionView } from '#protocol/views.ts';

type Moderation = Parameters<typeof moderate>[2];
type Check = Parameters<typeof checkPoint>[2];

const byVotes = (one: QuestionView, other: QuestionView): number =>
	other.votes - one.votes || one.askedAt.localeCompare(other.askedAt);

/** What the customer said and what the room asks her, as this device last heard it. */
export class CustomerState {
	points: readonly PointView[] = $state.raw([]);
	readonly doing = new Doing();
	isLoaded = $state(false);

	readonly #workshopId: string;
	#questions: readonly QuestionView[] = $state.raw([]);
	/** Ids of the waiting ones, in the order they are shown. */
	#order: readonly string[] = $state.raw([]);
	/** While a finger or the focus is on the list, its order stays. */
	#isHeld = false;
	#heard = { points: -1, questions: -1 };

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	/** In their order; new ones go to the end of a held list. */
	get waiting(): readonly QuestionView[] {
		const waiting = this.#questions.filter(({ state }) => state === 'waiting');
		const place = (question: QuestionView) => {
			const at = this.#order.indexOf(question.id);
			return at === -1 ? this.#order.length : at;
		};
		return waiting.toSorted((one, other) => place(one) - place(other) || byVotes(one, other));
	}

	get beingAnswered(): QuestionView | undefined {
		return this.#questions.find(({ state }) => state === 'being-answered');
	}

	get answered(): readonly QuestionView[] {
		return this.#questions.filter(({ state }) => state === 'answered').toSorted(byVotes);
	}

	get parked(): readonly QuestionView[] {
		return this.#questions.filter(({ state }) => state === 'parked').toSorted(byVotes);
	}

	hold(isHeld: boolean): void {
		this.#isHeld = isHeld;
		if (!isHeld) this.#sort();
	}

	/** Called with every live state. */
	async hear({ points, questions }: Pick<LiveRevisions, 'points' | 'questions'>): Promise<void> {
		const isNew = { points: this.#heard.points !== points, questions: this.#heard.questions !== questions };
		this.#heard = { points, questions };
		try {
			const [newPoints, newQuestions] = await Promise.all([
				isNew.points ? listPoints(this.#workshopId) : null,
				isNew.questions ? listQuestions(this.#workshopId) : null
			]);
			if (newPoints) this.points = newPoints;
			if (newQuestions) this.#take(newQuestions);
			this.isLoaded = true;
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			// The last picture stays, and the next live state asks again.
			this.#heard = { points: -1, questions: -1 };
		}
	}

	/** Each deed gives true when it was done; a refusal is shown and changes nothing. */
	write(text: string, kind: 'wish' | 'praise'): Promise<boolean> {
		return this.doing.do(async () => {
			const point = await addPoint(this.#workshopId, { text, kind });
			this.#putPoint(point);
		});
	}

	check(point: string, body: Check): Promise<boolean> {
		return this.doing.do(async () => this.#putPoint(await checkPoint(this.#workshopId, point, body)));
	}

	ask(text: string, withName: boolean): Promise<boolean> {
		return this.doing.do(async () => this.#put(await ask(this.#workshopId, { text, withName })));
	}

	vote(question: QuestionView): Promise<boolean> {
		return this.doing.do(async () =>
			this.#put(await voteForQuestion(this.#workshopId, question.id, !question.votedByMe))
		);
	}

	moderate(question: string, body: Moderation): Promise<boolean> {
		return this.doing.do(async () => {
			await moderate(this.#workshopId, question, body);
			// Asking one puts another back: the whole list is read again.
			this.#take(await listQuestions(this.#workshopId));
		});
	}

	#put(question: QuestionView): void {
		this.#take([...this.#questions.filter(({ id }) => id !== question.id), question]);
	}

	#putPoint(point: PointView): void {
		this.points = [...this.points.filter(({ id }) => id !== point.id), point].toSorted((one, other) => one.n - other.n);
	}

	#take(questions: readonly QuestionView[]): void {
		this.#questions = questions;
		if (!this.#isHeld) this.#sort();
	}

	#sort(): void {
		this.#order = this.#questions.toSorted(byVotes).map(({ id }) => id);
	}
}
