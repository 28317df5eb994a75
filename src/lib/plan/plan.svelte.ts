import { facilitates } from '#domain/workshop.ts';
import { isPlanned } from '#domain/plan.ts';
import { markAction, readMarks } from '#lib/http/drafts.ts';
import { Unreachable } from '#lib/http/request.ts';
import { readPlan, readSignatures } from '#lib/http/plan.ts';
import { readStandards } from '#lib/http/standards.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import { giveVote, readVotes, takeVoteBack } from '#lib/http/votes.ts';
import { simpleRef } from '#domain/refs.ts';
import type { LiveState } from '#protocol/live.ts';
import type { ActionMarksView, ActionView, AppointmentView, MarkedView, PlanView, VotesView } from '#protocol/views.ts';
import type { StandardsView } from '#protocol/vision-views.ts';

/** The plan as this device last heard it, from the first draft sent to the last update. */
export class PlanState {
	/** Null until it was read once. */
	plan: PlanView | null = $state.raw(null);
	/** Votes on the actions, null outside of the step. */
	votes: VotesView | null = $state.raw(null);
	/** What was marked, as this device may know it; null until it was read once. */
	marks: ActionMarksView | null = $state.raw(null);
	/** The newest standards sheet; null while there is none. */
	sheet: StandardsView | null = $state.raw(null);
	readonly doing = new Doing();

	readonly workshopId: string;
	#heardPlan = '';
	#heardSeats = -1;
	#heardVotes = '';
	#heardMarks = '';

	readonly #readsMarks: boolean;

	/** @param readsMarks on the page where the plan is made; elsewhere nobody asks for them */
	constructor(workshopId: string, readsMarks = false) {
		this.workshopId = workshopId;
		this.#readsMarks = readsMarks;
	}

	/** In the plan, in their order. */
	get planned(): readonly ActionView[] {
		return this.plan?.actions.filter(isPlanned) ?? [];
	}

	get notNow(): readonly ActionView[] {
		return this.plan?.actions.filter(({ notNowReason }) => notNowReason !== null) ?? [];
	}

	/** Three measures at most, in their places. */
	get front(): readonly ActionView[] {
		return this.planned
			.filter(({ frontPlace }) => frontPlace !== null)
			.toSorted((a, b) => (a.frontPlace ?? 0) - (b.frontPlace ?? 0));
	}

	/** Actions whose effect and effort are told. */
	get weighed(): readonly {
		readonly n: number;
		readonly text: string;
		readonly impact: number;
		readonly effort: number;
	}[] {
		return this.planned.flatMap((action) => {
			const { impact, effort } = this.weighOf(action);
			return impact?.mean == null || effort?.mean == null
				? []
				: [{ n: action.n, text: action.text, impact: impact.mean, effort: effort.mean }];
		});
	}

	/** What was joined into an action. */
	joinedInto(action: ActionView): readonly ActionView[] {
		return this.plan?.actions.filter(({ joinedTo }) => joinedTo === action.id) ?? [];
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
	async hear({ revisions, step, workshop, me }: LiveState): Promise<void> {
		// What bars the close goes with each signature, for whoever closes it; everybody else reads the names alone.
		const bars = facilitates(me.role) ? revisions.signatures : '';
		const plan = `${revisions.plan} ${bars} ${revisions.people} ${workshop.state}`;
		const areSeatsNew = revisions.signatures !== this.#heardSeats;
		this.#heardSeats = revisions.signatures;
		const votes = step?.id === 'plan' ? `${revisions.votes} ${step.phase} ${step.votesClosed}` : '';
		// Marks of others are told once nobody gives any more; until then every one of them would wake every device.
		const marks = `${revisions.plan} ${step?.id} ${step?.phase} ${step?.state}`;
		const isNew = {
			plan: plan !== this.#heardPlan,
			votes: votes !== this.#heardVotes,
			marks: marks !== this.#heardMarks
		};
		this.#heardPlan = plan;
		this.#heardVotes = votes;
		this.#heardMarks = marks;
		try {
			if (isNew.plan) this.plan = await readPlan(this.workshopId);
			else if (areSeatsNew) {
				const { signatures } = await readSignatures(this.workshopId);
				if (this.plan) this.plan = { ...this.plan, signatures };
			}
			if (isNew.marks && this.#readsMarks) this.marks = await readMarks(this.workshopId);
			if (isNew.votes) this.votes = votes === '' ? null : await readVotes(this.workshopId, 'plan');
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			// The last picture stays, and the next live state asks again.
			this.#heardPlan = '';
			this.#heardSeats = -1;
			this.#heardVotes = '';
			this.#heardMarks = '';
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

	/** Marks of "can we reach it?" lie at the draft. */
	reachOf({ sources: [draft] }: ActionView): MarkedView | undefined {
		return draft === undefined ? undefined : this.marks?.reach[draft];
	}

	weighOf(action: ActionView): { readonly impact: MarkedView | undefined; readonly effort: MarkedView | undefined } {
		const target = simpleRef('action', action.id);
		return { impact: this.marks?.impact[target], effort: this.marks?.effort[target] };
	}

	weigh = (action: ActionView, about: 'impact' | 'effort', mark: number): Promise<boolean> =>
		this.#mark({ about, target: simpleRef('action', action.id), mark });

	async markReach({ sources: [draft] }: ActionView, mark: number): Promise<boolean> {
		return draft !== undefined && this.#mark({ about: 'reach', target: draft, mark });
	}

	#mark(body: Parameters<typeof markAction>[1]): Promise<boolean> {
		return this.doing.do(async () => {
			this.marks = await markAction(this.workshopId, body);
		});
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
