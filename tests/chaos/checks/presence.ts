/**
 * Who is here: laptops die without a goodbye, some with a socket that looks open for ever, while others move about, lose
 * their line for a moment, or speak for somebody else.
 */
import type { Check, Context } from '../check.ts';
import type { Installation, Seat } from '../harness/installation.ts';
import { pause, percentile, until } from '../harness/patience.ts';
import { Proxy } from '../harness/proxy.ts';
import { Sight } from '../harness/sight.ts';

/** Each with several laptops. */
const PEOPLE = 20;
const LIVE = 30;
/** At once at most. */
const DYING = 30;
const GHOST_WITHIN_MS = 35_000;
const MISSING_AT_MOST_MS = 5000;
const LOOK_EVERY_MS = 100;
/** On average; of each laptop. */
const MOVES_EVERY_MS = 2000;

export const check: Check = {
	name: 'presence',
	proves:
		'Who dies without a goodbye is gone everywhere within 35 s, who lives is never missing, and nobody is forged.',
	on: 'any',
	trials: { short: DYING, long: 300 },
	batch: 60,
	run: async (context) => {
		const sum: Sum = { trials: 0, killedMs: [], halfOpenMs: [], missMs: 0, resets: 0 };
		const failures: string[] = [];
		while (sum.trials < context.trials && failures.length === 0) {
			const dying = Math.min(DYING, context.trials - sum.trials);
			failures.push(...(await round(context, dying, sum)));
			sum.trials += dying;
		}
		const figures = {
			killedSlowestMs: Math.round(percentile(sum.killedMs, 1)),
			halfOpenMedianMs: Math.round(percentile(sum.halfOpenMs, 0.5)),
			halfOpenSlowestMs: Math.round(percentile(sum.halfOpenMs, 1)),
			missedLongestMs: Math.round(sum.missMs),
			resets: sum.resets
		};
		return { trials: sum.trials, failures, figures };
	}
};

interface Sum {
	trials: number;
	/** How long somebody went on seeing one that had died, or whose socket was half-open. */
	readonly killedMs: number[];
	readonly halfOpenMs: number[];
	missMs: number;
	resets: number;
}

interface Guest {
	readonly seat: Seat;
	readonly sight: Sight;
}

async function round(context: Context, dying: number, sum: Sum): Promise<readonly string[]> {
	const { random, history, tell } = context;
	const installation = await context.installation({ people: PEOPLE });
	const proxy = await Proxy.to(installation.port);
	context.atEnd(() => proxy.close());
	const seats = Array.from({ length: LIVE + dying }, (_, at) => installation.seats[at % PEOPLE] as Seat);
	const guests = random.shuffled(seats).map((seat, at): Guest => {
		// A laptop whose line is dead does not know it.
		const half = { url: `http://127.0.0.1:${proxy.port}`, patienceMs: 10 * 60_000 };
		return { seat, sight: new Sight(installation.open(seat, at < dying / 2 ? half : {})) };
	});
	const halfOpen = new Set(guests.slice(0, Math.ceil(dying / 2)).map(({ sight }) => sight));
	const [doomed, living] = [guests.slice(0, dying), guests.slice(dying)];
	await Promise.all(guests.map(({ sight }) => sight.client.synced()));
	await until('everybody sees everybody', 10_000, () => faultsOf(guests).length === 0).catch(() => {});
	const atFirst = faultsOf(guests);
	if (atFirst.length > 0) return atFirst;

	const stir = stirring(guests, living, context, sum);
	try {
		await pause(1000);
		history.note('dying', { names: doomed.map(({ sight }) => sight.client.name) });
		proxy.halfOpen();
		const killed = doomed.filter(({ sight }) => !halfOpen.has(sight));
		for (const { sight } of killed) sight.client.leave();
		stir.mourn(doomed);
		const ghosts = new Set(doomed.map(({ sight }) => sight));
		const faults: string[] = [];
		const diedAt = performance.now();
		while (ghosts.size > 0 && performance.now() - diedAt < GHOST_WITHIN_MS) {
			for (const ghost of ghosts) {
				if (living.some(({ sight }) => sight.names.includes(ghost.client.name))) continue;
				(halfOpen.has(ghost) ? sum.halfOpenMs : sum.killedMs).push(performance.now() - diedAt);
				ghosts.delete(ghost);
			}
			await pause(LOOK_EVERY_MS / 4);
		}
		if (ghosts.size > 0)
			faults.push(
				`seen ${GHOST_WITHIN_MS} ms after their death: ${[...ghosts].map(({ client }) => client.name).join(' ')}`
			);
		stir.end();
		for (const { sight } of living) sum.missMs = Math.max(sum.missMs, sight.longestMissMs);
		if (sum.missMs > MISSING_AT_MOST_MS) faults.push(`somebody who was there was missing for ${sum.missMs} ms`);
		await until('everybody is back', 10_000, () => faultsOf(living).length === 0).catch(() => {});
		faults.push(...faultsOf(living));
		tell(`${dying} died, the last ghost was gone after ${Math.round(percentile(sum.halfOpenMs, 1))} ms`);
		return faults;
	} finally {
		stir.end();
		await leave(installation);
	}
}

async function leave(installation: Installation): Promise<void> {
	for (const client of installation.clients) installation.close(client);
	await installation.end();
}

/** What goes on meanwhile, and what everybody is seen to see. */
function stirring(guests: readonly Guest[], living: readonly Guest[], { random }: Context, sum: Sum) {
	let there = guests;
	const timers = [
		setInterval(() => {
			for (const { sight } of there) {
				if (random.chance(LOOK_EVERY_MS / MOVES_EVERY_MS)) sight.say();
				if (!sight.client.isSynced) sight.isBlind();
				else if (living.some((guest) => guest.sight === sight)) sight.look(othersOf(sight, living));
			}
		}, LOOK_EVERY_MS),
		setInterval(() => {
			// A line that is lost for a moment; its laptop is back at once.
			random.pick(living).sight.client.socket?.terminate();
			sum.resets += 1;
		}, 2500),
		setInterval(() => {
			const { sight } = random.pick(living);
			const other = random.pick(living.filter((guest) => guest.sight.client.documentId === sight.client.documentId));
			sight.say({ person: other.seat.personId, name: sight.client.name });
			for (const [id, { name }] of sight.seen)
				if (random.chance(0.3)) sight.sayOf(id, JSON.stringify({ name: `not ${name}`, person: other.seat.personId }));
			sight.dismissOthers();
		}, 3000)
	];
	return {
		mourn: (dead: readonly Guest[]) => (there = there.filter((guest) => !dead.includes(guest))),
		end: () => timers.forEach((timer) => clearInterval(timer))
	};
}

const othersOf = ({ client }: Sight, guests: readonly Guest[]): readonly string[] =>
	guests
		.filter(({ sight }) => sight.client !== client && sight.client.documentId === client.documentId)
		.map(({ sight }) => sight.client.name)
		.sort();

/** Everybody sees every other one of their board, once, as who they are, and nobody else. */
function faultsOf(guests: readonly Guest[]): readonly string[] {
	const people = new Map(guests.map(({ seat, sight }) => [sight.client.name, seat.personId]));
	return guests.flatMap(({ sight }) => {
		const [sees, shouldSee] = [sight.names.join(' '), othersOf(sight, guests).join(' ')];
		if (sees !== shouldSee) return [`${sight.client.name} sees ${sees} and should see ${shouldSee}`];
		const forged = [...sight.seen.values()].filter(({ name, person }) => people.get(name) !== person);
		return forged.map(({ name, person }) => `${sight.client.name} sees ${name} as ${person}`);
	});
}
