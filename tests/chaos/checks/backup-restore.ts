/**
 * A backup while people write, a restore of it, and the same laptops again: what the backup holds is there, what it
 * lacks they bring, and all hold the same in the end.
 */
import { missingDeeds, doAgain, type Offered } from '#lib/connection/make-again.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { CLOSE } from '#protocol/sync.ts';
import { execFile } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Check, Context } from '../check.ts';
import { checkWords, faultText } from '../harness/checker.ts';
import type { Client } from '../harness/client.ts';
import { told, type Installation, type Seat } from '../harness/installation.ts';
import { pause, percentile, until } from '../harness/patience.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const PEOPLE = 8;
const EDITS_A_SECOND = 4;
const AFTER_MS = 1500;

export const check: Check = {
	name: 'backup-restore',
	proves:
		'A backup made under load is restored with all it promised; laptops that know more are told so before anything else, bring it back, and all hold the same.',
	on: 'any',
	trials: { short: 2, long: 20 },
	batch: 5,
	run: async (context) => {
		const sum = { backups: [] as number[], restores: [] as number[], broughtBack: 0, waits: [] as number[] };
		const failures: string[] = [];
		let trials = 0;
		while (trials < context.trials && failures.length === 0) {
			failures.push(...(await backUpAndRestore(context, trials, sum)));
			trials += 1;
		}
		return {
			trials,
			failures,
			figures: {
				backupMedianMs: Math.round(percentile(sum.backups, 0.5)),
				restoreMedianMs: Math.round(percentile(sum.restores, 0.5)),
				savedDuringBackupP95Ms: Math.round(percentile(sum.waits, 0.95)),
				broughtBack: sum.broughtBack
			}
		};
	}
};

interface Sum {
	readonly backups: number[];
	readonly restores: number[];
	/** From writing to being told, while a backup was made. */
	readonly waits: number[];
	broughtBack: number;
}

async function backUpAndRestore(context: Context, trial: number, sum: Sum): Promise<readonly string[]> {
	const { history, folder, tell } = context;
	const installation = await context.installation({ people: PEOPLE });
	const laptops = installation.seats.map((seat) => ({ seat, client: installation.open(seat) }));
	const clients = laptops.map(({ client }) => client);
	await Promise.all(clients.map((client) => client.synced()));
	for (const client of clients) client.type(EDITS_A_SECOND);
	await pause(AFTER_MS);

	const promised = new Set(history.acknowledged());
	const file = join(folder, `backup-${trial}`);
	const begunAt = performance.now();
	await command(installation, 'backup', file);
	sum.backups.push(performance.now() - begunAt);
	for (const { askedAt, acknowledgedAt } of history.edits())
		if (askedAt > begunAt && acknowledgedAt !== null) sum.waits.push(acknowledgedAt - askedAt);
	await pause(AFTER_MS);
	for (const client of clients) client.stopTyping();
	await Promise.all(clients.map((client) => client.allSaved()));
	const refusal = await command(installation, 'restore', file, '--replace').then(
		() => 'nothing',
		(error: unknown) => String(error)
	);

	await installation.stop();
	// As on a new machine; the other trials restore over what is there.
	if (installation.databaseUrl === null && trial % 2 === 1)
		await rename(join(installation.dataDir, 'database'), join(folder, `lost-${trial}`));
	const restoredAt = performance.now();
	await command(installation, 'restore', file, '--replace');
	sum.restores.push(performance.now() - restoredAt);
	await installation.start();

	const failures = refusal.includes('in use')
		? []
		: [`a restore beside the running server was not refused: ${refusal}`];
	failures.push(...(await toldOfTheEnd(clients)));
	installation.seats = await seatsNow(installation);
	const fresh = await installation.fresh();
	for (const [id, replica] of fresh) {
		const must = [...promised].filter((marker) => history.get(marker)?.documentId === id);
		failures.push(...checkWords(history, id, replica, must).map(faultText));
	}
	sum.broughtBack += await bringBack(installation, laptops);
	for (const client of clients) installation.close(client);
	failures.push(...(await installation.faultsAtRest()));
	tell(`${promised.size} edits promised by the backup, ${history.edits().length} in all`);
	await installation.end();
	return failures.map((failure) => `restore ${trial + 1}: ${failure}`);
}

async function command(installation: Installation, name: string, ...words: readonly string[]): Promise<void> {
	const { dataDir, databaseUrl } = installation;
	await run(process.execPath, [join(root, `scripts/${name}.ts`), ...words], {
		env: {
			PATH: process.env.PATH ?? '',
			DATA_DIR: dataDir,
			...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl })
		}
	});
}

/** The old laptops come by themselves, and hear the reason before anything of the board. */
async function toldOfTheEnd(clients: readonly Client[]): Promise<readonly string[]> {
	const heard = new Map<Client, number>();
	for (const client of clients) client.listen(() => heard.set(client, (heard.get(client) ?? 0) + 1));
	for (const client of clients) client.hurry();
	await until('every old laptop is told', 20_000, () => clients.every(({ ended }) => ended !== null));
	return clients.flatMap((client) => {
		const { ended } = client;
		const faults: string[] = [];
		if (ended?.code !== CLOSE.generationEnded || ended.reason !== 'restored')
			faults.push(`${client.name} was closed with ${ended?.code} ${ended?.reason}`);
		if (heard.has(client)) faults.push(`${client.name} heard ${heard.get(client)} frames of an ended generation`);
		return faults;
	});
}

async function seatsNow({ seats, workshopId }: Installation): Promise<readonly Seat[]> {
	return Promise.all(
		seats.map(async (seat) => {
			const places: readonly DocumentPlace[] = await told(seat.device, 'GET', `/api/workshops/${workshopId}/documents`);
			const place = places.find(({ id }) => id === seat.place.id);
			if (!place) throw new Error(`The board of ${seat.name} is gone.`);
			return { ...seat, place };
		})
	);
}

/** Does what the browser does: each laptop makes its own missing edits again. Returns how many changes that were. */
async function bringBack(
	installation: Installation,
	laptops: readonly { readonly seat: Seat; readonly client: Client }[]
): Promise<number> {
	const again = laptops.map(({ seat, client }) => {
		const place = installation.seats.find(({ personId }) => personId === seat.personId)?.place ?? seat.place;
		const next = installation.open({ ...seat, place }, { name: `${client.name}-again` });
		return { old: client, next, offered: {} as Offered };
	});
	await Promise.all(again.map(({ next }) => next.synced()));
	let made = 0;
	// A laptop's words in a note of somebody else wait until that note is back.
	for (let round = 0, waits = true; waits && round < 20; round += 1) {
		waits = false;
		for (const one of again) {
			const missing = missingDeeds(one.old.board, one.next.board, new Set([one.old.doc.clientID]), one.offered);
			doAgain(one.next.board, missing.deeds);
			made += missing.deeds.length;
			one.offered = missing.offered;
			waits ||= missing.waits;
		}
		await Promise.all(again.map(({ next }) => next.allSaved()));
		await pause(100);
	}
	return made;
}
