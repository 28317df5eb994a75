import type * as Y from 'yjs';
import type { KeptCopy, SetAside } from './set-aside.ts';

/**
 * What this device could not put away, of all boards: in this page only, and gone with it. It outlives the board it was
 * written on, because people go on to another one.
 */
let onlyHere: readonly KeptCopy[] = [];
let held = 0;

const warn = (event: BeforeUnloadEvent): void => event.preventDefault();

/** While words are in this page only, the browser asks before it closes it. */
function holdHere(copies: readonly KeptCopy[]): void {
	onlyHere = copies;
	if (copies.length > 0) addEventListener('beforeunload', warn);
	else removeEventListener('beforeunload', warn);
}

/** These words are in this page only: closing it loses them. */
export const isOnlyHere = ({ key }: Pick<KeptCopy, 'key'>): boolean => key < 0;

/** Words of one person in one workshop that were not accepted: kept on this device for 30 days, or on this page. */
export class KeptWords {
	/** The newest first. */
	copies: readonly KeptCopy[] = $state.raw([]);
	readonly #workshopId: string;
	readonly #personId: string | null;

	constructor(workshopId: string, personId: string | null) {
		this.#workshopId = workshopId;
		this.#personId = personId;
		this.copies = this.#here();
	}

	/** Looks for what earlier visits have put away. */
	look(): void {
		void this.#read();
	}

	/** Whether the words are stored on this device now; where there are none, nothing is missing. */
	async putAside(copy: Omit<SetAside, 'at' | 'update'>, doc: Y.Doc): Promise<boolean> {
		if (copy.words.length === 0) return true;
		const at = Date.now();
		try {
			const { setAside } = await import('./set-aside.ts');
			await setAside({ ...copy, at }, doc);
		} catch {
			// A whole board stays where it was. Of the others, as long as the page is open, the words can be copied from it.
			if (copy.isWhole) return false;
			held -= 1;
			holdHere([{ ...copy, at, key: held, update: new Uint8Array() }, ...othersThan(copy)]);
			this.#show(this.copies.filter((kept) => !isOnlyHere(kept)));
			return false;
		}
		holdHere(othersThan(copy));
		await this.#read();
		return true;
	}

	async throwAway(key: number): Promise<void> {
		this.copies = this.copies.filter((copy) => copy.key !== key);
		if (key < 0) return holdHere(onlyHere.filter((copy) => copy.key !== key));
		const { throwAway } = await import('./set-aside.ts');
		await throwAway(key);
	}

	async #read(): Promise<void> {
		if (this.#personId === null) return;
		try {
			const { listSetAside } = await import('./set-aside.ts');
			this.#show(await listSetAside(this.#workshopId, this.#personId, Date.now()));
		} catch {
			// No storage, or its code did not arrive: nothing was put away on this device.
		}
	}

	#show(kept: readonly KeptCopy[]): void {
		this.copies = [...this.#here(), ...kept];
	}

	#here(): readonly KeptCopy[] {
		const [start, end] = [`plenary.${this.#workshopId}.`, `.${this.#personId ?? 'screen'}`];
		return onlyHere.filter(({ name }) => name.startsWith(start) && name.endsWith(end));
	}
}

/** Refused once more, the same words are not held twice. */
const othersThan = ({ name, words }: Pick<SetAside, 'name' | 'words'>): readonly KeptCopy[] =>
	onlyHere.filter((held) => held.name !== name || !held.words.every((block) => words.includes(block)));
