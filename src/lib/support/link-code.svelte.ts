import { confirmLinkCode, readLinkCode, sendLinkCode } from '#lib/http/support.ts';
import { Asking } from '#lib/state/asking.svelte.ts';
import { InTurn } from '#lib/state/in-turn.svelte.ts';
import type { LinkCodeView } from '#protocol/support-views.ts';

/** The code that belongs to a sponsor's link, on this device. */
export class LinkCode {
	view: LinkCodeView | null = $state.raw(null);
	readonly #reading = new InTurn();
	readonly sending = new Asking();
	readonly confirming = new Asking();
	readonly #workshop: string;

	constructor(workshop: string) {
		this.#workshop = workshop;
	}

	/** What is decided for good waits for it. */
	get isNeeded(): boolean {
		return this.view?.needsCode === true;
	}

	async read(): Promise<void> {
		await this.#reading.ask(async () => (this.view = await readLinkCode(this.#workshop)));
	}

	async send(): Promise<void> {
		await this.sending.ask(() => sendLinkCode(this.#workshop));
		await this.read();
	}

	/** True once this device may decide. */
	async confirm(code: string): Promise<boolean> {
		const confirmed = await this.confirming.ask(() => confirmLinkCode(this.#workshop, code));
		await this.read();
		return confirmed !== null;
	}
}
