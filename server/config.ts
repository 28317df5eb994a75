/** The environment, checked once at the start. Every wrong value ends in one sentence: which, why, and an example. */
import { mkdir, readFile, realpath, stat, unlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
	check,
	integer,
	maxValue,
	minValue,
	optional,
	picklist,
	pipe,
	regex,
	safeParse,
	string,
	toNumber,
	transform,
	type GenericSchema
} from 'valibot';
import { LOG_LEVELS, type LogLevel } from './log.ts';
import { StartRefusal } from './start-refusal.ts';

export interface Config {
	/** 0 lets the system choose. */
	readonly port: number;
	readonly host: string;
	/** Absolute, existing, writable. */
	readonly dataDir: string;
	readonly databaseUrl: string | undefined;
	/** The origin people reach this installation by; undefined: whatever host a request names. */
	readonly publicUrl: string | undefined;
	/** How many proxies in front are believed about address and scheme. */
	readonly trustedProxies: number;
	/** Serves one room from this machine, by whichever of its addresses (`npm run room`). */
	readonly isRoom: boolean;
	readonly logLevel: LogLevel;
	/** Where mails are handed over; undefined: they are written into the outbox folder. */
	readonly smtpUrl: string | undefined;
	/** Whom mails are from. */
	readonly mailFrom: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

interface Variable<T> {
	readonly schema: GenericSchema<string | undefined, T>;
	readonly why: string;
	readonly example: string;
}

const isUrlWith =
	(...schemes: readonly string[]) =>
	(text: string): boolean =>
		URL.canParse(text) && schemes.includes(new URL(text).protocol);

const isOrigin = (text: string): boolean => isUrlWith('http:', 'https:')(text) && new URL(text).pathname === '/';

const PORT: Variable<number> = {
	schema: optional(pipe(string(), regex(/^\d+$/), toNumber(), integer(), minValue(0), maxValue(65535)), '3000'),
	why: 'is no port: a whole number from 0 to 65535',
	example: '3000'
};

const HOST: Variable<string> = {
	schema: optional(pipe(string(), regex(/^[A-Za-z0-9.:_-]+$/)), '127.0.0.1'),
	why: 'is no address to listen on',
	example: '0.0.0.0'
};

const DATA_DIR: Variable<string> = {
	schema: optional(
		pipe(
			string(),
			regex(/\S/),
			transform((text) => resolve(text))
		),
		'./data'
	),
	why: 'is no folder',
	example: './data'
};

const DATABASE_URL: Variable<string | undefined> = {
	schema: optional(pipe(string(), check(isUrlWith('postgres:', 'postgresql:')))),
	why: 'is no address of a Postgres database',
	example: 'postgres://plenary:secret@localhost:5432/plenary'
};

const PUBLIC_URL: Variable<string | undefined> = {
	schema: optional(
		pipe(
			string(),
			check(isOrigin),
			transform((text) => new URL(text).origin)
		)
	),
	why: 'is no web address without a path',
	example: 'https://plenary.example.org'
};

const TRUST_PROXY: Variable<number> = {
	schema: optional(pipe(string(), regex(/^\d$/), toNumber()), '0'),
	why: 'is not the number of proxies in front, 0 to 9',
	example: '1'
};

const ROOM_SERVER: Variable<boolean> = {
	schema: optional(
		pipe(
			picklist(['0', '1']),
			transform((text) => text === '1')
		),
		'0'
	),
	why: 'is neither 0 nor 1',
	example: '1'
};

const LOG_LEVEL: Variable<LogLevel> = {
	schema: optional(picklist(LOG_LEVELS), 'info'),
	why: `is none of ${LOG_LEVELS.join(', ')}`,
	example: 'info'
};

const SMTP_URL: Variable<string | undefined> = {
	schema: optional(pipe(string(), check(isUrlWith('smtp:', 'smtps:')))),
	why: 'is no address of a mail server',
	example: 'smtps://plenary:secret@mail.example.org:465'
};

const MAIL_FROM: Variable<string> = {
	schema: optional(
		pipe(string(), regex(/^[^<>\r\n]*(<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/)),
		'Plenary <plenary@localhost>'
	),
	why: 'is no sender of mails',
	example: 'Plenary <plenary@example.org>'
};

/**
 * Reads and checks the environment, and makes the data folder when it is missing.
 * @throws StartRefusal
 */
export async function readConfig(environment: Environment): Promise<Config> {
	const read = <T>(name: string, variable: Variable<T>): T => parse(name, variable, environment[name] || undefined);
	const config = {
		port: read('PORT', PORT),
		host: read('HOST', HOST),
		databaseUrl: parse('DATABASE_URL', DATABASE_URL, await secretOf('DATABASE_URL', environment), true),
		publicUrl: read('PUBLIC_URL', PUBLIC_URL),
		trustedProxies: read('TRUST_PROXY', TRUST_PROXY),
		isRoom: read('ROOM_SERVER', ROOM_SERVER),
		logLevel: read('LOG_LEVEL', LOG_LEVEL),
		smtpUrl: parse('SMTP_URL', SMTP_URL, await secretOf('SMTP_URL', environment), true),
		mailFrom: read('MAIL_FROM', MAIL_FROM)
	};
	return { ...config, dataDir: await openFolder(read('DATA_DIR', DATA_DIR)) };
}

/**
 * Only where the installation is, for commands that look at it: nothing is made.
 * @throws StartRefusal
 */
export async function readPlace(environment: Environment): Promise<Pick<Config, 'dataDir' | 'databaseUrl'>> {
	return {
		databaseUrl: parse('DATABASE_URL', DATABASE_URL, await secretOf('DATABASE_URL', environment), true),
		dataDir: parse('DATA_DIR', DATA_DIR, environment.DATA_DIR || undefined)
	};
}

function parse<T>(name: string, { schema, why, example }: Variable<T>, value: string | undefined, isSecret = false): T {
	const result = safeParse(schema, value);
	if (result.success) return result.output;
	throw new StartRefusal(`${name}: ${isSecret ? 'its value' : `'${value}'`} ${why}. For example ${name}=${example}`);
}

/** A secret may lie in a file that `<NAME>_FILE` names. */
async function secretOf(name: string, environment: Environment): Promise<string | undefined> {
	const path = environment[`${name}_FILE`];
	if (!path) return environment[name] || undefined;
	if (environment[name])
		throw new StartRefusal(`${name} and ${name}_FILE are both set. Keep one of them, for example ${name}_FILE`);
	try {
		return (await readFile(path, 'utf8')).trim();
	} catch (error) {
		throw new StartRefusal(
			`${name}_FILE: ${path} cannot be read (${reason(error)}). For example ${name}_FILE=/run/secrets/${name.toLowerCase()}`
		);
	}
}

async function openFolder(path: string): Promise<string> {
	try {
		await mkdir(path, { recursive: true, mode: 0o700 });
		if (!(await stat(path)).isDirectory()) throw new Error('it is no folder');
		await tryToWrite(path);
		return await realpath(path);
	} catch (error) {
		throw new StartRefusal(
			`DATA_DIR: ${path} cannot be written (${reason(error)}). Give a folder that this user may write, for example DATA_DIR=./data`
		);
	}
}

/** Rights alone do not tell: a disk may be full or read only, and root may do everything but that. */
async function tryToWrite(folder: string): Promise<void> {
	const path = join(folder, `.plenary-${process.pid}`);
	await writeFile(path, '', { flag: 'wx' });
	await unlink(path);
}

const reason = (error: unknown): string =>
	error instanceof Error && 'code' in error && typeof error.code === 'string'
		? (REASONS[error.code] ?? error.code)
		: error instanceof Error
			? error.message
			: String(error);

const REASONS: Readonly<Record<string, string>> = {
	EACCES: 'it is not allowed',
	EPERM: 'it is not allowed',
	EROFS: 'the disk is read only',
	ENOSPC: 'the disk is full',
	ENOENT: 'it does not exist',
	ENOTDIR: 'a part of the path is no folder',
	EEXIST: 'a file of this name is in the way'
};
