/** Honest frames with something wrong in them: bits turned, pieces of others put in, cut off, numbers made large. */
import * as encoding from 'lib0/encoding';
import type { Random } from '../harness/random.ts';

const LONGEST = 20_000;

/** Numbers at which something changes: sizes of types, and just beyond. */
const NUMBERS = [0, 1, 2, 127, 128, 255, 16_383, 2 ** 21, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 53 - 1];

type Mutation = (frame: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array;

const at = (frame: Uint8Array, random: Random): number => random.integer(0, Math.max(0, frame.length - 1));

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
	const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let from = 0;
	for (const part of parts) {
		whole.set(part, from);
		from += part.length;
	}
	return whole;
};

/** Where the number that begins here ends. */
function numberEnd(frame: Uint8Array, from: number): number {
	let end = from;
	while (end < frame.length && (frame[end] ?? 0) > 127) end += 1;
	return Math.min(frame.length, end + 1);
}

const numberBytes = (value: number): Uint8Array => {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, value);
	return encoding.toUint8Array(encoder);
};

const MUTATIONS: readonly Mutation[] = [
	(frame, random) => {
		const changed = frame.slice();
		const place = at(frame, random);
		changed[place] = (changed[place] ?? 0) ^ (1 << random.integer(0, 7));
		return changed;
	},
	(frame, random) => {
		const changed = frame.slice();
		changed[at(frame, random)] = random.integer(0, 255);
		return changed;
	},
	(frame, random) => frame.slice(0, at(frame, random)),
	(frame, random) => joined(frame, random.bytes(random.integer(1, 20))),
	(frame, random) => {
		const place = at(frame, random);
		return joined(frame.subarray(0, place), frame.subarray(Math.min(frame.length, place + random.integer(1, 6))));
	},
	(frame, random) => {
		const [from, to] = [at(frame, random), at(frame, random)].sort((a, b) => a - b);
		return joined(frame.subarray(0, to), frame.subarray(from, to), frame.subarray(to));
	},
	(frame, random, others) => {
		const other = random.pick(others);
		const from = at(other, random);
		return joined(
			frame.subarray(0, at(frame, random)),
			other.subarray(from, from + random.integer(1, 40)),
			frame.subarray(at(frame, random))
		);
	},
	(frame, random) => {
		const from = at(frame, random);
		const value = random.chance(0.5) ? random.pick(NUMBERS) : random.integer(0, 5000);
		return joined(frame.subarray(0, from), numberBytes(value), frame.subarray(numberEnd(frame, from)));
	}
];

/** One to four things wrong with it. */
export function mutated(frame: Uint8Array, random: Random, others: readonly Uint8Array[]): Uint8Array {
	let changed = frame;
	for (let times = random.integer(1, 4); times > 0; times -= 1)
		changed = random.pick(MUTATIONS)(changed, random, others);
	return changed.length > LONGEST ? changed.slice(0, LONGEST) : changed;
}

/** A sync frame around an update that was changed alone, so that its length is right. */
export function mutatedInside(frame: Uint8Array, random: Random, others: readonly Uint8Array[]): Uint8Array {
	const from = numberEnd(frame, 2);
	if (frame[0] !== 0 || from >= frame.length) return mutated(frame, random, others);
	const inside = mutated(frame.subarray(from), random, others);
	return joined(frame.subarray(0, 2), numberBytes(inside.length), inside);
}
