import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FEATURE_ROWS, MISSION_ROWS } from './product-rows.ts';

const inTests = async (path: string) => readFile(join(import.meta.dirname, path), 'utf8');

async function rulesNamedInTests(): Promise<ReadonlySet<string>> {
	const paths = await readdir(import.meta.dirname, { recursive: true });
	const texts = await Promise.all(paths.filter((path) => /\.test\.ts$/.test(path)).map(inTests));
	// A name may carry several numbers, one after the other.
	const names = texts.flatMap((text) =>
		[...text.matchAll(/['"`]((?:\[[A-Z]+-\d+\] ?)+)/g)].map(([, name = '']) => name)
	);
	return new Set(names.flatMap((name) => [...name.matchAll(/[A-Z]+-\d+/g)].map(([rule]) => rule)));
}

async function writtenRules(): Promise<readonly string[]> {
	return [...(await inTests('RULES.md')).matchAll(/^- \*\*([A-Z]+-\d+)\*\*/gm)].map(([, rule = '']) => rule);
}

test('every written rule has a test that names it, and every named rule is written down', async () => {
	const named = await rulesNamedInTests();
	const written = await writtenRules();

	const withoutTest = written.filter((rule) => !named.has(rule));
	const notWritten = [...named].filter((rule) => !written.includes(rule));
	expect({ withoutTest, notWritten }).toEqual({ withoutTest: [], notWritten: [] });
});

test('no number stands for two rules', async () => {
	const written = await writtenRules();

	expect(written.filter((rule, index) => written.indexOf(rule) !== index)).toEqual([]);
});

test('every row of the product that is built stands in a rule, and no rule names a row that there is not', async () => {
	const rows = [...MISSION_ROWS, ...Object.keys(FEATURE_ROWS)];
	const lines = [...(await inTests('RULES.md')).matchAll(/^- \*\*[A-Z]+-\d+\*\* .*$/gm)].map(([line]) => line);
	const named = lines.flatMap((line) =>
		[...line.matchAll(/\(((?:\d[\w.]*-\w+(?:, )?)+)\)/g)].flatMap(([, ids = '']) => ids.split(', '))
	);

	const withoutRule = rows.filter((row) => !named.includes(row));
	const unknown = named.filter((row) => /^2\.\d+-/.test(row) && !rows.includes(row));
	expect({ withoutRule, unknown }).toEqual({ withoutRule: [], unknown: [] });
});
