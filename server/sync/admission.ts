/**
 * Nothing a client sends reaches `Y.applyUpdate` before it was looked at here: raw updates can freeze a Yjs server, make
 * two replicas differ for good, or write in somebody else's name. One piece, because each check needs what the ones
 * before it found. Called inside the window's transaction, so it sees the frames before it in the same window.
 */
import type { Hand } from '#domain/access.ts';
import type { PersonId } from '#domain/ids.ts';
import { OWN_SWITCH } from '#domain/wording.ts';
import { NOTE_LIMIT } from '#domain/workshop.ts';
import { CLOSE } from '#protocol/sync.ts';
import * as Y from 'yjs';
import { childKind, mayHold, NEEDED, ROOTS, rootKind, type TypeKind } from './board-rules.ts';
import { EFFORT_LIMIT, effortOf, effortOfRanges, effortOfStructs } from './effort.ts';
import type { Refusal } from './frame.ts';
import { whatIsWrongWith } from './update-form.ts';

export interface Writer {
	/** Null for a screen. */
	readonly personId: PersonId | null;
	readonly mayWrite: boolean;
	readonly hand: Hand;
	/** How a note was stamped before anybody in this window touched its stamp. */
	readonly stampOf: (note: string) => unknown;
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
	/** Steps that looking at it and applying it take; a step is about 10 ns. */
	readonly effort: number;
}

export type Verdict =
	| Admitted
	/** Something it builds on is not here: ask for everything again. */
	| { readonly kind: 'gap'; readonly effort: number }
	| { readonly kind: 'refused'; readonly refusal: Refusal };

export const NOTES_LIMIT = 2000;
/** Letters of one text: two laptops may each have filled a note while offline. */
const TEXT_LIMIT = NOTE_LIMIT * 2;
/** One update may not move clocks further, however few bytes say so. */
const CLOCK_LIMIT = 1_000_000;
/** Every page load of somebody who writes takes one. They are named to whoever joins, in a state vector of 64 kB. */
export const CLIENTS_OF_A_PERSON = 500;
const CLIENTS_OF_A_DOCUMENT = 5_000;
/** Parents over parents: a text in the fields of a note in the notes. */
const DEPTH_LIMIT = 4;

const NONE: readonly never[] = [];

export type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];
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
	throw new Refused({ kind: 'gap', effort: 0 });
};

export function admit(update: Uint8Array, doc: Y.Doc, owners: Owners, writer: Writer): Verdict {
	let examination: Examination | null = null;
	try {
		examination = new Examination(update, doc, owners, writer);
		return examination.verdict();
	} catch (error) {
		if (error instanceof Refused && error.verdict.kind === 'gap')
			return { kind: 'gap', effort: examination?.effort ?? 0 };
		if (error instanceof Refused) return error.verdict;
		// What nobody thought of ends its sender, not the room.
		return { kind: 'refused', refusal: { code: CLOSE.malformed, reason: 'broken-update' } };
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
	/** What comes along although the document has it. Yjs looks for what it builds on all the same. */
	#known: Y.Item[] | null = null;
	readonly #homes = new Map<Y.Item, Home | null>();
	readonly #stampsTouched = new Set<string>();
	#brings = false;
	#effort = 0;

	constructor(update: Uint8Array, doc: Y.Doc, owners: Owners, writer: Writer) {
		this.#doc = doc;
		this.#owners = owners;
		this.#writer = writer;
		const wrong = whatIsWrongWith(update);
		if (wrong !== null) refuse(wrong);
		const { structs, ds } = decode(update);
		this.#deletes = ds;
		this.#effort = effortOfStructs(structs.length) + effortOfRanges(ds);
		this.#collect(structs);
	}

	/** What it has cost so far, to be paid for whatever the verdict is. */
	get effort(): number {
		return this.#effort;
	}

	verdict(): Verdict {
		const stored = this.#deletedInStore();
		if (this.#fresh.size > 0) this.#brings = true;
		if (!this.#brings) return { ...BRINGS_NOTHING, effort: this.#effort };
		if (!this.#writer.mayWrite) refuse('not-allowed', CLOSE.notAllowed);
		const claims = this.#claims();
		this.#checkGaps();
		this.#checkEffort();
		const notesMade = this.#checkShape(stored);
		return {
			kind: 'admitted',
			brings: true,
			adds: this.#fresh.size > 0,
			claims,
			notesMade,
			stampsTouched: this.#stampsTouched.size > 0 ? [...this.#stampsTouched] : NONE,
			effort: this.#effort
		};
	}

	/** Keeps what the document does not have yet. */
	#collect(structs: readonly Struct[]): void {
		let client = -1;
		let state = 0;
		let list: Struct[] | undefined;
		let letters = 0;
		for (const struct of structs) {
			const end = struct.id.clock + struct.length;
			if (struct.length > CLOCK_LIMIT || end > Number.MAX_SAFE_INTEGER) refuse('clock-jump');
			if (struct instanceof Y.Skip) continue;
			if (struct.id.client !== client) {
				client = struct.id.client;
				state = Y.getState(this.#doc.store, client);
				list = undefined;
			}
			if (end <= state) {
				if (struct instanceof Y.Item) (this.#known ??= []).push(struct);
				continue;
			}
			letters += struct.length;
			if (letters > CLOCK_LIMIT) refuse('clock-jump');
			if (list) list.push(struct);
			else this.#fresh.set(client, (list = [struct]));
		}
	}

	/**
	 * Client ids belong to the person that first wrote with them; the server's own to nobody. Owners are forgotten when
	 * a step without names is closed, and when it is opened again their laptops go on writing with the same ids. Nothing
	 * is kept that could tell whose they were, so the first one to go on gets such an id. Should that be somebody else,
	 * the laptop it belonged to is told (its copy is set aside), and never merged with words it did not write.
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
		if (claims.length > 0) this.#checkClientIds(personId, claims.length);
		return claims;
	}

	#checkClientIds(personId: PersonId, more: number): void {
		let count = more;
		for (const owner of this.#owners.values()) if (owner === personId) count += 1;
		if (count > CLIENTS_OF_A_PERSON) refuse('too-many-client-ids', CLOSE.tooMany);
		if (this.#owners.size + more > CLIENTS_OF_A_DOCUMENT) refuse('too-many-client-ids', CLOSE.documentFull);
	}

	/** Everything an update builds on or deletes must be here: what waits for it would be merged again on each update. */
	#checkGaps(): void {
		for (const [client, structs] of this.#fresh) {
			let clock = Y.getState(this.#doc.store, client);
			for (const struct of structs) {
				if (struct.id.clock > clock) gap();
				clock = struct.id.clock + struct.length;
				if (struct instanceof Y.Item) this.#checkFoundations(struct);
			}
		}
		if (this.#known) for (const struct of this.#known) this.#checkFoundations(struct);
		for (const [client, ranges] of this.#deletes.clients) {
			for (const { clock, len } of ranges) if (!this.#knows(client, clock + len - 1)) gap();
		}
	}

	#checkFoundations(struct: Y.Item): void {
		this.#checkFoundation(struct, struct.origin);
		this.#checkFoundation(struct, struct.rightOrigin);
		this.#checkFoundation(struct, parentId(struct));
	}

	/** Nobody builds on what the same client writes only later: Yjs would look for it and throw. */
	#checkFoundation({ id }: Y.Item, on: Y.ID | null): void {
		if (on === null) return;
		if (on.client === id.client && on.clock >= id.clock) refuse('broken-update');
		if (!this.#knows(on.client, on.clock)) gap();
	}

	/** Few bytes may say what takes seconds to apply, and ring round so that it never can be. */
	#checkEffort(): void {
		const effort = effortOf(this.#doc, { fresh: this.#fresh, known: this.#known ?? NONE, deletes: this.#deletes });
		if (effort === null) return refuse('broken-update');
		if (effort > EFFORT_LIMIT) refuse('too-much-work', CLOSE.tooMany);
		this.#effort += effort;
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
			this.#checkHand(kind, home);
			const known = this.#checkContinuing(struct, home);
			this.#checkReplacing(struct, home);
			if (struct.content instanceof Y.ContentString) {
				const length = (lengths.get(home.type) ?? lengthOf(home.type)) + struct.length - known;
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
		// Not `size`, which counts one by one: what was a note stays one.
		if (notes.length > 0 && this.#doc.getMap('notes')._map.size + notes.length > NOTES_LIMIT)
			refuse('too-many-notes', CLOSE.documentFull);
		return notes;
	}

	/**
	 * A struct of which the first part is here goes on where that part lies; else Yjs would hang it into two places.
	 * @returns how long the part is that is here
	 */
	#checkContinuing({ id, content }: Y.Item, { type, key }: Home): number {
		const state = Y.getState(this.#doc.store, id.client);
		if (id.clock >= state) return 0;
		const last = this.#doc.store.clients.get(id.client)?.at(-1);
		if (last instanceof Y.Item) {
			const isOfOneKind =
				last.content.constructor === content.constructor ||
				last.content instanceof Y.ContentDeleted ||
				content instanceof Y.ContentDeleted;
			if (last.parent !== type || last.parentSub !== key || !isOfOneKind) refuse('not-continued');
		}
		return state - id.clock;
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

	/** Whoever helps moves what others wrote and never rewords it; a story is passed on by its author alone. */
	#checkHand(kind: TypeKind, { type, key }: Home): void {
		const { words, mayRelease } = this.#writer.hand;
		if (kind === 'fields' && key === OWN_SWITCH && !(mayRelease && this.#isOwn(type)))
			refuse('not-your-story', CLOSE.notAllowed);
		if (words === 'all') return;
		if (kind === 'notes' && words === 'none') refuse('not-your-words', CLOSE.notAllowed);
		if ((kind === 'text' || kind === 'fields') && !this.#isOwn(type)) refuse('not-your-words', CLOSE.notAllowed);
	}

	/** Whether this lies in a note that the writer made, or in the name of a group, which is nobody's note. */
	#isOwn(type: Home['type']): boolean {
		// What is made in this very update.
		if (type instanceof Y.Item) return true;
		let at: Shared = type;
		while (at._item && at._item.parent instanceof Y.AbstractType && at._item.parent._item) at = at._item.parent;
		const item = at._item;
		if (!item || item.parent === this.#doc.getMap('groups')) return true;
		const { personId, stampOf } = this.#writer;
		if (personId === null || item.parentSub === null) return false;
		return stampOf(item.parentSub) === personId || this.#owners.get(item.id.client) === personId;
	}

	/** Letters, links, choices and marks may be deleted; notes, groups and their parts not; a zone only by a new one. */
	#checkDeletes(stored: readonly Y.Item[], held: ReadonlyMap<unknown, ReadonlySet<string>>): void {
		for (const item of stored) {
			if (item.content instanceof Y.ContentType) refuse('never-deleted');
			if (!(item.parent instanceof Y.AbstractType)) continue;
			// Letters: whoever may reword everything may delete them, too.
			if (item.parentSub === null && this.#writer.hand.words === 'all') continue;
			const kind = this.#kindOf(item.parent);
			if (kind) this.#checkHand(kind, { type: item.parent, key: item.parentSub });
			if (item.parentSub === null) continue;
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
		const struct = structAt(this.#fresh.get(id.client) ?? NONE, id.clock);
		return struct instanceof Y.Item ? struct : null;
	}

	#kindOf(type: Home['type'], depth = 0): TypeKind | null {
		if (depth > DEPTH_LIMIT) return null;
		if (type instanceof Y.Item) {
			const home = this.#home(type);
			const parent = home && this.#kindOf(home.type, depth + 1);
			return parent && home ? childKind(parent, home.key) : null;
		}
		if (type._item === null) {
			for (const name of ROOTS) if (this.#doc.share.get(name) === type) return rootKind(name);
			return null;
		}
		if (type._item.deleted || !(type._item.parent instanceof Y.AbstractType)) return null;
		const parent = this.#kindOf(type._item.parent, depth + 1);
		return parent && childKind(parent, type._item.parentSub);
	}
}

const BRINGS_NOTHING: Admitted = {
	kind: 'admitted',
	brings: false,
	adds: false,
	claims: NONE,
	notesMade: NONE,
	stampsTouched: NONE,
	effort: 0
};

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
