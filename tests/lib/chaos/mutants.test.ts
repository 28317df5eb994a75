import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyPatch, readPatch, readPatches } from '../../chaos/mutants/patches.ts';
import { CHECKS } from '../../chaos/registry.ts';

const root = join(import.meta.dirname, '../../..');

test('[CHAOS-5] there are ten faults to put in, each seen by a check there is', async () => {
	const patches = await readPatches();

	expect(patches.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
	const named = new Set(patches.flatMap(({ caughtBy }) => caughtBy.map(({ check }) => check)));
	expect([...named].filter((check) => !Object.hasOwn(CHECKS, check))).toEqual([]);
});

test('[CHAOS-5] every fault still fits the code it breaks', async () => {
	const patches = await readPatches();
	const all = patches.flatMap(({ path, blind }) => (blind === null ? [path] : [path, blind]));

	for (const path of all) await expect(applyPatch(path, root, 'check')).resolves.toBeUndefined();
});

test('[CHAOS-5] a fault without what it breaks, or without a check, is not taken', () => {
	const diff = 'diff --git a/a.ts b/a.ts\n';

	expect(readPatch('/mutants', '01-a.patch', `Breaks: a.\nCaught-by: kill9 4, lock-dir 1\n\n${diff}`)).toEqual({
		number: 1,
		path: '/mutants/01-a.patch',
		breaks: 'a.',
		caughtBy: [
			{ check: 'kill9', trials: 4 },
			{ check: 'lock-dir', trials: 1 }
		],
		blind: null
	});
	expect(() => readPatch('/mutants', '01-a.patch', diff)).toThrow('does not begin with what it breaks');
	expect(() => readPatch('/mutants', '01-a.patch', `Breaks: a.\nCaught-by: kill9\n${diff}`)).toThrow("'kill9'");
});
