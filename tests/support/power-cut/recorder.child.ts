/**
 * Loaded before a process (`node --import`): records what it does to the files below DATA_DIR into TRACE_FILE,
 * with every sync. Only what happens through Node's `fs` is seen, which is all there is: the engine works through it.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { resolve, sep } from 'node:path';
import { record, type Entry } from './trace.ts';

const folder = resolve(process.env.DATA_DIR ?? '');
const real = { ...fs };
const trace = real.openSync(process.env.TRACE_FILE ?? '', 'a');
const paths = new Map<number, string>();
let syncs = process.pid * 1_000_000;

const inFolder = (path: unknown): string | null => {
	if (typeof path !== 'string') return null;
	const full = resolve(path);
	return full.startsWith(folder + sep) ? full.slice(folder.length + 1) : full === folder ? '.' : null;
};
const note = (entry: Entry, bytes: Uint8Array | null = null) => record(trace, entry, bytes);

function noteWrite(path: string, at: number, view: ArrayBufferView, offset: number, length: number): void {
	const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, length);
	note({ kind: 'write', path, at, length }, bytes.some((byte) => byte !== 0) ? bytes : null);
}

function renamed(from: string | null, to: string | null): void {
	if (from === null || to === null) return;
	note({ kind: 'rename', path: from, to });
	for (const [file, path] of paths) if (path === from) paths.set(file, to);
}

function removed(path: string | null): void {
	if (path === null) return;
	note({ kind: 'remove', path });
	for (const [file, open] of paths) if (open === path) paths.delete(file);
}

fs.openSync = ((path: string, flags: string | number = 'r', mode?: number) => {
	const inside = inFolder(path);
	const isNew = inside !== null && !real.existsSync(path);
	const file = real.openSync(path, flags, mode);
	if (inside === null) return file;
	paths.set(file, inside);
	if (isNew) note({ kind: 'make', path: inside, isFolder: false });
	else if (typeof flags === 'number' && (flags & real.constants.O_TRUNC) !== 0)
		note({ kind: 'size', path: inside, size: 0 });
	return file;
}) as typeof fs.openSync;
fs.closeSync = (file) => {
	paths.delete(file);
	real.closeSync(file);
};
fs.writeSync = ((file: number, view: NodeJS.ArrayBufferView, offset: number, length: number, at: number) => {
	const path = paths.get(file);
	if (path !== undefined) noteWrite(path, at, view, offset, length);
	return real.writeSync(file, view, offset, length, at);
}) as unknown as typeof fs.writeSync;
fs.writeFileSync = ((path: string, data: string, options: object) => {
	const inside = inFolder(path);
	const isNew = inside !== null && !real.existsSync(path);
	real.writeFileSync(path, data, options);
	if (inside === null) return;
	if (data.length > 0) throw new Error(`${path} is written in a way that is not recorded`);
	note(isNew ? { kind: 'make', path: inside, isFolder: false } : { kind: 'size', path: inside, size: 0 });
}) as typeof fs.writeFileSync;
fs.ftruncateSync = (file, size = 0) => {
	const path = paths.get(file);
	if (path !== undefined) note({ kind: 'size', path, size: size ?? 0 });
	real.ftruncateSync(file, size);
};
fs.truncateSync = ((path: string, size = 0) => {
	const inside = inFolder(path);
	if (inside !== null) note({ kind: 'size', path: inside, size });
	real.truncateSync(path, size);
}) as typeof fs.truncateSync;
fs.renameSync = (from, to) => {
	real.renameSync(from, to);
	renamed(inFolder(from), inFolder(to));
};
fs.unlinkSync = (path) => {
	real.unlinkSync(path);
	removed(inFolder(path));
};
fs.rmdirSync = ((path: string) => {
	real.rmdirSync(path);
	removed(inFolder(path));
}) as typeof fs.rmdirSync;
fs.mkdirSync = ((path: string, options?: object) => {
	const made = real.mkdirSync(path, options);
	const inside = inFolder(path);
	if (inside !== null) note({ kind: 'make', path: inside, isFolder: true });
	return made;
}) as typeof fs.mkdirSync;
for (const name of ['fsyncSync', 'fdatasyncSync'] as const) {
	fs[name] = (file) => {
		const path = paths.get(file);
		const sync = syncs++;
		if (path !== undefined) note({ kind: 'syncing', path, sync });
		real[name](file);
		if (path !== undefined) note({ kind: 'synced', sync });
	};
}

const promises = { ...fs.promises };
const handles = new WeakMap<object, string>();
fs.promises.open = (async (path: string, flags: string | number = 'r', mode?: number) => {
	const inside = inFolder(path);
	const isNew = inside !== null && !real.existsSync(path);
	const handle = await promises.open(path, flags, mode);
	if (inside === null) return handle;
	handles.set(handle, inside);
	if (isNew) note({ kind: 'make', path: inside, isFolder: false });
	return handle;
}) as typeof promises.open;
fs.promises.rename = async (from, to) => {
	await promises.rename(from, to);
	renamed(inFolder(from), inFolder(to));
};
fs.promises.unlink = async (path) => {
	await promises.unlink(path);
	removed(inFolder(path));
};

const probe = await promises.open(process.execPath, 'r');
const prototype = Object.getPrototypeOf(probe);
await probe.close();
for (const name of ['sync', 'datasync'] as const) {
	const sync = prototype[name];
	prototype[name] = async function (this: object) {
		const path = handles.get(this);
		const number = syncs++;
		if (path !== undefined) note({ kind: 'syncing', path, sync: number });
		await sync.call(this);
		if (path !== undefined) note({ kind: 'synced', sync: number });
	};
}
syncBuiltinESMExports();
