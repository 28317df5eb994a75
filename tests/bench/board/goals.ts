/** What a board of five hundred notes may cost, and what the peers cost, measured November 2026 with the same moves. */

/** Of each kind the best peer, then the nearest product. */
export const PEERS = {
	painted: { Excalidraw: 139 },
	navigated: { scrumlr: 4128 },
	paintedSlow: { Excalidraw: 398, scrumlr: 13257 },
	key: { Excalidraw: 23, scrumlr: 46 },
	keySlow: { Excalidraw: 178, scrumlr: 9560 },
	keyWork: { Excalidraw: 11, scrumlr: 31 },
	keyWorkSlow: { Excalidraw: 52, scrumlr: 166 },
	keyRemote: { Excalidraw: 143 },
	frames: { Excalidraw: 60, scrumlr: 2 },
	framesRemote: { Excalidraw: 52 },
	gap: { Excalidraw: 17, scrumlr: 817 },
	gapRemote: { Excalidraw: 33 },
	gapMax: { Excalidraw: 17, scrumlr: 817 },
	gapMaxRemote: { Excalidraw: 50 },
	heap: { Excalidraw: 5.5, scrumlr: 74 },
	elements: { tldraw: 7.5, scrumlr: 94 }
} as const satisfies Record<string, Readonly<Record<string, number>>>;

export const GOALS = {
	painted: 140,
	navigated: 450,
	paintedSlow: 600,
	firstScreenSlow: 400,
	key: 23,
	keySlow: 50,
	keyWork: 9,
	keyWorkSlow: 35,
	keyRemote: 60,
	/** Typing on five hundred notes beside typing on twenty. */
	sameCost: 1.15,
	frames: 58,
	gap: 17,
	gapMax: 34,
	heap: 10,
	elements: 15
} as const;
