import { readAfter } from '#lib/http/steps.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { AfterView, ThanksListView, ThanksView } from '#protocol/action-views.ts';
import type { LiveState } from '#protocol/live.ts';

/** What belongs to the actions beside the plan, as this device last heard it. */
export class AfterState {
	/** Null until it was read once. */
	view: AfterView | null = $state.raw(null);
	readonly doing = new Doing();
	readonly workshopId: string;
	#heard = '';

	constructor(workshopId: string) {
		this.workshopId = workshopId;
	}

	/** Called with every live state. Without a network the last picture stays. */
	async hear({ revisions }: Pick<LiveState, 'revisions'>): Promise<void> {
		const now = `${revisions.plan} ${revisions.people}`;
		if (now === this.#heard) return;
		this.#heard = now;
		try {
			this.view = await readAfter(this.workshopId);
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			this.#heard = '';
		}
	}

	/** True when it was done; otherwise the refusal is shown. */
	do = (deed: () => Promise<AfterView>): Promise<boolean> =>
		this.doing.do(async () => {
			this.view = await deed();
		});

	thank = (deed: () => Promise<ThanksListView>): Promise<boolean> =>
		this.doing.do(async () => {
			const { thanks } = await deed();
			if (this.view) this.view = { ...this.view, thanks };
		});

	/** Of an action or a note, the newest first. */
	thanksFor(ref: string): readonly ThanksView[] {
		return this.view?.thanks.filter((one) => one.ref === ref) ?? [];
	}
}
