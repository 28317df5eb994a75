/**
 * How many sockets somebody may have open, and how often they may come. In memory, and generous: a room of sixty people
 * sits behind one address, and all of them come back at once when the network does.
 */
export interface DoorLimits {
	/** Open sockets of one address. */
	readonly socketsOfAnAddress: number;
	/** Open sockets of one device: each page has one or two, and there are many tabs. */
	readonly socketsOfADevice: number;
	/** That may come at once after a pause, and each second from then on. */
	readonly arrivalsOfAnAddress: { readonly burst: number; readonly perSecond: number };
	readonly arrivalsOfADevice: { readonly burst: number; readonly perSecond: number };
}

const LIMITS: DoorLimits = {
	socketsOfAnAddress: 600,
	socketsOfADevice: 80,
	arrivalsOfAnAddress: { burst: 1200, perSecond: 100 },
	arrivalsOfADevice: { burst: 80, perSecond: 4 }
};

interface Visitor {
	open: number;
	arrivals: number;
	countedAt: number;
}

/** Visitors that are remembered although they have no socket; above that the quiet ones are forgotten. */
const REMEMBERED = 5_000;

export class Door {
	readonly #now: () => number;
	readonly #limits: DoorLimits;
	readonly #addresses = new Map<string, Visitor>();
	readonly #devices = new Map<string, Visitor>();

	/** @param now a clock in ms that never goes back */
	constructor(now: () => number = () => performance.now(), limits: DoorLimits = LIMITS) {
		this.#now = now;
		this.#limits = limits;
	}

	/**
	 * @param address null for one that is not counted
	 * @param device what it says it is (its cookie); null for none
	 * @returns how to tell that the socket is closed; null when there are too many
	 */
	enter(address: string | null, device: string | null): (() => void) | null {
		const { socketsOfAnAddress, socketsOfADevice, arrivalsOfAnAddress, arrivalsOfADevice } = this.#limits;
		const from = address === null ? null : this.#visitor(this.#addresses, address, arrivalsOfAnAddress);
		const by = device === null ? null : this.#visitor(this.#devices, device, arrivalsOfADevice);
		if (!mayEnter(from, socketsOfAnAddress) || !mayEnter(by, socketsOfADevice)) return null;
		const visitors = [from, by].filter((visitor) => visitor !== null);
		for (const visitor of visitors) visitor.open += 1;
		let isOpen = true;
		return () => {
			if (isOpen) for (const visitor of visitors) visitor.open -= 1;
			isOpen = false;
		};
	}

	/** Visitors that are kept in mind. */
	get remembered(): number {
		return this.#addresses.size + this.#devices.size;
	}

	#visitor(visitors: Map<string, Visitor>, key: string, rate: DoorLimits['arrivalsOfADevice']): Visitor {
		const now = this.#now();
		const known = visitors.get(key);
		if (known) {
			known.arrivals = Math.min(rate.burst, known.arrivals + ((now - known.countedAt) / 1000) * rate.perSecond);
			known.countedAt = now;
			return known;
		}
		if (visitors.size >= REMEMBERED) forgetQuiet(visitors, now - (rate.burst / rate.perSecond) * 1000);
		const visitor: Visitor = { open: 0, arrivals: rate.burst, countedAt: now };
		visitors.set(key, visitor);
		return visitor;
	}
}

/** Who is refused has come all the same. */
function mayEnter(visitor: Visitor | null, sockets: number): boolean {
	if (!visitor) return true;
	if (visitor.arrivals < 1) return false;
	visitor.arrivals -= 1;
	return visitor.open < sockets;
}

/** Whoever has not come for so long that everything is allowed again. */
function forgetQuiet(visitors: Map<string, Visitor>, before: number): void {
	for (const [key, { open, countedAt }] of visitors) if (open === 0 && countedAt <= before) visitors.delete(key);
}
