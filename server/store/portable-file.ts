/**
 * A backup: a gzipped text. Its first line says what it holds, then comes one line a row, and the last line has the
 * checksum of all before it.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { array, integer, literal, number, object, pipe, safeParse, string, type GenericSchema } from 'valibot';
import { StartRefusal } from '../start-refusal.ts';
import { writeZipped } from './disk.ts';
import { headerOf, rowsOf, type Ask, type PortableHeader } from './portable-rows.ts';

/** Told now and then while a long file is written or read. */
export type Progress = (doneRows: number, allRows: number) => void;

const knownFormat = 1;

/** Writes what the transaction behind `ask` sees; the file is there whole or not at all. */
export async function writePortable(
	path: string,
	ask: Ask,
	madeAt: Date,
	progress: Progress = () => {}
): Promise<PortableHeader> {
	const header = await headerOf(ask, madeAt);
	await writeZipped({ path, bytes: linesOf(ask, header, progress), level: 6 });
	return header;
}

async function* linesOf(ask: Ask, header: PortableHeader, progress: Progress): AsyncGenerator<Buffer> {
	const hash = createHash('sha256');
	const line = (text: string): Buffer => {
		const bytes = Buffer.from(`${text}\n`);
		hash.update(bytes);
		return bytes;
	};
	const all = rowCount(header);
	yield line(JSON.stringify(header));
	let done = 0;
	for await (const row of rowsOf(ask, header)) {
		yield line(row);
		progress(++done, all);
	}
	yield Buffer.from(`${JSON.stringify({ sha256: hash.digest('hex') })}\n`);
}

export const rowCount = ({ tables }: PortableHeader): number => tables.reduce((sum, { rows }) => sum + rows, 0);

const Header: GenericSchema<PortableHeader> = object({
	plenary: literal('backup'),
	format: pipe(number(), integer()),
	madeAt: string(),
	migrations: array(string()),
	tables: array(object({ name: string(), rows: pipe(number(), integer()) }))
});
const Format = object({ plenary: literal('backup'), format: number() });
const Ending = object({ sha256: string() });

/**
 * Reads the whole file once.
 * @throws StartRefusal when it is broken, no backup, or of a newer release
 */
export async function verifyPortable(path: string): Promise<PortableHeader> {
	try {
		const lines = linesIn(path);
		const hash = createHash('sha256');
		const first = await lines.next();
		const header = headerIn(path, first.done ? '' : first.value.toString());
		let left = rowCount(header);
		for (let line = first; !line.done; line = await lines.next()) {
			if (left < 0) {
				const ending = safeParse(Ending, jsonOf(line.value.toString()));
				if (!ending.success || ending.output.sha256 !== hash.digest('hex')) throw new Error('its checksum is wrong');
				if ((await lines.next()).done !== true) throw new Error('it goes on after its end');
				return header;
			}
			hash.update(line.value).update('\n');
			left -= 1;
		}
		throw new Error('it ends too early');
	} catch (error) {
		if (error instanceof StartRefusal) throw error;
		throw broken(path, error);
	}
}

export const broken = (path: string, cause: unknown): StartRefusal =>
	new StartRefusal(
		`The backup ${path} is broken (${cause instanceof Error ? cause.message : String(cause)}). Nothing was changed; take another one, npm run restore -- --list names the safety copies.`
	);

function headerIn(path: string, line: string): PortableHeader {
	const facts = jsonOf(line);
	const format = safeParse(Format, facts);
	if (!format.success) throw new Error('it does not begin as a backup does');
	if (format.output.format > knownFormat) throw newer(path);
	const header = safeParse(Header, facts);
	if (!header.success) throw new Error('its first line is not as it should be');
	return header.output;
}

export const newer = (path: string): StartRefusal =>
	new StartRefusal(
		`The backup ${path} was made by a newer Plenary. Nothing was changed; install that release and restore with it.`
	);

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** The rows of a file that was verified. */
export async function* rowsIn(path: string, header: PortableHeader, progress: Progress): AsyncGenerator<string> {
	const lines = linesIn(path);
	await lines.next();
	const all = rowCount(header);
	for (let done = 1; done <= all; done++) {
		const line = await lines.next();
		if (line.done) return;
		progress(done, all);
		yield line.value.toString();
	}
}

/** Without their line ends; text after the last one is a line of its own. */
async function* linesIn(path: string): AsyncGenerator<Buffer, undefined> {
	const source = createReadStream(path);
	const text = createGunzip();
	source.on('error', (error) => text.destroy(error));
	source.pipe(text);
	let parts: Buffer[] = [];
	try {
		for await (const chunk of text) {
			if (!(chunk instanceof Buffer)) continue;
			let from = 0;
			for (let to = chunk.indexOf(10); to >= 0; to = chunk.indexOf(10, from)) {
				parts.push(chunk.subarray(from, to));
				yield Buffer.concat(parts);
				parts = [];
				from = to + 1;
			}
			parts.push(chunk.subarray(from));
		}
	} finally {
		source.destroy();
	}
	const rest = Buffer.concat(parts);
	if (rest.byteLength > 0) yield rest;
}
