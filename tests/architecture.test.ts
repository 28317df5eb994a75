import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderOf, importFaults, importsOf, importWork } from './support/imports.ts';

const root = join(import.meta.dirname, '..');
const files = await sourceFiles();

async function sourceFiles(): Promise<ReadonlyMap<string, string>> {
	const folders = ['src', 'server', 'drizzle', 'scripts'];
	const listed = await Promise.all(
		folders.map(async (folder) =>
			(await readdir(join(root, folder), { recursive: true })).map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
		)
	);
	const paths = listed.flat().filter((path) => /\.(ts|js|svelte)$/.test(path) && folderOf(path));
	return new Map(
		await Promise.all(paths.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const))
	);
}

const everyFile = (fault: (path: string, text: string) => readonly string[]) =>
	[...files].flatMap(([path, text]) => fault(path, text));

test('[GROUND-1] every import points the one way the architecture allows', () => {
	expect(everyFile(importFaults)).toEqual([]);
});

test('[GROUND-2] no module does anything when imported, except the server itself and the scripts', () => {
	const works = everyFile((path, text) =>
		path.startsWith('scripts/') || path === 'server/main.ts' || path.endsWith('.svelte') ? [] : importWork(path, text)
	);

	expect(works).toEqual([]);
});

test('[GROUND-3] no page puts unescaped markup into itself', () => {
	const html = everyFile((path, text) =>
		path.endsWith('.svelte') && /\{@html|\.(inner|outer)HTML\b|insertAdjacentHTML/.test(text) ? [path] : []
	);

	expect(html).toEqual([]);
});

test('[GROUND-4] no server function hides in a page: everything the browser asks for is a route under /api', () => {
	const hidden = everyFile((path) =>
		/\.remote\.(ts|js)$|\+(page|layout)\.server\.ts$|\+server\.ts$|hooks\.server\.ts$/.test(path) ? [path] : []
	);

	expect(hidden).toEqual([]);
});

test('[GROUND-5] file names use the words of the product, and a long file says at its top why it is one piece', () => {
	const vague = everyFile((path) =>
		/(^|[/-])(utils?|helpers?|managers?|items?|data|info|index|common|misc|cards?|stick(y|ies)|teams?)\./i.test(path)
			? [`${path}: a vague or foreign word`]
			: []
	);
	const long = everyFile((path, text) =>
		text.split('\n').length > 301 && !/one piece/i.test(text.slice(0, 1500))
			? [`${path}: over 300 lines, without a comment at the top that says why it is one piece`]
			: []
	);

	expect([...vague, ...long]).toEqual([]);
});

test('the import reader sees static, multi-line, dynamic, re-exported and typed imports, and those of components', () => {
	const script = [
		"import a from './a.ts';",
		"import {\n\tb,\n\ttype B\n} from './b.ts';",
		"import type { C } from './c.ts';",
		"export { d } from './d.ts';",
		"export * from './e.ts';",
		"const f = () => import('./f.ts');",
		"type G = import('./g.ts').G;",
		"import './h.ts';"
	].join('\n');

	const read = importsOf('x.ts', script);
	const component = importsOf(
		'X.svelte',
		`<script lang="ts">${script}</script>{#await import('./i.ts') then i}{i}{/await}`
	);

	const letters = (imports: typeof read) => imports.map(({ from }) => from.charAt(2)).sort();
	expect(letters(read)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
	expect(letters(component)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']);
	expect(read.filter(({ typeOnly }) => typeOnly).map(({ from }) => from)).toEqual(['./c.ts', './g.ts']);
});

test.each([
	['src/domain/plan.ts', "import { v } from 'valibot';"],
	['src/domain/plan.ts', "import { BoardDocument } from '../document/board.ts';"],
	['src/document/board.ts', "export { x } from '#protocol/x.ts';"],
	['src/lib/a/B.svelte', "<script>import { app } from '#server/app.ts';</script>"],
	['src/lib/board/state.ts', "import type { App } from '#server/app.ts';"],
	['src/lib/board/state.ts', "import { createApp } from '#server/app.ts';"],
	['src/lib/board/state.ts', "import { hc } from 'hono/client';"],
	['src/lib/board/state.ts', "const x = () => import('../../server/app.ts');"],
	['src/lib/x.ts', "import { readFile } from 'node:fs/promises';"],
	['src/routes/+page.svelte', "<script lang='ts'>import x from '#drizzle/schema.ts'</script>"],
	['src/lib/ui/x.ts', "import x from '#lib/../routes/x.ts';"],
	['server/routes/x.ts', "import { sql } from 'drizzle-orm';"],
	['server/routes/x.ts', "import x from '#lib/x.ts';"],
	['server/x.ts', "import { x } from './y';"],
	['drizzle/schema.ts', "import x from '../server/main.ts';"],
	['scripts/x.ts', "import x from '../tests/support/x.ts';"]
])('an import that points the wrong way is refused: %s %s', (path, text) => {
	expect(importFaults(path, text)).toHaveLength(1);
});

test.each([
	['src/document/board.ts', "import * as Y from 'yjs'; import type { NoteId } from '#domain/ids.ts';"],
	[
		'src/routes/+layout.svelte',
		"<script lang='ts'>import '../lib/styles/base.css'; import x from '#lib/X.svelte'</script>"
	],
	['server/store/x.ts', "import { sql } from 'drizzle-orm'; import { people } from '#drizzle/schema.ts';"],
	['server/sync/x.ts', "import { createHash } from 'node:crypto'; import { x } from '#protocol/x.ts';"]
])('an import that points the right way passes: %s %s', (path, text) => {
	expect(importFaults(path, text)).toEqual([]);
});

test.each([
	'start();',
	'const x = await load();',
	'const port = process.env.PORT;',
	'setInterval(f, 1);',
	"import './x.ts';"
])('work done by an import is seen: %s', (text) => {
	expect(importWork('server/x.ts', text)).toHaveLength(1);
});

test.each([
	'const Body = object({ name: string() });',
	'export const f = () => process.env.PORT;',
	'class A { x = 1; }'
])('what only declares is no work: %s', (text) => {
	expect(importWork('server/x.ts', text)).toEqual([]);
});
