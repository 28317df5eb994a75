/** Two tabs of one person on one board, with a bad line, and closed right after a letter: nothing is lost or doubled. */
import { WebSocket } from 'ws';
import type { Browser } from '@playwright/test';
import { BoardDocument } from '#document/board.ts';
import { isSame } from '#protocol/live.ts';
import { readLive } from '#protocol/live-wire.ts';
import type { Check, Context } from '../check.ts';
import type { Installation, Seat } from '../harness/installation.ts';
import { Laptop, openBrowser, type Tab } from '../harness/pages.ts';
import { pause, within } from '../harness/patience.ts';
import { Proxy } from '../harness/proxy.ts';

const ROUNDS = 4;
const PATIENCE_MS = 20_000;

export const check: Check = {
	name: 'two-tabs',
	proves: 'Two tabs of one person hold the same board, lose nothing when one is closed in a word, and are one person.',
	on: 'any',
	trials: { short: 3, long: 20 },
	batch: 5,
	run: async (context) => {
		const browser = await openBrowser(context);
		const installation = await context.installation({ people: context.trials });
		const failures: string[] = [];
		let trials = 0;
		let words = 0;
		for (const seat of installation.seats) {
			const trial = await twoTabs(context, browser, installation, seat);
			trials += 1;
			words += trial.words;
			failures.push(...trial.failures.map((failure) => `trial ${trials}: ${failure}`));
			if (failures.length > 0) break;
		}
		return { trials, failures, figures: { words } };
	}
};

async function twoTabs(
	{ random, history }: Context,
	browser: Browser,
	installation: Installation,
	seat: Seat
): Promise<{ readonly words: number; readonly failures: readonly string[] }> {
	const proxy = await Proxy.to(installation.port);
	const laptop = await Laptop.of(browser, installation, seat, `http://127.0.0.1:${proxy.port}`);
	const written: string[] = [];
	const failures: string[] = [];
	try {
		let tabs: readonly [Tab, Tab] = [await laptop.tab(), await laptop.tab()];
		await tabs[0].begin('good');
		await tabs[1].begin('bad');
		for (let round = 0; round < ROUNDS; round += 1) {
			const isAway = random.chance(0.5);
			if (isAway) proxy.cut();
			for (const [at, tab] of tabs.entries()) {
				const words = `${seat.name} tab ${at} round ${round} ${random.integer(100, 999)}`;
				written.push(words);
				history.note('typed', { words, isAway });
				await tab.page.bringToFront();
				await tab.type(words);
				if (at === 0) await tab.next();
			}
			// The lid is shut right after the last letter.
			await tabs[1].close();
			proxy.mend();
			await tabs[0].isNow('saved', PATIENCE_MS);
			const again = await laptop.tab();
			await again.begin('bad');
			tabs = [tabs[0], again];
		}
		for (const tab of tabs) await tab.isNow('saved', PATIENCE_MS);
		const here = await presenceOf(installation, seat);
		const times = here.filter((short) => isSame(short, seat.personId)).length;
		if (times !== 1) failures.push(`with two tabs the person is here ${times} times`);
		failures.push(...(await sameEverywhere(installation, seat, tabs, written)));
	} finally {
		await laptop.close();
		await proxy.close();
	}
	return { words: written.length, failures };
}

/** Both tabs and a fresh laptop hold every note, once. */
async function sameEverywhere(
	installation: Installation,
	seat: Seat,
	tabs: readonly Tab[],
	written: readonly string[]
): Promise<readonly string[]> {
	const failures: string[] = [];
	const fresh = (await installation.fresh([seat.place.id])).get(seat.place.id);
	const board = fresh ? new BoardDocument(fresh.doc) : null;
	const there = (board?.notes() ?? [])
		.filter(({ removedAt }) => removedAt === null)
		.map(({ text }) => text)
		.sort();
	for (const words of written) {
		const times = there.filter((text) => text === words).length;
		if (times !== 1) failures.push(`“${words}” stands on the server ${times} times; there: ${there.join(' | ')}`);
	}
	for (const [at, tab] of tabs.entries()) {
		let notes = await tab.notes();
		for (let tries = 0; tries < 50 && notes.join('\n') !== there.join('\n'); tries += 1) {
			await pause(100);
			notes = await tab.notes();
		}
		if (notes.join('\n') !== there.join('\n'))
			failures.push(`tab ${at} shows ${notes.length} notes, the server holds ${there.length}, and they differ`);
	}
	return failures;
}

async function presenceOf({ url, workshopId }: Installation, { device }: Seat): Promise<readonly string[]> {
	const socket = new WebSocket(`${url.replace('http', 'ws')}/live/${workshopId}`, {
		headers: { origin: url, cookie: device.cookie }
	});
	const text = await within(
		PATIENCE_MS,
		'the live state',
		new Promise<string>((resolve, reject) => {
			socket.on('message', (text: Buffer) => resolve(text.toString()));
			socket.on('error', reject);
		})
	);
	socket.close();
	return readLive(text).here;
}
