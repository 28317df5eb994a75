/**
 * A board was brought back from a backup, and this laptop holds a younger one. What it did since is done once more, as
 * new changes: what exactly is found by comparing the two, because the backup's state is one the younger board once
 * had. Whatever Yjs has under one of this laptop's client ids and the restored board does not know is its own and gone.
 *
 * - A note or group that this laptop made comes back under its own id, with the words this laptop wrote in it.
 * - Words written into what is there are put back beside the letters they stood beside. Words in somebody else's new
 *   note wait until their laptop has brought the note.
 * - Places, answers and links are set again, unless somebody has set them anew since the backup came back.
 * - What was deleted here is deleted again, whoever did it: a deletion knows no author, and doing it twice is the same.
 *
 * Nothing is done twice: every laptop offers its own client ids only, and `offered` says how far it has done so.
 */
import type { BoardDocument } from '#document/board.ts';
import * as Y from 'yjs';
import { findText, idsIn, lostFrom, type Since, type TextDeed } from './make-again-text.ts';

type SharedMap = Y.Map<unknown>;
type Part = readonly string[];

/** One change to the restored board. `at` says where: `['notes', id, 'fields']`. */
export type Deed =
	| { readonly kind: 'note'; readonly id: string; readonly parts: Readonly<Record<string, unknown>> }
	| { readonly kind: 'group'; readonly id: string; readonly parts: Readonly<Record<string, unknown>> }
	| { readonly kind: 'set'; readonly at: Part; readonly key: string; readonly value: unknown }
	| { readonly kind: 'unset'; readonly at: Part; readonly key: string }
	| ({ readonly kind: 'text'; readonly at: Part } & TextDeed);

/** How far each note or group was offered: Yjs client id to clock. */
export type Offered = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface Missing {
	readonly deeds: readonly Deed[];
	/** What is offered once these deeds are done. */
	readonly offered: Offered;
	/** Something waits for a note of somebody else that is not there yet. */
	readonly waits: boolean;
}

const ROOTS = ['notes', 'groups'] as const;

/** What this laptop did, under its client ids `own`, that the restored board lacks. */
export function missingDeeds(
	older: BoardDocument,
	restored: BoardDocument,
	own: ReadonlySet<number>,
	offered: Offered = {}
): Missing {
	const search = new Search(older.doc, restored.doc, own, offered);
	for (const root of ROOTS) search.lookThrough(root);
	return search.missing();
}

/** Does the deeds, as one change. */
export function doAgain(board: BoardDocument, deeds: readonly Deed[]): void {
	board.transact(() => {
		for (const deed of deeds) {
			if (deed.kind === 'note') putBack(board.doc.getMap('notes'), deed.id, deed.parts);
			else if (deed.kind === 'group') putBack(board.doc.getMap('groups'), deed.id, deed.parts);
			else change(board.doc, deed);
		}
	});
}

class Search {
	readonly #older: Y.Doc;
	readonly #restored: Y.Doc;
	readonly #own: ReadonlySet<number>;
	readonly #offered: Offered;
	readonly #deeds: Deed[] = [];
	readonly #done: Record<string, Readonly<Record<string, number>>>;
	#waits = false;

	constructor(older: Y.Doc, restored: Y.Doc, own: ReadonlySet<number>, offered: Offered) {
		this.#older = older;
		this.#restored = restored;
		this.#own = own;
		this.#offered = offered;
		this.#done = { ...offered };
	}

	missing(): Missing {
		return { deeds: this.#deeds, offered: this.#done, waits: this.#waits };
	}

	lookThrough(root: 'notes' | 'groups'): void {
		const there = this.#restored.getMap(root);
		for (const [id, map] of this.#older.getMap(root)) {
			if (!(map instanceof Y.Map)) continue;
			const now = there.get(id);
			const since: Since = (client) => this.#since(client, id);
			if (now instanceof Y.Map) {
				this.#compare([root, id], map, now, since);
			} else if (map._item && isMine(map._item, since)) {
				const parts = partsOf(map, since);
				this.#deeds.push({ kind: root === 'notes' ? 'note' : 'group', id, parts });
			} else {
				// Somebody else's, and not brought back yet.
				if (idsIn(map).some((item) => isMine(item, since))) this.#waits = true;
				continue;
			}
			this.#done[id] = this.#clocks();
		}
	}

	/** Everything that this laptop has written under its ids. */
	#clocks(): Readonly<Record<string, number>> {
		return Object.fromEntries(
			[...this.#own].map((client) => [String(client), Y.getState(this.#older.store, client)] as const)
		);
	}

	/** Of this laptop, unknown to the restored board, and not offered before. */
	#since(client: number, unit: string): number {
		if (!this.#own.has(client)) return Infinity;
		return Math.max(Y.getState(this.#restored.store, client), this.#offered[unit]?.[client] ?? 0);
	}

	#compare(at: Part, then: SharedMap, now: SharedMap, since: Since): void {
		const isSame = sameItem(then._item, now._item);
		for (const [key, item] of then._map) {
			const was = item.deleted ? undefined : then.get(key);
			const is = now.get(key);
			if (was instanceof Y.Map) {
				if (is instanceof Y.Map) this.#compare([...at, key], was, is, since);
			} else if (was instanceof Y.Text) {
				if (is instanceof Y.Text) this.#compareText([...at, key], was, is, since);
			} else this.#compareValue(at, key, { item, was, is, present: now._map.get(key), isSame }, since);
		}
	}

	#compareValue(at: Part, key: string, { item, was, is, present, isSame }: Register, since: Since) {
		if (was === is) return;
		const isKnown = present === undefined || present.id.clock < Y.getState(this.#older.store, present.id.client);
		// Set anew since the backup came back: that is younger than what lies here.
		if (isSame && !isKnown) return;
		if (!item.deleted && isMine(item, since)) this.#deeds.push({ kind: 'set', at, key, value: was });
		else if (item.deleted && isSame && is !== undefined) this.#deeds.push({ kind: 'unset', at, key });
	}

	#compareText(at: Part, then: Y.Text, now: Y.Text, since: Since): void {
		const find = sameItem(then._item, now._item) ? lostFrom(then, now, since) : findText(then, now, since);
		for (const deed of find) this.#deeds.push({ kind: 'text', at, ...deed });
	}
}

interface Register {
	readonly item: Y.Item;
	readonly was: unknown;
	readonly is: unknown;
	/** What the restored board holds there, deleted or not. */
	readonly present: Y.Item | undefined;
	/** Both lie in the same map of the same history. */
	readonly isSame: boolean;
}

const sameItem = (a: Y.Item | null, b: Y.Item | null): boolean =>
	a !== null && b !== null && a.id.client === b.id.client && a.id.clock === b.id.clock;

/** A map as plain parts, its texts as far as they are mine: others bring theirs themselves. */
function partsOf(map: SharedMap, since: Since): Record<string, unknown> {
	const parts = [...map].map(([key, value]) => {
		if (value instanceof Y.Map) return [key, partsOf(value, since)] as const;
		if (value instanceof Y.Text) return [key, new Words(ownWords(value, since))] as const;
		return [key, value] as const;
	});
	return Object.fromEntries(parts);
}

/** Words that are written together: to be a shared text again. */
class Words {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

const isMine = ({ id, length }: Y.Item, since: Since): boolean => id.clock + length > since(id.client);

/** Found as in a text of which nothing is there. */
const ownWords = (text: Y.Text, since: Since): string =>
	findText(text, new Y.Doc().getText(), since)
		.map(({ insert }) => insert)
		.join('');

function putBack(root: SharedMap, id: string, parts: Readonly<Record<string, unknown>>): void {
	if (!root.has(id)) root.set(id, madeOf(parts));
}

function madeOf(parts: Readonly<Record<string, unknown>>): SharedMap {
	const map: SharedMap = new Y.Map();
	for (const [key, value] of Object.entries(parts)) {
		if (value instanceof Words) map.set(key, new Y.Text(value.text));
		else if (typeof value === 'object' && value !== null) map.set(key, madeOf({ ...value }));
		else map.set(key, value);
	}
	return map;
}

function change(doc: Y.Doc, deed: Exclude<Deed, { readonly kind: 'note' | 'group' }>): void {
	const [root = '', ...keys] = deed.at;
	let place: unknown = doc.getMap(root);
	for (const key of keys) place = place instanceof Y.Map ? place.get(key) : undefined;
	if (deed.kind === 'text') {
		if (!(place instanceof Y.Text)) return;
		if (deed.remove > 0) place.delete(deed.index, deed.remove);
		if (deed.insert !== '') place.insert(deed.index, deed.insert);
	} else if (place instanceof Y.Map) {
		if (deed.kind === 'set') place.set(deed.key, deed.value);
		else place.delete(deed.key);
	}
}
