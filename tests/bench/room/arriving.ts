/** Forty people come in within a quarter of the minute that is promised, while others work. */
import { setTimeout as wait } from 'node:timers/promises';
import { deviceAt, type Device } from '../../support/server.ts';
import { present, told, type Guest, type Hall } from './hall.ts';

export const PEOPLE = 40;
/** A quarter of a minute: four times as many a second as people would come. */
export const WITHIN_MS = 15_000;
const OTHERS_EVERY_MS = 100;

export interface Arrived {
	readonly guests: readonly Guest[];
	/** Of every request, of those who came and of those who were there, in ms. */
	readonly requests: readonly number[];
	/** Of every page with all its files and what it asks for, in ms. */
	readonly pages: readonly number[];
	/** From the first look at the join page to the board, typing left out, in ms. */
	readonly joins: readonly number[];
	/** Requests of those who were there before, in ms. */
	readonly others: readonly number[];
}

export async function arriving(hall: Hall, there: readonly Guest[]): Promise<Arrived> {
	const requests: number[] = [];
	const pages: number[] = [];
	const joins: number[] = [];
	const others: number[] = [];
	let isOver = false;
	const working = Promise.all(
		there.map(async (guest, at) => {
			await wait((at * OTHERS_EVERY_MS) / there.length);
			while (!isOver) {
				const path = [``, '/people', '/documents'][others.length % 3];
				others.push(await timed(() => told(guest.device, 'GET', `/api/workshops/${hall.workshopId}${path}`)));
				await wait(OTHERS_EVERY_MS);
			}
		})
	);
	const startedAt = performance.now();
	const guests = await Promise.all(
		Array.from({ length: PEOPLE }, async (_, n) => {
			await wait(startedAt + (n * WITHIN_MS) / PEOPLE - performance.now());
			return comeIn(hall, n, { requests, pages, joins });
		})
	);
	isOver = true;
	await working;
	return { guests, requests: [...requests, ...others], pages, joins, others };
}

async function comeIn(
	hall: Hall,
	n: number,
	{ requests, pages, joins }: { requests: number[]; pages: number[]; joins: number[] }
): Promise<Guest> {
	const { url, code, workshopId, syndicates } = hall;
	const device = deviceAt(url);
	const ask = async (method: string, path: string, body?: object) => {
		let answer;
		requests.push(await timed(async () => (answer = await told(device, method, path, body))));
		return answer;
	};
	const startedAt = performance.now();
	const syndicate = syndicates[n % syndicates.length]?.slug ?? '';
	const files = new Set<string>();
	pages.push(await timed(() => page(url, device, '/j', files, requests)));
	await ask('POST', '/api/join/code', { code });
	await ask('POST', '/api/join', { code, name: `Guest ${n + 1}`, syndicate });
	let guest: Guest | undefined;
	pages.push(
		await timed(async () => {
			const at = `/api/workshops/${workshopId}`;
			const [opened] = await Promise.all([
				present(hall, device, 'own'),
				page(url, device, `/w/${workshopId}/s/${syndicate}/experiences`, files, requests),
				...[at, `${at}/people`, `${at}/documents`].map((path) => ask('GET', path))
			]);
			guest = opened;
		})
	);
	joins.push(performance.now() - startedAt);
	if (!guest) throw new Error('Nobody came in.');
	return guest;
}

/** A page and all the files it is made of, those apart that this device has already. */
async function page(origin: string, { cookie }: Device, path: string, files: Set<string>, requests: number[]) {
	const fetched = async (file: string): Promise<string> => {
		let text = '';
		requests.push(
			await timed(async () => {
				const answer = await fetch(origin + file, { headers: { cookie } });
				text = `${answer.headers.get('link') ?? ''} ${await answer.text()}`;
				if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
			})
		);
		return text;
	};
	const text = await fetched(path);
	const wanted = [...new Set(text.match(/\/_app\/immutable\/[\w./-]+\.(?:js|css)/g))].filter(
		(file) => !files.has(file)
	);
	for (const file of wanted) files.add(file);
	await Promise.all(wanted.map(fetched));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const startedAt = performance.now();
	await work();
	return performance.now() - startedAt;
}
