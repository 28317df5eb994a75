import { join } from 'node:path';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

// In development the server is a process of its own: imported into Vite it would open the data folder a second time.
const server = `http://127.0.0.1:${process.env.PORT ?? '3000'}`;

/**
 * What a page needs comes in few files: on a slow network each request costs more than some kilobytes. Each part is
 * taken with all it imports, less what the parts above it have. What only one page imports stays with that page, and what
 * no board starts from (a QR code, the hemicycle, menus, the desk's bar and panels) with those that show it.
 */
const parts = [
	{
		name: 'base',
		test: /\/kit\/src\/runtime\/|\/node_modules\/svelte\/|\/src\/domain\/(problem|workshop|words\/en)\.ts|\/src\/lib\/http\/join\.ts|\/src\/lib\/join\/take-focus\.ts|\/src\/lib\/ui\/(Button|Field|Logo|Notice|SyndicateMark)\.svelte|preload-helper/
	},
	{ name: 'join', test: /\/src\/lib\/ui\/CodeField\.svelte/ },
	{
		name: 'workshop',
		test: /\/src\/(domain(?!\/(action-marks|alike|calendar|customers|draft-form|figure|follow-up|gallery|heads-up|invitation|issues|letter|measure-chart|monday|needs|next-date|nominations|note-fate|obstacles|picture|plan|points|public|pulse|questions|reply|roles|said-did|signed|spread|standard|steps|suggestions|support|updates|votes|weeks))|protocol(?!\/csv))\/|\/src\/lib\/(http(?!\/(agenda|brief|calendar|commitment|customer|days|drafts|follow|gallery|house|issues|letters|me|monday|owners|people|plan|public|questions|reply|seat|signed|standards|steps|support|thanks|votes|weeks))|hall(?!\/(HallBar|RoomPage))|ui(?!\/(DeskBar|Empty|HealthMark|Hemicycle|Measure|Menu|Panel|QrCode|Rating|Select|Smart|Switch|Tally|ThemeMenu|health-words|hemicycle|measure-|tally-))|visit)\/|\/src\/lib\/state\/(context|following|live|lookup|me|unsaved|where|workshop)\.|\/@lucide\/svelte\/dist\/icons\/(minus|plus|redo-2|undo-2)\./,
		minShareCount: 3
	},
	{ name: 'document', test: /\/src\/lib\/connection\/document-session\.svelte\.ts|\/src\/document\/board\.ts/ },
	{ name: 'board', test: /\/src\/lib\/board\/(BoardPage|OpenBoard)\.svelte/ },
	// What the pages after the signing share, in one file: each small one would be named in what every page starts with.
	{
		name: 'after',
		test: /\/src\/(lib\/(http\/(commitment|customer|days|drafts|follow|letters|me|monday|owners|reply|seat|standards|steps|support|thanks|weeks)|follow\/(pages|chain-path|focus-first|heard|digest\/when|public\/kept-address)|progress\/now-words)|domain\/(letter-title|letter-words|measure-chart|steps|updates|words\/letters))\./
	},
	{ name: 'theme', test: /\/src\/lib\/styles\/chosen-theme\./ },
	// Votes, and what stands above a board: it would push the board down if it came after it.
	{
		name: 'room-soon',
		test: /\/src\/(lib\/(visit\/PlaceStrips|room\/syndicate-roles|state\/waiting-votes)|domain\/roles)\./,
		minShareCount: 1
	},
	{
		name: 'menu',
		test: /\/src\/(lib\/ui\/(Drawer|Menu|Switch)|domain\/votes)\.|\/@lucide\/svelte\/dist\/icons\//
	},
	// What every board fetches once it is there, each in one file: a file costs a slow laptop more than its words.
	{
		name: 'room-late',
		test: /\/src\/lib\/(visit\/(LossStrip|at-rest)|room-signals\/RoomTools)\./,
		minShareCount: 1
	},
	{
		name: 'board-late',
		test: /\/src\/lib\/(connection\/words-in|board\/(Arrivals|BoardSheets|GroupBar|KeptStrips|NoteEditor|NoteFields|PasteOffer|PromptDrawer|SavedStrips|VoteButton|nearest))\./,
		minShareCount: 1
	}
];

/**
 * Writes down which files each page is made of, in `_app/routes.json`: `{ '/w/[w]/run': ['_app/immutable/…'] }`. The
 * server names them with the page that starts everything, so that they do not wait for its script to ask. What pages of the
 * room may ever ask for, late parts included, stands in `_app/offline.json`: a device keeps it for hours without a network.
 */
function filesOfRoutes(): Plugin {
	return {
		name: 'files-of-routes',
		apply: 'build',
		generateBundle(_options, bundle) {
			if (this.environment.name !== 'client') return;
			const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
			const nodes = chunks.flatMap((chunk) => {
				const node = chunk.moduleIds
					.map((id) => /\/src\/routes\/(.*)\+(page|layout|error)\.svelte$/.exec(id))
					.find(Boolean);
				return node ? [{ chunk, kind: node[2], folder: `/${node[1] ?? ''}` }] : [];
			});
			const filesOf = (file: string, withLate = false, seen = new Set<string>()): ReadonlySet<string> => {
				const chunk = bundle[file];
				if (seen.has(file) || chunk?.type !== 'chunk') return seen;
				seen.add(file);
				for (const css of chunk.viteMetadata?.importedCss ?? []) seen.add(css);
				for (const next of [...chunk.imports, ...(withLate ? chunk.dynamicImports : [])]) filesOf(next, withLate, seen);
				return seen;
			};
			const filesWith = (module: RegExp): readonly string[] =>
				chunks.flatMap(({ fileName, moduleIds }) =>
					moduleIds.some((id) => module.test(id)) ? [...filesOf(fileName)] : []
				);
			const routes = nodes
				.filter(({ kind }) => kind === 'page')
				.map(({ folder, chunk }) => {
					const above = nodes.filter((node) => node.kind === 'layout' && folder.startsWith(node.folder));
					const files = [...above.map((node) => node.chunk), chunk].flatMap(({ fileName }) => [...filesOf(fileName)]);
					// No board connects before its copy on the device is read: asked for only then, that code costs a way there and back.
					if (folder.startsWith('/w/[w]/s/')) files.push(...filesWith(/\/connection\/local-copy\.ts$/));
					return [folder.replace(/(.)\/$/, '$1'), [...new Set(files)]];
				});
			const ofRoom = nodes.filter(({ kind, folder }) => kind !== 'page' || /^\/w\/\[w\]\/($|s\/|room\/)/.test(folder));
			const offline = ofRoom.flatMap(({ kind, folder, chunk }) =>
				kind === 'page' || '/w/[w]/'.startsWith(folder) ? [...filesOf(chunk.fileName, true)] : []
			);
			for (const [name, content] of [
				['routes', Object.fromEntries(routes)],
				['offline', [...new Set(offline)]]
			] as const)
				this.emitFile({ type: 'asset', fileName: `_app/${name}.json`, source: JSON.stringify(content) });
		}
	};
}

export default defineConfig({
	plugins: [sveltekit(), filesOfRoutes()],
	// Yjs says two or three warnings through it. The browser's variant can draw a console of its own into a page, and brings
	// a schema library for that: 4 kB of every board's first load.
	resolve: { alias: { 'lib0/logging': join(import.meta.dirname, 'node_modules/lib0/logging.node.js') } },
	build: {
		rolldownOptions: {
			output: {
				codeSplitting: {
					groups: parts.map(({ test, ...part }, index) => ({
						minShareCount: 2,
						...part,
						priority: parts.length - index,
						test: (id) => test.test(id.replaceAll('\\', '/'))
					}))
				}
			}
		}
	},
	server: {
		proxy: {
			'/api': { target: server },
			'/a/': { target: server },
			'/calendar/': { target: server },
			'/sync': { target: server, ws: true },
			'/live': { target: server, ws: true }
		}
	}
});
