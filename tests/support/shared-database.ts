/**
 * Which test files open the database that a run is about. The others (a folder of an embedded one that is killed, copied
 * or locked, or none at all) do the same whatever TEST_DATABASE_URL names, and once is enough.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const support = import.meta.dirname;
const root = join(support, '../..');
/** Where it is opened, and what opens it. */
const helpers = ['database.ts', 'server.ts'].map((name) => join(support, name));
const OPENS = /\b(testDatabase|startServer|TEST_DATABASE_URL)\b/;

/** Paths from the root of those under `folder` that never open it, not by a helper either. */
export function withoutSharedDatabase(folder: string): readonly string[] {
	return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.test.ts'))
		.map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
		.filter((path) => !opens(join(root, path), new Set()));
}

function opens(path: string, seen: Set<string>): boolean {
	if (seen.has(path) || helpers.includes(path)) return false;
	seen.add(path);
	const text = readFileSync(path, 'utf8');
	if (OPENS.test(text)) return true;
	return [...text.matchAll(/from '(\.[^']+\.ts)'/g)].some(([, name = '']) => {
		const next = resolve(dirname(path), name);
		return existsSync(next) && opens(next, seen);
	});
}
