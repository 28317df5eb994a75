/** Updates written by hand, byte by byte: what no honest Yjs would write. */
import * as encoding from 'lib0/encoding';

type Write = (encoder: encoding.Encoder) => void;
export type Id = readonly [client: number, clock: number];

/** Where a struct says it lies. */
export interface Place {
	readonly left?: Id;
	readonly right?: Id;
	/** The name of a root, or the struct that made the type. */
	readonly parent?: string | Id;
	readonly key?: string;
}

/** One client's structs, from a clock on. */
export interface Section {
	readonly client: number;
	readonly clock: number;
	readonly structs: readonly Write[];
	/** How many it says there are, when it lies. */
	readonly count?: number;
}

const written = (write: Write): Uint8Array => {
	const encoder = encoding.createEncoder();
	write(encoder);
	return encoding.toUint8Array(encoder);
};

const id = (encoder: encoding.Encoder, [client, clock]: Id): void => {
	encoding.writeVarUint(encoder, client);
	encoding.writeVarUint(encoder, clock);
};

export const updateOf = (
	sections: readonly Section[],
	deletes: readonly { readonly client: number; readonly ranges: readonly Id[] }[] = []
): Uint8Array =>
	written((encoder) => {
		encoding.writeVarUint(encoder, sections.length);
		for (const { client, clock, structs, count = structs.length } of sections) {
			encoding.writeVarUint(encoder, count);
			id(encoder, [client, clock]);
			for (const write of structs) write(encoder);
		}
		encoding.writeVarUint(encoder, deletes.length);
		for (const { client, ranges } of deletes) {
			id(encoder, [client, ranges.length]);
			for (const range of ranges) id(encoder, range);
		}
	});

const item =
	(kind: number, { left, right, parent, key }: Place, content: Write): Write =>
	(encoder) => {
		encoding.writeUint8(encoder, kind | (left ? 128 : 0) | (right ? 64 : 0) | (key === undefined ? 0 : 32));
		if (left) id(encoder, left);
		if (right) id(encoder, right);
		if (!left && !right) {
			encoding.writeVarUint(encoder, typeof parent === 'string' ? 1 : 0);
			if (typeof parent === 'string') encoding.writeVarString(encoder, parent);
			else id(encoder, parent ?? [0, 0]);
			if (key !== undefined) encoding.writeVarString(encoder, key);
		}
		content(encoder);
	};

const run =
	(kind: number) =>
	(length: number): Write =>
	(encoder) => {
		encoding.writeUint8(encoder, kind);
		encoding.writeVarUint(encoder, length);
	};

export const gc = run(0);
export const skip = run(10);
export const deleted = (place: Place, length: number): Write =>
	item(1, place, (encoder) => encoding.writeVarUint(encoder, length));
export const text = (place: Place, words: string): Write =>
	item(4, place, (encoder) => encoding.writeVarString(encoder, words));
/** 0 array, 1 map, 2 text, 3 to 6 of XML. */
export const type = (place: Place, kind: number): Write =>
	item(7, place, (encoder) => encoding.writeVarUint(encoder, kind));
export const values = (place: Place, all: readonly unknown[]): Write =>
	item(8, place, (encoder) => {
		encoding.writeVarUint(encoder, all.length);
		for (const value of all) encoding.writeAny(encoder, value as never);
	});
/** A whole document as a value. */
export const subdocument = (place: Place, name: string): Write =>
	item(9, place, (encoder) => {
		encoding.writeVarString(encoder, name);
		encoding.writeAny(encoder, {});
	});
/** Arrays in arrays in arrays. */
export const nested = (place: Place, depth: number): Write =>
	item(8, place, (encoder) => {
		encoding.writeVarUint(encoder, 1);
		for (let n = 0; n < depth; n += 1) encoding.writeUint8Array(encoder, new Uint8Array([117, 1]));
		encoding.writeUint8(encoder, 126);
	});

export const stateVectorOf = (entries: readonly Id[], count = entries.length): Uint8Array =>
	written((encoder) => {
		encoding.writeVarUint(encoder, count);
		for (const entry of entries) id(encoder, entry);
	});
