import { DocumentSession } from '#lib/connection/document-session.svelte.ts';
import { waitingNames } from '#lib/connection/device-notes.ts';
import { listSetAside, throwAway, type KeptCopy } from '#lib/connection/set-aside.ts';
import { setOf } from '#lib/state/lookup.ts';

/** Words are put away a moment after the server refused them. */
const LOOK_EVERY_MS = 500;

/**
 * What this device keeps of a workshop that does not let it in any more: the words of whoever wrote here, which were not
 * accepted. They can be read, copied and thrown away without a seat.
 */
export class KeptOnDevice {
	/** The newest first. */
	copies: readonly KeptCopy[] = $state.raw([]);
	readonly #workshopId: string;
	readonly #timer: ReturnType<typeof setInterval>;

	/** @param handsIn what an earlier visit could not send is sent now: its refusal puts it away */
	constructor(workshopId: string, handsIn: boolean) {
		this.#workshopId = workshopId;
		if (handsIn) {
			const start = `plenary.${workshopId}.`;
			const people = setOf(
				waitingNames()
					.filter((name) => name.startsWith(start))
					.map((name) => name.slice(name.lastIndexOf('.') + 1))
			);
			for (const personId of people) new DocumentSession({ workshopId, personId, refresh: () => {} }).handIn();
		}
		void this.#read();
		this.#timer = setInterval(() => void this.#read(), LOOK_EVERY_MS);
	}

	async throwAway(key: number): Promise<void> {
		this.copies = this.copies.filter((copy) => copy.key !== key);
		await throwAway(key);
	}

	dispose(): void {
		clearInterval(this.#timer);
	}

	async #read(): Promise<void> {
		try {
			const found = await listSetAside(this.#workshopId, null, Date.now());
			if (found.length !== this.copies.length) this.copies = found;
		} catch {
			// No storage: nothing was put away on this device.
		}
	}
}
