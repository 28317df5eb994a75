import { leaveAddress, makeClaimCode, readOwnReach, writeWish } from '#lib/http/owners.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { OwnReachView } from '#protocol/owner-views.ts';

/** What this person alone reads on the plan's page: how they are reached, and what they want to learn. */
export class OwnPart {
	view: OwnReachView | null = $state.raw(null);
	/** A code that was made just now; it is shown once. */
	code: string | null = $state(null);
	readonly doing = new Doing();
	readonly #workshopId: string;

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	async read(): Promise<void> {
		try {
			this.view = await readOwnReach(this.#workshopId);
		} catch (error) {
			// It is read again with the next change of the plan.
			if (!(error instanceof Unreachable)) throw error;
		}
	}

	leave = (email: string): Promise<boolean> =>
		this.doing.do(async () => {
			this.view = await leaveAddress(this.#workshopId, email);
		});

	wish = (text: string): Promise<boolean> =>
		this.doing.do(async () => {
			this.view = await writeWish(this.#workshopId, text);
		});

	makeCode = (): Promise<boolean> =>
		this.doing.do(async () => {
			this.code = (await makeClaimCode(this.#workshopId)).code;
			this.view = await readOwnReach(this.#workshopId);
		});
}
