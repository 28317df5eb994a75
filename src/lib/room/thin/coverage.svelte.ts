import { untrack } from 'svelte';
import { askQuietly, dealFeedback, dealLine, readCoverage, readSpread } from '#lib/http/house.ts';
import { listFeedback } from '#lib/http/brief.ts';
import { hasMarks } from '#domain/picture.ts';
import { atMostEvery } from '#lib/room/at-most-every.ts';
import type { Console } from '#lib/room/console.svelte.ts';
import { Newest } from '#lib/room/newest.svelte.ts';
import { InTurn } from '#lib/state/in-turn.svelte.ts';
import type { FeedbackView } from '#protocol/brief.ts';
import type { CoverageView, SpreadView } from '#protocol/views.ts';

/** Counted over all boards, so never asked for in a row. */
const ASK_EVERY_MS = 5000;

/** What is thin, for a facilitator who looks: read while it is open, after the room changed. */
export class CoverageDesk {
	readonly #own = new InTurn();
	readonly asking = this.#own.asking;
	/** How many were asked with the last press; null before it. */
	asked: number | null = $state(null);
	readonly #desk: Console;
	readonly #coverage = new Newest<CoverageView>();
	readonly #spread = new Newest<SpreadView>();
	readonly #lines = new Newest<readonly FeedbackView[]>();
	#turn = $state(0);

	constructor(desk: Console) {
		this.#desk = desk;
		const again = atMostEvery(ASK_EVERY_MS, () => (this.#turn += 1));
		$effect(() => {
			void desk.workshop.live.version;
			untrack(again);
		});
		$effect(() => {
			const { id, live } = desk.workshop;
			void this.#coverage.ask(`${this.#turn} ${live.revisions.feedback}`, () => readCoverage(id));
			void this.#lines.ask(`${live.revisions.feedback}`, () => listFeedback(id));
			const activity = desk.running?.activity;
			if (activity && hasMarks(activity))
				void this.#spread.ask(`${activity.id} ${this.#turn} ${live.step?.phase}`, () => readSpread(id, activity.id));
		});
	}

	get view(): CoverageView | null {
		return this.#coverage.value;
	}

	get spread(): SpreadView | null {
		const activity = this.#desk.running?.activity;
		return activity && hasMarks(activity) ? this.#spread.value : null;
	}

	get lines(): readonly FeedbackView[] {
		return this.#lines.value ?? [];
	}

	async askQuietly(): Promise<void> {
		const step = this.#desk.standing.step;
		if (step === null) return;
		const done = await this.#own.ask(() => askQuietly(this.#desk.workshop.id, step));
		if (done) this.asked = done.answer.asked;
	}

	async deal(): Promise<void> {
		await this.#own.ask(() => dealFeedback(this.#desk.workshop.id));
	}

	async dealLine(line: string, syndicate: string | null): Promise<void> {
		await this.#own.ask(() => dealLine(this.#desk.workshop.id, line, syndicate));
	}
}
