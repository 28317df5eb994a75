import { Asking } from '#lib/state/asking.svelte.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { WorkshopView } from '#protocol/views.ts';

/** What the pages of preparation do: each deed is sent at once and answers with the whole workshop. */
export class Preparing {
	readonly asking = new Asking();
	/** True once something was changed and kept. */
	isSaved = $state(false);
	readonly #workshop: WorkshopState;
	#last: Promise<unknown> = Promise.resolve();

	constructor(workshop: WorkshopState) {
		this.#workshop = workshop;
	}

	/** A change of the workshop; true when it was kept. */
	async change(deed: (workshopId: string) => Promise<WorkshopView>): Promise<boolean> {
		const made = await this.run(deed);
		if (made) this.#workshop.take(made.answer);
		return made !== null;
	}

	/** One after the other, so that the answers arrive in the order of the deeds and none is passed over. */
	run<Answer>(deed: (workshopId: string) => Promise<Answer>): Promise<{ readonly answer: Answer } | null> {
		const next = this.#last.then(async () => {
			const made = await this.asking.ask(() => deed(this.#workshop.id));
			if (made) this.isSaved = true;
			return made;
		});
		this.#last = next;
		return next;
	}
}
