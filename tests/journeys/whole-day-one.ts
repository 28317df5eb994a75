/** The first day, with what goes wrong on it: F1 to F5. */
import { expect, test } from '@playwright/test';
import type { DocumentPlace } from '#protocol/live.ts';
import type { PersonView, VotesView } from '#protocol/views.ts';
import { asId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import { deviceAt } from '../support/server.ts';
import { openBoard } from '../support/workshop.ts';
import { arrive, openPlace } from './crowd.ts';
import { told } from './morning-stage.ts';
import { SYNDICATES } from './room-of-six.ts';
import { voteAll, type Whole } from './whole-stage.ts';

const BAD = asId<'Zone'>('bad');
const GOOD = asId<'Zone'>('good');

export async function dayOne(stage: Whole): Promise<void> {
	const { room, facilitator, api, installation, people, ledger, go, write, wordsOf, placeOf } = stage;

	await test.step('day 1: everybody writes alone; [F1] two change places and no note moves', async () => {
		await go('experiences', 'write');
		for (const person of people) await person.live.until((state) => state.step?.id === 'experiences');
		await write('experiences', people, ({ board }, { name }, _, note) => {
			board.addNote({ zone: GOOD, text: note(`Somebody rang me back: ${name}`) });
			board.addNote({ zone: BAD, text: note(`Nobody rang me back: ${name}`) });
		});
		const [one, other] = people;
		await told(facilitator, 'POST', `${api}/people/${one!.id}/move`, { syndicate: 'birch' });
		await told(facilitator, 'POST', `${api}/people/${other!.id}/move`, { syndicate: 'alder' });
		// And back again, so that the ring of six stays as it was for the rest of the day.
		await told(facilitator, 'POST', `${api}/people/${one!.id}/move`, { syndicate: 'alder' });
		await told(facilitator, 'POST', `${api}/people/${other!.id}/move`, { syndicate: 'birch' });
		await go('experiences', 'share');
		await expect.poll(() => wordsOf('experiences')).toEqual(ledger.notes.get('experiences')!.toSorted());
		const everybody: readonly PersonView[] = await told(facilitator, 'GET', `${api}/people`);
		expect(everybody.filter(({ role }) => role === 'participant').length).toBe(people.length);
	});

	await test.step('two come late, into the running step', async () => {
		for (const [n, syndicate] of [
			[39, 'cedar'],
			[40, 'damson']
		] as const)
			people.push(await arrive(room, `Person ${n} Light`, syndicate));
		await write('experiences', people.slice(-2), ({ board }, { name }, _, note) => {
			board.addNote({ zone: BAD, text: note(`I came late: ${name}`) });
		});
	});

	await test.step('[F2] a laptop and four phones are off for twelve minutes and write on', async () => {
		const away = people.slice(0, 5);
		const boards = await Promise.all(away.map((person) => openPlace(room, person, 'experiences')));
		for (const open of boards) open.offline();
		const words = boards.map((open, n) => {
			const text = `Written without a network by ${n + 1}`;
			open.board.addNote({ zone: GOOD, text });
			return text;
		});
		await installation.advance(12);
		for (const open of boards) open.online();
		ledger.notes.get('experiences')!.push(...words);
		await expect
			.poll(() => wordsOf('experiences'), { timeout: 30_000 })
			.toEqual(ledger.notes.get('experiences')!.toSorted());
		for (const open of boards) open.close();
	});

	await test.step('[F3] Next by mistake, and back: nothing is lost', async () => {
		const before = await wordsOf('experiences');
		await go('gallery', 'read');
		const { lastMove } = await people[5]!.live.until(({ step }) => step?.id === 'gallery');
		await told(facilitator, 'POST', `${api}/undo`, { at: lastMove!.at });
		await people[5]!.live.until(({ step }) => step?.id === 'experiences');
		expect(await wordsOf('experiences')).toEqual(before);
	});

	await test.step('definitions, each from a story; [F4] the server is killed over lunch', async () => {
		const stories = new Map<string, string>();
		for (const syndicate of SYNDICATES) {
			const place = await placeOf('experiences', syndicate.toLowerCase());
			const open = await openBoard(room, facilitator, place);
			const [story] = open.board.notes().filter(({ zone }) => zone === BAD);
			stories.set(syndicate, noteRef(place.id, story!.id));
			open.close();
		}
		await go('definitions', 'share');
		await write('definitions', people.slice(0, 12), ({ board }, { name }, at, note) => {
			board.addNote({
				zone: asId('good-service-is'),
				text: note(`you are rung back the same day, says ${name}`),
				from: [stories.get(SYNDICATES[at % 6]!)!]
			});
		});
		const before = await wordsOf('definitions');
		await installation.killAndRestart();
		await expect.poll(() => wordsOf('definitions')).toEqual(before);
		await Promise.all(
			people.map(async (person) => {
				// The socket went with the process; a device that comes back is told where the room is.
				const { status, body } = await person.device.get(api);
				expect([status, body.id]).toEqual([200, room.workshopId]);
			})
		);
	});

	await test.step('votes on definitions; [F5] double taps, two devices and a private window are worth one person', async () => {
		await go('definitions', 'vote');
		const [cheat] = people;
		const targets = await refsOf(stage, 'definitions', 0);
		const second = deviceAt(room.url);
		await told(second, 'POST', '/api/join/return', { returnCode: cheat!.returnCode });
		const votes = `${api}/steps/definitions/votes`;
		const tapped = await Promise.all(
			targets.flatMap((target) =>
				[cheat!.device, second, cheat!.device].map(async (device) => (await device.post(votes, { target })).status)
			)
		);
		expect(tapped.every((status) => status < 500)).toBe(true);
		const hidden = deviceAt(room.url);
		expect((await hidden.post('/api/join', { code: room.code, name: cheat!.name, syndicate: 'alder' })).status).toBe(
			409
		);
		const mine: VotesView = await told(cheat!.device, 'GET', votes);
		expect(mine.mine.length).toBe(Math.min(targets.length, mine.budget ?? 0));
		ledger.votes.set('definitions', mine.mine.length);
		for (let n = 1; n < 6; n += 1)
			await voteAll(
				stage,
				'definitions',
				stage.ofSyndicate(n),
				(
					(own) => () =>
						own.slice(0, 2)
				)(await refsOf(stage, 'definitions', n))
			);
	});

	await test.step('one vision of nine lines, a vote, and what it is like in our own house', async () => {
		await go('vision', 'place');
		const [writer] = people;
		await told(facilitator, 'POST', `${api}/steps/vision/writers`, { people: [writer!.id] });
		const sources = (await Promise.all(SYNDICATES.map((_, n) => refsOf(stage, 'definitions', n)))).flat();
		const room9 = await placeOf('vision', null);
		const board = await openBoard(room, writer!.device, room9);
		const words = Array.from({ length: 9 }, (_, n) => `Line ${n + 1}: we ring back`);
		const lines = words.map((text, n) =>
			board.board.addNote({ zone: asId('standards'), text, from: [sources[n % sources.length]!] })
		);
		await board.saved();
		board.close();
		ledger.notes.set('vision', words);
		const targets = lines.map((id) => noteRef(room9.id, id));
		await go('vision', 'agree');
		for (const { device } of people.slice(0, 8))
			for (const target of targets) await told(device, 'POST', `${api}/steps/vision/ratings`, { target, mark: 4 });
		await go('vision', 'vote');
		await voteAll(stage, 'vision', people, (at) => Array.from({ length: 5 }, (_, n) => targets[(at + n) % 9]!));
		const sheet = targets.map((ref) => ({ ref, fixed: [], mayDecide: [] }));
		await told(facilitator, 'POST', `${api}/standards`, { lines: sheet, learn: [], line: [] });
		await go('house', 'fill');
		for (const [n] of SYNDICATES.entries()) {
			const place = await placeOf('house', SYNDICATES[n]!.toLowerCase());
			const open = await openBoard(room, stage.ofSyndicate(n)[0]!.device, place);
			const cells = open.board.notes().filter(({ zone, removedAt }) => zone === 'in-the-way' && removedAt === null);
			expect(cells.length).toBe(9);
			for (const [line, { id }] of cells.entries())
				open.board.textOf(id)?.insert(0, `In the way of line ${line + 1} for ${SYNDICATES[n]}`);
			await open.saved();
			open.close();
		}
	});
}

/** The notes on a syndicate's board of a step, as a vote or a source names them. */
export async function refsOf(
	{ room, facilitator, placeOf }: Whole,
	step: string,
	n: number
): Promise<readonly string[]> {
	const place: DocumentPlace = await placeOf(step, SYNDICATES[n]!.toLowerCase());
	const open = await openBoard(room, facilitator, place);
	const refs = open.board
		.notes()
		.filter(({ removedAt }) => removedAt === null)
		.map(({ id }) => noteRef(place.id, id));
	open.close();
	return refs;
}
