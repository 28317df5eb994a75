/**
 * What applying an update will take, before it is applied. Yjs is quick with what people do; a few bytes made by hand can
 * keep it busy for minutes: thousands of letters that all claim the same place are compared each with each, and each
 * letter taken out of the middle of a long text moves everything behind it.
 */
import * as Y from 'yjs';
import type { Struct } from './admission.ts';

/** Steps of one update, about 10 ns each. */
export const EFFORT_LIMIT = 2_000_000;
/** Structs that are moved in memory in the time of one step. */
const MOVED_IN_A_STEP = 64;
/** What each struct takes in any case: to be read, looked at, put in and sent on. */
const STEPS_OF_A_STRUCT = 200;
const STEPS_OF_A_RANGE = 50;

type Fresh = ReadonlyMap<number, readonly Struct[]>;
type Deletes = ReturnType<typeof Y.decodeUpdate>['ds'];

/** Structs that claim the same place, and the one that was the last to do so. */
interface Rivals {
	count: number;
	last: Y.ID;
}

/**
 * @returns steps, those beyond what the number of structs says counted no further than the limit; null when its parts
 *   wait for each other in a ring
 */
export function effortOf(
	doc: Y.Doc,
	{ fresh, known, deletes }: { readonly fresh: Fresh; readonly known: readonly Y.Item[]; readonly deletes: Deletes }
): number | null {
	const effort = new Effort(doc);
	effort.ofDeletes(deletes);
	effort.ofNeighbours(known);
	effort.ofPlaces(fresh);
	if (!effort.isTooMuch && fresh.size > 1 && !effort.canBeOrdered(fresh)) return null;
	return effort.steps;
}

/** What a window of this many structs takes, however they lie. */
export const effortOfStructs = (count: number): number => count * STEPS_OF_A_STRUCT;

/** What finding the deleted ranges in the document takes. */
export function effortOfRanges({ clients }: Deletes): number {
	let ranges = 0;
	for (const list of clients.values()) ranges += list.length;
	return ranges * STEPS_OF_A_RANGE;
}

class Effort {
	readonly #doc: Y.Doc;
	/** Rivals by the place they claim: after a struct, or first in a parent. Made when there are any. */
	#rivals: Map<string, Rivals> | null = null;
	steps = 0;

	constructor(doc: Y.Doc) {
		this.#doc = doc;
	}

	get isTooMuch(): boolean {
		return this.steps > EFFORT_LIMIT;
	}

	/** A range that begins or ends within a struct splits it. */
	ofDeletes({ clients }: Deletes): void {
		for (const [client, ranges] of clients) {
			const state = Y.getState(this.#doc.store, client);
			for (const { clock, len } of ranges) {
				if (clock < state) this.#find(Y.createID(client, clock), false);
				if (clock + len < state) this.#find(Y.createID(client, clock + len), false);
				if (this.isTooMuch) return;
			}
		}
	}

	/** What is here already is put nowhere again, but its neighbours are split off. */
	ofNeighbours(known: readonly Y.Item[]): void {
		for (const { origin, rightOrigin } of known) {
			if (origin) this.#find(origin, true);
			if (rightOrigin) this.#find(rightOrigin, false);
			if (this.isTooMuch) return;
		}
	}

	ofPlaces(fresh: Fresh): void {
		let isMany = fresh.size > 1;
		for (const structs of fresh.values()) {
			isMany ||= structs.length > 1;
			for (const struct of structs) {
				if (!(struct instanceof Y.Item)) continue;
				this.#ofPlace(struct);
				if (isMany) this.#ofRivals(struct);
				if (this.isTooMuch) return;
			}
		}
	}

	/** False when no order exists in which each part finds what it builds on. */
	canBeOrdered(fresh: Fresh): boolean {
		const reached = new Map([...fresh.keys()].map((client) => [client, 0]));
		const isReady = (id: Y.ID | null): boolean => {
			const structs = id && fresh.get(id.client);
			const next = id && structs?.[reached.get(id.client) ?? 0];
			return !next || id.clock < next.id.clock;
		};
		for (let moved = true; moved && !this.isTooMuch;) {
			moved = false;
			for (const [client, structs] of fresh) {
				let at = reached.get(client) ?? 0;
				const start = at;
				for (let struct = structs[at]; struct; struct = structs[at]) {
					if (struct instanceof Y.Item) {
						const others = [struct.origin, struct.rightOrigin, struct.parent instanceof Y.ID ? struct.parent : null];
						// What the same client wrote was before it in any case.
						if (!others.every((id) => id?.client === client || isReady(id))) break;
					}
					at += 1;
				}
				reached.set(client, at);
				moved ||= at > start;
				this.steps += 1;
			}
		}
		return this.isTooMuch || [...fresh].every(([client, { length }]) => reached.get(client) === length);
	}

	/** What lies between its neighbours in the document is walked over; a neighbour within a struct is split off. */
	#ofPlace({ origin, rightOrigin, parent, parentSub }: Y.Item): void {
		const left = origin && this.#find(origin, true);
		if (origin && rightOrigin?.client === origin.client && rightOrigin.clock === origin.clock + 1) {
			// Within one struct, or between two that one client wrote one after the other.
			if (!left || left.lastId.clock > origin.clock) return;
		}
		const right = rightOrigin && this.#find(rightOrigin, false);
		let at: Y.Item | null;
		if (origin) at = left?.right ?? null;
		else if (right) at = right.left && leftmost(right, this);
		else at = this.#first(parent, parentSub);
		for (; at && at !== right && !this.isTooMuch; at = at.right) this.steps += 1;
	}

	/** First in its parent, where a struct without neighbours would go. */
	#first(parent: unknown, key: string | null): Y.Item | null {
		const type = parent instanceof Y.ID ? typeOf(this.#find(parent, null)) : this.#doc.share.get(String(parent));
		if (!type) return null;
		if (key === null) return type._start;
		const current = type._map.get(key);
		return current ? leftmost(current, this) : null;
	}

	/** Each claims the place again, and is compared with all before it, unless it was put right before the last one. */
	#ofRivals(struct: Y.Item): void {
		const key = placeOf(struct);
		this.#rivals ??= new Map();
		const rivals = this.#rivals.get(key);
		if (!rivals) {
			this.#rivals.set(key, { count: 1, last: struct.id });
			return;
		}
		const { rightOrigin } = struct;
		const { last } = rivals;
		if (rightOrigin?.client !== last.client || rightOrigin.clock !== last.clock) this.steps += rivals.count;
		rivals.count += 1;
		rivals.last = struct.id;
	}

	/** @param splits whether the struct is split after this letter (true) or before it (false) */
	#find({ client, clock }: Y.ID, splits: boolean | null): Y.Item | null {
		const structs = this.#doc.store.clients.get(client);
		if (!structs || clock >= Y.getState(this.#doc.store, client)) return null;
		const index = Y.findIndexSS(structs, clock);
		const struct = structs[index];
		if (!(struct instanceof Y.Item)) return null;
		if (splits !== null && clock !== (splits ? struct.id.clock + struct.length - 1 : struct.id.clock))
			this.steps += 1 + (structs.length - index) / MOVED_IN_A_STEP;
		return struct;
	}
}

/** Two structs with the same place stand between the same neighbours, or one of them says so wrongly. */
function placeOf({ origin, rightOrigin, parent, parentSub }: Y.Item): string {
	if (origin) return `${origin.client} ${origin.clock}`;
	// What stands first in some text, before something else, is counted together: that is never too little.
	if (rightOrigin) return '';
	const owner = parent instanceof Y.ID ? `${parent.client} ${parent.clock}` : String(parent);
	return `${owner} ${parentSub ?? ''}`;
}

const typeOf = (item: Y.Item | null): Y.ContentType['type'] | null =>
	item?.content instanceof Y.ContentType ? item.content.type : null;

function leftmost(item: Y.Item, effort: Effort): Y.Item {
	let at = item;
	while (at.left && !effort.isTooMuch) {
		effort.steps += 1;
		at = at.left;
	}
	return at;
}
