import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

// In development the server is a process of its own: imported into Vite it would open the data folder a second time.
const server = `http://127.0.0.1:${process.env.PORT ?? '3000'}`;

/**
 * What a page needs comes in few files: on a slow network each request costs more than some kilobytes. Each part is
 * taken with all it imports, less what the parts above it have. What only one page imports stays with that page.
 */
const parts = [
	{
		name: 'base',
		test: /\/kit\/src\/runtime\/|\/node_modules\/svelte\/|\/src\/domain\/(problem|workshop|words\/en)\.ts|\/src\/lib\/http\/join\.ts|\/src\/lib\/join\/take-focus\.ts|\/src\/lib\/ui\/(Button|CodeField|Field|Logo|Notice|SyndicateMark)\.svelte|preload-helper/
	},
	{
		name: 'workshop',
		test: /\/src\/(domain|protocol)\/|\/src\/lib\/(http|hall|ui|visit)\/|\/src\/lib\/state\/(asking|context|following|live|lookup|me|where|workshop)\./,
		minShareCount: 3
	},
	{ name: 'document', test: /\/src\/lib\/connection\/document-session\.svelte\.ts|\/src\/document\/board\.ts/ },
	{ name: 'board', test: /\/src\/lib\/board\/(BoardPage|OpenBoard)\.svelte/ }
];

export default defineConfig({
	plugins: [sveltekit()],
	build: {
		rolldownOptions: {
			output: {
				codeSplitting: {
					groups: parts.map((part, index) => ({ minShareCount: 2, ...part, priority: parts.length - index }))
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
