import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';

const root = join(import.meta.dirname, '..');
const client = join(root, '.svelte-kit/output/client');
const generated = '.svelte-kit/generated/client-optimized';

/** What a page may make a phone load before it can be used; kB are 1,000 bytes, gzip at level 9. */
const budgets = [
	{ route: '/j', javascriptKb: 55 },
	{ route: '/w/[w]/s/[syndicate]/[step]', javascriptKb: 120 },
	{ route: '/w/[w]/prepare/agenda', javascriptKb: 95 }
];
const preloadedFontKb = 40;

const Manifest = v.record(
	v.string(),
	v.object({
		file: v.string(),
		imports: v.optional(v.array(v.string()), []),
		dynamicImports: v.optional(v.array(v.string()), []),
		css: v.optional(v.array(v.string()), [])
	})
);
const manifest = v.parse(Manifest, JSON.parse(readFileSync(join(client, '.vite/manifest.json'), 'utf8')));
const chunk = (key: string) => {
	const found = manifest[key];
	if (!found) throw new Error(`The build names no chunk ${key}.`);
	return found;
};

/** Which file of `src/routes` each of the framework's nodes stands for. */
const nodes = new Map(
	readdirSync(join(root, generated, 'nodes')).map((name) => {
		const path = `${generated}/nodes/${name}`;
		const text = readFileSync(join(root, path), 'utf8');
		return [path, /src\/routes\/([^"']*\+[a-z]+)[^"']*\.(?:svelte|ts|js)["']/.exec(text)?.[1] ?? '+error'] as const;
	})
);

const withoutGroups = (path: string) => path.replaceAll(/\([^)/]+\)\//g, '');

/** The nodes a route is made of: its page, and each layout and error page above it. */
function nodesOf(route: string): readonly string[] | undefined {
	const folders = route === '/' ? [''] : ['', ...route.slice(1).split('/')];
	const prefixes = folders.map((_, depth) =>
		folders
			.slice(1, depth + 1)
			.map((folder) => `${folder}/`)
			.join('')
	);
	const wanted = new Set(prefixes.flatMap((prefix) => [`${prefix}+layout`, `${prefix}+error`]));
	const page = `${prefixes.at(-1) ?? ''}+page`;
	const found = [...nodes].filter(([, path]) => wanted.has(withoutGroups(path)) || withoutGroups(path) === page);
	return found.some(([, path]) => withoutGroups(path) === page) ? found.map(([key]) => key) : undefined;
}

function withImports(keys: readonly string[], seen = new Set<string>()): ReadonlySet<string> {
	for (const key of keys) {
		if (seen.has(key)) continue;
		seen.add(key);
		withImports(chunk(key).imports, seen);
	}
	return seen;
}

const gzipBytes = (files: Iterable<string>) =>
	[...new Set(files)]
		.map((file) => gzipSync(readFileSync(join(client, file)), { level: 9 }).length)
		.reduce((sum, bytes) => sum + bytes, 0);
const kb = (bytes: number) => (bytes / 1000).toFixed(1);

const entries = Object.keys(manifest).filter((key) =>
	/runtime\/client\/entry\.js$|client-optimized\/app\.js$/.test(key)
);
const faults: string[] =
	entries.length === 2 ? [] : ['The two files every page starts with were not found in the build.'];

for (const { route, javascriptKb } of budgets) {
	const own = nodesOf(route);
	if (!own) {
		faults.push(`There is no page ${route}, and it has a budget of ${javascriptKb} kB.`);
		continue;
	}
	const needed = withImports([...entries, ...own]);
	const later = withImports(
		[...needed].filter((key) => !entries.includes(key)).flatMap((key) => chunk(key).dynamicImports)
	);
	const javascript = gzipBytes([...needed].map((key) => chunk(key).file));
	const onDemand = gzipBytes([...later].filter((key) => !needed.has(key)).map((key) => chunk(key).file));
	const css = gzipBytes([...needed].flatMap((key) => chunk(key).css));
	console.log(
		`${route}: ${kb(javascript)} of ${javascriptKb} kB JavaScript; ${kb(css)} kB CSS; ${kb(onDemand)} kB later`
	);
	if (javascript > javascriptKb * 1000)
		faults.push(`${route} loads ${kb(javascript)} kB of JavaScript before use; its budget is ${javascriptKb} kB.`);
}

const pages = readdirSync(join(root, 'build')).filter((name) => name.endsWith('.html'));
for (const page of pages) {
	const html = readFileSync(join(root, 'build', page), 'utf8');
	for (const [link] of html.matchAll(/<link\b[^>]*>/g)) {
		const font = /rel="?preload/.test(link) && /href="?([^"\s>]+\.woff2)/.exec(link)?.[1];
		if (!font) continue;
		const { size } = statSync(join(root, 'build', font));
		console.log(`${page} preloads ${font.split('/').at(-1)}: ${kb(size)} of ${preloadedFontKb} kB`);
		if (size > preloadedFontKb * 1000)
			faults.push(`${page} preloads ${font}, ${kb(size)} kB; a font may have ${preloadedFontKb} kB.`);
	}
}

for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
