import { finishPart, readToday, writePart } from '#lib/http/steps.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { TodayView } from '#protocol/action-views.ts';

/** Everybody's small part of the day. */
export class TodayState {
	/** Null until it was read once. */
	view: TodayView | null = $state.raw(null);
	readonly doing = new Doing();
	readonly #workshopId: string;

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	async read(): Promise<void> {
		try {
			this.view = await readToday(this.#workshopId);
		} catch (error) {
			// The last picture stays; the next change asks again.
			if (!(error instanceof Unreachable)) throw error;
		}
	}

	write = (text: string) => this.#take(() => writePart(this.#workshopId, text));
	finish = (done: boolean) => this.#take(() => finishPart(this.#workshopId, done));

	#take(deed: () => Promise<TodayView>): Promise<boolean> {
		return this.doing.do(async () => {
			this.view = await deed();
		});
	}
}
