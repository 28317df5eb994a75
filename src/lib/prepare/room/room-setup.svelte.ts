import { chooseAddress, readRoomServer } from '#lib/http/room-server.ts';
import { sentenceOf } from '#lib/http/request.ts';
import { Asking } from '#lib/state/asking.svelte.ts';
import type { RoomServerView } from '#protocol/room-server.ts';

const LOOK_EVERY_MS = 2_000;

/** What the page "Set up the room" shows: looked at again every two seconds, as long as somebody looks at the page. */
export class RoomSetup {
	view: RoomServerView | null = $state.raw(null);
	/** The server's clock minus ours, in ms. */
	differenceMs = $state(0);
	/** Why the last look failed; the picture before it stays. */
	refusal: string | null = $state(null);
	readonly choosing = new Asking();
	readonly #workshopId: string;
	#timer: ReturnType<typeof setTimeout> | null = null;
	#isDisposed = false;
	#last: Promise<void> = Promise.resolve();

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	async look(): Promise<void> {
		if (this.#timer) clearTimeout(this.#timer);
		const asked = Date.now();
		if (document.visibilityState === 'visible') {
			try {
				const view = await readRoomServer(this.#workshopId);
				if (this.#isDisposed) return;
				// Half of the way there and back lies before the server looked at its clock.
				this.differenceMs = Date.parse(view.now) - (asked + Date.now()) / 2;
				this.view = view;
				this.refusal = null;
			} catch (error) {
				this.refusal = sentenceOf(error);
			}
		}
		if (!this.#isDisposed) this.#timer = setTimeout(() => void this.look(), LOOK_EVERY_MS);
	}

	/** One after the other: arrow keys pass several addresses, and the last one counts. */
	choose(address: string): Promise<void> {
		this.#last = this.#last.then(async () => {
			await this.choosing.ask(() => chooseAddress(this.#workshopId, address));
			await this.look();
		});
		return this.#last;
	}

	dispose(): void {
		this.#isDisposed = true;
		if (this.#timer) clearTimeout(this.#timer);
	}
}
