/** What the pages without a seat are drawn with: the product's own tokens, so that a letter leads to where it looks like home. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SIGNED_SCRIPT } from './signed-script.ts';

const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

/** The dark tokens, for a system that is dark and a device on which nobody chose otherwise. */
function bySystem(tokens: string): string {
	const [, dark = ''] = /\[data-theme='dark'\]\s*\{([^}]*)\}/.exec(tokens) ?? [];
	return `@media (prefers-color-scheme: dark) {\n\t:root:not([data-theme]) {${dark}}\n}\n`;
}

const FACES = [
	{ family: 'Newsreader Variable', file: /^newsreader-latin-wght-normal\.[^.]+\.woff2$/ },
	{
		family: 'Atkinson Hyperlegible Next Variable',
		file: /^atkinson-hyperlegible-next-latin-wght-normal\.[^.]+\.woff2$/
	}
];

/** @param root the built interface, whose fonts these pages share; null: the system's own are used */
export function signedFiles(root: string | null): { readonly css: string; readonly js: string } {
	const tokens = read('../../src/lib/styles/tokens.css');
	const css = [tokens, bySystem(tokens), read('../../src/lib/styles/base.css'), facesIn(root), read('signed-page.css')];
	return { css: css.join('\n'), js: SIGNED_SCRIPT };
}

function facesIn(root: string | null): string {
	if (root === null) return '';
	let files: readonly string[] = [];
	try {
		files = readdirSync(join(root, '_app/immutable/assets'));
	} catch {
		return '';
	}
	return FACES.flatMap(({ family, file }) => {
		const found = files.find((name) => file.test(name));
		return found === undefined
			? []
			: `@font-face { font-family: '${family}'; src: url('/_app/immutable/assets/${found}') format('woff2'); font-weight: 200 800; font-display: swap; }`;
	}).join('\n');
}
