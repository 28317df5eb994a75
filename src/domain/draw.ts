/**
 * The balanced draw: who sits in which syndicate. In this order: sizes differ by at most one, managers do not sit with the
 * people who report to them, departments are mixed. Those placed by hand stay where they are. Pure: the same seed gives
 * the same draw.
 */
import { nameKey } from './workshop.ts';

export interface InDraw<Id extends string = string> {
	readonly id: Id;
	readonly name: string;
	/** Empty where it is not known: such people are mixed like a department of their own. */
	readonly department: string;
	/** Key of the name of whom they report to. */
	readonly reportsTo: string | null;
	/** The syndicate, by its place, that somebody was put into by hand; null where the draw decides. */
	readonly lockedTo: number | null;
}

/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
	};
}

export function shuffled<Thing>(things: readonly Thing[], random: () => number): Thing[] {
	const mixed = [...things];
	for (let at = mixed.length - 1; at > 0; at -= 1) {
		const other = Math.floor(random() * (at + 1));
		const taken = mixed[at];
		const given = mixed[other];
		if (taken === undefined || given === undefined) continue;
		mixed[at] = given;
		mixed[other] = taken;
	}
	return mixed;
}

const count = (numbers: number[], at: number, by: number): void => {
	numbers[at] = (numbers[at] ?? 0) + by;
};

/** One that keeps a manager and a report together costs more than any mixture of departments. */
const TOGETHER = 1_000_000;

/** @param syndicates 2 to 8 @returns the place of everybody's syndicate, from 0 */
export function draw<Id extends string>(
	people: readonly InDraw<Id>[],
	syndicates: number,
	seed: number
): ReadonlyMap<Id, number> {
	const random = seededRandom(seed);
	const table = tableOf(people, syndicates);
	let best: number[] | null = null;
	let least = Infinity;
	for (let round = 0; round < ROUNDS && least > table.leastCost; round += 1) {
		// Only where better ones were not found is it worth trying everything.
		const start = round === LAST_RESORT && least >= TOGETHER ? apart(table, random) : deal(table, random);
		if (!start) continue;
		const places = improved(table, start, random);
		const cost = costOf(table, places);
		if (cost < least) [best, least] = [places, cost];
	}
	return new Map(people.map(({ id }, at) => [id, best?.[at] ?? 0]));
}

const ROUNDS = 13;
const LAST_RESORT = 12;

/** Everything by numbers: people and departments by their place in a list. */
interface Table {
	readonly people: readonly InDraw[];
	readonly syndicates: number;
	readonly departmentOf: readonly number[];
	readonly departments: number;
	/** Of each person, who must not sit with them. */
	readonly kept: readonly (readonly number[])[];
	readonly locked: readonly (number | null)[];
	/** Nothing can be better: no two together, every department as even as sizes let it be. */
	readonly leastCost: number;
}

function tableOf(people: readonly InDraw[], syndicates: number): Table {
	const names = [...new Set(people.map(({ department }) => nameKey(department)))];
	const departmentOf = people.map(({ department }) => names.indexOf(nameKey(department)));
	const placeOf = new Map(people.map(({ name }, at) => [nameKey(name), at]));
	const kept: number[][] = people.map(() => []);
	people.forEach(({ reportsTo }, at) => {
		const manager = reportsTo === null ? undefined : placeOf.get(nameKey(reportsTo));
		if (manager === undefined || manager === at) return;
		kept[at]?.push(manager);
		kept[manager]?.push(at);
	});
	const locked = people.map(({ lockedTo }) => (lockedTo !== null && lockedTo < syndicates ? lockedTo : null));
	const leastCost = names.reduce((sum, _, department) => {
		const n = departmentOf.filter((of) => of === department).length;
		const low = Math.floor(n / syndicates);
		const more = n % syndicates;
		return sum + more * (low + 1) ** 2 + (syndicates - more) * low ** 2;
	}, 0);
	return { people, syndicates, departmentOf, departments: names.length, kept, locked, leastCost };
}

/** Seats of each syndicate: as even as those who are locked allow, the odd ones anywhere. */
function sizesOf({ locked, syndicates, people }: Table, random: () => number): number[] {
	const sizes = Array.from({ length: syndicates }, (_, at) => locked.filter((place) => place === at).length);
	const order = shuffled([...sizes.keys()], random);
	for (let left = people.length - locked.filter((place) => place !== null).length; left > 0; left -= 1) {
		const smallest = order.reduce((a, b) => ((sizes[b] ?? 0) < (sizes[a] ?? 0) ? b : a));
		sizes[smallest] = (sizes[smallest] ?? 0) + 1;
	}
	return sizes;
}

/**
 * Department after department, each person to the syndicate that has fewest of theirs, then to the emptiest. Without
 * locks that is dealing in turn, which mixes every department as evenly as can be.
 */
function deal(table: Table, random: () => number): number[] {
	const { people, locked, departmentOf, departments, syndicates } = table;
	const free = shuffled([...people.keys()], random).filter((person) => locked[person] === null);
	const rank = shuffled([...Array(departments).keys()], random);
	free.sort((a, b) => (rank[departmentOf[a] ?? 0] ?? 0) - (rank[departmentOf[b] ?? 0] ?? 0));
	const places = locked.map((place) => place ?? -1);
	const seats = shuffled([...Array(syndicates).keys()], random);
	if (free.length === people.length) {
		free.forEach((person, at) => (places[person] = seats[at % syndicates] ?? 0));
		return places;
	}
	const left = sizesOf(table, random).map((size, at) => size - locked.filter((place) => place === at).length);
	for (const person of free) {
		const own = (place: number) =>
			places.filter((at, other) => at === place && departmentOf[other] === departmentOf[person]).length;
		const open = seats.filter((place) => (left[place] ?? 0) > 0);
		const place = open.reduce((a, b) => better(a, b, own, left));
		places[person] = place;
		left[place] = (left[place] ?? 0) - 1;
	}
	return places;
}

const better = (a: number, b: number, own: (place: number) => number, left: readonly number[]): number =>
	own(b) < own(a) || (own(b) === own(a) && (left[b] ?? 0) > (left[a] ?? 0)) ? b : a;

function countsOf({ departments, syndicates, departmentOf }: Table, places: readonly number[]): number[] {
	const counts = Array<number>(departments * syndicates).fill(0);
	places.forEach((place, person) => count(counts, (departmentOf[person] ?? 0) * syndicates + place, 1));
	return counts;
}

function costOf(table: Table, places: readonly number[]): number {
	const together = table.kept.reduce(
		(sum, others, person) => sum + others.filter((other) => places[other] === places[person]).length,
		0
	);
	return (together / 2) * TOGETHER + countsOf(table, places).reduce((sum, n) => sum + n * n, 0);
}

/** Lets two people change places, or one move to a syndicate with a seat more to give, as long as that is better. */
function improved(table: Table, start: readonly number[], random: () => number): number[] {
	const { locked, kept, departmentOf, syndicates } = table;
	const places = [...start];
	const counts = countsOf(table, places);
	const sizes = Array.from({ length: syndicates }, (_, at) => places.filter((place) => place === at).length);
	const free = shuffled([...places.keys()], random).filter((person) => locked[person] === null);
	const at = (person: number, place: number) => (departmentOf[person] ?? 0) * syndicates + place;
	/** What it costs that somebody sits at a place, the one who leaves it not counted. */
	const company = (person: number, place: number, leaving: number): number =>
		(kept[person] ?? []).filter((other) => other !== leaving && places[other] === place).length * TOGETHER;
	const put = (person: number, place: number): void => {
		const from = places[person] ?? 0;
		count(counts, at(person, from), -1);
		count(counts, at(person, place), 1);
		count(sizes, from, -1);
		count(sizes, place, 1);
		places[person] = place;
	};
	/** How much is gained when the person goes there and, in exchange, the other one comes here. */
	const gain = (person: number, there: number, other: number | null): number => {
		const here = places[person] ?? 0;
		let saved = company(person, here, -1) - company(person, there, other ?? -1);
		if (other !== null) saved += company(other, there, -1) - company(other, here, person);
		if (other !== null && departmentOf[other] === departmentOf[person]) return saved;
		saved += 2 * ((counts[at(person, here)] ?? 0) - (counts[at(person, there)] ?? 0) - 1);
		if (other !== null) saved += 2 * ((counts[at(other, there)] ?? 0) - (counts[at(other, here)] ?? 0) - 1);
		return saved;
	};
	for (let isBetter = true; isBetter;) {
		isBetter = false;
		for (const person of free) {
			for (let place = 0; place < syndicates; place += 1) {
				const here = places[person] ?? 0;
				if (place !== here && (sizes[here] ?? 0) > (sizes[place] ?? 0) && gain(person, place, null) > 0) {
					put(person, place);
					isBetter = true;
				}
			}
			for (const other of free) {
				const [here, there] = [places[person] ?? 0, places[other] ?? 0];
				if (here === there || gain(person, there, other) <= 0) continue;
				put(person, there);
				put(other, here);
				isBetter = true;
			}
		}
	}
	return places;
}

/** Steps of the search for a draw in which nobody sits with their manager. */
const SEARCH_STEPS = 60_000;

/** Tries every draw in which nobody sits with their manager, the ones with most ties first; null when none was found. */
function apart(table: Table, random: () => number): number[] | null {
	const { locked, kept, people } = table;
	const order = shuffled([...people.keys()], random)
		.filter((person) => locked[person] === null)
		.sort((a, b) => (kept[b]?.length ?? 0) - (kept[a]?.length ?? 0));
	let steps = 0;
	// Which syndicates have one seat more is part of the search: every one may have it, as long as any is left.
	const sizes = sizesOf(table, random).sort((a, b) => a - b);
	const [low = 0, high = 0] = [sizes[0], sizes.at(-1)];
	const hasLocks = order.length < people.length;
	const fixed = sizesOf(table, random);
	let larger = hasLocks ? Infinity : people.length % table.syndicates;
	const places = locked.map((place) => place ?? -1);
	const taken = fixed.map((_, at) => places.filter((place) => place === at).length);
	const go = (depth: number): boolean => {
		const person = order[depth];
		if (person === undefined) return true;
		if ((steps += 1) > SEARCH_STEPS) return false;
		for (let place = 0; place < table.syndicates; place += 1) {
			const seats = hasLocks ? (fixed[place] ?? 0) : larger > 0 || (taken[place] ?? 0) > low ? high : low;
			if ((taken[place] ?? 0) >= seats) continue;
			if ((kept[person] ?? []).some((other) => places[other] === place)) continue;
			const isLarger = !hasLocks && (taken[place] ?? 0) === low && high > low;
			places[person] = place;
			count(taken, place, 1);
			if (isLarger) larger -= 1;
			if (go(depth + 1)) return true;
			places[person] = -1;
			count(taken, place, -1);
			if (isLarger) larger += 1;
		}
		return false;
	};
	return go(0) ? places : null;
}
