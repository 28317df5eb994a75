import type * as Y from 'yjs';
import type { KeptCopy, SetAside } from './set-aside.ts';

/** Words of one person in one workshop that were not accepted: kept on this device for 30 days, or on this page. */
export class KeptWords {
	/** The newest first. */
	copies: readonly KeptCopy[] = $state.raw([]);
	readonly #workshopId: string;
	readonly #personId: string | null;
	/** On this page only: the device keeps nothing. */
	#held = 0;

	constructor(workshopId: string, personId: string | null) {
		this.#workshopId = workshopId;
		this.#personId = personId;
	}

	/** Looks for what earlier visits have put away. */
	look(): void {
		void this.#read();
	}

	async putAside(copy: Omit<SetAside, 'at' | 'update'>, doc: Y.Doc): Promise<void> {
		if (copy.words.length === 0) return;
		const at = Date.now();
		try {
			const { setAside } = await import('./set-aside.ts');
			await setAside({ ...copy, at }, doc);
			await this.#read();
		} catch {
			// The device keeps nothing: as long as the page is open, the words can be copied from it.
			this.#held -= 1;
			this.copies = [{ ...copy, at, key: this.#held, update: new Uint8Array() }, ...this.copies];
		}
	}

	async throwAway(key: number): Promise<void> {
		this.copies = this.copies.filter((copy) => copy.key !== key);
		if (key < 0) return;
		const { throwAway } = await import('./set-aside.ts');
		await throwAway(key);
	}

	async #read(): Promise<void> {
		if (this.#personId === null) return;
		try {
			const { listSetAside } = await import('./set-aside.ts');
			const kept = await listSetAside(this.#workshopId, this.#personId, Date.now());
			const held = this.copies.filter(({ key }) => key < 0);
			this.copies = [...held, ...kept];
		} catch {
			// No storage, or its code did not arrive: nothing was put away on this device.
		}
	}
}
