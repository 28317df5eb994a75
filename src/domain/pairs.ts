/** Who meets whom at the pair introduction, and whose minute it is. Pure: every device works out the same. */
import type { PersonId } from './ids.ts';
import { remainingMs, type Clock } from './workshop.ts';

/** Each side speaks a minute at a time, and twice. */
export const TURN_MS = 60_000;
const ROUNDS = 2;

/**
 * Everybody has a number with everybody else, drawn from the seed, and the lowest numbers meet. So nothing is kept, and
 * whoever comes or goes changes a few pairs, not all of them. One person too many makes a three; alone is alone.
 */
export function pairsOf(people: readonly PersonId[], seed: string): readonly (readonly PersonId[])[] {
	const sorted = [...new Set(people)].sort();
	const meetings = sorted
		.flatMap((one, at) => sorted.slice(at + 1).map((other) => ({ one, other, draw: drawn(`${seed} ${one} ${other}`) })))
		.sort((a, b) => a.draw - b.draw);
	const free = new Set(sorted);
	const pairs: PersonId[][] = [];
	for (const { one, other } of meetings) {
		if (!free.has(one) || !free.has(other)) continue;
		free.delete(one);
		free.delete(other);
		pairs.push([one, other]);
	}
	const [left] = free;
	if (left === undefined) return pairs;
	const [nearest] = pairs
		.map((pair) => ({ pair, draw: drawn(`${seed} ${[...pair, left].sort().join(' ')}`) }))
		.sort((a, b) => a.draw - b.draw);
	if (!nearest) return [[left]];
	nearest.pair.push(left);
	return pairs;
}

export interface Turn {
	/** From 0: which minute it is. With `people` of them the one at `minute % people` speaks. */
	readonly minute: number;
	readonly remainingMs: number;
}

/** Minutes until each of so many people had their turns. */
export const turnsOf = (people: number): number => people * ROUNDS;

/** The minute that runs on the phase's clock; null before its start and once everybody had their turns. */
export function turnAt(clock: Clock | null, nowMs: number, people: number): Turn | null {
	if (!clock) return null;
	const passedMs = clock.lengthMs - remainingMs(clock, nowMs);
	if (passedMs < 0 || (clock.kind === 'paused' && passedMs === 0)) return null;
	const minute = Math.floor(passedMs / TURN_MS);
	return minute < turnsOf(people) ? { minute, remainingMs: (minute + 1) * TURN_MS - passedMs } : null;
}

/** 32 bits (FNV-1a, mixed once more), the same on every device. */
function drawn(text: string): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
	return (hash ^ (hash >>> 13)) >>> 0;
}
