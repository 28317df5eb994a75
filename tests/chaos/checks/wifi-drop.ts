/** Half of the laptops lose the network while everybody writes: nothing is lost, and soon after all see the same. */
import type { Check, Context } from '../check.ts';
import { checkEqual } from '../harness/checker.ts';
import type { Client } from '../harness/client.ts';
import type { Installation } from '../harness/installation.ts';
import { pause, percentile, until } from '../harness/patience.ts';
import { Proxy } from '../harness/proxy.ts';

const PEOPLE = 30;
const EDITS_A_SECOND = 2;
const LONGEST_MS = 10_000;
const LEVEL_WITHIN_MS = 3000;

export const check: Check = {
	name: 'wifi-drop',
	proves: 'After ten seconds without a network for half of the laptops nothing is lost, and within 3 s all are equal.',
	on: 'any',
	trials: { short: 1, long: 50 },
	batch: 5,
	run: async (context) => {
		const installation = await context.installation({ people: PEOPLE });
		const proxy = await Proxy.to(installation.port);
		context.atEnd(() => proxy.close());
		const clients = installation.seats.map((seat, index) =>
			installation.open(seat, index < PEOPLE / 2 ? { url: `http://127.0.0.1:${proxy.port}` } : {})
		);
		const levelMs: number[] = [];
		const failures: string[] = [];
		let trials = 0;
		while (trials < context.trials && failures.length === 0) {
			const cutMs = trials === 0 ? LONGEST_MS : context.random.between(500, LONGEST_MS);
			trials += 1;
			levelMs.push(await drop(context, installation, clients, proxy, cutMs));
			failures.push(...untrueWords(clients.slice(0, PEOPLE / 2)));
		}
		const slowest = percentile(levelMs, 1);
		if (slowest > context.atMost(LEVEL_WITHIN_MS))
			failures.push(`it took ${Math.round(slowest)} ms until all were equal`);
		if (failures.length === 0) failures.push(...(await installation.faultsAtRest()));
		const figures = {
			edits: context.history.edits().length,
			levelMedianMs: Math.round(percentile(levelMs, 0.5)),
			levelSlowestMs: Math.round(slowest)
		};
		return { trials, failures, figures };
	}
};

/** Returns how long it took from the return of the network until everybody saw the same and all was saved. */
async function drop(
	{ history, tell }: Context,
	installation: Installation,
	clients: readonly Client[],
	proxy: Proxy,
	cutMs: number
): Promise<number> {
	await Promise.all(clients.map((client) => client.allSaved()));
	for (const client of clients) client.type(EDITS_A_SECOND);
	await pause(1000);
	history.note('cut', { ms: Math.round(cutMs) });
	proxy.cut();
	await pause(cutMs);
	// What the browser's `online` event would do is left out: the laptops find out by themselves.
	proxy.mend();
	for (const client of clients) client.stopTyping();
	const isLevel = () =>
		clients.every(({ isAllSaved }) => isAllSaved) &&
		installation.documents.every(
			(id) =>
				checkEqual(
					id,
					clients.filter(({ documentId }) => documentId === id)
				).length === 0
		);
	const tookMs = await until('all laptops are equal', 20_000, isLevel);
	tell(`cut for ${Math.round(cutMs)} ms, equal after ${Math.round(tookMs)} ms`);
	return tookMs;
}

/** Saved, then only on this device, then saved again: never anything else while the network is away. */
function untrueWords(clients: readonly Client[]): readonly string[] {
	return clients.flatMap(({ name, shown }) => {
		const story = shown.filter((kind) => kind === 'saved' || kind === 'on-device' || kind === 'not-stored');
		const isTold = story.includes('on-device') && story.at(-1) === 'saved' && !story.includes('not-stored');
		return isTold ? [] : [`${name} was shown ${shown.slice(-12).join(', ')}`];
	});
}
