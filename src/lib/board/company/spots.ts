/** Where a pointer is, in words that hold on every screen: on a note, a group or a tray, and how far in it. */
import type { Presence, SharedPointer } from '#protocol/sync.ts';

const ATTRIBUTES = { note: 'data-note', group: 'data-group', tray: 'data-zone-tray' } as const;
const KINDS = ['note', 'group', 'tray'] as const;
const WHOLE = 1000;

/** Pixels of the window. */
export interface Spot {
	readonly x: number;
	readonly y: number;
}

/** Null where it is on nothing that others have, too. */
export function pointerAt(target: EventTarget | null, { x, y }: Spot): SharedPointer | null {
	const all = KINDS.map((kind) => `[${ATTRIBUTES[kind]}]`).join();
	const thing = target instanceof Element ? target.closest(all) : null;
	const on = KINDS.find((kind) => thing?.hasAttribute(ATTRIBUTES[kind]));
	if (!thing || !on) return null;
	const box = thing.getBoundingClientRect();
	const part = (from: number, size: number) => Math.round(Math.min(1, Math.max(0, from / size)) * WHOLE);
	return {
		on,
		id: thing.getAttribute(ATTRIBUTES[on]) ?? '',
		x: part(x - box.left, box.width),
		y: part(y - box.top, box.height)
	};
}

/** Where it is on this screen; null when it is on nothing that is in view here. */
export function spotOf(board: Element, { on, id, x, y }: SharedPointer): Spot | null {
	const thing = board.querySelector(`[${ATTRIBUTES[on]}="${CSS.escape(id)}"]`);
	if (!thing) return null;
	const box = thing.getBoundingClientRect();
	const spot = { x: box.left + (box.width * x) / WHOLE, y: box.top + (box.height * y) / WHOLE };
	// A tray scrolls inside: what has left its window is not pointed at.
	const tray = thing.closest('[data-zone-tray]')?.getBoundingClientRect();
	const isIn = tray === undefined || (spot.y >= tray.top && spot.y <= tray.bottom);
	return isIn && spot.x >= 0 && spot.y >= 0 && spot.x <= innerWidth && spot.y <= innerHeight ? spot : null;
}

export interface OtherPointer {
	readonly client: number;
	/** Person id: where it is not told the server passes on no pointer. */
	readonly person: string;
	readonly pointer: SharedPointer;
}

/** What comes from another device may be anything: what is no pointer is left out. */
export function pointersIn(
	states: Iterable<readonly [number, Presence]>,
	own: number,
	me: string | null
): readonly OtherPointer[] {
	const found: OtherPointer[] = [];
	for (const [client, { person, pointer }] of states) {
		if (client === own || person === undefined || person === 'hidden' || person === me) continue;
		if (!isPointer(pointer)) continue;
		found.push({ client, person, pointer });
	}
	return found;
}

/** Somebody else here would see my pointer. */
export function isWanted(states: Iterable<readonly [number, Presence]>, own: number): boolean {
	for (const [client, { wantsPointers }] of states) if (client !== own && wantsPointers === true) return true;
	return false;
}

function isPointer(pointer: Presence['pointer']): pointer is SharedPointer {
	if (typeof pointer !== 'object' || pointer === null) return false;
	const isPart = (part: unknown) => typeof part === 'number' && part >= 0 && part <= WHOLE;
	return KINDS.includes(pointer.on) && typeof pointer.id === 'string' && isPart(pointer.x) && isPart(pointer.y);
}
