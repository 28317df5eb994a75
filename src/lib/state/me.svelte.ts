import { readMe } from '#lib/http/join.ts';
import type { MeView } from '#protocol/views.ts';

type Seat = MeView['seats'][number];

/** Who this device is to the installation: an account, seats in workshops, or nobody yet. */
export class MeState {
	/** Null until it was read. */
	view: MeView | null = $state.raw(null);

	get account(): MeView['account'] {
		return this.view?.account ?? null;
	}

	get seats(): readonly Seat[] {
		return this.view?.seats ?? [];
	}

	async read(): Promise<void> {
		this.view = await readMe();
	}
}
