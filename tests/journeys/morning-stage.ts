/** Who is in the room on the second morning, and what is looked for at the end of it. */
import { expect, type Browser, type Page } from '@playwright/test';
import { openDatabase } from '#server/store/database.ts';
import * as tables from '#drizzle/schema.ts';
import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import type { SyndicateId } from '#domain/ids.ts';
import type { WorkshopView } from '#protocol/views.ts';
import type { Device as Door } from '../support/server.ts';
import { join, LAPTOP, newDevice, PHONE, PROJECTOR, type Device } from './cast.ts';
import { arrive, type LightPerson } from './crowd.ts';
import type { ClockedInstallation } from './installation.ts';
import { cookieFor, roomOfSix, SYNDICATES, type RoomOfSix } from './room-of-six.ts';

export interface Morning extends RoomOfSix {
	readonly desk: Page;
	readonly carla: Device;
	/** Of Birch. */
	readonly laptop: Device;
	/** Of Alder. */
	readonly phone: Device;
	readonly screen: Device;
	readonly screenPath: string;
	readonly customerPath: string;
	/** Without a browser: three of each syndicate, the first of Alder, of Birch and so on. */
	readonly people: readonly LightPerson[];
	readonly syndicates: readonly { readonly id: SyndicateId; readonly name: string }[];
	readonly go: (step: string, phase: string) => Promise<void>;
}

export async function takeSeats(browser: Browser, installation: ClockedInstallation): Promise<Morning> {
	const { url } = installation;
	const six = await roomOfSix(installation);
	const { room, facilitator, api } = six;
	await told(facilitator, 'PATCH', api, { brief: { sponsor: 'Sam Ochs', customer: 'Carla Novak' } });
	const [desk, carla, laptop, phone, screen] = await Promise.all(
		[LAPTOP, PHONE, LAPTOP, PHONE, PROJECTOR].map((viewport) => newDevice(browser, url, viewport))
	);
	if (!desk || !carla || !laptop || !phone || !screen) throw new Error('Five devices were wanted.');
	await desk.context.addCookies([cookieFor(url, facilitator.cookie)]);
	const { path: screenPath } = await told(facilitator, 'POST', `${api}/links`, { purpose: 'screen' });
	const { path: customerPath } = await told(facilitator, 'POST', `${api}/links`, { purpose: 'customer' });
	await screen.page.goto(screenPath);
	await carla.page.goto(customerPath);
	await expect(carla.page.locator('[data-ready]')).toBeVisible();
	const people: LightPerson[] = [];
	for (let n = 0; n < 18; n += 1)
		people.push(await arrive(room, `Person ${n + 1} Light`, SYNDICATES[n % 6]?.toLowerCase()));
	await join(laptop.page, room.code, 'Elin Strand', 'Birch');
	await join(phone.page, room.code, 'Nadia Phone', 'Alder');
	const { syndicates }: WorkshopView = await told(facilitator, 'GET', api);
	return {
		...six,
		...{ desk: desk.page, carla, laptop, phone, screen, screenPath, customerPath, people, syndicates },
		go: async (step, phase) => void (await told(facilitator, 'POST', `${api}/steps/${step}/go`, { phase }))
	};
}

export async function told(device: Door, method: string, path: string, body?: unknown) {
	const answer = await device.send(method, path, body ?? (method === 'GET' ? undefined : {}));
	if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
	return answer.body;
}

/** Everything that a page keeps on its device, as text. */
export const keptOnDevice = (page: Page): Promise<string> =>
	page.evaluate(async () => {
		const all: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
		const asked = <Value>(request: IDBRequest<Value>) =>
			new Promise<Value>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(new Error(String(request.error)));
			});
		for (const { name = '' } of await indexedDB.databases()) {
			const database = await asked(indexedDB.open(name));
			for (const store of database.objectStoreNames) {
				const values: readonly unknown[] = await asked(database.transaction(store).objectStore(store).getAll());
				all.push(...values.map((value) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value)));
			}
			database.close();
		}
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const request of await cache.keys()) {
				const answer = await cache.match(request);
				if (answer && new URL(request.url).pathname.startsWith('/api/')) all.push(await answer.text());
			}
		}
		return JSON.stringify(all);
	});

/** Every row of every table of a server that has ended, bytes read as text. */
export async function everythingKept(dataDir: string): Promise<string> {
	const onLost = (sentence: string) => {
		throw new Error(sentence);
	};
	const database = await openDatabase({ dataDir, onWarning: () => {}, onLost });
	try {
		const parts: string[] = [];
		for (const table of Object.values(tables)) {
			if (!is(table, PgTable)) continue;
			const rows = await database.db.select().from(table);
			parts.push(getTableName(table), ...rows.map(asText));
		}
		return parts.join('\n');
	} finally {
		await database.close();
	}
}

const asText = (row: object): string =>
	Object.values(row)
		.map((value: unknown) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value)))
		.join(' ');
