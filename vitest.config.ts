import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArgs, chromiumPath } from './tests/support/chromium.ts';
import { withoutSharedDatabase } from './tests/support/shared-database.ts';

// Not the SvelteKit plugin: it brings routing and a server along, which no component needs.
const components = () => svelte({ configFile: false });

const packagesInBrowser = [
	'fractional-indexing',
	'hono/client',
	'lib0/decoding',
	'lib0/encoding',
	'lib0/indexeddb',
	'svelte',
	'svelte/reactivity',
	'uqr',
	'valibot',
	'vitest-browser-svelte',

	'y-protocols/awareness',
	'y-protocols/sync',
	'y-websocket',
	'yjs'
];

/** The server's tests, on one database: the embedded one, or the Postgres that TEST_DATABASE_URL names. */
const serverTests = (name: string, databaseUrl: string) => ({
	test: {
		name,
		include: ['tests/server/**/*.test.ts'],
		// What only a database shared by several processes can show; and what would do on Postgres the same a second time.
		exclude: databaseUrl === '' ? ['tests/server/on-postgres/**'] : [...withoutSharedDatabase('tests/server')],
		environment: 'node' as const,
		env: { TEST_DATABASE_URL: databaseUrl },
		testTimeout: 20_000,
		hookTimeout: 30_000
	}
});
const databaseUrl = process.env.TEST_DATABASE_URL ?? '';

export default defineConfig({
	test: {
		// Two cores, and each embedded database takes 250 MB.
		maxWorkers: 2,
		projects: [
			{
				plugins: [components()],
				// Svelte's server build is what Node would take, and in it effects never run.
				resolve: { conditions: ['browser'] },
				test: {
					name: 'unit',
					include: ['tests/**/*.test.ts'],
					exclude: ['tests/{server,browser,journeys,chaos,bench}/**'],
					environment: 'node',
					// Reading every import of the product takes seconds where others use the machine too.
					testTimeout: 20_000
				}
			},
			serverTests('server', ''),
			...(databaseUrl === '' ? [] : [serverTests('server-on-postgres', databaseUrl)]),
			{
				plugins: [components()],
				// Named beforehand: a package found only while tests run makes Vite reload the page under them.
				// An icon found late would reload the page under a test; they are plain components, and need no bundling.
				optimizeDeps: { include: packagesInBrowser, exclude: ['@lucide/svelte'] },
				test: {
					name: 'browser',
					include: ['tests/browser/**/*.test.ts'],
					testTimeout: 20_000,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({ launchOptions: { executablePath: await chromiumPath(), args: chromiumArgs } }),
						instances: [{ browser: 'chromium' }]
					}
				}
			}
		]
	}
});
