import { decide, readDecisions, writeDecision } from '#lib/http/commitment.ts';
import { closeVote, openVote, voteOnDecision } from '#lib/http/weeks.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { DecisionsView, DecisionView } from '#protocol/commitment-views.ts';
import type { LiveState } from '#protocol/live.ts';

/** What somebody writes down; `outcome` empty while it is open. */
export interface DecisionWords {
	readonly what: string;
	readonly whoDecides: string;
	readonly wereStaffAsked: boolean;
	readonly until: string | null;
	readonly outcome: string;
}

/** The log of decisions as this device last heard it. */
export class Decisions {
	/** Null until it was read once. */
	#all: readonly DecisionView[] | null = $state.raw(null);
	/** This person signed, and so votes. */
	mayVote = $state(false);
	readonly doing = new Doing();
	readonly #workshop: string;
	#heard = '';

	constructor(workshop: string) {
		this.#workshop = workshop;
	}

	get isRead(): boolean {
		return this.#all !== null;
	}

	/** What is due first comes first; without a day last. */
	get open(): readonly DecisionView[] {
		return (this.#all ?? [])
			.filter(({ decidedAt }) => decidedAt === null)
			.toSorted((one, other) => (one.until ?? '9999').localeCompare(other.until ?? '9999') || one.n - other.n);
	}

	/** What was decided last comes first. */
	get made(): readonly DecisionView[] {
		return (this.#all ?? [])
			.filter(({ decidedAt }) => decidedAt !== null)
			.toSorted((one, other) => (other.decidedAt ?? '').localeCompare(one.decidedAt ?? '') || other.n - one.n);
	}

	/** Called with every live state. */
	async hear({ revisions, workshop }: LiveState): Promise<void> {
		const heard = `${revisions.plan} ${workshop.state}`;
		if (heard === this.#heard) return;
		this.#heard = heard;
		try {
			this.#take(await readDecisions(this.#workshop));
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			// The last picture stays, and the next live state asks again.
			this.#heard = '';
		}
	}

	write(words: DecisionWords): Promise<boolean> {
		return this.doing.do(async () => this.#take(await writeDecision(this.#workshop, words)));
	}

	decide({ id }: DecisionView, outcome: string): Promise<boolean> {
		return this.doing.do(async () => this.#take(await decide(this.#workshop, id, outcome)));
	}

	openVote({ id }: DecisionView): Promise<boolean> {
		return this.doing.do(async () => this.#take(await openVote(this.#workshop, id)));
	}

	closeVote({ id }: DecisionView): Promise<boolean> {
		return this.doing.do(async () => this.#take(await closeVote(this.#workshop, id)));
	}

	vote({ id }: DecisionView, yes: boolean): Promise<boolean> {
		return this.doing.do(async () => this.#take(await voteOnDecision(this.#workshop, id, yes)));
	}

	#take({ decisions, mayVote }: DecisionsView): void {
		this.#all = decisions;
		this.mayVote = mayVote;
	}
}
