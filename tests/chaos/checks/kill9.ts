/** `kill -9` at any moment: whatever was said to be saved, or was shown to somebody else, is there afterwards. */
import { MESSAGE_SAVED, MESSAGE_SYNC, SYNC_UPDATE } from '#protocol/sync.ts';
import type { Check, Context, Outcome } from '../check.ts';
import type { Client } from '../harness/client.ts';
import type { Installation } from '../harness/installation.ts';
import { pause, percentile, until, within } from '../harness/patience.ts';

const PEOPLE = 20;
const EDITS_A_SECOND = 5;
/** Kills of one data folder; then a fresh one, or its boards would be full. */
const KILLS_A_FOLDER = 50;
const LEAST_MS = 200;
const MOST_MS = 1500;

export const check: Check = {
	name: 'kill9',
	proves: 'After kill -9 every edit that was said to be saved, or was shown to anybody else, is there.',
	on: 'any',
	trials: { short: 8, long: 1000 },
	batch: 100,
	run: async (context) => {
		const sum = { trials: 0, acknowledged: 0, edits: 0, starts: [] as number[] };
		const failures: string[] = [];
		let left = context.trials;
		const lane = async () => {
			while (left > 0 && failures.length === 0) {
				const kills = Math.min(KILLS_A_FOLDER, left);
				left -= kills;
				const installation = await context.installation({ people: PEOPLE });
				failures.push(...(await killAgainAndAgain(context, installation, kills, sum)));
				sum.starts.push(...installation.starts);
				await installation.end();
			}
		};
		// A start keeps one core busy: in the long set one installation starts while another one is written to.
		await Promise.all(Array.from({ length: context.isLong ? 2 : 1 }, lane));
		return outcome(sum, failures);
	}
};

interface Sum {
	trials: number;
	acknowledged: number;
	edits: number;
	readonly starts: number[];
}

async function killAgainAndAgain(
	{ random, history, tell }: Context,
	installation: Installation,
	kills: number,
	sum: Sum
): Promise<readonly string[]> {
	const clients = installation.seats.map((seat) => installation.open(seat));
	await Promise.all(clients.map((client) => client.synced()));
	for (let kill = 1; kill <= kills; kill += 1) {
		for (const client of clients) client.type(EDITS_A_SECOND);
		await pause(random.between(LEAST_MS, MOST_MS));
		await killAt(AIMS[kill % AIMS.length] ?? 'any', installation, clients);
		await until(
			'every laptop has read the last words of the dead server',
			5000,
			() => !clients.some(({ isOpen }) => isOpen)
		);
		// What was written on the way to a dead server stays with its laptop; it must not repair what the server lost.
		for (const client of clients) {
			client.leave();
			client.stopTyping();
			client.edit();
		}
		await installation.start();
		const faults = await installation.faultsAfterCrash(clients);
		sum.trials += 1;
		if (faults.length > 0) return [`kill ${sum.trials} of this run`, ...faults];
		for (const client of clients) client.connect();
		await Promise.all(clients.map((client) => client.synced()));
	}
	tell(`${sum.trials} kills, ${history.acknowledged().length} edits said to be saved`);
	const faults = await installation.faultsAtRest();
	sum.edits = history.edits().length;
	sum.acknowledged = history.acknowledged().length;
	return faults;
}

/**
 * At any moment, or with the very frame that says a thing is saved, or shows it: what is said too early is not on disk
 * only for a millisecond or two, which a kill at any moment seldom hits.
 */
async function killAt(aim: Aim, installation: Installation, clients: readonly Client[]): Promise<void> {
	if (aim === 'any') return installation.kill();
	const kills = new Promise<void>((resolve) => {
		const stops = clients.map((client) =>
			client.listen((frame) => {
				if (!FRAMES[aim](frame)) return;
				for (const stop of stops) stop();
				resolve(installation.kill());
			})
		);
	});
	await within(5000, `a frame of the kind '${aim}'`, kills);
}

type Aim = 'any' | 'saved' | 'shown';
const AIMS: readonly Aim[] = ['any', 'saved', 'shown'];
const FRAMES = {
	saved: (frame: Uint8Array) => frame[0] === MESSAGE_SAVED,
	shown: (frame: Uint8Array) => frame[0] === MESSAGE_SYNC && frame[1] === SYNC_UPDATE
} as const;

function outcome(sum: Sum, failures: readonly string[]): Outcome {
	const { edits, acknowledged, starts } = sum;
	return {
		trials: sum.trials,
		failures,
		figures: {
			edits,
			acknowledged,
			startMedianMs: Math.round(percentile(starts, 0.5)),
			startSlowestMs: Math.round(percentile(starts, 1))
		}
	};
}
