import { sentenceOf } from '#lib/http/request.ts';
import type { RatingsView, VotesView } from '#protocol/views.ts';
import { mapOf, setOf } from './lookup.ts';

/** My votes as they will be once all are counted; those in `waiting` wait on this device. */
export type CountedVotes = VotesView & { readonly waiting?: readonly string[] };
export type CountedRatings = RatingsView & { readonly waiting?: readonly string[] };

/** Where votes are counted; a test brings its own. */
export interface VoteCounter {
	readonly read: () => Promise<CountedVotes>;
	readonly give: (target: string) => Promise<CountedVotes>;
	readonly takeBack: (target: string) => Promise<CountedVotes>;
}

/** What the server counts. An answer to an older question never undoes a newer one. */
class Counted<View> {
	view: View | null = $state.raw(null);
	/** Why a press was refused, until a later one is counted: no asking anew takes that away. */
	#refused = $state('');
	/** Why nothing could be read, until it can. */
	#unread = $state('');
	readonly #read: () => Promise<View>;
	readonly #last = mapOf<string, Promise<void>>();
	#reads = 0;
	#answers = 0;
	#pressed = 0;
	#taken = 0;
	#out = 0;
	#refusedAt = 0;
	#isMixed = false;

	constructor(read: () => Promise<View>) {
		this.#read = read;
	}

	get sentence(): string {
		return this.#refused || this.#unread;
	}

	async refresh(): Promise<void> {
		try {
			this.#reads += 1;
			const reads = this.#reads;
			let answers: number;
			let view: View;
			do {
				answers = this.#answers;
				view = await this.#read();
				// Asked for before a press was counted, it does not know of it.
			} while (answers !== this.#answers && reads === this.#reads);
			if (reads === this.#reads) this.view = view;
			this.#unread = '';
		} catch (error) {
			this.#unread = sentenceOf(error);
		}
	}

	/** Sends a press once those before it on this line are answered; null where they sent it along. */
	protected inTurn(line: string, press: () => Promise<View | null>): Promise<void> {
		const last = this.#last.get(line) ?? Promise.resolve();
		const sent = last.then(() => this.#send(press));
		// A fault of ours reaches whoever pressed, and not whoever presses next.
		this.#last.set(
			line,
			sent.catch(() => {})
		);
		return sent;
	}

	async #send(press: () => Promise<View | null>): Promise<void> {
		this.#pressed += 1;
		const pressed = this.#pressed;
		this.#out += 1;
		this.#isMixed ||= this.#out > 1;
		try {
			const view = await press();
			if (view === null) return;
			this.#answers += 1;
			this.#unread = '';
			// One that was out already when another was refused says nothing about that one.
			if (pressed > this.#refusedAt) this.#refused = '';
			if (pressed > this.#taken) {
				this.#taken = pressed;
				this.view = view;
			}
		} catch (error) {
			this.#refusedAt = this.#pressed;
			this.#refused = sentenceOf(error);
		} finally {
			this.#out -= 1;
			// Of two that were out together nobody knows which was counted last.
			if (this.#isMixed && this.#out === 0) {
				this.#isMixed = false;
				void this.refresh();
			}
		}
	}
}

/** My votes in one step, and the totals once they may be seen. */
export class VotesState extends Counted<CountedVotes> {
	readonly #counter: VoteCounter;

	constructor(counter: VoteCounter) {
		super(() => counter.read());
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

	/** Gives a vote, or takes it back. Counted by the server: without a network it waits. */
	toggle(target: string): Promise<void> {
		const { takeBack, give } = this.#counter;
		// As it stood when it was pressed: two taps in a row are one vote.
		const deed = this.isMine(target) ? takeBack : give;
		return this.inTurn(target, () => deed(target));
	}
}

export interface RatingCounter {
	readonly read: () => Promise<CountedRatings>;
	readonly rate: (target: string, mark: number, why?: string) => Promise<CountedRatings>;
}

/** A mark that was pressed, as long as the server has not answered. */
interface Pressed {
	readonly mark: number;
	readonly why: string | undefined;
	/** One for all that go together: whether the last that was sent of them is kept. */
	readonly outcome: { isKept: boolean };
}

/** My marks from 1 to 5, and how they spread. */
export class RatingsState extends Counted<CountedRatings> {
	readonly #counter: RatingCounter;
	#pressed: ReadonlyMap<string, Pressed> = $state.raw(mapOf<string, Pressed>());

	constructor(counter: RatingCounter) {
		super(() => counter.read());
		this.#counter = counter;
	}

	/** What I pressed last, also before it is counted; 0 while I gave none. */
	mine(target: string): number {
		return this.#pressed.get(target)?.mark ?? this.view?.mine[target] ?? 0;
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

	/** `why` goes with a low mark; without it what I said before stays. True once it is kept. */
	async rate(target: string, mark: number, why?: string): Promise<boolean> {
		const before = this.#pressed.get(target);
		const outcome = before?.outcome ?? { isKept: false };
		this.#press(target, { mark, why: why ?? before?.why, outcome });
		// All on one line, and each with what is newest: whoever goes through the marks with arrows ends on the last one.
		await this.inTurn('', async () => {
			const pressed = this.#pressed.get(target);
			if (!pressed) return null;
			pressed.outcome.isKept = false;
			try {
				this.view = await this.#counter.rate(target, pressed.mark, pressed.why);
				pressed.outcome.isKept = true;
				return this.view;
			} finally {
				if (this.#pressed.get(target) === pressed) this.#press(target, null);
			}
		});
		return outcome.isKept;
	}

	#press(target: string, pressed: Pressed | null): void {
		const all = mapOf(this.#pressed);
		if (pressed) all.set(target, pressed);
		else all.delete(target);
		this.#pressed = all;
	}
}
