import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
beforeEach(() => installation.setNow('2027-01-13T14:00:00Z'));
afterAll(() => installation.close());

/** A signed plan, and so many participants who signed it. */
async function signedBy(people: number): Promise<{ room: PlanRoom; crowd: readonly Sitting[] }> {
	const room = await installation.openRoom();
	const crowd: Sitting[] = [];
	for (let n = 0; n < people; n += 1) crowd.push(await room.sit(`Person ${n}`, 'participant', room.alder));
	await room.reload();
	await room.ready('Every promise to call back has a name');
	await room.followedUp();
	for (const person of [room.elin, room.marcus, ...crowd]) await person.post('/plan/sign');
	await room.facilitator.post('/plan/close');
	return { room, crowd };
}

test('[FOLLOW-81] a heads-up of a far day is refused, and the box, Monday and the notices answer as before', async () => {
	const { room } = await signedBy(0);
	const notice = { what: 'Price letter', reason: 'Parts cost more', allTheSame: true };

	const far = await Promise.all(
		['9999-12-31', '9999-12-30', '2200-01-01', '1999-12-31'].map((startsOn) =>
			room.facilitator.post('/heads-ups', { ...notice, startsOn })
		)
	);
	const later = await room.facilitator.post('/heads-ups', { ...notice, startsOn: '2028-01-15' });
	const within = await room.facilitator.post('/heads-ups', { ...notice, startsOn: '2028-01-14' });
	const { body } = await room.elin.get('/heads-ups');

	expect(far.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
	expect([later.status, later.body.field, within.status]).toEqual([400, 'startsOn', 201]);
	expect(body.headsUps.map(({ workingDays }: { workingDays: number }) => workingDays)).toEqual([262]);
	expect((await room.marcus.get('/monday')).status).toBe(200);
});

test('[FOLLOW-82] what motivates is told once five people chose something, however many answered the rest', async () => {
	const { room, crowd } = await signedBy(13);
	installation.setNow('2027-04-06T09:00:00Z');
	const told = async () => (await room.elin.get('/before-after')).body.pulses.at(-1).motivators;
	const answer = (n: number, motivators: readonly string[]) =>
		crowd[n]?.post('/pulse', { marks: { 'pulse-1': 4, 'pulse-2': 4, 'pulse-3': 4 }, motivators });

	await answer(0, ['M1', 'M2', 'M3']);
	for (const n of [1, 2, 3, 4]) await answer(n, []);
	const byOne = await told();
	for (const n of [5, 6, 7, 8]) await answer(n, ['M4']);
	await answer(9, []);
	const byFive = await told();
	for (const n of [10, 11, 12]) await answer(n, ['M1']);

	expect(byOne).toBeNull();
	expect(byFive).toEqual([
		{ id: 'M4', times: 4 },
		{ id: 'M1', times: 1 },
		{ id: 'M2', times: 1 },
		{ id: 'M3', times: 1 }
	]);
	expect(await told()).toEqual(byFive);
});

test('[FOLLOW-83] a suggestion without a name is not bracketed by its neighbours', async () => {
	const { room } = await signedBy(0);
	const put = async (at: string, who: Sitting, id: string, withName: boolean) => {
		installation.setNow(at);
		return who.post('/suggestions', { id, text: `Words of ${id}`, withName });
	};
	await put('2027-03-01T14:02:00Z', room.elin, 'suggest-c-named', true);
	await put('2027-03-01T14:03:00Z', room.amira, 'suggest-b-hidden', false);
	const { body } = await put('2027-03-01T14:05:00Z', room.elin, 'suggest-a-named', true);
	const rows = await installation.database.rows(
		`select distinct written_at from suggestions where workshop_id = '${room.workshopId}'`
	);

	expect(body.suggestions.map(({ id }: { id: string }) => id)).toEqual([
		'suggest-a-named',
		'suggest-b-hidden',
		'suggest-c-named'
	]);
	for (const one of body.suggestions) {
		expect(one).toMatchObject({ writtenOn: '2027-03-01' });
		expect(one).not.toHaveProperty('n');
		expect(JSON.stringify(one)).not.toMatch(/T\d\d:/);
	}
	expect(rows).toHaveLength(1);
});
