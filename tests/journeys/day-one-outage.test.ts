import { expect, test } from '@playwright/test';
import { asId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import type { VotesView } from '#protocol/views.ts';
import { deviceAt, type Device } from '../support/server.ts';
import { openBoard, type OpenBoard } from '../support/workshop.ts';
import { arrive, type LightPerson } from './crowd.ts';
import { installAt } from './installation.ts';
import { roomOfSix, SYNDICATES } from './room-of-six.ts';

// What a full room does to the first step where its network fails and its votes are cheated at; without browsers, since
// what counts is what the server keeps. One piece: the votes are on the notes that came back.

const PEOPLE = 40;
const STEP = 'experiences';
const AWAY = 5;

test('[JOURNEY-14] five devices without a network for twelve minutes lose nothing, and no vote counts beyond the budget', async () => {
	test.setTimeout(300_000);
	// 09:30 in London.
	const installation = await installAt(new Date('2027-01-12T09:30:00Z'));
	const boards: OpenBoard[] = [];
	const people: LightPerson[] = [];
	try {
		const { room, facilitator, api, wordsOf } = await roomOfSix(installation);
		for (let n = 0; n < PEOPLE; n += 1)
			people.push(await arrive(room, `Person ${n + 1} Light`, SYNDICATES[n % SYNDICATES.length]?.toLowerCase()));
		await facilitator.post(`${api}/steps/${STEP}/go`, { phase: 'share' });
		for (const person of people) boards.push(await openBoard(room, person.device, await placeOf(person.device, api)));
		const written: string[] = [];
		const write = (open: OpenBoard, zone: string, words: string) => {
			open.board.addNote({ zone: asId<'Zone'>(zone), text: words });
			written.push(words);
		};

		await test.step('everybody writes', async () => {
			for (const [n, open] of boards.entries()) write(open, n % 2 === 0 ? 'good' : 'bad', `first of ${n + 1}`);
			await Promise.all(boards.map((open) => open.saved()));
		});

		await test.step('[F2] a laptop and four phones are off for twelve minutes, and write on', async () => {
			const away = boards.slice(0, AWAY);
			for (const open of away) open.offline();
			for (const [n, open] of away.entries())
				for (const words of ['one', 'two', 'three']) write(open, 'good', `${words} of ${n + 1}, without a network`);
			for (const [n, open] of boards.slice(AWAY).entries()) write(open, 'bad', `second of ${n + AWAY + 1}`);
			await Promise.all(boards.slice(AWAY).map((open) => open.saved()));
			await installation.advance(12);
			expect(await wordsOf(STEP)).toHaveLength(written.length - 3 * AWAY);
			for (const open of away) open.online();
			await expect.poll(() => wordsOf(STEP), { timeout: 30_000 }).toEqual([...written].sort());
		});

		await test.step('[F5] double taps, two devices, a private window and a script are worth one person’s votes', async () => {
			await facilitator.post(`${api}/steps/${STEP}/go`, { phase: 'vote' });
			const [cheat, honest] = people;
			if (!cheat || !honest) throw new Error('Nobody came.');
			const place = await placeOf(cheat.device, api);
			const own = boards[0]?.board.notes().map(({ id }) => noteRef(asId<'Document'>(place.id), id)) ?? [];
			expect(own.length).toBeGreaterThan(3);
			const votes = `${api}/steps/${STEP}/votes`;
			const second = deviceAt(room.url);
			expect((await second.post('/api/join/return', { returnCode: cheat.returnCode })).status).toBeLessThan(300);
			const tapped = await Promise.all(
				own.flatMap((target) =>
					[cheat.device, second, cheat.device, second].map(
						async (device) => (await device.post(votes, { target })).status
					)
				)
			);
			expect(tapped.every((status) => status < 500)).toBe(true);
			const mine: VotesView = (await cheat.device.get(votes)).body;
			expect([mine.mine.length, new Set(mine.mine).size, mine.left]).toEqual([mine.budget, mine.budget, 0]);

			// The same name once more, from a window without cookies: known already, so no second person.
			const hidden = deviceAt(room.url);
			const again = await hidden.post('/api/join', { code: room.code, name: cheat.name, syndicate: 'alder' });
			expect(again.status).toBe(409);
			const script = await Promise.all(
				Array.from({ length: 60 }, async (_, n) => (await hidden.post(votes, { target: own[n % own.length] })).status)
			);
			expect(new Set(script)).not.toContain(200);
			expect(script.every((status) => status >= 400 && status < 500)).toBe(true);
			const foreign = await honest.device.post(votes, { target: own[0] });
			expect(foreign.status).toBeGreaterThanOrEqual(400);
			const nowhere = await cheat.device.post(votes, { target: 'note:nowhere:nothing' });
			expect(nowhere.status).toBeGreaterThanOrEqual(400);

			const back = await cheat.device.post(`${votes}/take-back`, { target: mine.mine[0] });
			expect(back.status).toBeLessThan(300);
			const left: VotesView = (await second.get(votes)).body;
			expect([left.mine.length, left.left]).toEqual([(mine.budget ?? 0) - 1, 1]);
			await facilitator.post(`${api}/steps/${STEP}/votes/close`);
			const result: VotesView = (await facilitator.get(votes)).body;
			const counted = Object.values(result.totals ?? {}).reduce((sum: number, count) => sum + count, 0);
			expect(counted).toBe((mine.budget ?? 0) - 1);
			expect((await cheat.device.post(votes, { target: own[0] })).status).toBeGreaterThanOrEqual(400);
		});
	} finally {
		for (const open of boards) open.close();
		for (const person of people) person.leave();
		await installation.end();
	}
});

async function placeOf(device: Device, api: string): Promise<DocumentPlace> {
	const places: readonly DocumentPlace[] = (await device.get(`${api}/documents`)).body;
	const place = places.find(({ kind, step, writable }) => kind === 'board' && step === STEP && writable);
	if (!place) throw new Error(`There is no board of ${STEP} to write on.`);
	return place;
}
