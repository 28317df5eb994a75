/** A board of five hundred notes in Chromium: painted, written in and dragged, with and without others who write. */
import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { buildFrontEnd } from '../../../scripts/front-end.ts';
import { chromiumArgs, chromiumPath } from '../../support/chromium.ts';
import { boardTable, framesOf, judge, share, type BoardFigure, type BoardMeasure, type Frames } from './figures.ts';
import { GOALS, PEERS } from './goals.ts';
import { withBoard, type OpenPage, type Painted, type Typed } from './page.ts';
import { CROWDED, setBoards, type CrowdedStage, type MeasuredBoard } from './stage.ts';

const SLOW = 4;
const EDITS_A_SECOND = 40;

export interface BoardBenchOptions {
	readonly rounds: number;
	/** A folder for profiles of the script; none by default. */
	readonly profiles?: string | undefined;
	readonly tell: (text: string) => void;
}

interface Round {
	readonly quick: {
		readonly painted: Painted;
		readonly typed: Typed;
		readonly heap: number;
		readonly elements: number;
	};
	readonly slow: { readonly painted: Painted; readonly typed: Typed; readonly remote: Typed };
	readonly drag: Frames | null;
	readonly dragRemote: Frames | null;
	/** Typing on few notes: as it is, and slowed down. */
	readonly sparse: { readonly quick: Typed; readonly slow: Typed };
}

/** Measures all, tells the table, and resolves with every figure. */
export async function benchBoard({ rounds, profiles, tell }: BoardBenchOptions): Promise<readonly BoardFigure[]> {
	await buildFrontEnd(tell);
	const stage = await setBoards();
	let browser: Browser | undefined;
	try {
		browser = await chromium.launch({ executablePath: await chromiumPath(), args: chromiumArgs });
		if (profiles !== undefined) await profile(browser, stage, profiles);
		const played: Round[] = [];
		for (let n = 0; n < rounds; n += 1) {
			tell(`A board of ${CROWDED} notes, round ${n + 1} of ${rounds}; load ${loadavg()[0]?.toFixed(1)}.`);
			played.push(await play(browser, stage));
		}
		const figures = measuresOf(played).map(judge);
		tell(`\n${boardTable(figures)}`);
		return figures;
	} finally {
		await browser?.close();
		await stage.end();
	}
}

async function play(browser: Browser, { crowded, sparse }: CrowdedStage): Promise<Round> {
	const quick = await withBoard(browser, crowded, 1, async (open) => {
		const painted = await open.painted();
		const weight = await open.weight();
		return { painted, ...weight, typed: await open.type() };
	});
	const few = await withBoard(browser, sparse, 1, (open) => open.type());
	const slow = await withBoard(browser, crowded, SLOW, async (open) => {
		const painted = await open.painted();
		const typed = await open.type();
		const drag = await open.drag();
		const remote = await beside(crowded, () => open.type());
		const dragRemote = await beside(crowded, () => open.drag());
		return { painted, typed, remote, drag: drag && framesOf(drag), dragRemote: dragRemote && framesOf(dragRemote) };
	});
	const fewSlow = await withBoard(browser, sparse, SLOW, (open) => open.type());
	const { drag, dragRemote } = slow;
	return { quick, slow, drag, dragRemote, sparse: { quick: few, slow: fewSlow } };
}

/** While somebody else writes on the same board. */
async function beside<Answer>(board: MeasuredBoard, work: () => Promise<Answer>): Promise<Answer> {
	const stop = board.neighbour(EDITS_A_SECOND);
	try {
		return await work();
	} finally {
		stop();
	}
}

function measuresOf(rounds: readonly Round[]): readonly BoardMeasure[] {
	const each = (value: (round: Round) => number | undefined) =>
		rounds.map(value).filter((one): one is number => one !== undefined);
	const p95 = ({ keys }: Typed) => share(keys, 0.95);
	const lacks = 'no note can be dragged';
	const frames = (
		name: string,
		of: (round: Round) => Frames | null,
		peers: readonly Readonly<Record<string, number>>[]
	) =>
		[
			{ what: `${name}: frames`, unit: 'a second', atLeast: GOALS.frames, values: each((one) => of(one)?.aSecond) },
			{ what: `${name}: gap p95`, unit: 'ms', atMost: GOALS.gap, values: each((one) => of(one)?.gapP95) },
			{ what: `${name}: longest gap`, unit: 'ms', atMost: GOALS.gapMax, values: each((one) => of(one)?.gapMax) }
		].map((measure, n): BoardMeasure => ({
			...measure,
			unit: n === 0 ? 'a second' : 'ms',
			lacks,
			peers: peers[n] ?? {}
		}));
	const ratio = (of: (round: Round) => readonly [Typed, Typed]) =>
		each((one) => {
			const [many, few] = of(one);
			return many.work / few.work;
		});
	return [
		{
			what: 'data there to painted',
			unit: 'ms',
			atMost: GOALS.painted,
			peers: PEERS.painted,
			values: each(({ quick }) => quick.painted.all)
		},
		{
			what: 'navigation to painted',
			unit: 'ms',
			atMost: GOALS.navigated,
			peers: PEERS.navigated,
			values: each(({ quick }) => quick.painted.navigated)
		},
		{
			what: '4x: data there to all painted',
			unit: 'ms',
			atMost: GOALS.paintedSlow,
			peers: PEERS.paintedSlow,
			values: each(({ slow }) => slow.painted.all)
		},
		{
			what: '4x: data there to first screen',
			unit: 'ms',
			atMost: GOALS.firstScreenSlow,
			peers: PEERS.paintedSlow,
			values: each(({ slow }) => slow.painted.firstScreen)
		},
		{
			what: 'key to frame p95',
			unit: 'ms',
			atMost: GOALS.key,
			peers: PEERS.key,
			values: each(({ quick }) => p95(quick.typed))
		},
		{
			what: '4x: key to frame p95',
			unit: 'ms',
			atMost: GOALS.keySlow,
			peers: PEERS.keySlow,
			values: each(({ slow }) => p95(slow.typed))
		},
		{
			what: 'main thread a key',
			unit: 'ms',
			atMost: GOALS.keyWork,
			peers: PEERS.keyWork,
			values: each(({ quick }) => quick.typed.work)
		},
		{
			what: '4x: main thread a key',
			unit: 'ms',
			atMost: GOALS.keyWorkSlow,
			peers: PEERS.keyWorkSlow,
			values: each(({ slow }) => slow.typed.work)
		},
		{
			what: '4x, 40 edits/s of others: key to frame p95',
			unit: 'ms',
			atMost: GOALS.keyRemote,
			peers: PEERS.keyRemote,
			values: each(({ slow }) => p95(slow.remote))
		},
		{
			what: 'a key beside a board of 20',
			unit: 'x',
			atMost: GOALS.sameCost,
			values: ratio(({ quick, sparse }) => [quick.typed, sparse.quick])
		},
		{
			what: '4x: a key beside a board of 20',
			unit: 'x',
			atMost: GOALS.sameCost,
			values: ratio(({ slow, sparse }) => [slow.typed, sparse.slow])
		},
		...frames('4x, drag', ({ drag }) => drag, [PEERS.frames, PEERS.gap, PEERS.gapMax]),
		...frames('4x, drag, 40 edits/s', ({ dragRemote }) => dragRemote, [
			PEERS.framesRemote,
			PEERS.gapRemote,
			PEERS.gapMaxRemote
		]),
		{ what: 'JS heap', unit: 'MB', atMost: GOALS.heap, peers: PEERS.heap, values: each(({ quick }) => quick.heap) },
		{
			what: 'elements a note',
			unit: '',
			atMost: GOALS.elements,
			peers: PEERS.elements,
			values: each(({ quick }) => quick.elements / CROWDED)
		}
	];
}

/** One profile for each kind of work, before anything is measured. */
async function profile(browser: Browser, { crowded, sparse }: CrowdedStage, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	const keep = async (name: string, board: MeasuredBoard, work: (open: OpenPage) => Promise<unknown>) => {
		const text = await withBoard(browser, board, 1, (open) => open.profiled(() => work(open)));
		await writeFile(join(folder, `${name}.cpuprofile`), text);
	};
	await keep('typing', crowded, (open) => open.type());
	await keep('typing-beside-others', crowded, (open) => beside(crowded, () => open.type()));
	await keep('typing-on-twenty', sparse, (open) => open.type());
	await keep('dragging', crowded, (open) => open.drag());
}
