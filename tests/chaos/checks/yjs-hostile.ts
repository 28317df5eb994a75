/** What is known to freeze or break Yjs servers, sent by somebody who may write, while others work. */
import type { Check } from '../check.ts';
import { attackerAt, replicaOf } from '../hostile/attacker.ts';
import { corpus, targetIn } from '../hostile/corpus.ts';
import { watched, type Noticed } from '../hostile/watch.ts';
import { pause, until } from '../harness/patience.ts';

const PEOPLE = 8;
const EDITS_A_SECOND = 4;
const CALM_MS = 3000;
/** So long it may take until an attacker is told. */
const TOLD_WITHIN_MS = 3000;
const SAVED_P95_MS = 250;
const BLOCK_MS = 100;
const GROWN_MB = 100;
const ROUNDS = 3;
/** On a machine that is busy with other things honest laptops are slow without any attack: so much of the calm counts. */
const OF_THE_CALM = 1.5;
/** Taken for what they are, or asked for again because the board went on meanwhile; the boards tell whether they did harm. */
const MAY_PASS: ReadonlySet<string> = new Set([
	'everything asked for again and again',
	'gaps one after the other',
	'unknown origins one after the other',
	'a hijacked client id',
	'a step 2 with a hijacked client id',
	'a delete of what is not written yet',
	'a zone taken away'
]);

export const check: Check = {
	name: 'yjs-hostile',
	proves: 'Nothing that is known to freeze, fill or split a Yjs server holds others up or changes what they wrote.',
	on: 'any',
	trials: { short: 1, long: 20 },
	run: async (context) => {
		const { history, trials: wanted } = context;
		const installation = await context.installation({ people: PEOPLE });
		const [attacker, ...others] = installation.seats;
		if (!attacker) throw new Error('Nobody has a seat.');
		const honest = others.map((seat) => installation.open(seat));
		await Promise.all(honest.map((client) => client.synced()));
		for (const client of honest) client.type(EDITS_A_SECOND);
		await until('somebody has written', 5000, () => honest.every(({ doc }) => targetIn(doc) !== null));
		const calm = await watched(installation, history, honest, () => pause(CALM_MS));
		const failures: string[] = [];
		const told = new Map<string, number>();
		let attacks = 0;
		const limit = (goal: number, inTheCalm: number) => Math.max(goal, inTheCalm * OF_THE_CALM);
		const isCalm = ({ savedP95, longestBlock, grown }: Noticed) =>
			savedP95 <= limit(SAVED_P95_MS, calm.savedP95) &&
			longestBlock <= limit(BLOCK_MS, calm.longestBlock) &&
			grown <= GROWN_MB;
		const attackAll = async (round: number): Promise<Noticed> => {
			const target = targetIn(await replicaOf(installation, attacker));
			if (!target) throw new Error('There is nothing to attack.');
			// Made before: what holds this process up would look like the server's doing.
			const all = corpus(target, 1_000_000 * round);
			return watched(installation, history, honest, async () => {
				for (const { name, frames } of all) {
					attacks += 1;
					const { url } = installation;
					const hostile = await attackerAt(url, attacker.place.path, attacker.device.cookie);
					for (const frame of frames) hostile.socket.send(frame);
					const closed = await hostile.over(MAY_PASS.has(name) ? 500 : TOLD_WITHIN_MS);
					if (!closed && !MAY_PASS.has(name)) failures.push(`${name}: nobody was told`);
					if (closed) told.set(String(closed.code), (told.get(String(closed.code)) ?? 0) + 1);
					history.note('attack', { name, ...closed });
					hostile.socket.terminate();
				}
			});
		};
		const rounds: Noticed[] = [];
		let trials = 0;
		while (trials < wanted && failures.length === 0) {
			trials += 1;
			// What the attack does it does every time; a machine that is busy with something else is so now and then.
			for (let round = 1; round <= ROUNDS; round += 1) {
				const noticed = await attackAll(trials * ROUNDS + round);
				rounds.push(noticed);
				if (isCalm(noticed) || failures.length > 0) break;
				if (round === ROUNDS) failures.push(`trial ${trials}: ${JSON.stringify(noticed)}`);
			}
		}
		for (const client of honest) {
			client.stopTyping();
			if (client.ended) failures.push(`${client.name} was closed with ${client.ended.code} ${client.ended.reason}`);
		}
		failures.push(...(await installation.faultsAtRest()));
		const least = (of: (noticed: Noticed) => number) => Math.min(...rounds.map(of));
		return {
			trials,
			failures,
			figures: {
				attacks,
				edits: history.edits().length,
				savedP95Calm: calm.savedP95,
				savedP95: least(({ savedP95 }) => savedP95),
				blockCalm: calm.longestBlock,
				block: least(({ longestBlock }) => longestBlock),
				grownMB: least(({ grown }) => grown),
				rounds: rounds.length,
				...Object.fromEntries([...told].map(([code, times]) => [`closed${code}`, times]))
			}
		};
	}
};
