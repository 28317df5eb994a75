import { lookAtFeedback, type LookedAt } from '#domain/feedback.ts';
import { addFeedback, listFeedback, markFeedback, removeFeedback } from '#lib/http/brief.ts';
import { dealFeedback, dealLine } from '#lib/http/house.ts';
import { InTurn } from '#lib/state/in-turn.svelte.ts';
import type { FeedbackView } from '#protocol/brief.ts';

/** Customers' words: looked at before they are taken over, then read one by one. */
export class CustomersWords {
	readonly #turn = new InTurn();
	readonly asking = this.#turn.asking;
	/** Null until they were read. */
	lines: readonly FeedbackView[] | null = $state.raw(null);
	/** What would be taken over; null while nothing is to be looked at. */
	looked: LookedAt | null = $state.raw(null);
	/** Of the last import, so that it can be taken back. */
	added: readonly string[] = $state.raw([]);
	readonly #workshopId: string;

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	get unread(): number {
		return this.lines?.filter(({ isRead, isLinked }) => !isRead && !isLinked).length ?? 0;
	}

	async read(): Promise<void> {
		const read = await this.#turn.ask(() => listFeedback(this.#workshopId));
		if (read) this.lines = read.answer;
	}

	/** Nothing is kept by this. */
	look(lines: readonly string[]): void {
		this.looked = lookAtFeedback(
			lines,
			(this.lines ?? []).map(({ text }) => text)
		);
	}

	/** True once all of them are there. */
	async takeOver(): Promise<boolean> {
		const good = this.looked?.good ?? [];
		if (good.length === 0) return false;
		const made = await this.#turn.ask(() => addFeedback(this.#workshopId, good));
		if (!made) return false;
		this.looked = null;
		this.added = made.answer.added;
		await this.read();
		return true;
	}

	async takeBack(): Promise<void> {
		const gone = this.added;
		const made = await this.#turn.ask(() => removeFeedback(this.#workshopId, gone));
		if (!made) return;
		this.added = [];
		await this.read();
	}

	/** Lines that nobody has and nobody has read away. */
	get undealt(): number {
		return this.lines?.filter(({ isRead, syndicateId }) => !isRead && syndicateId === null).length ?? 0;
	}

	/** Gives what is with nobody to the syndicates, to each as many as to the others. */
	async deal(): Promise<void> {
		const made = await this.#turn.ask(() => dealFeedback(this.#workshopId));
		if (made) await this.read();
	}

	/** To a syndicate by hand; null takes a line back. */
	async dealLine(line: FeedbackView, syndicate: string | null): Promise<void> {
		await this.#turn.ask(() => dealLine(this.#workshopId, line.id, syndicate));
		// Also where it was refused: the list shows again what is true.
		await this.read();
	}

	async mark(line: FeedbackView, isRead: boolean): Promise<void> {
		const made = await this.#turn.ask(() => markFeedback(this.#workshopId, line.id, isRead));
		if (made) this.lines = this.lines?.map((each) => (each.id === line.id ? { ...each, isRead } : each)) ?? null;
	}
}
