import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

// In development the server is a process of its own: imported into Vite it would open the data folder a second time.
const server = `http://127.0.0.1:${process.env.PORT ?? '3000'}`;

/**
 * What every page starts with, and what the join page shows first, as one file: twenty small ones, each of which waits
 * for its turn on a slow network, cost the first visit more than their bytes do.
 */
const first = [
	/node_modules\/(svelte|esm-env|clsx|@sveltejs\/kit\/src\/runtime)\//,
	/node_modules\/@lucide\/svelte\/dist\/(Icon|defaultAttributes|context|icons\/loader-circle)/,
	/node_modules\/@fontsource-variable\/|src\/lib\/styles\/.*\.css/,
	/src\/domain\/(problem|workshop)\.ts|src\/lib\/http\/(request|join)\.ts/,
	/src\/lib\/ui\/(Button|CodeField|Field|Logo|SyndicateMark|code-characters|syndicate-shapes)\./
];

export default defineConfig({
	plugins: [sveltekit()],
	build: {
		rolldownOptions: {
			output: {
				codeSplitting: {
					groups: [{ name: 'first', test: (id) => first.some((part) => part.test(id.replaceAll('\\', '/'))) }]
				}
			}
		}
	},
	server: {
		proxy: {
			'/api': { target: server },
			'/sync': { target: server, ws: true },
			'/live': { target: server, ws: true }
		}
	}
});
