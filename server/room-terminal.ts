/** What `npm run room` says in the terminal: the address, its QR code, the others to choose from, and what changes. */
import { createInterface } from 'node:readline';
import { renderUnicodeCompact } from 'uqr';
import type { NetworkKind } from '#protocol/room-server.ts';
import { Problem } from '#domain/problem.ts';
import type { NetworkAddress } from './network.ts';
import type { RoomPlace } from './room-place.ts';

interface Terminal {
	/** Read only where somebody sits at it. */
	readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
	readonly tell: (text: string) => void;
}

const KINDS: Readonly<Record<NetworkKind, string>> = {
	hotspot: 'hotspot of this computer',
	wifi: 'Wi-Fi',
	cable: 'cable',
	other: 'network',
	virtual: 'inside this computer only'
};

const NOWHERE =
	'This computer is on no network, so only its own browser finds Plenary. Join the room’s Wi-Fi or open a hotspot: it is noticed.';

/** Tells where the room is now, and again whenever that changes. Returns how to stop. */
export function tellRoom(place: RoomPlace, { input, tell }: Terminal): () => void {
	const canType = input.isTTY === true;
	let told = place.origin;
	tell(words(place, canType));
	const stopListening = place.onChange(() => {
		if (place.origin === told) return;
		tell(
			`\n${place.origin === null ? '' : `The room has a new address; what was open at ${told ?? 'none'} has to be opened anew.\n`}${words(place, canType)}`
		);
		told = place.origin;
	});
	if (!canType) return stopListening;
	const lines = createInterface({ input });
	lines.on('line', (line) => void choose(place, line, tell));
	return () => {
		lines.close();
		stopListening();
	};
}

async function choose(place: RoomPlace, line: string, tell: (text: string) => void): Promise<void> {
	if (line.trim() === '') return;
	const chosen = /^\d+$/.test(line.trim()) ? place.addresses[Number(line) - 1] : undefined;
	if (!chosen) return tell(`There is no address ${line.trim()}. Type a number from 1 to ${place.addresses.length}.`);
	try {
		await place.choose(chosen.address);
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		// It went away between the list and the key.
		tell(error.message);
	}
}

/** As it is printed. */
export function words(
	place: Pick<RoomPlace, 'origin' | 'addresses' | 'chosen' | 'originOf'>,
	canType: boolean
): string {
	const { origin, addresses, chosen } = place;
	if (origin === null) return NOWHERE;
	const line = (one: NetworkAddress, index: number) =>
		`  ${index + 1}  ${place.originOf(one)}  ${KINDS[one.kind]}, ${one.network}${one.address === chosen?.address ? '  (shown)' : ''}`;
	const others =
		addresses.length < 2
			? []
			: ['', 'This computer has these addresses:', ...addresses.map(line)].concat(
					canType && chosen ? ['Type a number and Enter to show another one.'] : []
				);
	return [`Everybody in the room opens ${origin}`, '', renderUnicodeCompact(origin, { border: 2 }), ...others].join(
		'\n'
	);
}
