import { readMonday } from '#lib/http/monday.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { LiveState } from '#protocol/live.ts';
import type { MondayView } from '#protocol/monday-views.ts';

/** Monday as this device last heard it, and what is done from there. */
export class MondayState {
	/** Null until it was read once. */
	view: MondayView | null = $state.raw(null);
	readonly doing = new Doing();
	readonly workshopId: string;
	#heard = '';

	constructor(workshopId: string) {
		this.workshopId = workshopId;
	}

	/** Called with every live state. */
	async hear({ revisions, workshop }: LiveState): Promise<void> {
		const heard = `${revisions.plan} ${revisions.people} ${workshop.state}`;
		if (heard === this.#heard || workshop.state !== 'signed') return;
		this.#heard = heard;
		await this.read();
	}

	async read(): Promise<void> {
		try {
			this.view = await readMonday(this.workshopId);
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			// The last picture stays, and the next live state asks again.
			this.#heard = '';
		}
	}

	/** Takes the Monday that a command answers with; true when it was done, otherwise the refusal is shown. */
	do(deed: () => Promise<MondayView>): Promise<boolean> {
		return this.doing.do(async () => {
			this.view = await deed();
		});
	}
}
