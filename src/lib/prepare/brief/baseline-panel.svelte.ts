import { readBaseline } from '#lib/http/brief.ts';
import { Asking } from '#lib/state/asking.svelte.ts';
import type { BaselineView } from '#protocol/baseline.ts';

/** What may be seen of the answers before day 1. Nobody is told when one comes in: that would say whose it is. */
export class BaselineSeen {
	readonly asking = new Asking();
	view: BaselineView | null = $state.raw(null);
	readonly #workshopId: string;

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	async read(): Promise<void> {
		const read = await this.asking.ask(() => readBaseline(this.#workshopId));
		if (read) this.view = read.answer;
	}
}
