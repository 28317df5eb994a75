/**
 * The outward form of a Yjs update, read byte by byte before Yjs reads it. Yjs makes objects of whatever the bytes say:
 * a frame of empty documents fills the memory, a struct of length 0 is put in unseen, ranges that overlap are walked
 * through once for each. Nothing is made here, so looking costs less than the cheapest update.
 */
import * as decoding from 'lib0/decoding';

/** Structs of one update: more than a day offline brings, less than a tenth of a second. */
const STRUCT_LIMIT = 40_000;
/** Deleted ranges of one update: a laptop that comes back names all of its board. */
const RANGE_LIMIT = 100_000;
/** Yjs' client ids have 32 bits. */
const CLIENT_LIMIT = 2 ** 32;
const ROOT_NAMES: ReadonlySet<string> = new Set(['notes', 'groups', 'stamps']);
const ROOT_NAME_LIMIT = 6;

/** Kinds of structs, the lower five bits of their first byte. */
const GC = 0;
const DELETED = 1;
const STRING = 4;
const TYPE = 7;
const ANY = 8;
const SKIP = 10;
const KIND = 31;
const HAS_KEY = 32;
const HAS_RIGHT = 64;
const HAS_LEFT = 128;

/** Types that lie in a board: maps and texts. */
const MAP = 1;
const TEXT = 2;

/** Thrown and caught in this file only. */
class WrongForm extends Error {}

const wrong = (reason: string): never => {
	throw new WrongForm(reason);
};

/** @returns why no update of a board has this form, or null for one that may be decoded */
export function whatIsWrongWith(update: Uint8Array): string | null {
	try {
		const decoder = decoding.createDecoder(update);
		readStructs(decoder);
		readDeletes(decoder);
		return decoding.hasContent(decoder) ? 'broken-update' : null;
	} catch (error) {
		// lib0 tells bytes that end too early, and numbers too large, only by throwing.
		return error instanceof WrongForm ? error.message : 'broken-update';
	}
}

function readStructs(decoder: decoding.Decoder): void {
	const clients = new EachOnce();
	let total = 0;
	for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
		const count = decoding.readVarUint(decoder);
		total += count;
		if (total > STRUCT_LIMIT) wrong('too-many-structs');
		clients.add(decoding.readVarUint(decoder));
		decoding.readVarUint(decoder); // The clock it starts at.
		for (let n = 0; n < count; n += 1) readStruct(decoder);
	}
}

function readStruct(decoder: decoding.Decoder): void {
	const info = decoding.readUint8(decoder);
	const kind = info & KIND;
	if (kind === GC || kind === SKIP) return atLeastOne(decoding.readVarUint(decoder));
	if ((info & HAS_LEFT) !== 0) skipId(decoder);
	if ((info & HAS_RIGHT) !== 0) skipId(decoder);
	if ((info & (HAS_LEFT | HAS_RIGHT)) === 0) {
		if (decoding.readVarUint(decoder) === 1) readRootName(decoder);
		else skipId(decoder);
		if ((info & HAS_KEY) !== 0) skip(decoder, decoding.readVarUint(decoder));
	}
	readContent(decoder, kind);
}

function readContent(decoder: decoding.Decoder, kind: number): void {
	switch (kind) {
		case DELETED:
			return atLeastOne(decoding.readVarUint(decoder));
		case STRING: {
			const bytes = decoding.readVarUint(decoder);
			atLeastOne(bytes);
			return skip(decoder, bytes);
		}
		case TYPE: {
			const type = decoding.readVarUint(decoder);
			if (type !== MAP && type !== TEXT) wrong('not-a-board');
			return;
		}
		case ANY: {
			const count = decoding.readVarUint(decoder);
			atLeastOne(count);
			for (let n = 0; n < count; n += 1) skipValue(decoder);
			return;
		}
		default:
			wrong('not-a-board');
	}
}

/** Any other name would make a type of that name in the server's memory, even from a struct that is known. */
function readRootName(decoder: decoding.Decoder): void {
	const length = decoding.readVarUint(decoder);
	if (length > ROOT_NAME_LIMIT) wrong('unknown-root');
	const at = decoder.pos;
	skip(decoder, length);
	if (!ROOT_NAMES.has(String.fromCharCode(...decoder.arr.subarray(at, decoder.pos)))) wrong('unknown-root');
}

/** Plain values only: numbers, strings, yes and no. Nested ones could be a million deep. */
function skipValue(decoder: decoding.Decoder): void {
	switch (decoding.readUint8(decoder)) {
		case 127: // undefined
		case 126: // null
		case 121: // false
		case 120: // true
			return;
		case 125:
			decoding.readVarInt(decoder);
			return;
		case 124:
			return skip(decoder, 4);
		case 123:
			return skip(decoder, 8);
		case 119:
			return skip(decoder, decoding.readVarUint(decoder));
		default:
			wrong('not-a-board');
	}
}

/** In the order of their clocks and without overlap, as Yjs writes them: so each struct is looked at once. */
function readDeletes(decoder: decoding.Decoder): void {
	const clients = new EachOnce();
	let total = 0;
	for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
		clients.add(decoding.readVarUint(decoder));
		const count = decoding.readVarUint(decoder);
		total += count;
		if (total > RANGE_LIMIT) wrong('too-many-ranges');
		let end = 0;
		for (let n = 0; n < count; n += 1) {
			const clock = decoding.readVarUint(decoder);
			const length = decoding.readVarUint(decoder);
			atLeastOne(length);
			if (clock < end) wrong('broken-update');
			end = clock + length;
			if (end > Number.MAX_SAFE_INTEGER) wrong('broken-update');
		}
	}
}

/** Yjs forgets what it read of a client before when it meets it again. */
class EachOnce {
	#last = -1;
	#all: Set<number> | null = null;

	add(client: number): void {
		if (client >= CLIENT_LIMIT) wrong('broken-update');
		if (this.#last !== -1) {
			this.#all ??= new Set([this.#last]);
			if (this.#all.has(client)) wrong('broken-update');
			this.#all.add(client);
		}
		this.#last = client;
	}
}

const atLeastOne = (length: number): void => {
	if (length < 1) wrong('empty-struct');
};

function skipId(decoder: decoding.Decoder): void {
	decoding.readVarUint(decoder);
	decoding.readVarUint(decoder);
}

function skip(decoder: decoding.Decoder, bytes: number): void {
	if (bytes > decoder.arr.length - decoder.pos) wrong('broken-update');
	decoder.pos += bytes;
}
