/** Our own server as it runs for people: signed in, with open steps, admission, storage and acknowledgements. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYNDICATES } from '#domain/workshop.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { deviceAt, type Device } from '../../support/server.ts';
import { startServer } from './child.ts';
import { owned } from './cleanup.ts';
import type { Seat } from './client.ts';
import type { Postgres } from './postgres.ts';
import type { Running } from './servers.ts';

const STEP = 'experiences';
const PHASE = 'share';
/** In each syndicate. */
const SEATS = 12;
/** People who join at the same time. */
const AT_ONCE = 8;

export const startOnPostgres = async (postgres: Postgres): Promise<Running> => {
	const database = await postgres.makeDatabase();
	const running = await startOurs({ DATABASE_URL: database.url });
	return {
		...running,
		databasePid: postgres.pid,
		end: async () => {
			await running.end();
			await database.drop();
		}
	};
};

export const startEmbedded = (): Promise<Running> => startOurs({});

async function startOurs(environment: NodeJS.ProcessEnv): Promise<Running> {
	const folder = await mkdtemp(join(tmpdir(), 'plenary-bench-data-'));
	const remove = owned(() => rm(folder, { recursive: true, force: true }));
	const begin = async (port: string) => {
		const child = startServer('server/main.ts', { DATA_DIR: folder, PORT: port, LOG_LEVEL: 'warn', ...environment });
		const { url, setupUrl } = await child.next('url');
		return { child, url: String(url), setupUrl: setupUrl === null ? null : String(setupUrl) };
	};
	let running = await begin('0');
	const desk = deviceAt(running.url);
	await told(desk, 'POST', '/api/setup', {
		token: new URL(running.setupUrl ?? '').hash.slice(1),
		email: 'desk@example.org',
		name: 'Helen Marsh',
		password: 'four plain words here'
	});
	let joined = 0;

	/** A workshop with a room for each of these numbers of people, at most eight. */
	const workshop = async (people: readonly number[]): Promise<readonly (readonly Seat[])[]> => {
		const { id } = await told(desk, 'POST', '/api/workshops', { title: 'Service we are proud of' });
		const at = `/api/workshops/${id}`;
		const names = SYNDICATES.slice(0, Math.max(2, people.length)).map(({ name }) => name);
		await told(desk, 'PUT', `${at}/syndicates`, { names });
		const { code } = await told(desk, 'POST', `${at}/open`, {});
		await told(desk, 'POST', `${at}/steps/${STEP}/go`, { phase: PHASE });
		const { syndicates } = await told(desk, 'GET', at);
		const places: readonly DocumentPlace[] = await told(desk, 'GET', `${at}/documents`);
		const coming = people.flatMap((count, room) => Array.from({ length: count }, () => ({ room })));
		const seated = await inTurns(coming, AT_ONCE, async ({ room }) => {
			const syndicate: { id: string; slug: string } = syndicates[room];
			const place = places.find(({ kind, step, syndicateId }) => {
				return kind === 'board' && step === STEP && syndicateId === syndicate.id;
			});
			if (!place) throw new Error(`Syndicate ${syndicate.slug} has no board in ${STEP}.`);
			const device = deviceAt(running.url);
			joined += 1;
			const isCrowded = (people[room] ?? 0) > SEATS;
			// A syndicate takes no more by itself; the facilitator puts the others in.
			const door = isCrowded ? syndicates.at(-1).slug : syndicate.slug;
			const { person } = await told(device, 'POST', '/api/join', { code, name: `Person ${joined}`, syndicate: door });
			if (isCrowded) await told(desk, 'POST', `${at}/people/${person.id}/move`, { syndicate: syndicate.slug });
			return { room, seat: seatAt(running.url, device, place) };
		});
		return people.map((_, room) => seated.filter((one) => one.room === room).map(({ seat }) => seat));
	};

	return {
		child: () => running.child,
		databasePid: null,
		isStored: true,
		rooms: async (people) => {
			const rooms: (readonly Seat[])[] = [];
			for (let from = 0; from < people.length; from += SYNDICATES.length)
				rooms.push(...(await workshop(people.slice(from, from + SYNDICATES.length))));
			return rooms;
		},
		restart: async () => {
			await running.child.end();
			running = await begin(new URL(running.url).port);
		},
		at: (seat) => seat,
		end: async () => {
			await running.child.end();
			await remove();
		}
	};
}

const seatAt = (url: string, { cookie }: Device, { path }: DocumentPlace): Seat => ({
	url: `${url.replace('http', 'ws')}${path}?ack=1`,
	headers: { origin: url, cookie },
	document: '',
	dialect: 'y-websocket'
});

async function told(device: Device, method: string, path: string, body?: unknown) {
	const answer = await device.send(method, path, body);
	if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
	return answer.body;
}

async function inTurns<One, Result>(
	all: readonly One[],
	atOnce: number,
	act: (one: One) => Promise<Result>
): Promise<readonly Result[]> {
	const results: Result[] = [];
	for (let from = 0; from < all.length; from += atOnce)
		results.push(...(await Promise.all(all.slice(from, from + atOnce).map(act))));
	return results;
}
