/** The old common form of archives (ustar), as far as a folder of the database needs it; any `tar` opens it. */
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { resolve, sep } from 'node:path';
import type { CopiedEntry } from './folder-copy.ts';

const block = 512;

/** The bytes of an archive with these files and folders. */
export async function* packed(entries: AsyncIterable<CopiedEntry>): AsyncGenerator<Uint8Array> {
	for await (const { path, size, chunks } of entries) {
		yield headerOf(path, size);
		yield* chunks;
		const rest = (size ?? 0) % block;
		if (rest > 0) yield Buffer.alloc(block - rest);
	}
	yield Buffer.alloc(2 * block);
}

function headerOf(path: string, size: number | null): Uint8Array {
	const name = size === null ? `${path}/` : path;
	if (Buffer.byteLength(name) > 100) throw new Error(`The name ${name} is too long for an archive.`);
	const header = Buffer.alloc(block);
	header.write(name, 0);
	header.write(size === null ? '0000700\0' : '0000600\0', 100);
	header.write('0000000\0'.repeat(2), 108);
	header.write(`${(size ?? 0).toString(8).padStart(11, '0')}\0`, 124);
	header.write(`${'0'.repeat(11)}\0`, 136);
	header.write(' '.repeat(8), 148);
	header.write(size === null ? '5' : '0', 156);
	header.write('ustar\x0000', 257);
	const sum = header.reduce((total, byte) => total + byte, 0);
	header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
	return header;
}

/**
 * Writes the files and folders of an archive below `folder`.
 * @throws Error when it is cut off or broken
 */
export async function unpack(archive: AsyncIterable<Uint8Array>, folder: string): Promise<void> {
	const bytes = new Bytes(archive);
	for (;;) {
		const header = await bytes.take(block);
		if (header.every((byte) => byte === 0)) return;
		const { path, size, isFolder } = readHeader(header);
		const target = resolve(folder, path);
		if (!target.startsWith(resolve(folder) + sep)) throw new Error('The archive names a file outside of it.');
		await mkdir(isFolder ? target : dirname(target), { recursive: true, mode: 0o700 });
		if (isFolder) continue;
		const file = await open(join(target), 'wx', 0o600);
		try {
			for (let left = size; left > 0;) {
				const some = await bytes.atMost(left);
				await file.writeFile(some);
				left -= some.byteLength;
			}
		} finally {
			await file.close();
		}
		await bytes.take((block - (size % block)) % block);
	}
}

function readHeader(header: Buffer): { readonly path: string; readonly size: number; readonly isFolder: boolean } {
	const text = (from: number, to: number) => header.toString('utf8', from, to).replace(/\0.*$/s, '').trim();
	const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
	const size = Number.parseInt(text(124, 136), 8);
	if (Number.parseInt(text(148, 156), 8) !== sum || !Number.isSafeInteger(size))
		throw new Error('The archive is broken.');
	return { path: text(0, 100), size, isFolder: header[156] === 0x35 };
}

/** Bytes that come in pieces, asked for by number. */
class Bytes {
	readonly #source: AsyncIterator<Uint8Array>;
	#rest: Buffer = Buffer.alloc(0);

	constructor(source: AsyncIterable<Uint8Array>) {
		this.#source = source[Symbol.asyncIterator]();
	}

	async atMost(count: number): Promise<Buffer> {
		while (this.#rest.byteLength === 0) {
			const { done, value } = await this.#source.next();
			if (done) throw new Error('The archive is cut off.');
			this.#rest = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
		}
		const taken = this.#rest.subarray(0, count);
		this.#rest = this.#rest.subarray(taken.byteLength);
		return taken;
	}

	async take(count: number): Promise<Buffer> {
		const parts: Buffer[] = [];
		for (let left = count; left > 0;) {
			const some = await this.atMost(left);
			parts.push(some);
			left -= some.byteLength;
		}
		return Buffer.concat(parts);
	}
}
