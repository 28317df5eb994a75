/** The situations that are measured: how many rooms, people and edits, and what is said of them. */
import { setTimeout as wait } from 'node:timers/promises';
import { ask, order, startLoad, type Child } from './child.ts';
import type { Seat } from './client.ts';
import { memoryMb } from './cpu.ts';
import type { Pids, Typed, TypingJob } from './jobs.ts';
import type { Running, ServerName } from './servers.ts';

/** What was measured of one server in one round. */
export interface Measured {
	/** Null where this server does not tell. */
	readonly values: Readonly<Record<string, number | null>>;
	/** Null when every probe and a fresh client held every edit. */
	readonly missing: string | null;
}

export interface Scenario {
	readonly title: string;
	/** Unless others are asked for. */
	readonly servers: readonly ServerName[];
	/** Where less than what was asked for says as much. */
	readonly roundsAtMost?: number;
	readonly columns: readonly (readonly [key: string, head: string])[];
	/** Each of these is measured on its own, on a fresh server; one for most. */
	readonly variants?: readonly string[];
	run(running: Running, window: WindowHooks, variant: string): Promise<Measured>;
}

export interface WindowHooks {
	/** Around the part that is measured. */
	readonly begin: () => Promise<void>;
	readonly end: () => Promise<void>;
	/** The same, for a generator that says itself when that part opens and closes. */
	readonly during: (generator: Child) => Promise<void>;
}

type Load = Omit<TypingJob, 'kind' | 'rooms' | 'pids'> & { readonly people: readonly number[] };

const BOTH_DATABASES = ['ours', 'ours-embedded', 'ywss', 'hocuspocus'] as const;
const ON_POSTGRES = ['ours', 'ywss', 'hocuspocus'] as const;

const CALM = {
	probes: 2,
	lettersAnEdit: 10,
	pointers: 0,
	pointersASecond: 0,
	stuck: 0,
	warmMs: 4_000,
	warmPace: 1,
	measureMs: 6_000,
	patienceMs: 15_000
};

const TYPING_COLUMNS = [
	['serverCpu', 'CPU %'],
	['mainCpu', 'main thread %'],
	['cpuADelivery', 'us a delivery'],
	['deliveriesASecond', 'deliveries/s'],
	['framesASecond', 'frames/s'],
	['mbASecond', 'MB/s'],
	['p50', 'p50 ms'],
	['p95', 'p95'],
	['p99', 'p99'],
	['savedP50', 'saved p50'],
	['savedP95', 'saved p95'],
	['peakMb', 'peak MB'],
	['databaseCpu', 'database CPU %'],
	['generatorCpu', 'generator CPU %'],
	['otherCpu', 'other CPU %']
] as const;

const plenary = (people: number): Load => ({
	...CALM,
	people: [people],
	writers: 20,
	editsASecond: 5,
	warmPace: 2
});

const storm: Load = { ...CALM, people: [100], writers: 98, editsASecond: 10 };

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
	workshop: typing('workshop: 8 rooms x 8 people, all typing 4 edits/s', BOTH_DATABASES, {
		...CALM,
		people: Array<number>(8).fill(8),
		writers: 8,
		probes: 1,
		editsASecond: 4,
		warmPace: 5
	}),
	plenary: typing('plenary: 1 room x 200 people, 20 writers at 5 edits/s', BOTH_DATABASES, plenary(200)),
	storm: typing('storm: 1 room x 100 people, 98 write 10 edits/s', [...BOTH_DATABASES, 'hocuspocus-stored'], storm),
	flood: typing('flood: 1 room x 100 people, 98 write 100 edits/s', ON_POSTGRES, {
		...storm,
		editsASecond: 100,
		warmMs: 2_000,
		measureMs: 5_000,
		patienceMs: 12_000
	}),
	cursors: {
		...typing('cursors: 1 room x 100 people, 40 pointers at 10/s, 40 edits/s', ON_POSTGRES, {
			...CALM,
			people: [100],
			writers: 10,
			editsASecond: 4,
			pointers: 40,
			pointersASecond: 10
		}),
		columns: [...TYPING_COLUMNS, ['presenceASecond', 'pointers heard/s']]
	},
	slow: {
		...typing('slow: 1 room x 40 people, 5 stopped reading, 33 write 32 edits/s of 4 kB', ON_POSTGRES, {
			...CALM,
			people: [40],
			writers: 33,
			editsASecond: 32,
			lettersAnEdit: 4_000,
			stuck: 5,
			measureMs: 32_000
		}),
		roundsAtMost: 1,
		columns: [['mbOfferedToEach', 'MB offered to each'], ['grownMb', 'RSS +MB'], ...TYPING_COLUMNS]
	},
	grow: {
		title: 'grow: 1 room with more and more people, 20 writers at 5 edits/s',
		servers: ['ours'],
		roundsAtMost: 1,
		columns: TYPING_COLUMNS,
		variants: ['25', '50', '100', '200', '400'],
		run: (running, hooks, people) => runTyping(running, hooks, plenary(Number(people)))
	},
	reload: {
		title: 'reload: 20,000 past updates, 50 people join at once; cold: after a restart, where it stores',
		servers: BOTH_DATABASES,
		columns: [
			['joinCpuMs', 'CPU ms of 50 joins'],
			['joinP50', 'p50 ms to synced'],
			['joinMax', 'max'],
			['coldCpuMs', 'cold: CPU ms'],
			['coldP50', 'cold: p50'],
			['coldMax', 'cold: max'],
			['pastCpuMs', 'CPU ms to take the past'],
			['documentKb', 'document kB']
		],
		run: runReload
	},
	idle: {
		title: 'idle: 500 rooms with a 56 kB document and one silent person each, after 30 quiet seconds',
		servers: ON_POSTGRES,
		roundsAtMost: 1,
		columns: [
			['kbARoom', 'KB a room'],
			['baseMb', 'before, MB'],
			['idleMb', 'with 500 rooms, MB'],
			['steadyAfter', 'steady after s'],
			['documentKb', 'document kB']
		],
		run: runIdle
	}
};

const pidsOf = (running: Running): Pids => ({ server: running.child().pid, database: running.databasePid });

function typing(title: string, servers: readonly ServerName[], load: Load): Scenario {
	return { title, servers, columns: TYPING_COLUMNS, run: (running, hooks) => runTyping(running, hooks, load) };
}

async function runTyping(running: Running, hooks: WindowHooks, { people, ...load }: Load): Promise<Measured> {
	const rooms = await running.rooms(people);
	return withLoad(async (generator) => {
		const windowed = hooks.during(generator);
		const typed = await ask(generator, { kind: 'type', rooms, pids: pidsOf(running), ...load });
		await windowed;
		return { values: valuesOf(typed), missing: typed.missing };
	});
}

function valuesOf({ visible, saved, missing: _, ...rest }: Typed): Measured['values'] {
	return {
		...rest,
		p50: visible.p50,
		p95: visible.p95,
		p99: visible.p99,
		savedP50: saved?.p50 ?? null,
		savedP95: saved?.p95 ?? null
	};
}

const PAST_UPDATES = 20_000;
const PAST_WRITERS = 20;
const JOINING = 50;
/** Into the empty room, so that joining is compiled as on a server that runs for days. */
const WARM_JOINS = 4;

async function runReload(running: Running, hooks: WindowHooks): Promise<Measured> {
	const [seats = []] = await running.rooms([JOINING]);
	return withLoad(async (generator) => {
		const join = () => ask(generator, { kind: 'join', seats, pids: pidsOf(running) });
		for (let time = 0; time < WARM_JOINS; time += 1) await join();
		const past = await ask(generator, {
			kind: 'past',
			seats: seats.slice(0, PAST_WRITERS),
			updates: PAST_UPDATES,
			pids: pidsOf(running)
		});
		await wait(1_000);
		await hooks.begin();
		const joined = await join();
		await hooks.end();
		const cold = await joinCold(running, seats, generator);
		return {
			values: {
				joinCpuMs: joined.serverCpuMs,
				joinP50: joined.synced.p50,
				joinMax: joined.synced.max,
				coldCpuMs: cold?.serverCpuMs ?? null,
				coldP50: cold?.synced.p50 ?? null,
				coldMax: cold?.synced.max ?? null,
				pastCpuMs: past.serverCpuMs,
				documentKb: joined.documentKb
			},
			missing: joined.missing ?? cold?.missing ?? null
		};
	});
}

/** Null for a server that keeps nothing. */
async function joinCold(running: Running, seats: readonly Seat[], generator: Child) {
	if (!running.isStored) return null;
	// Hocuspocus stores two seconds after the last edit, at the latest after ten.
	await wait(3_000);
	await running.restart();
	return ask(generator, { kind: 'join', seats: seats.map((seat) => running.at(seat)), pids: pidsOf(running) });
}

const IDLE_ROOMS = 500;
const IDLE_KB = 56;
/** When the first look at the memory is taken, and how long it may take until it no longer falls. */
const IDLE_MS = 32_000;
const IDLE_LONGEST_MS = 150_000;
const IDLE_LOOK_MS = 4_000;

async function runIdle(running: Running, hooks: WindowHooks): Promise<Measured> {
	const rooms = await running.rooms(Array<number>(IDLE_ROOMS).fill(1));
	const seats = rooms.flat();
	return withLoad(async (generator) => {
		const baseMb = await restingMb(running);
		await hooks.begin();
		const { documentKb } = await ask(generator, { kind: 'fill', seats, documentKb: IDLE_KB });
		const quietAt = performance.now();
		await wait(IDLE_MS);
		const idleMb = await steadyMb(running, quietAt + IDLE_LONGEST_MS);
		const steadyAfter = (performance.now() - quietAt) / 1000;
		await hooks.end();
		const { missing } = await ask(generator, { kind: 'look', seats: seats.filter((_, index) => index % 50 === 0) });
		return {
			values: { baseMb, idleMb, kbARoom: ((idleMb - baseMb) * 1024) / IDLE_ROOMS, steadyAfter, documentKb },
			missing
		};
	});
}

/** The memory once it no longer falls: going to rest takes a server a while. */
async function steadyMb(running: Running, until: number): Promise<number> {
	let steady = 0;
	for (let before = Infinity; ;) {
		const now = await restingMb(running);
		steady = before - now < 1 ? steady + 1 : 0;
		if (steady === 2 || performance.now() > until) return now;
		before = now;
		await wait(IDLE_LOOK_MS);
	}
}

async function restingMb(running: Running): Promise<number> {
	await order(running.child(), 'collect');
	return memoryMb(running.child().pid).now;
}

async function withLoad<Result>(use: (generator: Child) => Promise<Result>): Promise<Result> {
	const generator = startLoad();
	try {
		return await use(generator);
	} finally {
		await generator.end('SIGKILL');
	}
}
