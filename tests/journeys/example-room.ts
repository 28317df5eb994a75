/** The example workshop in the middle of a step, on a server of its own, with devices of the people in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { readConfig } from '#server/config.ts';
import { runDemo, type RunningDemo } from '#server/demo/run.ts';
import { createLog } from '#server/log.ts';
import { builtSite } from '#server/static.ts';
import { LAPTOP, newDevice } from './cast.ts';

export interface ExampleRoom {
	readonly line: RunningDemo['line'];
	readonly cookieOf: (who: string) => string;
	/** A device of the facilitator, the sponsor, the customer, or somebody of the example. */
	readonly deviceOf: (who: string, viewport?: { readonly width: number; readonly height: number }) => Promise<Page>;
	readonly end: () => Promise<void>;
}

export async function openExample(browser: Browser, stage: Parameters<typeof runDemo>[1]): Promise<ExampleRoom> {
	const folder = await mkdtemp(join(tmpdir(), 'plenary-example-'));
	const config = await readConfig({ DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'error' });
	const { line, running } = await runDemo(config, stage, {
		log: createLog(config.logLevel),
		site: builtSite(),
		onLost: (error) => {
			throw error;
		}
	});
	const cookieOf = (who: string): string => {
		const found = line.accounts.find(({ role }) => role === who) ?? line.people.find(({ id }) => id === who);
		if (!found?.cookie) throw new Error(`nobody in the example is called ${who}`);
		return found.cookie;
	};
	return {
		line,
		cookieOf,
		deviceOf: async (who, viewport = LAPTOP) => {
			const { context, page } = await newDevice(browser, line.url, viewport);
			const [name = '', value = ''] = cookieOf(who).split('=');
			await context.addCookies([{ name, value, url: line.url }]);
			// Colours that are on their way from one theme to the other are nobody's.
			await page.emulateMedia({ reducedMotion: 'reduce' });
			return page;
		},
		end: async () => {
			await running.close();
			await rm(folder, { recursive: true, force: true });
		}
	};
}
