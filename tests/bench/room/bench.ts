/** A full room on one server process: a step change on 48 devices, forty people who come in, and the console's frames. */
import { setTimeout as wait } from 'node:timers/promises';
import { buildFrontEnd } from '../../../scripts/front-end.ts';
import { arriving, PEOPLE, WITHIN_MS, type Arrived } from './arriving.ts';
import { consoleFrames } from './console-frames.ts';
import { judged, roomTable, shareOf, type JudgedFigure, type RoomFigure } from './figures.ts';
import { hearsOf, openHall, present, projectorOf, seated, STEPS, typing, type Guest, type Hall } from './hall.ts';

const CHANGES = 30;
/** The live state is sent four times a second at most: a change right after another one would wait for that. */
const BETWEEN_MS = 400;
const EDITS_A_SECOND = 3;
const SLOWDOWNS = [1, 4] as const;

/** Measures all, tells the table, and resolves with every figure. */
export async function benchRoom(tell: (text: string) => void): Promise<readonly JudgedFigure[]> {
	await buildFrontEnd(tell);
	// Every open document listens for the end of the process.
	process.setMaxListeners(200);
	const hall = await openHall();
	const guests: Guest[] = [];
	const stops: (() => void)[] = [];
	try {
		const console = await present(hall, hall.desk, 'none');
		const projector = await present(hall, await projectorOf(hall), 'all');
		const laptops = await Promise.all(
			hall.syndicates.map(async ({ slug }, n) => present(hall, await seated(hall, `Laptop ${n + 1}`, slug), 'own'))
		);
		guests.push(console, projector, ...laptops);
		for (const { boards } of laptops) for (const board of boards) stops.push(typing(board, EDITS_A_SECOND));

		tell(`\nA room: ${PEOPLE} people come in within ${WITHIN_MS / 1000} s, while six syndicates write.`);
		const arrived = await arriving(hall, laptops);
		guests.push(...arrived.guests);
		tell(`${CHANGES} changes of the step, for ${guests.length} devices.`);
		const changes = await stepChanges(hall, guests);
		tell('The console in a browser, while six syndicates write.');
		await hall.post(`/steps/${STEPS[0]}/go`, { phase: 'share' });
		const frames = await consoleFrames(hall, SLOWDOWNS);
		const figures = [
			...figuresOfChanges(changes, guests.length),
			...figuresOfArriving(arrived),
			...frames.map(({ slowdown, aSecond, frames: of }): RoomFigure => ({
				what: `console, frames, processor ${slowdown === 1 ? 'as it is' : `${slowdown} times slower`}`,
				figure: aSecond,
				unit: 'a second',
				of,
				// A display of 60 a second gives 59 and something in five seconds.
				atLeast: slowdown === 1 ? 58 : 30
			}))
		].map(judged);
		tell(`\n${roomTable(figures)}`);
		return figures;
	} finally {
		for (const stop of stops) stop();
		for (const guest of guests) guest.leave();
		await hall.end();
	}
}

/** How long each change took to each device, from the press on, in ms. */
async function stepChanges(hall: Hall, guests: readonly Guest[]): Promise<readonly number[]> {
	const ways: number[] = [];
	for (let n = 0; n < CHANGES; n += 1) {
		const step = STEPS[(n + 1) % STEPS.length] ?? STEPS[0];
		await wait(BETWEEN_MS);
		const pressedAt = performance.now();
		const heard = guests.map((guest) => hearsOf(guest, step));
		await hall.post(`/steps/${step}/go`);
		for (const at of await Promise.all(heard)) ways.push(at - pressedAt);
	}
	return ways;
}

const figuresOfChanges = (ways: readonly number[], devices: number): readonly RoomFigure[] => [
	{
		what: `step change on ${devices} devices, p50`,
		figure: shareOf(ways, 0.5),
		unit: 'ms',
		of: ways.length,
		atMost: 300
	},
	{ what: 'step change, p99', figure: shareOf(ways, 0.99), unit: 'ms', of: ways.length, atMost: 1000 },
	{ what: 'step change, slowest', figure: shareOf(ways, 1), unit: 'ms', of: ways.length }
];

const figuresOfArriving = ({ requests, pages, joins, others }: Arrived): readonly RoomFigure[] => [
	{
		what: 'joining: slowest request of anybody',
		figure: shareOf(requests, 1),
		unit: 'ms',
		of: requests.length,
		atMost: 500
	},
	{
		what: 'joining: slowest page with all its files',
		figure: shareOf(pages, 1),
		unit: 'ms',
		of: pages.length,
		atMost: 500
	},
	{
		what: 'joining: request of those who were there, p99',
		figure: shareOf(others, 0.99),
		unit: 'ms',
		of: others.length
	},
	{ what: 'joining: from the code to the board, p50', figure: shareOf(joins, 0.5), unit: 'ms', of: joins.length },
	{ what: 'joining: from the code to the board, slowest', figure: shareOf(joins, 1), unit: 'ms', of: joins.length }
];
