import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { LiveState } from '#protocol/live.ts';

/** What a page of the weeks after reads: asked for again when the live state says that something is another. */
export class Heard<View> {
	/** Null until it was read once. */
	view: View | null = $state.raw(null);
	readonly doing = new Doing();
	readonly #read: () => Promise<View>;
	#heard = '';

	constructor(read: () => Promise<View>) {
		this.#read = read;
	}

	/** Called with every live state. Before the signing there is nothing to read. */
	async hear({ revisions, workshop }: LiveState): Promise<void> {
		const heard = `${revisions.plan} ${workshop.state}`;
		if (heard === this.#heard || workshop.state !== 'signed') return;
		this.#heard = heard;
		try {
			this.view = await this.#read();
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			// The last picture stays, and the next live state asks again.
			this.#heard = '';
		}
	}

	/** A deed that answers with the page as it is then. */
	do(deed: () => Promise<View>): Promise<boolean> {
		return this.doing.do(async () => {
			this.view = await deed();
		});
	}

	/** A deed that answers with nothing. */
	doAndRead(deed: () => Promise<void>): Promise<boolean> {
		return this.do(async () => {
			await deed();
			return this.#read();
		});
	}
}
