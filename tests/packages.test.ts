import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const Versions = v.optional(v.record(v.string(), v.string()), {});
const Package = v.object({ dependencies: Versions, devDependencies: Versions, optionalDependencies: Versions });
const Lock = v.object({
	packages: v.record(
		v.string(),
		v.object({
			version: v.optional(v.string()),
			integrity: v.optional(v.string()),
			dependencies: Versions,
			optionalDependencies: Versions
		})
	)
});

const read = async (name: string) => readFile(join(root, name), 'utf8');
const ours = v.parse(Package, JSON.parse(await read('package.json')));
const lockText = await read('package-lock.json');
const lock = v.parse(Lock, JSON.parse(lockText));

const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'bin-darwin-arm64', 'win-x64', 'win-arm64'];

/** The first version without a hole that was found in an earlier one. */
const repaired = { hono: '4.12.25', '@hono/node-server': '2.1.6' };

function isAtLeast(version: string, least: string): boolean {
	const [one = [], other = []] = [version, least].map((text) => text.split('.').map(Number));
	const differs = one.findIndex((part, index) => part !== other[index]);
	return differs === -1 || (one[differs] ?? 0) > (other[differs] ?? 0);
}

test('[GROUND-6] every package is named with one exact version', () => {
	const named = Object.entries({ ...ours.dependencies, ...ours.devDependencies, ...ours.optionalDependencies });

	expect(named.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('[GROUND-6] the lock file has the pinned Node for all six platforms, each with its checksum', () => {
	const node = platforms.map((platform) => lock.packages[`node_modules/node-${platform}`]);

	expect(Object.keys(ours.optionalDependencies).sort()).toEqual(platforms.map((platform) => `node-${platform}`).sort());
	expect(new Set(node.map((found) => found?.version)).size).toBe(1);
	expect(node.every((found) => found?.integrity)).toBe(true);
});

test('[GROUND-6] the lock file has every package another one asks for, those of other platforms too', () => {
	const present = new Set(Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, '')));

	const missing = Object.entries(lock.packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
		Object.keys({ ...dependencies, ...optionalDependencies })
			.filter((name) => !present.has(name))
			.map((name) => `${path}: ${name}`)
	);
	expect(missing).toEqual([]);
});

test('[GROUND-6] the lock file names no address of a registry', () => {
	expect(lockText).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
});

test('[GROUND-7] packages in which a hole was found are at least as new as its repair', () => {
	const old = Object.entries(lock.packages).filter(([path, { version = '0.0.0' }]) =>
		Object.entries(repaired).some(
			([name, least]) => path.endsWith(`node_modules/${name}`) && !isAtLeast(version, least)
		)
	);

	expect(old).toEqual([]);
});
