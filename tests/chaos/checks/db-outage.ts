/** The database is away while everybody writes: nothing false is said, nothing is lost, and it is all stored afterwards. */
import type { Check, Context } from '../check.ts';
import { checkWords, faultText } from '../harness/checker.ts';
import type { Client } from '../harness/client.ts';
import { Installation } from '../harness/installation.ts';
import { pause, percentile, until } from '../harness/patience.ts';
import { postgresPrograms, startPostgres, type OwnPostgres } from '../harness/postgres.ts';

const PEOPLE = 20;
const EDITS_A_SECOND = 5;
const AWAY_MS = { short: 4000, long: 15_000 };
/** What was committed before the stop may still be on its way to a laptop. */
const ON_ITS_WAY_MS = 300;
const STORED_WITHIN_MS = 10_000;

export const check: Check = {
	name: 'db-outage',
	proves: 'While Postgres is away nothing is said to be saved and no board looks empty; soon after, all is stored.',
	on: 'postgres',
	trials: { short: 2, long: 40 },
	batch: 4,
	run: async (context) => {
		if ((await postgresPrograms()) === null)
			return { trials: 0, failures: [], figures: {}, skipped: 'Postgres is not installed here.' };
		const postgres = await startPostgres();
		context.atEnd(() => postgres.end());
		const { history, random } = context;
		const installation = await Installation.start({ people: PEOPLE, postgres: postgres.url, history, random });
		context.atEnd(() => installation.end());
		const clients = installation.seats.map((seat) => installation.open(seat));
		const storedMs: number[] = [];
		const failures: string[] = [];
		let trials = 0;
		while (trials < context.trials && failures.length === 0) {
			trials += 1;
			// Every other time the server is killed while the database is away: what it said has to be true then, too.
			const dies = trials % 2 === 0;
			failures.push(...(await outage(context, installation, postgres, clients, dies, storedMs)));
		}
		const slowest = percentile(storedMs, 1);
		if (slowest > context.atMost(STORED_WITHIN_MS))
			failures.push(`it took ${Math.round(slowest)} ms until all was stored`);
		if (failures.length === 0) failures.push(...(await installation.faultsAtRest()));
		const figures = {
			edits: history.edits().length,
			acknowledged: history.acknowledged().length,
			storedSlowestMs: Math.round(slowest)
		};
		return { trials, failures, figures };
	}
};

async function outage(
	{ history, isLong, tell }: Context,
	installation: Installation,
	postgres: OwnPostgres,
	clients: readonly Client[],
	dies: boolean,
	storedMs: number[]
): Promise<readonly string[]> {
	await Promise.all(clients.map((client) => client.synced()));
	for (const client of clients) client.type(EDITS_A_SECOND);
	await pause(1500);
	const { pid } = installation;
	await postgres.stopAtOnce();
	history.note('postgres stopped');
	const stoppedAt = performance.now();
	const newcomers = installation.documents.flatMap((id) => {
		const seat = installation.seats.find(({ place }) => place.id === id);
		return seat ? [installation.open(seat)] : [];
	});
	await pause(isLong ? AWAY_MS.long : AWAY_MS.short);
	const failures = [...falselySaved(history, stoppedAt + ON_ITS_WAY_MS), ...emptyBoards(newcomers, history)];
	if (dies) {
		await installation.kill();
		for (const client of clients) client.leave();
	}
	for (const newcomer of newcomers) installation.close(newcomer);
	await postgres.startAgain();
	history.note('postgres started');
	const backAt = performance.now();
	if (dies) {
		await installation.start();
		failures.push(...(await installation.faultsAfterCrash(clients)));
		for (const client of clients) client.connect();
	} else if (!installation.isRunning || installation.pid !== pid) failures.push('the server did not live through it');
	for (const client of clients) client.stopTyping();
	await until('all is stored', 30_000, () => clients.every(({ isAllSaved }) => isAllSaved));
	if (!dies) storedMs.push(performance.now() - backAt);
	tell(
		`away, ${dies ? 'server killed, ' : ''}all stored ${Math.round(performance.now() - backAt)} ms after its return`
	);
	return failures;
}

function falselySaved(history: Context['history'], since: number): readonly string[] {
	const told = history.edits().filter(({ acknowledgedAt }) => acknowledgedAt !== null && acknowledgedAt > since);
	return told.length === 0 ? [] : [`${told.length} edits were said to be saved while the database was away`];
}

/** Who comes meanwhile is refused, or sees all that was saved. */
function emptyBoards(newcomers: readonly Client[], history: Context['history']): readonly string[] {
	return newcomers
		.filter(({ isSynced }) => isSynced)
		.flatMap((newcomer) => checkWords(history, newcomer.documentId, newcomer).map(faultText));
}
