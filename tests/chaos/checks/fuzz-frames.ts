/** Frames with something wrong in them: some at a live server, the mass at the same rooms in this process. */
import { BoardDocument } from '#document/board.ts';
import * as Y from 'yjs';
import type { Check, Context } from '../check.ts';
import { checkEqual, checkWords, faultText } from '../harness/checker.ts';
import type { Installation } from '../harness/installation.ts';
import { attackerAt, replicaOf } from '../hostile/attacker.ts';
import { fuzzRooms } from '../hostile/fuzzing.ts';
import { mutated, mutatedInside } from '../hostile/mutations.ts';
import { recorded } from '../hostile/recording.ts';

const PEOPLE = 8;
/** One frame in so many goes over a socket: there the server takes only so many a second, and closes after most. */
const ONE_IN = 50;
/** At the door a device is let in four times a second, and each of these sockets is soon closed. */
const MOST_OVER_SOCKETS = 400;
const FRAMES_OF_A_SOCKET = 10;
const WORDS = 10;

export const check: Check = {
	name: 'fuzz-frames',
	proves: 'No broken frame ends the process, holds it up, or leaves a board that cannot be loaded.',
	on: 'any',
	trials: { short: 20_000, long: 5_000_000 },
	batch: 250_000,
	run: async (context) => {
		const overSockets = Math.min(Math.floor(context.trials / ONE_IN), MOST_OVER_SOCKETS);
		const installation = await context.installation({ people: PEOPLE });
		const [failures, sockets] = await fuzzServer(context, installation, overSockets);
		const mass = await fuzzRooms(context.trials - overSockets, context.random.fork('rooms'));
		return {
			trials: overSockets + mass.frames,
			failures: [...failures, ...mass.failures],
			figures: {
				overSockets,
				sockets,
				inProcess: mass.frames,
				closes: mass.closes,
				longestRoundMs: Math.round(mass.longestWindowMs)
			}
		};
	}
};

async function fuzzServer(
	{ random, history }: Context,
	installation: Installation,
	frames: number
): Promise<readonly [readonly string[], number]> {
	const [victim, ...hostile] = installation.seats.filter(({ place }) => place.id === installation.seats[0]?.place.id);
	if (!victim) throw new Error('Nobody has a seat.');
	const laptop = installation.open(victim);
	await laptop.synced();
	for (let n = 0; n < WORDS; n += 1) laptop.edit();
	await laptop.allSaved();
	let sent = 0;
	let sockets = 0;
	const { pid } = installation;
	await Promise.all(
		hostile.map(async (seat, index) => {
			const own = random.fork(`socket ${index}`);
			let replica = await replicaOf(installation, victim);
			while (sent < frames) {
				sockets += 1;
				if (sockets % 20 === 0) replica = await replicaOf(installation, victim);
				const honest = recorded(Y.encodeStateAsUpdate(replica), own.integer(1e6, 2e9), own);
				const socket = await attackerAt(installation.url, seat.place.path, seat.device.cookie);
				for (let n = 0; n < FRAMES_OF_A_SOCKET && !socket.closed; n += 1) {
					const break_ = own.chance(0.5) ? mutated : mutatedInside;
					socket.socket.send(break_(own.pick(honest), own, honest));
					sent += 1;
				}
				await socket.over(30);
				socket.socket.terminate();
			}
		})
	);
	const failures: string[] = [];
	if (installation.pid !== pid || !(await fetch(`${installation.url}/livez`)).ok) failures.push('the process ended');
	if (laptop.ended) failures.push(`the honest laptop was closed with ${laptop.ended.code} ${laptop.ended.reason}`);
	laptop.leave();
	const fresh = await installation.fresh();
	if (installation.databaseUrl === null) await installation.kill();
	for (const [id, { doc }] of await installation.rebuilt()) {
		const shown = fresh.get(id);
		if (!shown) continue;
		failures.push(...checkEqual(id, [shown, { name: 'the log', doc }]).map(faultText));
		// Words may have been typed into hers: whole notes are never gone.
		const there = new BoardDocument(shown.doc).notes().length;
		if (there < new Set(new BoardDocument(laptop.doc).notes().map(({ id }) => id)).size && id === laptop.documentId)
			failures.push('notes of the honest laptop are gone');
		failures.push(
			...checkWords(history, id, shown, [])
				.filter(({ kind }) => kind === 'lost')
				.map(faultText)
		);
	}
	return [failures, sockets];
}
