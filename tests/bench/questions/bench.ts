/** Questions to the customer: 31 of them and 400 votes by forty people, a device that forges votes, and a long list on a phone. */
import { setTimeout as wait } from 'node:timers/promises';
import { buildFrontEnd } from '../../../scripts/front-end.ts';
import { judged, roomTable, shareOf, type JudgedFigure, type RoomFigure } from '../room/figures.ts';
import { openHall, type Hall } from '../room/hall.ts';
import { flood, type Flooded } from './flood.ts';
import { GOALS } from './goals.ts';
import { LONG, scrolled } from './scrolling.ts';
import { allShow, ask, openQueue, PEOPLE, vote, type Asker } from './room.ts';
import { wayToAll, type Cast } from './ways.ts';
import { votesKept } from './rows.ts';

const QUESTIONS = 31;
const VOTES = 400;
/** Seven times as fast as in the five minutes they have. */
const WITHIN_MS = 42_000;
/** So often everybody votes for the same question at once. */
const BURSTS = 3;
/** One of so many votes is sent twice, as a bad line does. */
const TWICE = 10;
const WORDS = 'What would you miss most, if we forgot it';
const SETTLE_MS = 10_000;

/** Measures all, tells the table, and resolves with every figure. */
export async function benchQuestions(tell: (text: string) => void): Promise<readonly JudgedFigure[]> {
	await buildFrontEnd(tell);
	const hall = await openHall();
	let askers: readonly Asker[] = [];
	const leave = () => askers.forEach(({ guest }) => guest.leave());
	try {
		askers = await openQueue(hall);
		tell(`\n${QUESTIONS} questions and ${VOTES} votes by ${PEOPLE} people, within ${WITHIN_MS / 1000} s.`);
		const voted = await votes(hall, askers);
		tell('One device forges votes.');
		const flooded = await flood(hall, askers);
		tell(`${LONG} questions on a phone.`);
		const smooth = await scrolled(hall, askers);
		leave();
		const figures = [
			...(await figuresOfVotes(voted, await votesKept(hall, WORDS))),
			...figuresOfFlood(flooded),
			...smooth
		].map(judged);
		tell(`\n${roomTable(figures)}`);
		return figures;
	} finally {
		leave();
		await hall.end();
	}
}

interface Voted {
	/** From each vote to the last device that shows it, in ms. */
	readonly ways: readonly number[];
	readonly burstWays: readonly number[];
	/** How many votes were given, each person and question once. */
	readonly given: number;
	/** Devices that show another sum in the end. */
	readonly wrong: number;
	/** Lists that one device read. */
	readonly readings: number;
}

async function votes(hall: Hall, askers: readonly Asker[]): Promise<Voted> {
	const startedAt = performance.now();
	const due = (ms: number) => wait(Math.max(0, startedAt + ms - performance.now()));
	const steady: Promise<Cast>[] = [];
	const bursts: Promise<Cast>[] = [];
	const asked: string[] = [];
	const asking = Array.from({ length: QUESTIONS }, async (_, n) => {
		await due((n * WITHIN_MS) / 2 / QUESTIONS);
		const { id } = await ask(hall, at(askers, n), `${WORDS} ${n + 1} times?`);
		asked.push(id);
	});
	const single = VOTES - BURSTS * PEOPLE;
	const voting = Array.from({ length: single }, async (_, n) => {
		await due(2000 + (n * (WITHIN_MS - 2000)) / single);
		// Each person goes through the list that is there; nobody votes for one twice but on a bad line.
		const question = at(asked, Math.floor(n / PEOPLE) * 3 + (n % 3));
		const asker = at(askers, n);
		steady.push(vote(hall, asker, question));
		if (n % TWICE === 0) steady.push(vote(hall, asker, question));
	});
	await Promise.all(asking);
	const rushing = Array.from({ length: BURSTS }, async (_, n) => {
		await due((WITHIN_MS * (n + 3)) / (BURSTS + 3));
		// The last ones asked: of the others each has votes already.
		const question = at(asked, QUESTIONS - 1 - n);
		for (const asker of askers) bursts.push(vote(hall, asker, question));
	});
	await Promise.all([...voting, ...rushing]);
	const [one, all] = [await Promise.all(steady), await Promise.all(bursts)];
	await allShow(askers, VOTES, SETTLE_MS);
	const devices = askers.map(({ shown }) => shown);
	return {
		ways: one.map((cast) => wayToAll(devices, cast)),
		burstWays: all.map((cast) => wayToAll(devices, cast)),
		given: VOTES,
		wrong: askers.filter(({ total }) => total() !== VOTES).length,
		readings: Math.max(...askers.map(({ readings }) => readings()))
	};
}

/** Goes round where there are fewer. */
function at<One>(all: readonly One[], n: number): One {
	const found = all[n % Math.max(1, all.length)];
	if (found === undefined) throw new Error('Nobody is there.');
	return found;
}

const ways = (what: string, times: readonly number[]): readonly RoomFigure[] => [
	{ what: `${what}, p50`, figure: shareOf(times, 0.5), unit: 'ms', of: times.length },
	{ what: `${what}, p95`, figure: shareOf(times, 0.95), unit: 'ms', of: times.length, atMost: GOALS.shown },
	{ what: `${what}, slowest`, figure: shareOf(times, 1), unit: 'ms', of: times.length }
];

const figuresOfVotes = (voted: Voted, rows: number): readonly RoomFigure[] => [
	...ways('a vote to the last of 40 devices', voted.ways),
	...ways('40 at once, to the last device', voted.burstWays),
	{ what: 'rows less than votes given', figure: voted.given - rows, unit: '', of: voted.given, atMost: 0, atLeast: 0 },
	{ what: 'devices that show another sum', figure: voted.wrong, unit: '', of: PEOPLE, atMost: 0 },
	{ what: 'lists that one device read', figure: voted.readings, unit: '', of: VOTES + QUESTIONS }
];

const figuresOfFlood = ({ taken, allowed, before, others, ...flooded }: Flooded): readonly RoomFigure[] => [
	{ what: 'forged votes a second', figure: flooded.aSecond, unit: 'a second', of: flooded.sent, atLeast: 200 },
	{ what: 'forged votes that were taken', figure: taken, unit: '', of: flooded.sent, atMost: allowed },
	{ what: 'others before, p95', figure: shareOf(before, 0.95), unit: 'ms', of: before.length },
	{ what: 'others beside them, p50', figure: shareOf(others, 0.5), unit: 'ms', of: others.length },
	{
		what: 'others beside them, p95',
		figure: shareOf(others, 0.95),
		unit: 'ms',
		of: others.length,
		atMost: GOALS.beside
	},
	{ what: 'others beside them, slowest', figure: shareOf(others, 1), unit: 'ms', of: others.length }
];
