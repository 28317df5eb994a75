/** One device sends two hundred votes a second for some seconds, of every kind a script would try. */
import { setTimeout as wait } from 'node:timers/promises';
import { seated, told, type Hall } from '../room/hall.ts';
import { ask, at, vote, type Asker } from './room.ts';

const A_SECOND = 220;
const SECONDS = 5;
const OTHERS_EVERY_MS = 650;
/** So long they go on by themselves. */
const BEFORE_MS = 4000;
/** What a thumb may do in twenty seconds. */
const ALLOWED = 60;

export interface Flooded {
	readonly sent: number;
	readonly aSecond: number;
	readonly taken: number;
	readonly allowed: number;
	/** Requests of everybody else, votes and readings, in ms: before it, and meanwhile. */
	readonly before: readonly number[];
	readonly others: readonly number[];
}

export async function flood(hall: Hall, askers: readonly Asker[]): Promise<Flooded> {
	const [asker] = askers;
	if (!asker) throw new Error('Nobody is there.');
	const forger = await seated(hall, 'Whoever forges', hall.syndicates[0]?.slug ?? '');
	const { id } = await ask(hall, asker, 'Which question do they all seem to want?');
	const before: number[] = [];
	const others: number[] = [];
	let isForging = false;
	let isOver = false;
	const working = Promise.all(
		askers.map(async (asker, n) => {
			await wait((n * OTHERS_EVERY_MS) / askers.length);
			for (let turn = 0; !isOver; turn += 1) {
				const startedAt = performance.now();
				// A vote each now and then, and what pages read.
				if (turn % 4 === 0) await vote(hall, asker, id);
				else await told(asker.device, 'GET', at(hall));
				(isForging ? others : before).push(performance.now() - startedAt);
				await wait(OTHERS_EVERY_MS);
			}
		})
	);
	await wait(BEFORE_MS);
	isForging = true;
	const startedAt = performance.now();
	const forged = await Promise.all(
		Array.from({ length: A_SECOND * SECONDS }, async (_, n) => {
			await wait(Math.max(0, startedAt + (n * 1000) / A_SECOND - performance.now()));
			// On and off again, so that each would be another row; under other addresses of the same person, too.
			const headers = { 'x-forwarded-for': `10.0.${n % 250}.7` };
			return forger.send('POST', at(hall, `/${id}/vote`), { on: n % 2 === 0 }, headers);
		})
	);
	const seconds = (performance.now() - startedAt) / 1000;
	isOver = true;
	await working;
	const statuses = forged.map(({ status }) => status);
	const odd = statuses.find((status) => status !== 200 && status !== 429);
	if (odd !== undefined) throw new Error(`A forged vote was answered with ${odd}.`);
	return {
		sent: forged.length,
		aSecond: forged.length / seconds,
		taken: statuses.filter((status) => status === 200).length,
		allowed: ALLOWED,
		before,
		others
	};
}
