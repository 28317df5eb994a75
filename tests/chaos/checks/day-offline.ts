/**
 * A laptop that was away for a day, with a thousand changes in its storage, comes back to a board that has gone on: all
 * is merged; or, where the step was closed meanwhile, refused, said so, and can be taken along.
 */
import { readFile } from 'node:fs/promises';
import type { Browser } from '@playwright/test';
import { BoardDocument } from '#document/board.ts';
import type { Check, Context } from '../check.ts';
import { contentHash } from '../harness/checker.ts';
import { STEP, type Installation, type Seat } from '../harness/installation.ts';
import { Laptop, openBrowser, type Tab } from '../harness/pages.ts';
import { pause, percentile } from '../harness/patience.ts';
import { Proxy } from '../harness/proxy.ts';

const NOTES = 20;
/** Letters a note: each is a change of its own. */
const LETTERS = 50;
const OTHERS = 4;
const OTHERS_EDITS = 3000;
/** Below what one socket may send at once. */
const EDITS_A_BREATH = 300;
const BREATH_MS = 1600;
const DAY_MS = 24 * 60 * 60 * 1000;
const MERGED_MS = 2000;

export const check: Check = {
	name: 'day-offline',
	proves:
		'A laptop back after a day, with 1,000 changes made offline, is merged within 2 s; into a closed step it is refused, says so and gives the words out. Opening a board writes nothing.',
	on: 'any',
	trials: { short: 2, long: 20 },
	batch: 4,
	run: async (context) => {
		const browser = await openBrowser(context);
		const failures: string[] = [];
		const merged: number[] = [];
		let trials = 0;
		while (trials < context.trials && failures.length === 0) {
			const installation = await context.installation({ people: 1 + OTHERS });
			const isClosed = trials % 2 === 1;
			const faults = await comeBack(context, browser, installation, isClosed, merged);
			trials += 1;
			failures.push(...faults.map((fault) => `trial ${trials} (${isClosed ? 'closed' : 'open'}): ${fault}`));
			await installation.end();
		}
		const figures = {
			changes: NOTES * LETTERS,
			meanwhile: OTHERS_EDITS,
			mergedMedianMs: Math.round(percentile(merged, 0.5)),
			mergedSlowestMs: Math.round(percentile(merged, 1))
		};
		return { trials, failures, figures };
	}
};

async function comeBack(
	context: Context,
	browser: Browser,
	installation: Installation,
	isClosed: boolean,
	merged: number[]
): Promise<readonly string[]> {
	const { history, tell } = context;
	const [seat] = installation.seats;
	if (!seat) return ['nobody has a seat'];
	const proxy = await Proxy.to(installation.port);
	context.atEnd(() => proxy.close());
	const laptop = await Laptop.of(browser, installation, seat, `http://127.0.0.1:${proxy.port}`);
	try {
		const before = await rowsAfterOpening(installation, laptop, seat);
		if (before !== null) return [before];

		const away = await laptop.tab();
		await away.isNow('saved');
		proxy.cut();
		// Markers and nothing else, so that a strange word or a doubled one is seen.
		const written = Array.from({ length: NOTES }, () => {
			let words = '';
			while (words.length < LETTERS) words += history.ask(seat.place.id, 'away');
			return words;
		});
		await away.begin('good');
		for (const words of written) {
			await away.type(words);
			await away.next();
		}
		await away.isNow('on-device');
		const counted = (await away.page.locator('[data-saved="on-device"]').textContent()) ?? '';
		if (Number(/\d+/.exec(counted)?.[0]) < NOTES * LETTERS)
			return [`only “${counted}” after ${NOTES * LETTERS} letters`];
		await away.close();
		history.note('away', { notes: NOTES });

		await goOn(installation, seat);
		if (isClosed) await installation.post(`/steps/${STEP}/close`);
		if (isClosed) await pause(2500);
		const there = await hashOf(installation, seat);
		await laptop.later(DAY_MS);
		proxy.mend();
		const faults = isClosed
			? await refused(installation, seat, laptop, written, there)
			: await mergedWithin(installation, seat, laptop, written, merged);
		tell(isClosed ? 'refused, and taken along' : `merged in ${Math.round(merged.at(-1) ?? 0)} ms`);
		return faults;
	} finally {
		await laptop.close();
		await proxy.close();
	}
}

/** A page that only looks at a board leaves nothing in its log. */
async function rowsAfterOpening(installation: Installation, laptop: Laptop, seat: Seat): Promise<string | null> {
	const last = async () => {
		if (installation.databaseUrl === null) await installation.stop();
		const rebuilt = (await installation.rebuilt([seat.place.id])).get(seat.place.id);
		if (installation.databaseUrl === null) await installation.start();
		return rebuilt?.lastSeq;
	};
	const client = installation.open(seat, { name: 'first' });
	for (let edit = 0; edit < 20; edit += 1) client.edit();
	await client.allSaved();
	installation.close(client);
	const before = await last();
	const tab = await laptop.tab();
	await tab.isNow('saved');
	await tab.page.reload({ waitUntil: 'commit' });
	await tab.isNow('saved');
	await tab.close();
	const after = await last();
	return before === after ? null : `opening a board wrote rows: ${before} before, ${after} after`;
}

/** Meanwhile the others write, as fast as the server takes it from four of them. */
async function goOn(installation: Installation, seat: Seat): Promise<void> {
	const mates = installation.seats.filter(
		({ personId, place }) => personId !== seat.personId && place.id === seat.place.id
	);
	const clients = (mates.length > 0 ? mates : [seat]).map((mate) => installation.open(mate));
	await Promise.all(clients.map((client) => client.synced()));
	for (let done = 0; done < OTHERS_EDITS;) {
		for (const client of clients) {
			for (let edit = 0; edit < EDITS_A_BREATH && done < OTHERS_EDITS; edit += 1, done += 1) client.edit();
		}
		await pause(BREATH_MS);
	}
	await Promise.all(clients.map((client) => client.allSaved()));
	for (const client of clients) installation.close(client);
}

async function hashOf(installation: Installation, seat: Seat): Promise<string> {
	const fresh = (await installation.fresh([seat.place.id])).get(seat.place.id);
	return fresh ? contentHash(fresh.doc) : '';
}

async function mergedWithin(
	installation: Installation,
	seat: Seat,
	laptop: Laptop,
	written: readonly string[],
	merged: number[]
): Promise<readonly string[]> {
	const tab = await laptop.tab();
	const startedAt = performance.now();
	await tab.isNow('saved');
	const ms = performance.now() - startedAt;
	merged.push(ms);
	const fresh = (await installation.fresh([seat.place.id])).get(seat.place.id);
	const texts = fresh ? new BoardDocument(fresh.doc).notes().map(({ text }) => text) : [];
	const faults = written
		.map((words) => ({ words, times: texts.filter((text) => text === words).length }))
		.filter(({ times }) => times !== 1)
		.map(({ words, times }) => `“${words}” is there ${times} times`);
	const shown = await shownOf(tab, texts.filter((text) => text !== '').length);
	if (ms > MERGED_MS) faults.push(`merged only after ${Math.round(ms)} ms`);
	if (shown !== null) faults.push(shown);
	return [...faults, ...(await installation.faultsAtRest())];
}

async function shownOf(tab: Tab, wanted: number): Promise<string | null> {
	for (let tries = 0; tries < 50; tries += 1) {
		if ((await tab.page.locator('article[data-note]').count()) >= wanted) return null;
		await pause(100);
	}
	return `the page shows ${await tab.page.locator('article[data-note]').count()} of ${wanted} notes`;
}

/** Nothing reaches the board, the page says so, and the words can be downloaded whole. */
async function refused(
	installation: Installation,
	seat: Seat,
	laptop: Laptop,
	written: readonly string[],
	there: string
): Promise<readonly string[]> {
	const tab = await laptop.tab();
	const strip = tab.page.locator('.strip.kept');
	await strip.waitFor();
	const faults: string[] = [];
	const said = (await strip.textContent()) ?? '';
	if (!said.includes('Not accepted')) faults.push(`the page says: ${said}`);
	const [download] = await Promise.all([
		tab.page.waitForEvent('download'),
		strip.getByRole('button', { name: /^Download/ }).click()
	]);
	const words = await readFile(await download.path(), 'utf8');
	const missing = written.filter((note) => !words.includes(note));
	if (missing.length > 0) faults.push(`${missing.length} of ${written.length} notes are not in the download`);
	if ((await hashOf(installation, seat)) !== there) faults.push('the older copy changed the closed board');
	// Found again after a reload, until it is thrown away.
	await tab.page.reload({ waitUntil: 'commit' });
	await strip.waitFor();
	await strip.getByRole('button', { name: /^Throw away/ }).click();
	await strip.waitFor({ state: 'detached' });
	return faults;
}
