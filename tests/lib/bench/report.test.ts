import { expect, test } from 'vitest';
import { quantile, timesOf } from '../../bench/sync/figures.ts';
import type { Goal } from '../../bench/sync/goals.ts';
import { comparison, judge, linesOf, scenarioTable, type Round } from '../../bench/sync/report.ts';
import { editsEach, schedule } from '../../bench/sync/schedule.ts';

const round = (server: string, serverCpu: number | null, more: Partial<Round> = {}): Round => ({
	scenario: 'storm',
	variant: '',
	server,
	values: { serverCpu },
	missing: null,
	...more
});

const beside = (against: 'ywss', atMost: number): Goal => ({
	scenario: 'storm',
	server: 'ours',
	measure: 'serverCpu',
	against,
	atMost
});

const verdicts = (rounds: readonly Round[], goals: readonly Goal[]) =>
	judge(linesOf(rounds), goals).map(({ what, figure, verdict }) => [what, figure, verdict]);

test('[BENCH-1] a ratio is of the medians of both servers in the same run', () => {
	const rounds = [10, 90, 12].map((cpu) => round('ours', cpu));
	const theirs = [40, 41, 7].map((cpu) => round('ywss', cpu));

	expect(verdicts([...rounds, ...theirs], [beside('ywss', 0.3), beside('ywss', 0.29)]).slice(0, 2)).toEqual([
		['ours serverCpu beside ywss', 0.3, 'ok'],
		['ours serverCpu beside ywss', 0.3, 'missed']
	]);
});

test('[BENCH-2] edits of ours that did not arrive spoil the row in whichever round it was', () => {
	const rounds = [round('ours', 1), round('ours', 1, { missing: 'letters of a note' }), round('ours', 1)];

	expect(verdicts([...rounds, round('ywss', 1, { missing: 'everything' })], [])).toEqual([
		['ours edits that did not arrive, in rounds', 1, 'missed']
	]);
});

test('[BENCH-1] a round that failed takes nothing from the figures of the others', () => {
	const failed = round('ours', null, { values: {}, missing: 'it failed: no step 2' });

	expect(linesOf([failed, round('ours', 4), round('ours', 8)])).toEqual([
		{
			scenario: 'storm',
			variant: '',
			server: 'ours',
			rounds: 3,
			values: { serverCpu: 6 },
			missing: ['it failed: no step 2']
		}
	]);
});

test('[BENCH-1] what was not measured has no verdict, and a scenario that was left out none of its goals', () => {
	const atLeast: Goal = { scenario: 'flood', server: 'ours', measure: 'deliveriesASecond', atLeast: 5 };

	expect(verdicts([round('ours', 3)], [beside('ywss', 0.3), atLeast])).toEqual([
		['ours serverCpu beside ywss', null, null],
		['ours edits that did not arrive, in rounds', 0, 'ok']
	]);
});

test('[BENCH-1] with more people each delivery is measured beside the smallest room', () => {
	const goal: Goal = { scenario: 'storm', server: 'ours', measure: 'serverCpu', againstFirst: true, atMost: 1 };
	const rounds = [round('ours', 8, { variant: '25' }), round('ours', 4, { variant: '50' })];

	expect(verdicts([...rounds, round('ours', 10, { variant: '100' })], [goal]).slice(0, 2)).toEqual([
		['ours 50 serverCpu beside 25', 0.5, 'ok'],
		['ours 100 serverCpu beside 25', 1.25, 'missed']
	]);
});

test('[BENCH-1] a table has a line for each server, and leaves out what none of them tells', () => {
	const lines = linesOf([round('ours', 1234.4), round('ywss', null, { missing: 'a note' })]);

	expect(
		scenarioTable(lines, [
			['serverCpu', 'CPU %'],
			['savedP95', 'saved p95']
		]).split('\n')
	).toEqual(['      CPU %  all edits arrived', 'ours  1,234  yes', 'ywss      -  no (1 of 1): a note']);
});

test('[BENCH-1] two runs are compared figure by figure, where both have it', () => {
	const before = linesOf([round('ours', 20), round('ywss', 40)]);
	const after = linesOf([round('ours', 10)]);

	expect(comparison(before, after, ['serverCpu', 'p95']).split('\n').slice(1)).toEqual([
		'storm ours  serverCpu      20     10  0.50 x'
	]);
});

test('[BENCH-3] of a hundred times the 95th is the p95, and no times have none', () => {
	const times = Array.from({ length: 100 }, (_, index) => 100 - index);

	expect(timesOf(times)).toEqual({ p50: 50, p95: 95, p99: 99 });
	expect(quantile([], 0.5)).toBeNaN();
});

test('[BENCH-3] everybody makes as many edits as were prepared, in order, and no two rooms type in step', () => {
	const pace = { editsASecond: 4, pointersASecond: 0, warmMs: 500, warmPace: 2, measureMs: 1000 };

	const due = schedule(
		[
			{ writers: 2, pointers: 0 },
			{ writers: 1, pointers: 0 }
		],
		pace
	);

	expect(editsEach(pace)).toBe(8);
	expect(due.map(({ at }) => at)).toEqual(due.map(({ at }) => at).sort((a, b) => a - b));
	expect(due.filter(({ room }) => room === 1).map(({ edit }) => edit)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
	expect(due.filter(({ at }) => at >= 500)).toHaveLength(3 * 4);
	expect(new Set(due.map(({ at }) => at)).size).toBe(due.length);
});
