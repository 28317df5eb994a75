import { isPlanned } from '#domain/plan.ts';
import type { SupportRequest } from '#domain/plan.ts';
import { readPlan, sign } from '#lib/http/plan.ts';
import { answerSupport } from '#lib/http/support.ts';
import { Asking } from '#lib/state/asking.svelte.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { ActionView, PlanView } from '#protocol/views.ts';

export interface AskedSupport {
	readonly request: SupportRequest;
	readonly action: ActionView;
}

export type Answer = Parameters<typeof answerSupport>[2];

/** What the room asks of management, and the sponsor's answers and signature. */
export class SupportDesk {
	plan: PlanView | null = $state.raw(null);
	readonly reading = new Asking();
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

	get mySignature(): string | null {
		const { personId } = this.#workshop.me;
		return this.plan?.signatures.find((signature) => signature.personId === personId)?.signedAt ?? null;
	}

	async read(): Promise<void> {
		const read = await this.reading.ask(() => readPlan(this.#workshop.id));
		if (read) this.plan = read.answer;
	}

	/** True when the answer was taken; a refusal stays with `asking`. */
	async answer(request: SupportRequest, answer: Answer, asking: Asking): Promise<boolean> {
		const answered = await asking.ask(() => answerSupport(this.#workshop.id, request.id, answer));
		if (answered) this.plan = answered.answer;
		return answered !== null;
	}

	async sign(): Promise<void> {
		const signed = await this.signing.ask(() => sign(this.#workshop.id));
		if (signed) this.plan = signed.answer;
	}
}
