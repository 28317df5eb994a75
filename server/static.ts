/** The built interface: files, the pages that were drawn at build time, and the one page that draws all others. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Env } from './http.ts';

export interface Site {
	readonly root: string;
	/** `/` -> `index.html`, `/j` -> `j.html`: what was drawn at build time. */
	readonly pages: ReadonlyMap<string, string>;
	/** `'sha256-…'` of every inline script the framework put into them. */
	readonly scriptHashes: readonly string[];
	/** The same of every style sheet that was put into them: a page is seen after one request. */
	readonly styleHashes: readonly string[];
	/** What the pages that the browser draws are made of, beyond what the fallback itself names. */
	readonly routes: readonly RouteFiles[];
}

interface RouteFiles {
	readonly path: RegExp;
	/** As in a `Link` header. */
	readonly links: readonly string[];
}

const fallback = 'app.html';
const Routes = v.record(v.string(), v.array(v.string()));

export const builtSite = (): string => fileURLToPath(new URL('../build', import.meta.url));

/** Reads what was built; null when nothing was. */
export async function openSite(root: string): Promise<Site | null> {
	if (!existsSync(join(root, fallback))) return null;
	const files = (await readdir(root, { recursive: true }))
		.map((path) => path.replaceAll('\\', '/'))
		.filter((path) => path.endsWith('.html'));
	const texts = await Promise.all(files.map((path) => readFile(join(root, path), 'utf8')));
	const drawn = files.filter((path) => path !== fallback);
	return {
		root,
		pages: new Map(drawn.map((path) => [`/${path.replace(/(^|\/)index\.html$|\.html$/, '')}`, path])),
		routes: await readRoutes(root, texts[files.indexOf(fallback)] ?? ''),
		scriptHashes: [...new Set(texts.flatMap((html) => inlineHashes(html, 'script')))],
		styleHashes: [...new Set(texts.flatMap((html) => inlineHashes(html, 'style')))]
	};
}

/** Written by the build beside the files; without it a page just asks for them later. */
async function readRoutes(root: string, html: string): Promise<readonly RouteFiles[]> {
	const file = join(root, '_app/routes.json');
	if (!existsSync(file)) return [];
	const routes = v.parse(Routes, JSON.parse(await readFile(file, 'utf8')));
	return Object.entries(routes).map(([route, files]) => ({
		path: new RegExp(`^${route.replaceAll(/\[\w+\]/g, '[^/]+')}$`),
		links: files
			.filter((name) => !html.includes(name))
			.map((name) => `</${name}>; rel=${name.endsWith('.css') ? 'preload; as=style' : 'modulepreload'}`)
	}));
}

/** The words that every page of the room starts from; those of preparation and the screen ask in their own order. */
function startOf(path: string): readonly string[] {
	const workshop = /^\/w\/([\w-]+)\/(?:s|room)\//.exec(path)?.[1];
	if (workshop === undefined) return [];
	return ['', '/live', '/people', '/documents'].map(
		(part) => `</api/workshops/${workshop}${part}>; rel=preload; as=fetch; crossorigin`
	);
}

function inlineHashes(html: string, element: 'script' | 'style'): readonly string[] {
	const found = [...html.matchAll(new RegExp(`<${element}\\b([^>]*)>([\\s\\S]*?)</${element}>`, 'gi'))];
	return found
		.filter(([, attributes = '']) => !/\bsrc\s*=/i.test(attributes))
		.map(([, , text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
}

/** Everything that is no `/api`. Without a built site it says how to build one. */
export function siteRoutes(site: Site | null) {
	const app = new Hono<Env>();
	if (!site) return app.get('*', (c) => c.text('The interface is not built yet: npm run build', 503));
	const page = (path: string) => serveStatic<Env>({ root: site.root, path, precompressed: true });
	const pages = new Map([...site.pages].map(([url, path]) => [url, page(path)]));
	const everyOther = page(fallback);
	const files = serveStatic<Env>({ root: site.root, precompressed: true });

	return app.get('*', async (c, next) => {
		const { path } = c.req;
		c.header('cache-control', path.startsWith('/_app/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache');
		const drawn = pages.get(path);
		if (drawn) return drawn(c, next);
		const file = await files(c, async () => {});
		if (file) return file;
		// A missing chunk or picture is missing; only a place in the app is drawn by the browser.
		if (path.startsWith('/_app/') || /\.[^/]*$/.test(path) || path.includes('%')) {
			c.header('cache-control', 'no-store');
			return c.text('Nothing is here.', 404);
		}
		const links = [...(site.routes.find((route) => route.path.test(path))?.links ?? []), ...startOf(path)];
		if (links.length > 0) c.header('link', links.join(', '));
		return everyOther(c, next);
	});
}
