/** Whatever laptops do, and however their lines behave, all end with the same words as the server and its log. */
import type { NoteId } from '#domain/ids.ts';
import type * as Y from 'yjs';
import { deeds } from '../../document/deeds.ts';
import type { Check, Context } from '../check.ts';
import { checkEqual, faultText } from '../harness/checker.ts';
import { MemoryLaptop, memoryServer, type MemoryServer } from '../harness/memory-server.ts';
import { pause, within } from '../harness/patience.ts';
import { Random } from '../harness/random.ts';

/** Trials under way at once: their rooms share the commits, as in a workshop. */
const AT_ONCE = 32;
const FAIL_SHARE = 0.02;
const LONGEST_TRIAL_MS = 60_000;
/** Rounds in which everything on its way arrives; two or three are enough. */
const ROUNDS = 40;

export const check: Check = {
	name: 'convergence',
	proves: 'Through cuts, late, double and reordered frames, every laptop, the room, a newcomer and the log end alike.',
	on: 'none',
	trials: { short: 500, long: 50_000 },
	batch: 2500,
	run: async (context) => {
		const server = memoryServer(context.random.fork('log'), FAIL_SHARE);
		context.atEnd(() => server.rooms.close());
		const sum: Sum = { trials: 0, deeds: 0, cuts: 0, failures: [] };
		await Promise.all(Array.from({ length: AT_ONCE }, () => runTrials(context, server, sum)));
		if (server.errors.length > 0) sum.failures.push(`the rooms logged: ${server.errors.slice(0, 3).join('; ')}`);
		const { trials, failures, ...figures } = sum;
		return { trials, failures, figures: { ...figures, failedCommits: server.log.failed } };
	}
};

interface Sum {
	trials: number;
	deeds: number;
	cuts: number;
	readonly failures: string[];
}

async function runTrials({ seed, trials }: Context, server: MemoryServer, sum: Sum): Promise<void> {
	while (sum.trials < trials && sum.failures.length === 0) {
		const number = sum.trials;
		sum.trials += 1;
		const random = new Random(seed).fork(`trial ${number}`);
		const faults = await within(LONGEST_TRIAL_MS, `trial ${number}`, runTrial(server, random, sum));
		sum.failures.push(...faults.map((fault) => `trial ${number}: ${fault}`));
	}
}

/** Returns sentences. */
async function runTrial(server: MemoryServer, random: Random, sum: Sum): Promise<readonly string[]> {
	const id = server.makeDocument();
	// Somebody writes on two laptops at once.
	const people = ['ana', 'ben', 'cem', 'ana', 'ben', 'cem'].slice(0, random.integer(4, 6));
	const laptops = people.map(
		(name, at) => new MemoryLaptop(server, id, `${name} ${at}`, name, random.integer(1, 2 ** 29 - 1) * 8 + at)
	);
	const undo = laptops.map(({ board }) => board.undoManager());
	const added = new Set<NoteId>();
	try {
		for (const laptop of laptops) if (random.chance(0.8)) await laptop.connect();
		for (let left = random.integer(30, 80); left > 0; left -= 1) {
			const at = random.integer(0, laptops.length - 1);
			const laptop = laptops[at];
			const draw = random.next();
			if (!laptop) continue;
			if (draw < 0.5) {
				sum.deeds += 1;
				if (random.chance(0.12)) undo[at]?.undo();
				else random.pick(deeds)(laptop.board, random.integer(0, 10_000));
				for (const note of laptop.board.notes()) added.add(note.id);
			} else if (draw < 0.68) laptop.sendUp(random.integer(1, 6), random);
			else if (draw < 0.83) laptop.takeDown(random.integer(1, 6), random);
			else if (draw < 0.93) {
				sum.cuts += laptop.isConnected ? 1 : 0;
				if (laptop.isConnected) laptop.cut(random.chance(0.5));
				else await laptop.connect();
			} else if (draw < 0.975) await server.rooms.settled([id]);
			else if (draw < 0.99) await server.compact(id);
			else await leaveAll(laptops);
		}
		const faults = await meet(server, laptops, random, id);
		return faults.length > 0 ? faults : await judge(server, laptops, added, random, id);
	} finally {
		for (const laptop of laptops) {
			laptop.leave();
			laptop.doc.destroy();
		}
		server.removeDocument(id);
	}
}

/** Everybody is gone long enough for the room to be let go: who comes next sees what the log holds. */
async function leaveAll(laptops: readonly MemoryLaptop[]): Promise<void> {
	for (const each of laptops) each.leave();
	await pause(12);
}

type Id = ReturnType<MemoryServer['makeDocument']>;

/** Every line is whole from here on: everything arrives, and is answered. */
async function meet(
	server: MemoryServer,
	laptops: readonly MemoryLaptop[],
	random: Random,
	id: Id
): Promise<readonly string[]> {
	for (let round = 0; round < ROUNDS; round += 1) {
		for (const laptop of laptops) await laptop.connect();
		for (const laptop of laptops) laptop.sendUp(Infinity, random);
		await server.rooms.settled([id]);
		for (const laptop of laptops) laptop.takeDown(Infinity, random);
		const refused = laptops.flatMap(({ name, refused }) =>
			refused === null ? [] : [`${name} was refused: ${refused}`]
		);
		if (refused.length > 0) return refused;
		if (laptops.every(({ isQuiet }) => isQuiet)) return [];
	}
	return [`not everything is said to be saved after ${ROUNDS} rounds`];
}

async function judge(
	server: MemoryServer,
	laptops: readonly MemoryLaptop[],
	added: ReadonlySet<NoteId>,
	random: Random,
	id: Id
): Promise<readonly string[]> {
	const newcomer = new MemoryLaptop(server, id, 'a newcomer', 'cem', 5);
	if (random.chance(0.25)) await leaveAll(laptops);
	const faults = await meet(server, [newcomer], new Random(1), id);
	const room = await server.rooms.read(id, ({ doc }): Y.Doc => doc);
	const log = server.log.rebuilt(id);
	const replicas = [...laptops, newcomer, { name: 'the room', doc: room }, { name: 'the log', doc: log }];
	const missing = [...added].filter((note) => !newcomer.board.note(note));
	const answer = [
		...faults,
		...checkEqual(id, replicas).map(faultText),
		...(missing.length > 0 ? [`${missing.length} of ${added.size} notes are gone`] : [])
	];
	newcomer.leave();
	for (const doc of [newcomer.doc, log]) doc.destroy();
	return answer;
}
