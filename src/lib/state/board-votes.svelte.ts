import { sentenceOf } from '#lib/http/request.ts';
import type { RatingsView, VotesView } from '#protocol/views.ts';
import { setOf } from './lookup.ts';

/** My votes as they will be once all are counted; those in `waiting` wait on this device. */
export type CountedVotes = VotesView & { readonly waiting?: readonly string[] };
export type CountedRatings = RatingsView & { readonly waiting?: readonly string[] };

/** Where votes are counted; a test brings its own. */
export interface VoteCounter {
	readonly read: () => Promise<CountedVotes>;
	readonly give: (target: string) => Promise<CountedVotes>;
	readonly takeBack: (target: string) => Promise<CountedVotes>;
}

/** My votes in one step, and the totals once they may be seen. */
export class VotesState {
	view: CountedVotes | null = $state.raw(null);
	/** What the last press led to, when it was refused. */
	sentence = $state('');
	readonly #counter: VoteCounter;
	#asked = 0;

	constructor(counter: VoteCounter) {
		this.#counter = counter;
	}

	readonly #mine = $derived(setOf(this.view?.mine ?? []));

	isMine(target: string): boolean {
		return this.#mine.has(target);
	}

	/** Given or taken back without a network, and not counted yet. */
	isWaiting(target: string): boolean {
		return this.view?.waiting?.includes(target) ?? false;
	}

	/** Votes for any of the targets together; null while totals are hidden. */
	total(...targets: readonly string[]): number | null {
		const totals = this.view?.totals;
		if (!totals) return null;
		return targets.reduce((sum, target) => sum + (totals[target] ?? 0), 0);
	}

	refresh(): Promise<void> {
		return this.#ask(this.#counter.read());
	}

	/** Gives a vote, or takes it back. Counted by the server: without a network it waits. */
	toggle(target: string): Promise<void> {
		const { takeBack, give } = this.#counter;
		return this.#ask(this.isMine(target) ? takeBack(target) : give(target));
	}

	async #ask(answer: Promise<CountedVotes>): Promise<void> {
		this.#asked += 1;
		const asked = this.#asked;
		try {
			const view = await answer;
			// An answer to an older question must not undo a newer one.
			if (asked === this.#asked) this.view = view;
			this.sentence = '';
		} catch (error) {
			this.sentence = sentenceOf(error);
		}
	}
}

export interface RatingCounter {
	readonly read: () => Promise<CountedRatings>;
	readonly rate: (target: string, mark: number, why?: string) => Promise<CountedRatings>;
}

/** My marks from 1 to 5, and how they spread. */
export class RatingsState {
	view: CountedRatings | null = $state.raw(null);
	sentence = $state('');
	readonly #counter: RatingCounter;

	constructor(counter: RatingCounter) {
		this.#counter = counter;
	}

	/** 0 while I gave none. */
	mine(target: string): number {
		return this.view?.mine[target] ?? 0;
	}

	/** How often each mark was given, from 1 to 5. */
	counts(target: string): readonly number[] {
		return this.view?.counts[target] ?? [];
	}

	/** The mean of all marks, to the nearest whole one; 0 without marks. */
	mean(target: string): number {
		const counts = this.counts(target);
		const given = counts.reduce((sum, count) => sum + count, 0);
		return given === 0 ? 0 : Math.round(counts.reduce((sum, count, at) => sum + count * (at + 1), 0) / given);
	}

	refresh(): Promise<void> {
		return this.#ask(this.#counter.read());
	}

	/** `why` goes with a low mark; without it what I said before stays. */
	rate(target: string, mark: number, why?: string): Promise<void> {
		return this.#ask(this.#counter.rate(target, mark, why));
	}

	async #ask(answer: Promise<CountedRatings>): Promise<void> {
		try {
			this.view = await answer;
			this.sentence = '';
		} catch (error) {
			this.sentence = sentenceOf(error);
		}
	}
}
