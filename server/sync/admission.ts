/**
 * Nothing a client sends reaches `Y.applyUpdate` before it was looked at here: raw updates can freeze a Yjs server, make
 * two replicas differ for good, or write in somebody else's name. One piece, because each check needs what the ones
 * before it found. Called inside the window's transaction, so it sees the frames before it in the same window.
 */
import type { PersonId } from '#domain/ids.ts';
import { NOTE_LIMIT } from '#domain/workshop.ts';
import { CLOSE } from '#protocol/sync.ts';
import * as Y from 'yjs';
import { childKind, mayHold, NEEDED, ROOTS, rootKind, type TypeKind } from './board-rules.ts';
import type { Refusal } from './frame.ts';

export interface Writer {
	/** Null for a screen. */
	readonly personId: PersonId | null;
	readonly mayWrite: boolean;
}

/** Who owns a Yjs client id in this document. */
export type Owners = ReadonlyMap<number, PersonId>;

export interface Admitted {
	readonly kind: 'admitted';
	/** False for what the document already has: nothing to apply. */
	readonly brings: boolean;
	/** True when there is more than deletions in it. */
	readonly adds: boolean;
	/** Client ids seen here for the first time: from now on this writer's. */
	readonly claims: readonly number[];
	readonly notesMade: readonly string[];
	/** Keys of `stamps` that were written: the server puts them right. */
	readonly stampsTouched: readonly string[];
}

export type Verdict =
	| Admitted
	/** Something it builds on is not here: ask for everything again. */
	| { readonly kind: 'gap' }
	| { readonly kind: 'refused'; readonly refusal: Refusal };

export const NOTES_LIMIT = 2000;
/** Letters of one text: two laptops may each have filled a note while offline. */
const TEXT_LIMIT = NOTE_LIMIT * 2;
/** One update may not move a client's clock further, however few bytes say so. */
const CLOCK_LIMIT = 1_000_000;
const STRUCT_LIMIT = 100_000;

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];
type DeleteSet = ReturnType<typeof Y.decodeUpdate>['ds'];
/** Any shared type, whatever its events. */
type Shared = Y.ContentType['type'];

/** Thrown and caught in this file only: the checks are many and deep. */
class Refused extends Error {
	readonly verdict: Verdict;
	constructor(verdict: Verdict) {
		super(verdict.kind);
		this.verdict = verdict;
	}
}

const refuse = (reason: string, code: number = CLOSE.malformed): never => {
	throw new Refused({ kind: 'refused', refusal: { code, reason } });
};

const gap = (): never => {
	throw new Refused({ kind: 'gap' });
};

export function admit(update: Uint8Array, doc: Y.Doc, owners: Owners, writer: Writer): Verdict {
	try {
		return new Examination(update, doc, owners, writer).verdict();
	} catch (error) {
		if (error instanceof Refused) return error.verdict;
		throw error;
	}
}

/** Where a struct lies: in a type of the document, or in one this update makes (named by its struct). */
interface Home {
	readonly type: Shared | Y.Item;
	readonly key: string | null;
}

class Examination {
	readonly #doc: Y.Doc;
	readonly #owners: Owners;
	readonly #writer: Writer;
	readonly #deletes: DeleteSet;
	/** What is new, each client's in the order of its clock. */
	readonly #fresh = new Map<number, Struct[]>();
	readonly #homes = new Map<Y.Item, Home | null>();
	readonly #stampsTouched = new Set<string>();
	#brings = false;

	constructor(update: Uint8Array, doc: Y.Doc, owners: Owners, writer: Writer) {
		this.#doc = doc;
		this.#owners = owners;
		this.#writer = writer;
		const { structs, ds } = decode(update);
		this.#deletes = ds;
		this.#collect(structs);
	}

	verdict(): Verdict {
		const stored = this.#deletedInStore();
		if (this.#fresh.size > 0) this.#brings = true;
		if (!this.#brings)
			return { kind: 'admitted', brings: false, adds: false, claims: [], notesMade: [], stampsTouched: [] };
		if (!this.#writer.mayWrite) refuse('not-allowed', CLOSE.notAllowed);
		const claims = this.#claims();
		this.#checkGaps();
		const notesMade = this.#checkShape(stored);
		return {
			kind: 'admitted',
			brings: true,
			adds: this.#fresh.size > 0,
			claims,
			notesMade,
			stampsTouched: [...this.#stampsTouched]
		};
	}

	/** Keeps what the document does not have yet. */
	#collect(structs: readonly Struct[]): void {
		if (structs.length > STRUCT_LIMIT) refuse('too-many-structs');
		for (const struct of structs) {
			if (struct.length > CLOCK_LIMIT || struct.id.clock + struct.length > Number.MAX_SAFE_INTEGER)
				refuse('clock-jump');
			if (struct instanceof Y.Skip) continue;
			if (struct.id.clock + struct.length <= Y.getState(this.#doc.store, struct.id.client)) continue;
			const list = this.#fresh.get(struct.id.client);
			if (list) list.push(struct);
			else this.#fresh.set(struct.id.client, [struct]);
		}
	}

	/**
	 * Client ids belong to the person that first wrote with them. One without an owner may be taken, except the server's
	 * own: owners are forgotten after an anonymous reveal, and their laptops go on writing with the same id.
	 */
	#claims(): readonly number[] {
		const { personId } = this.#writer;
		if (personId === null) return refuse('not-allowed', CLOSE.notAllowed);
		const claims: number[] = [];
		for (const client of this.#fresh.keys()) {
			const owner = this.#owners.get(client);
			if (owner === personId) continue;
			if (owner !== undefined || client === this.#doc.clientID) refuse('client-id-of-another');
			claims.push(client);
		}
		return claims;
	}

	/** Everything an update builds on or deletes must be here: what waits for it would be merged again on each update. */
	#checkGaps(): void {
		for (const [client, structs] of this.#fresh) {
			let clock = Y.getState(this.#doc.store, client);
			for (const struct of structs) {
				if (struct.id.clock > clock) gap();
				clock = struct.id.clock + struct.length;
				if (!(struct instanceof Y.Item)) continue;
				for (const id of [struct.origin, struct.rightOrigin, parentId(struct)]) {
					if (id !== null && !this.#knows(id.client, id.clock)) gap();
				}
			}
		}
		for (const [client, ranges] of this.#deletes.clients) {
			for (const { clock, len } of ranges) if (!this.#knows(client, clock + len - 1)) gap();
		}
	}

	#knows(client: number, clock: number): boolean {
		if (clock < Y.getState(this.#doc.store, client)) return true;
		const last = this.#fresh.get(client)?.at(-1);
		return last !== undefined && clock < last.id.clock + last.length;
	}

	/** Items of the document that this update deletes and that are still alive. */
	#deletedInStore(): readonly Y.Item[] {
		const items: Y.Item[] = [];
		for (const [client, ranges] of this.#deletes.clients) {
			const structs = this.#doc.store.clients.get(client) ?? [];
			const state = Y.getState(this.#doc.store, client);
			for (const { clock, len } of ranges) {
				if (!Number.isSafeInteger(clock + len)) refuse('broken-frame');
				if (clock + len > state) this.#brings = true;
				if (clock >= state) continue;
				for (let at = Y.findIndexSS(structs, clock); at < structs.length; at += 1) {
					const struct = structs[at];
					if (!struct || struct.id.clock >= clock + len) break;
					if (struct instanceof Y.Item && !struct.deleted) items.push(struct);
				}
			}
		}
		if (items.length > 0) this.#brings = true;
		return items;
	}

	/** @returns ids of the notes it makes */
	#checkShape(stored: readonly Y.Item[]): readonly string[] {
		const made = new Map<
			Y.Item,
			{ readonly kind: 'note' | 'group'; readonly key: string; readonly parts: Set<string> }
		>();
		const held = new Map<unknown, Set<string>>();
		const lengths = new Map<unknown, number>();
		for (const struct of this.#freshItems()) {
			const home = this.#home(struct);
			if (!home) return refuse('nowhere');
			const kind = this.#kindOf(home.type);
			if (!kind || !mayHold(kind, home.key, struct.content)) return refuse('not-a-board');
			if (kind === 'stamps' && home.key !== null) this.#stampsTouched.add(home.key);
			this.#checkReplacing(struct, home);
			if (struct.content instanceof Y.ContentString) {
				const length = (lengths.get(home.type) ?? lengthOf(home.type)) + struct.length;
				if (length > TEXT_LIMIT) refuse('too-long', CLOSE.documentFull);
				lengths.set(home.type, length);
			}
			if (home.key === null || struct.content instanceof Y.ContentDeleted) continue;
			const isDeletedHere = this.#isDeleted(struct);
			if (isDeletedHere && struct.content instanceof Y.ContentType) return refuse('never-deleted');
			if (kind === 'notes' || kind === 'groups') {
				made.set(struct, { kind: kind === 'notes' ? 'note' : 'group', key: home.key, parts: new Set() });
			}
			if (!isDeletedHere) held.set(home.type, (held.get(home.type) ?? new Set()).add(home.key));
		}
		for (const [struct, { kind }] of made) {
			if (NEEDED[kind].some((part) => !held.get(struct)?.has(part))) refuse('parts-missing');
		}
		this.#checkDeletes(stored, held);
		const notes = [...made.values()].filter(({ kind }) => kind === 'note').map(({ key }) => key);
		if (notes.length > 0 && this.#doc.getMap('notes').size + notes.length > NOTES_LIMIT)
			refuse('too-many-notes', CLOSE.documentFull);
		return notes;
	}

	/** Notes, groups and the types in them are never replaced: who writes in the old one would lose the words. */
	#checkReplacing(struct: Y.Item, { type, key }: Home): void {
		if (key === null) return;
		const makesType = struct.content instanceof Y.ContentType;
		if (type instanceof Y.Item) return;
		const there = type._map.get(key);
		if (there && !there.deleted && there.content instanceof Y.ContentType) refuse('never-replaced');
		// A part that was not made with its note would be made twice by two laptops.
		if (makesType && type._item !== null) refuse('made-too-late');
	}

	/** Letters, links, choices and marks may be deleted; notes, groups and their parts not; a zone only by a new one. */
	#checkDeletes(stored: readonly Y.Item[], held: ReadonlyMap<unknown, ReadonlySet<string>>): void {
		for (const item of stored) {
			if (item.content instanceof Y.ContentType) refuse('never-deleted');
			if (item.parentSub === null || !(item.parent instanceof Y.AbstractType)) continue;
			const kind = this.#kindOf(item.parent);
			if (kind === 'stamps') this.#stampsTouched.add(item.parentSub);
			const isNeeded =
				(kind === 'note' || kind === 'group') && (item.parentSub === 'zone' || item.parentSub === 'order');
			if (isNeeded && !held.get(item.parent)?.has(item.parentSub)) refuse('never-deleted');
		}
	}

	*#freshItems(): Generator<Y.Item> {
		for (const structs of this.#fresh.values()) {
			for (const struct of structs) if (struct instanceof Y.Item) yield struct;
		}
	}

	#isDeleted({ id }: Y.Item): boolean {
		return Y.isDeleted(this.#deletes, id);
	}

	/** An update names the parent only of what has no neighbour; all others lie where their neighbour lies. */
	#home(struct: Y.Item): Home | null {
		const chain: Y.Item[] = [];
		let found: Home | null = null;
		for (let at: Y.Item | null = struct; at;) {
			const known = this.#homes.get(at);
			if (known !== undefined) {
				found = known;
				break;
			}
			chain.push(at);
			// A ring of neighbours ends here, as homeless.
			this.#homes.set(at, null);
			const named = this.#namedHome(at);
			if (named) {
				found = named;
				break;
			}
			const neighbour: Y.Item | null = this.#item(at.origin ?? at.rightOrigin);
			if (neighbour && neighbour.parent instanceof Y.AbstractType) {
				found = { type: neighbour.parent, key: neighbour.parentSub };
				break;
			}
			at = neighbour;
		}
		for (const each of chain) this.#homes.set(each, found);
		return found;
	}

	#namedHome(struct: Y.Item): Home | null {
		// Before it is integrated a root's name stands here, which the type does not say.
		const parent: unknown = struct.parent;
		if (typeof parent === 'string') {
			if (!ROOTS.has(parent)) return refuse('unknown-root');
			return { type: this.#doc.getMap(parent), key: struct.parentSub };
		}
		const id = parentId(struct);
		const owner = id && this.#item(id);
		if (!owner || !(owner.content instanceof Y.ContentType)) return null;
		return { type: owner.parent instanceof Y.AbstractType ? owner.content.type : owner, key: struct.parentSub };
	}

	/** The item with this id, in the document or in the update. */
	#item(id: Y.ID | null): Y.Item | null {
		if (!id) return null;
		if (id.clock < Y.getState(this.#doc.store, id.client)) {
			const structs = this.#doc.store.clients.get(id.client) ?? [];
			const struct = structs[Y.findIndexSS(structs, id.clock)];
			return struct instanceof Y.Item ? struct : null;
		}
		const struct = structAt(this.#fresh.get(id.client) ?? [], id.clock);
		return struct instanceof Y.Item ? struct : null;
	}

	#kindOf(type: Home['type']): TypeKind | null {
		if (type instanceof Y.Item) {
			const home = this.#home(type);
			const parent = home && this.#kindOf(home.type);
			return parent && home ? childKind(parent, home.key) : null;
		}
		if (type._item === null) {
			for (const name of ROOTS) if (this.#doc.share.get(name) === type) return rootKind(name);
			return null;
		}
		if (type._item.deleted || !(type._item.parent instanceof Y.AbstractType)) return null;
		const parent = this.#kindOf(type._item.parent);
		return parent && childKind(parent, type._item.parentSub);
	}
}

function decode(update: Uint8Array): { readonly structs: readonly Struct[]; readonly ds: DeleteSet } {
	try {
		return Y.decodeUpdate(update);
	} catch {
		// Yjs tells bytes that are no update only by throwing, in many ways.
		return refuse('broken-update');
	}
}

function parentId(struct: Y.Item): Y.ID | null {
	return struct.parent instanceof Y.ID ? struct.parent : null;
}

const lengthOf = (type: Home['type']): number => (type instanceof Y.Item ? 0 : type._length);

function structAt(structs: readonly Struct[], clock: number): Struct | null {
	let low = 0;
	let high = structs.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const struct = structs[middle];
		if (!struct) return null;
		if (clock < struct.id.clock) high = middle - 1;
		else if (clock >= struct.id.clock + struct.length) low = middle + 1;
		else return struct;
	}
	return null;
}
