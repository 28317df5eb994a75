import { shownAddress } from '#lib/room/join-address.ts';

/** Notices that the room moved to another address, or off every network, while this page is open. */
export class NewAddress {
	/** What a facilitator has to know; null while nothing changed. */
	sentence: string | null = $state(null);
	/** Undefined before the first live state; null: no address is told. */
	#known: string | null | undefined;

	/** Called with the address of every live state. */
	hear(origin: string | null): void {
		const earlier = this.#known;
		this.#known = origin;
		if (earlier === undefined || earlier === origin) return;
		this.sentence =
			origin === null
				? 'The room’s computer is on no network any more. Whoever is in keeps writing on their own device; join the network again or open the hotspot.'
				: `The room has a new address: ${shownAddress(origin)}. Whoever lost the connection opens that one and comes back with the return code. The projector shows it.`;
	}

	dismiss(): void {
		this.sentence = null;
	}
}
