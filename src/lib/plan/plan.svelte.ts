import { isPlanned } from '#domain/plan.ts';
import { Unreachable } from '#lib/http/request.ts';
import { readPlan } from '#lib/http/plan.ts';
import { readStandards } from '#lib/http/standards.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import { giveVote, readVotes, takeVoteBack } from '#lib/http/votes.ts';
import { simpleRef } from '#domain/refs.ts';
import type { LiveState } from '#protocol/live.ts';
import type { ActionView, AppointmentView, PlanView, VotesView } from '#protocol/views.ts';
import type { StandardsView } from '#protocol/vision-views.ts';

/** The plan as this device last heard it, from the first draft sent to the last update. */
export class PlanState {
	/** Null until it was read once. */
	plan: PlanView | null = $state.raw(null);
	/** Votes on the actions, null outside of the step. */
	votes: VotesView | null = $state.raw(null);
	/** The newest standards sheet; null while there is none. */
	sheet: StandardsView | null = $state.raw(null);
	readonly doing = new Doing();

	readonly workshopId: string;
	#heardPlan = '';
	#heardVotes = '';

	constructor(workshopId: string) {
		this.workshopId = workshopId;
	}

	/** In the plan, in their order. */
	get planned(): readonly ActionView[] {
		return this.plan?.actions.filter(isPlanned) ?? [];
	}

	get notNow(): readonly ActionView[] {
		return this.plan?.actions.filter(({ notNowReason }) => notNowReason !== null) ?? [];
	}

	action(n: number): ActionView | undefined {
		return this.plan?.actions.find((action) => action.n === n);
	}

	/** Who said yes to it. */
	accepted(role: AppointmentView['role']): AppointmentView | undefined {
		return this.plan?.appointments.find((appointment) => appointment.role === role && appointment.state === 'accepted');
	}

	hasSigned(personId: string | null): boolean {
		return this.plan?.signatures.some((signature) => signature.personId === personId) ?? false;
	}

	/** Called with every live state. */
	async hear({ revisions, step, workshop }: LiveState): Promise<void> {
		const plan = `${revisions.plan} ${revisions.signatures} ${revisions.people} ${workshop.state}`;
		const votes = step?.id === 'plan' ? `${revisions.votes} ${step.phase} ${step.votesClosed}` : '';
		const isNew = { plan: plan !== this.#heardPlan, votes: votes !== this.#heardVotes };
		this.#heardPlan = plan;
		this.#heardVotes = votes;
		try {
			if (isNew.plan) this.plan = await readPlan(this.workshopId);
			if (isNew.votes) this.votes = votes === '' ? null : await readVotes(this.workshopId, 'plan');
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			// The last picture stays, and the next live state asks again.
			this.#heardPlan = '';
			this.#heardVotes = '';
		}
	}

	/** What measures can serve. Without the network the sheet stays as it was. */
	async readSheet(): Promise<void> {
		try {
			this.sheet = (await readStandards(this.workshopId))[0] ?? null;
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
		}
	}

	/** Takes the plan that a command answers with; true when it was done, otherwise the refusal is shown. */
	async do(deed: () => Promise<PlanView>): Promise<boolean> {
		return this.doing.do(async () => {
			this.plan = await deed();
		});
	}

	votesFor(action: ActionView): { readonly total: number | null; readonly mine: boolean } {
		const target = simpleRef('action', action.id);
		return {
			total: this.votes?.totals ? (this.votes.totals[target] ?? 0) : null,
			mine: this.votes?.mine.includes(target) ?? false
		};
	}

	async vote(action: ActionView): Promise<boolean> {
		const target = simpleRef('action', action.id);
		return this.doing.do(async () => {
			this.votes = this.votesFor(action).mine
				? await takeVoteBack(this.workshopId, 'plan', target)
				: await giveVote(this.workshopId, 'plan', target);
		});
	}
}
