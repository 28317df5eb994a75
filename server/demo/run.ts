/** Serves the example workshop: makes it first where there is none, and goes on with the one that is there. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asId } from '#domain/ids.ts';
import type { Config } from '../config.ts';
import { serve, type Running, type ServeOptions } from '../serve.ts';
import { StartRefusal } from '../start-refusal.ts';
import { hasAccounts } from '../store/accounts.ts';
import { clearUnfinished, keep, markUnfinished, readKept, type KeptDemo } from './kept.ts';
import { demoLine, type DemoLine } from './line.ts';
import { makeDemo } from './make.ts';
import { courseTo, DEFAULT_STAGE, type StageName } from './stages.ts';

export interface RunningDemo {
	readonly line: DemoLine;
	/** Of the facilitator, and of the three others with an account. */
	readonly password: string;
	readonly running: Running;
}

/**
 * @param config its data folder is the demo's own
 * @param stage null: the one that is there, else the default one
 * @throws StartRefusal with the sentence for the terminal
 */
export async function runDemo(
	config: Config,
	stage: StageName | null,
	options: Pick<ServeOptions, 'log' | 'site' | 'onLost' | 'database'>
): Promise<RunningDemo> {
	const folder = config.dataDir;
	const kept = await readKept(folder);
	if (kept && stage !== null && stage !== kept.stage) {
		throw new StartRefusal(
			`The folder ${folder} holds the demo at ${kept.stage}. Leave out --at to go on with it, or give another folder, for example --keep ./demo-2`
		);
	}
	if (!kept && config.databaseUrl === undefined) await clearUnfinished(folder);
	const course = courseTo(kept?.stage ?? stage ?? DEFAULT_STAGE);
	// Until the workshop is made the clock stands.
	let startedAtMs = kept?.startedAtMs ?? null;
	const now = () => new Date(course.moment.opensAt.getTime() + (startedAtMs === null ? 0 : Date.now() - startedAtMs));
	const running = await serve(config, { ...options, now });
	try {
		const { database, workshops, setup, followUp } = running.deps;
		const outbox = join(folder, 'outbox');
		await mkdir(outbox, { recursive: true });
		let demo: KeptDemo;
		if (kept) demo = kept;
		else {
			if (await hasAccounts(database.db)) throw new StartRefusal(notEmpty(config));
			await markUnfinished(folder);
			const made = await makeDemo(running.deps, course);
			startedAtMs = Date.now();
			demo = { ...made, startedAtMs };
			await keep(folder, demo);
			// It has its accounts.
			if (setup.token !== null) setup.take(setup.token);
			// Monday finds the draft of its letter; what fell due earlier was told in the example's own weeks.
			await followUp.rest();
		}
		const there = await workshops.desk.load(asId(demo.workshopId));
		if (!there) throw new StartRefusal(gone(config));
		return { line: demoLine({ url: running.url, demo, now: there, outbox }), password: demo.password, running };
	} catch (error) {
		await running.close();
		throw error;
	}
}

const notEmpty = ({ databaseUrl, dataDir }: Config): string =>
	databaseUrl === undefined
		? `The folder ${dataDir} holds an installation that is not a demo, and is left as it is. Give an empty one, for example --keep ./demo-2`
		: 'DATABASE_URL: the database holds an installation already, and is left as it is. Give an empty one, for example DATABASE_URL=postgres://plenary:secret@localhost:5432/demo';

const gone = ({ databaseUrl, dataDir }: Config): string =>
	`${databaseUrl === undefined ? dataDir : 'The database'} no longer holds the demo that ${dataDir} tells of. Give an empty folder, for example --keep ./demo-2`;
