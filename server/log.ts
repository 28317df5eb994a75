/** What is written down about the running process: ids, never names, texts, codes or tokens. One JSON line each. */
import { pino, type DestinationStream, type Logger } from 'pino';
import { databaseError } from './store/database.ts';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type Log = Logger;

/** Keys that must not reach the log even when somebody hands over a whole object. */
const secret = ['name', 'email', 'text', 'code', 'token', 'password', 'returnCode', 'cookie', 'words', 'title'];

/** @param destination where lines go; standard error when left out, so that standard output stays for people */
export function createLog(
	level: LogLevel,
	destination: DestinationStream = pino.destination({ dest: 2, sync: true })
): Log {
	return pino(
		{
			level,
			base: null,
			timestamp: pino.stdTimeFunctions.isoTime,
			redact: { paths: secret.flatMap((key) => [key, `*.${key}`]), censor: '[kept out]' },
			serializers: { err: describe }
		},
		destination
	);
}

/** A whole error, except that an error of the database repeats values: of it only codes, names and places are kept. */
function describe(error: unknown): object {
	if (!(error instanceof Error)) return { thrown: typeof error };
	const inDatabase = databaseError(error);
	if (inDatabase) {
		const { code: sqlState, constraint, query } = inDatabase;
		return { type: 'DatabaseError', sqlState, constraint, query, at: placesOf(error) };
	}
	return {
		type: error.name,
		message: error.message,
		at: placesOf(error),
		...(error.cause === undefined ? {} : { cause: describe(error.cause) })
	};
}

/** The stack without its first lines, which repeat the message. */
const placesOf = (error: Error): readonly string[] =>
	(error.stack ?? '')
		.split('\n')
		.filter((line) => /^\s+at /.test(line))
		.map((line) => line.trim());
