/**
 * Laptops that stop reading, or read a little at a time, while others write: the server keeps little for them, nobody
 * else notices, and when they read again, or come back, they have everything.
 */
import { readFileSync } from 'node:fs';
import * as Y from 'yjs';
import type { Check, Context } from '../check.ts';
import type { Client } from '../harness/client.ts';
import type { Installation } from '../harness/installation.ts';
import { pause, percentile, until } from '../harness/patience.ts';
import { Proxy } from '../harness/proxy.ts';
import { Sight } from '../harness/sight.ts';
import { Visibility } from '../harness/visibility.ts';

const WRITERS = 6;
const EDITS_A_SECOND = 3;
/** Carets and long selections: what fills the line of one that does not read. Just under 4 kB, as often as it goes out. */
const PRESENCE_EVERY_MS = 33;
const PRESENCE_FILLING = 'x'.repeat(3700);

/** Up to 4 MB of it lie in buffers of the two machines; the server's own share is 256 kB and one difference. */
const BACKLOG_LIMIT = 6 * 1024 * 1024;
const MEMORY_LIMIT_MB = 64;
const VISIBLE_WITHIN_MS = 250;
const SHORT_MS = [12_000, 16_000] as const;
const PAUSED_MS = [5_000, 12_000] as const;
/** Longer than the server waits for anybody. */
const LONG_MS = 48_000;
/** 64 kbit/s. What lies in the slow line when it gets better still comes slowly. */
const TRICKLE = 8000;

type Kind = 'deaf-short' | 'paused' | 'deaf-long' | 'trickle';
/** One round. */
const KINDS: readonly Kind[] = ['deaf-short', 'paused', 'deaf-long', 'deaf-long', 'trickle'];

export const check: Check = {
	name: 'slow-reader',
	proves: 'Who does not read costs the server little and others nothing, and has everything when it reads again.',
	on: 'any',
	trials: { short: KINDS.length, long: 50 },
	batch: KINDS.length,
	run: async (context) => {
		const sum: Sum = { trials: 0, readers: [], grewMb: 0, visibleMs: [], closes: {} };
		const failures: string[] = [];
		while (sum.trials < context.trials && failures.length === 0) {
			failures.push(...(await round(context, KINDS.slice(0, context.trials - sum.trials), sum)));
			sum.trials += Math.min(KINDS.length, context.trials - sum.trials);
		}
		const mb = (bytes: number) => Math.round((bytes / 2 ** 20) * 10) / 10;
		return {
			trials: sum.trials,
			failures,
			figures: {
				passedByMb: mb(
					percentile(
						sum.readers.map(({ passedBy }) => passedBy),
						1
					)
				),
				backlogMostMb: mb(
					percentile(
						sum.readers.map(({ backlog }) => backlog),
						1
					)
				),
				memoryMb: Math.round(sum.grewMb),
				visibleP50Ms: Math.round(percentile(sum.visibleMs, 0.5)),
				visibleP95Ms: Math.round(percentile(sum.visibleMs, 0.95)),
				levelSlowestMs: Math.round(
					percentile(
						sum.readers.map(({ levelMs }) => levelMs),
						1
					)
				),
				closes: JSON.stringify(sum.closes)
			}
		};
	}
};

interface Sum {
	trials: number;
	readonly readers: Reading[];
	grewMb: number;
	readonly visibleMs: number[];
	readonly closes: Record<string, number>;
}

/** What came of one reader. */
interface Reading {
	readonly kind: Kind;
	/** Bytes that others were sent while it did not read. */
	readonly passedBy: number;
	/** Bytes that lay ready for it when it read again. */
	readonly backlog: number;
	/** Until it had everything that was written by then. */
	readonly levelMs: number;
}

async function round(context: Context, kinds: readonly Kind[], sum: Sum): Promise<readonly string[]> {
	const { random, tell } = context;
	const installation = await context.installation({ people: 2 * (WRITERS + 1) });
	// All at one board.
	const [witnessSeat, ...seats] = installation.seats.filter(({ place }) => place.id === installation.documents[0]);
	if (!witnessSeat) throw new Error('Nobody sits at the board.');
	const witness = installation.open(witnessSeat);
	const writers = seats.map((seat) => installation.open(seat));
	const readers = await Promise.all(kinds.map((kind, at) => openReader(context, installation, kind, at)));
	await Promise.all(installation.clients.map((client) => client.synced()));
	const heard = bytesHeard(witness);
	for (const writer of writers) writer.type(EDITS_A_SECOND);
	const sights = writers.map((writer) => new Sight(writer));
	const presence = setInterval(() => {
		for (const sight of sights) sight.say({ filling: PRESENCE_FILLING });
	}, PRESENCE_EVERY_MS);
	try {
		const memory = watchMemory(installation.pid);
		await pause(6000);
		memory.settle();
		const visibility = new Visibility([witness, ...writers]);
		const readings = await Promise.all(
			readers.map((reader) => stopReading(reader, witness, heard, random.fork(reader.client.name)))
		);
		sum.readers.push(...readings);
		sum.visibleMs.push(...visibility.samples);
		const grewMb = memory.end();
		sum.grewMb = Math.max(sum.grewMb, grewMb ?? 0);
		for (const { client } of readers) {
			for (const { code, reason } of client.closes) {
				const name = `${code} ${reason}`.trim();
				sum.closes[name] = (sum.closes[name] ?? 0) + 1;
			}
		}
		tell(readings.map(({ kind, levelMs }) => `${kind}: everything after ${Math.round(levelMs)} ms`).join(', '));
		const faults = [
			...faultsOf(readings),
			...endedOf(readers),
			...slowFor(visibility.samples, context.atMost(VISIBLE_WITHIN_MS))
		];
		if (grewMb !== null && grewMb > MEMORY_LIMIT_MB)
			faults.push(`the server took ${Math.round(grewMb)} MB more memory`);
		clearInterval(presence);
		if (faults.length === 0) faults.push(...(await installation.faultsAtRest()));
		return faults;
	} finally {
		clearInterval(presence);
		await installation.end();
	}
}

interface Reader {
	readonly kind: Kind;
	readonly client: Client;
	readonly proxy: Proxy;
}

/** Each has a line of its own, and more patience than the server. */
async function openReader({ atEnd }: Context, installation: Installation, kind: Kind, at: number): Promise<Reader> {
	const proxy = await Proxy.to(installation.port);
	atEnd(() => proxy.close());
	const seat = installation.seats.filter(({ place }) => place.id === installation.documents[0])[at + 1];
	if (!seat) throw new Error('There are too few seats.');
	const client = installation.open(seat, { url: `http://127.0.0.1:${proxy.port}`, patienceMs: 10 * 60_000 });
	return { kind, client, proxy };
}

async function stopReading(
	{ kind, client, proxy }: Reader,
	witness: Client,
	heard: () => number,
	random: Context['random']
): Promise<Reading> {
	const [heardBefore, own] = [heard(), bytesHeard(client)];
	const socket = client.socket;
	switch (kind) {
		case 'deaf-short':
			proxy.set('down', { isDeaf: true });
			await pause(random.between(...SHORT_MS));
			break;
		case 'paused':
			socket?.pause();
			await pause(random.between(...PAUSED_MS));
			break;
		case 'deaf-long':
			proxy.set('down', { isDeaf: true });
			await pause(LONG_MS + random.between(0, 4000));
			break;
		case 'trickle':
			// Its own words show that it lives.
			client.type(1);
			proxy.set('down', { bytesPerSecond: TRICKLE });
			await pause(LONG_MS + random.between(0, 4000));
			client.stopTyping();
	}
	const passedBy = heard() - heardBefore;
	const startedAt = performance.now();
	const target = Y.decodeStateVector(Y.encodeStateVector(witness.doc));
	const [ownBefore, lines] = [own(), client.closes.length];
	let backlog = 0;
	proxy.mend();
	socket?.resume();
	await until(
		() => `${client.name} (${kind}) has what the others had`,
		40_000,
		() => {
			if (client.closes.length === lines) backlog = own() - ownBefore;
			return client.isSynced && covers(client.doc, target);
		}
	);
	return { kind, passedBy, backlog, levelMs: performance.now() - startedAt };
}

const covers = (doc: Y.Doc, target: ReadonlyMap<number, number>): boolean =>
	[...target].every(([client, clock]) => Y.getState(doc.store, client) >= clock);

/** How many bytes this laptop has heard from now on. */
function bytesHeard(client: Client): () => number {
	let sum = 0;
	client.listen((frame) => (sum += frame.byteLength));
	return () => sum;
}

function faultsOf(readings: readonly Reading[]): string[] {
	return readings.flatMap(({ kind, passedBy, backlog }) => {
		const mb = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
		if (backlog > BACKLOG_LIMIT) return [`${mb(backlog)} lay ready for a reader (${kind}), of ${mb(passedBy)}`];
		return [];
	});
}

const endedOf = (readers: readonly Reader[]): readonly string[] =>
	readers.flatMap(({ client: { name, ended } }) =>
		ended ? [`${name} was sent away for good: ${ended.code} ${ended.reason}`] : []
	);

function slowFor(samples: readonly number[], atMostMs: number): readonly string[] {
	const p95 = percentile(samples, 0.95);
	if (samples.length === 0) return ['nobody saw anything'];
	return p95 > atMostMs ? [`others waited ${Math.round(p95)} ms for an edit (95 %)`] : [];
}

/** Of the server process; `settle` is what it needs before anybody stops reading. */
function watchMemory(pid: number) {
	let [base, most] = [0, 0];
	const look = () => (most = Math.max(most, residentMb(pid) ?? 0));
	const timer = setInterval(look, 100);
	return {
		settle: () => (base = look()),
		end: (): number | null => {
			look();
			clearInterval(timer);
			return base === 0 ? null : most - base;
		}
	};
}

/** Null where the system does not tell. */
function residentMb(pid: number): number | null {
	try {
		const [, kb] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
		return kb === undefined ? null : Number(kb) / 1024;
	} catch {
		// Only Linux has it.
		return null;
	}
}
