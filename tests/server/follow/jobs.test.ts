import { afterAll, beforeAll, expect, test } from 'vitest';
import { FollowUpMachine, type JobKind } from '#server/follow/machine.ts';
import { createLog } from '#server/log.ts';
import { failingJobs, FAILURES_UNTIL_SHOWN, JobStore, LEASE_MINUTES } from '#server/store/jobs.ts';
import { planInstallation, type PlanInstallation } from '../../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const minuteMs = 60_000;
const start = new Date('2027-01-18T10:00:00Z');
const after = (minutes: number): Date => new Date(start.getTime() + minutes * minuteMs);

/** A process of its own on the same database, with a clock that the test moves. */
function processWith(kinds: readonly JobKind[], now: () => Date) {
	const log = createLog('silent');
	const { database } = installation;
	return new FollowUpMachine({ database, outbox: { rest: async () => {} }, log, now, kinds, rounds: [] });
}

test('[FOLLOW-100] a job runs once, however many processes look at once, and never before its time', async () => {
	const jobs = new JobStore(installation.database);
	const ran: string[] = [];
	const kind: JobKind = {
		kind: 'once',
		run: async ({ key }) => {
			ran.push(key);
			return key === 'once:1' ? [{ workshopId: null, kind: 'once', key: 'once:then', dueAt: after(30) }] : [];
		}
	};
	const keys = Array.from({ length: 12 }, (_, n) => `once:${n}`);
	await jobs.add(keys.map((key) => ({ workshopId: null, kind: 'once', key, dueAt: start })));
	await jobs.add(keys.map((key) => ({ workshopId: null, kind: 'once', key, dueAt: start })));

	let now = after(-1);
	const processes = [1, 2, 3].map(() => processWith([kind], () => now));
	await Promise.all(processes.map((each) => each.rest()));
	expect(ran).toEqual([]);

	now = start;
	await Promise.all(processes.flatMap((each) => [each.rest(), each.rest()]));
	expect(ran.toSorted()).toEqual(keys.toSorted());

	now = after(30);
	await Promise.all(processes.map((each) => each.rest()));
	expect(ran.slice(12)).toEqual(['once:then']);
});

test('[FOLLOW-100] what a process that died had claimed is done by another after the lease', async () => {
	const jobs = new JobStore(installation.database);
	await jobs.add([{ workshopId: null, kind: 'left', key: 'left', dueAt: start }]);
	const dead = await jobs.claim(start, ['left']);
	let ran = 0;
	let now = after(LEASE_MINUTES - 1);
	const other = processWith([{ kind: 'left', run: async () => ((ran += 1), []) }], () => now);
	await other.rest();
	expect(ran).toBe(0);

	now = after(LEASE_MINUTES);
	await other.rest();
	expect(ran).toBe(1);
	// It was only slow: it is told that the job is no longer its own.
	expect(await jobs.finish(dead!, now)).toBe(false);
});

test('[FOLLOW-101] a job that fails is tried again later and later, holds up no other, and shows up after five times', async () => {
	const room = await installation.openRoom();
	const jobs = new JobStore(installation.database);
	const { workshopId } = room;
	await jobs.add([
		{ workshopId, kind: 'broken', key: 'broken', dueAt: after(-1) },
		{ workshopId, kind: 'well', key: 'well', dueAt: start }
	]);
	const tried: number[] = [];
	let well = 0;
	let isBroken = true;
	let now = start;
	const broken: JobKind = {
		kind: 'broken',
		run: async () => {
			tried.push((now.getTime() - start.getTime()) / minuteMs);
			if (isBroken) throw new TypeError('words of somebody');
			return [];
		}
	};
	const machine = processWith([broken, { kind: 'well', run: async () => ((well += 1), []) }], () => now);
	for (let minute = 0; minute < 31; minute += 1) {
		now = after(minute);
		if (tried.length < FAILURES_UNTIL_SHOWN) {
			expect(await failingJobs(installation.database.db, workshopId)).toEqual([]);
		}
		await machine.rest();
	}
	expect(tried).toEqual([0, 1, 3, 7, 15]);
	expect(well).toBe(1);
	const [shown, ...others] = await failingJobs(installation.database.db, workshopId);
	expect(others).toEqual([]);
	expect(shown).toMatchObject({ kind: 'broken', tries: FAILURES_UNTIL_SHOWN, failure: 'TypeError' });

	isBroken = false;
	now = after(31);
	await machine.rest();
	expect(await failingJobs(installation.database.db, workshopId)).toEqual([]);
});
