/** The same over real sockets: slow, cut, reset and half-open lines between laptops and a real server. */
import type { Check, Context } from '../check.ts';
import { checkEqual, checkWords, faultText } from '../harness/checker.ts';
import type { Client } from '../harness/client.ts';
import type { Installation } from '../harness/installation.ts';
import { pause, percentile, until } from '../harness/patience.ts';
import { Proxy } from '../harness/proxy.ts';
import type { Random } from '../harness/random.ts';

const PEOPLE = 8;
const EDITS_A_SECOND = 12;
const WRITING_MS = 900;
const LEVEL_WITHIN_MS = 15_000;
/** Trials on one installation; then a fresh one, or its boards would be full. */
const TRIALS_A_FOLDER = 100;

export const check: Check = {
	name: 'convergence-sockets',
	proves: 'Through slow, cut, reset and half-open lines every laptop, a newcomer and the log end with the same words.',
	on: 'any',
	trials: { short: 10, long: 500 },
	batch: 50,
	run: async (context) => {
		const sum = { trials: 0, levelMs: [] as number[], failures: [] as string[] };
		while (sum.trials < context.trials && sum.failures.length === 0) await onOneInstallation(context, sum);
		const { trials, levelMs, failures } = sum;
		return {
			trials,
			failures,
			figures: {
				edits: context.history.edits().length,
				levelMedianMs: Math.round(percentile(levelMs, 0.5)),
				levelSlowestMs: Math.round(percentile(levelMs, 1))
			}
		};
	}
};

interface Sum {
	trials: number;
	readonly levelMs: number[];
	readonly failures: string[];
}

async function onOneInstallation(context: Context, sum: Sum): Promise<void> {
	const installation = await context.installation({ people: PEOPLE });
	const proxies = await Promise.all(installation.seats.map(() => Proxy.to(installation.port)));
	for (const proxy of proxies) context.atEnd(() => proxy.close());
	const clients = installation.seats.map((seat, at) =>
		installation.open(seat, { url: `http://127.0.0.1:${proxies[at]?.port ?? 0}` })
	);
	await Promise.all(clients.map((client) => client.synced()));
	const last = Math.min(context.trials, sum.trials + TRIALS_A_FOLDER);
	while (sum.trials < last && sum.failures.length === 0) {
		sum.trials += 1;
		const faults = await runTrial(context, installation, clients, proxies, sum);
		sum.failures.push(...faults.map((fault) => `trial ${sum.trials}: ${fault}`));
	}
	if (sum.failures.length === 0) sum.failures.push(...(await installation.faultsAtRest()));
	await installation.end();
}

async function runTrial(
	{ random, history }: Context,
	installation: Installation,
	clients: readonly Client[],
	proxies: readonly Proxy[],
	sum: Sum
): Promise<readonly string[]> {
	for (const client of clients) client.type(EDITS_A_SECOND);
	const writingEndsAt = performance.now() + WRITING_MS;
	while (performance.now() < writingEndsAt) {
		disturb(random.pick(proxies), random);
		await pause(random.between(10, 120));
	}
	for (const proxy of proxies) proxy.mend();
	for (const client of clients) {
		client.stopTyping();
		// The device noticed that the network changed: a half-open line is left, and the next try is made at once.
		client.drop();
	}
	const tookMs = await until(
		() => `all laptops are equal (${clients.filter(({ isAllSaved }) => !isAllSaved).length} are not saved)`,
		LEVEL_WITHIN_MS,
		() => isLevel(installation, clients)
	);
	sum.levelMs.push(tookMs);
	const fresh = await installation.fresh();
	return installation.documents.flatMap((id) => {
		const replicas = [
			...clients.filter(({ documentId }) => documentId === id),
			...(fresh.has(id) ? [fresh.get(id)!] : [])
		];
		return [...replicas.flatMap((replica) => checkWords(history, id, replica)), ...checkEqual(id, replicas)].map(
			faultText
		);
	});
}

function disturb(proxy: Proxy, random: Random): void {
	random.pick([
		() => proxy.reset(),
		() => proxy.cut(),
		() => proxy.mend(),
		() => proxy.mend(),
		() => proxy.halfOpen(),
		() => proxy.set(random.pick(['up', 'down', 'both']), { delayMs: random.integer(5, 300) }),
		() => proxy.set(random.pick(['up', 'down', 'both']), { bytesPerSecond: random.integer(2000, 16_000) }),
		() => proxy.set(random.pick(['up', 'down']), { dropAfter: random.integer(0, 2000) })
	])();
}

const isLevel = (installation: Installation, clients: readonly Client[]): boolean =>
	clients.every(({ isAllSaved }) => isAllSaved) &&
	installation.documents.every(
		(id) =>
			checkEqual(
				id,
				clients.filter(({ documentId }) => documentId === id)
			).length === 0
	);
