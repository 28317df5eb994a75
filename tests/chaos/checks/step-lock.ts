/** A step is closed while everybody writes: late words count for two seconds, and after the commit none. */
import type { StepState } from '#domain/workshop.ts';
import { liveSocket, type LiveSocket } from '../../support/workshop.ts';
import type { Check, Context } from '../check.ts';
import { contentHash, faultText, checkWords, wordsOf } from '../harness/checker.ts';
import type { Client } from '../harness/client.ts';
import { STEP, type Installation } from '../harness/installation.ts';
import { pause, within } from '../harness/patience.ts';

const PEOPLE = 20;
const EDITS_A_SECOND = 5;
/** How long everybody goes on writing against the closed step. */
const AGAINST_MS = 600;
const CLOSED_WITHIN_MS = 6000;

export const check: Check = {
	name: 'step-lock',
	proves: 'Once the closing of a step is committed no edit is accepted; what was refused is still on its laptop.',
	on: 'any',
	trials: { short: 3, long: 200 },
	batch: 20,
	run: async (context) => {
		const installation = await context.installation({ people: PEOPLE });
		const live = liveSocket(installation, installation.desk, installation.workshopId);
		context.atEnd(() => live.close());
		const sum = { refused: 0, late: 0 };
		const failures: string[] = [];
		let trials = 0;
		while (trials < context.trials && failures.length === 0) {
			trials += 1;
			const faults = await closeOnce(context, installation, live, sum);
			failures.push(...faults.map((fault) => `closing ${trials}: ${fault}`));
		}
		return { trials, failures, figures: { edits: context.history.edits().length, ...sum } };
	}
};

async function closeOnce(
	{ history, random }: Context,
	installation: Installation,
	live: LiveSocket,
	sum: { refused: number; late: number }
): Promise<readonly string[]> {
	await installation.post(`/steps/${STEP}/open`);
	await isIn(live, 'open');
	// Whoever was refused has set the copy aside and begins anew, as the product does.
	for (const client of installation.clients) installation.close(client);
	const clients = installation.seats.map((seat) => installation.open(seat));
	await Promise.all(clients.map((client) => client.synced()));
	for (const client of clients) client.type(EDITS_A_SECOND);
	await pause(random.between(200, 1500));
	const askedAt = performance.now();
	await installation.post(`/steps/${STEP}/close`);
	history.note('closing');
	await isIn(live, 'closed');
	const closedAt = performance.now();
	history.note('closed');
	const before = await hashes(installation);
	await pause(AGAINST_MS);
	for (const client of clients) client.stopTyping();
	const after = await installation.fresh();
	const failures: string[] = [];
	for (const [id, replica] of after) {
		failures.push(...checkWords(history, id, replica).map(faultText));
		if (contentHash(replica.doc) !== before.get(id)) failures.push(`${id} changed after it was closed`);
		const there = wordsOf(replica.doc).markers;
		for (const { marker, by, askedAt: at } of history.edits(id)) {
			if (!clients.some(({ name }) => name === by)) continue;
			if (at > closedAt && there.has(marker)) failures.push(`${marker} was accepted after the closing`);
			if (at < askedAt && !there.has(marker)) failures.push(`${marker} was written before the closing and refused`);
			if (at > askedAt && there.has(marker)) sum.late += 1;
		}
	}
	for (const client of clients) failures.push(...keptWords(client, history, sum));
	return failures;
}

/** What a laptop was not told to be saved stands in its own copy. */
function keptWords(client: Client, history: Context['history'], sum: { refused: number }): readonly string[] {
	const own = wordsOf(client.doc).markers;
	const waiting = [...new Set(client.waiting)];
	for (const marker of waiting) history.refuse(marker);
	sum.refused += waiting.length;
	const gone = waiting.filter((marker) => !own.has(marker));
	const untold = waiting.length > 0 && client.ended === null ? [`${client.name} was not told that it was refused`] : [];
	return [...untold, ...(gone.length > 0 ? [`${client.name} has lost ${gone.join(' ')}`] : [])];
}

async function hashes(installation: Installation): Promise<ReadonlyMap<string, string>> {
	const replicas = [...(await installation.fresh())];
	return new Map(replicas.map(([id, { doc }]) => [id, contentHash(doc)]));
}

const isIn = (live: LiveSocket, state: StepState) =>
	within(
		CLOSED_WITHIN_MS,
		`the step is ${state}`,
		live.until(({ step, states }) => (step?.id === STEP ? step.state : states[STEP]) === state)
	);
