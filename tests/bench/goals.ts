/** What a page may cost, and what the peers cost, measured November 2026 with the same throttle. */
import type { Figures, Peer } from './figures.ts';

/** How the figures of the peers came about; said under every table. */
export const PEERS_SOURCE =
	'Peers: measured November 2026, same throttle, Chromium 153, medians of 5, built from source or npm; not measured again here.';

/** Our own goals: hotel is the throttle of `throttle.ts`. */
export const GOALS = {
	join: {
		hotel: {
			painted: 450,
			usable: 800,
			wireByUsable: 75,
			scriptByUsable: 55,
			font: 40,
			mainThread: 300,
			longestTask: 100
		},
		none: { usable: 200 }
	},
	board: {
		hotel: { usable: 1900, wireByUsable: 150, scriptByUsable: 120, font: 40, mainThread: 600, longestTask: 150 },
		none: { usable: 300 },
		again: { usable: 900 },
		fromJoin: { usable: 900 }
	}
} as const satisfies Record<string, Record<string, Partial<Figures>>>;

export const NEAREST = { join: 'scrumlr login', board: 'scrumlr board' } as const;

interface Measured {
	readonly name: string;
	readonly hotel: Partial<Figures>;
	readonly none: Partial<Figures>;
}

const measured: readonly Measured[] = [
	peer('scrumlr login', 13, 827, 699, 656, 352, 332, 4560, 4527, 1085, 267, 4.3),
	peer('scrumlr board', 10, 768, 745, 656, 284, 477, 4400, 5602, 1657, 508, 6.4),
	peer('Excalidraw', 12, 499, 438, 413, 256, 428, 2740, 3504, 1026, 377, 4.3),
	peer('tldraw', 41, 2036, 663, 605, 716, 774, 4856, 4979, 1746, 724, 9.6),
	peer('WBO', 96, 673, 668, 177, 156, 599, 692, 5471, 1783, 93, 2.3),
	peer('WBO with gzip', 96, 244, 241, 177, 156, 598, 540, 3774, 1227, 94, 2.3),
	peer('cracker0dks', 12, 912, 905, 253, 304, 283, 5780, 5758, 759, 175, 3.3),
	peer('cracker0dks with gzip', 12, 266, 259, 253, 348, 328, 2432, 2417, 516, 118, 3.3)
];

/** In the order of the columns of their table. */
function peer(
	name: string,
	requests: number,
	wireInAll: number,
	wireByUsable: number,
	scriptByUsable: number,
	painted: number,
	usable: number,
	paintedHotel: number,
	usableHotel: number,
	mainThread: number,
	longestTask: number,
	heap: number
): Measured {
	const weight = { requests, wireInAll, scriptByUsable, scriptInAll: scriptByUsable };
	return {
		name,
		hotel: { ...weight, wireByUsable, painted: paintedHotel, usable: usableHotel, mainThread, longestTask, heap },
		none: { ...weight, painted, usable, heap }
	};
}

/** A form of 0.5 kB without script: how far this machine is, at this moment, from the one the figures come from. */
export const FLOOR: Peer = { name: 'the same form then', figures: { painted: 240, usable: 301, mainThread: 149 } };

/** Join pages are compared with all of them, as boards are: neither has a peer that is only that. */
export const peersUnder = (throttle: 'hotel' | 'none'): readonly Peer[] =>
	measured.map((one) => ({ name: one.name, figures: one[throttle] }));
