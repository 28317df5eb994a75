/** What facilitators see of the machine that serves the room, and of the devices at it. */
import type { PersonId, SyndicateId } from '#domain/ids.ts';
import type { PersonRole } from '#domain/workshop.ts';

/** `hotspot`: opened by this machine itself. `virtual`: a bridge of containers, virtual machines or a tunnel. */
export type NetworkKind = 'hotspot' | 'wifi' | 'cable' | 'other' | 'virtual';

export interface RoomAddress {
	readonly address: string;
	/** As the system names the network card. */
	readonly network: string;
	readonly kind: NetworkKind;
	/** What devices open. */
	readonly origin: string;
	/** Projector, console and QR codes tell this one. */
	readonly isTold: boolean;
	/** The server answered itself through this address just now. */
	readonly answers: boolean;
}

/** What the browser of a device says it is. */
export type DeviceForm = 'phone' | 'tablet' | 'computer';

export interface DeviceLight {
	/** Null for the screen. */
	readonly personId: PersonId | null;
	readonly role: PersonRole | 'screen';
	readonly syndicateId: SyndicateId | null;
	readonly form: DeviceForm;
	/** Milliseconds a word takes there and back, the middle of the last five; null before the first. */
	readonly roundTripMs: number | null;
	/** Milliseconds since it was last heard of. */
	readonly heardMsAgo: number;
	readonly connectedAt: string;
	/** It runs on the server's own machine. */
	readonly isHere: boolean;
}

export interface RoomServerView {
	/** Started for a room (`npm run room`): its addresses can be chosen. */
	readonly isRoom: boolean;
	/** What projector, console and QR codes tell; null: the address of the page itself. */
	readonly origin: string | null;
	readonly addresses: readonly RoomAddress[];
	/** The server's clock. */
	readonly now: string;
	/** Where the machine takes its power from; null where that cannot be seen, and where it is no room server. */
	readonly power: 'mains' | 'battery' | null;
	/** Everything that has the workshop open now. */
	readonly devices: readonly DeviceLight[];
}
