import { isPlanned } from '#domain/plan.ts';
import type { SupportRequest } from '#domain/plan.ts';
import { simpleRef } from '#domain/refs.ts';
import { readPlan, sign } from '#lib/http/plan.ts';
import { listQuestions } from '#lib/http/questions.ts';
import { answerOutput, answerSupport } from '#lib/http/support.ts';
import { Asking } from '#lib/state/asking.svelte.ts';
import { InTurn } from '#lib/state/in-turn.svelte.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { QuestionView } from '#protocol/question-views.ts';
import type { ActionView, PlanView } from '#protocol/views.ts';

export interface AskedSupport {
	readonly request: SupportRequest;
	readonly action: ActionView;
}

/** What was parked or put aside. */
export interface ParkedOutput {
	readonly ref: string;
	readonly kind: string;
	readonly text: string;
	readonly reason: string;
}

export type Answer = Parameters<typeof answerSupport>[2];

/** What the room asks of management, and the sponsor's answers and signature. */
export class SupportDesk {
	plan: PlanView | null = $state.raw(null);
	#questions: readonly QuestionView[] = $state.raw([]);
	/** The room may cause it at any moment: a reading that is asked for while one is out comes after it. */
	readonly #reading = new InTurn();
	readonly reading = this.#reading.asking;
	readonly #readingQuestions = new InTurn();
	readonly signing = new Asking();
	readonly #workshop: WorkshopState;

	constructor(workshop: WorkshopState) {
		this.#workshop = workshop;
	}

	/** Unanswered first, then in the order of the plan. Actions put aside ask for nothing. */
	get asked(): readonly AskedSupport[] {
		const all = this.running.flatMap((action) => action.support.map((request) => ({ request, action })));
		return [
			...all.filter(({ request }) => request.answers.length === 0),
			...all.filter(({ request }) => request.answers.length > 0)
		];
	}

	get running(): readonly ActionView[] {
		return this.plan?.actions.filter(isPlanned) ?? [];
	}

	get answered(): number {
		return this.asked.filter(({ request }) => request.answers.length > 0).length;
	}

	/** Actions put aside first, then questions that were parked; each with its reason. */
	get outputs(): readonly ParkedOutput[] {
		const actions = this.plan?.actions.filter(({ notNowReason }) => notNowReason !== null) ?? [];
		return [
			...actions.map(({ id, text, notNowReason }) => ({
				...{ ref: simpleRef('action', id), kind: 'Not now', text, reason: notNowReason ?? '' }
			})),
			...this.#questions
				.filter(({ state }) => state === 'parked')
				.map(({ id, text, reason }) => ({
					...{ ref: simpleRef('question', id), kind: 'A question that was parked', text, reason: reason ?? '' }
				}))
		];
	}

	get outputsAnswered(): number {
		return this.outputs.filter(({ ref }) => this.plan?.outputs[ref] !== undefined).length;
	}

	get mySignature(): string | null {
		const { personId } = this.#workshop.me;
		return this.plan?.signatures.find((signature) => signature.personId === personId)?.signedAt ?? null;
	}

	async read(): Promise<void> {
		await this.#reading.ask(async () => (this.plan = await readPlan(this.#workshop.id)));
	}

	async readQuestions(): Promise<void> {
		await this.#readingQuestions.ask(
			async () => (this.#questions = (await listQuestions(this.#workshop.id)).questions)
		);
	}

	/** True when the word was taken; a refusal stays with `asking`. */
	async answerOutput(word: Parameters<typeof answerOutput>[1], asking: Asking): Promise<boolean> {
		const answered = await asking.ask(() => answerOutput(this.#workshop.id, word));
		if (answered) this.plan = answered.answer;
		return answered !== null;
	}

	/** True when the answer was taken; a refusal stays with `asking`. */
	async answer(request: SupportRequest, answer: Answer, asking: Asking): Promise<boolean> {
		const answered = await asking.ask(() => answerSupport(this.#workshop.id, request.id, answer));
		if (answered) this.plan = answered.answer;
		return answered !== null;
	}

	async sign(): Promise<void> {
		const signed = await this.signing.ask(() => sign(this.#workshop.id, this.plan?.reading));
		if (signed) this.plan = signed.answer;
	}
}
