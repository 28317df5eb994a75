import { eq } from 'drizzle-orm';
import { people, seats } from '#drizzle/schema.ts';
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

/** What stands in the letter of this kind to somebody. */
async function toldTo(room: PlanRoom, { id }: Sitting, kind: string, period: string): Promise<string> {
	const rows = await installation.database.rows(
		`select part from notifications where workshop_id = '${room.workshopId}' and recipient = 'person:${id}'
		and kind = '${kind}' and period = '${period}'`
	);
	return JSON.stringify(rows);
}

async function rest(...instants: readonly string[]): Promise<void> {
	for (const instant of instants) {
		installation.setNow(instant);
		await installation.followUp.rest();
	}
}

test('[FOLLOW-84] the letters of 30, 60 and 90 days ask the questions of weeks 4, 8 and 12', async () => {
	const { room } = await signedBy(0);
	await rest('2027-02-11T12:00:00Z', '2027-02-12T12:00:00Z', '2027-03-15T12:00:00Z', '2027-03-16T12:00:00Z');
	await rest('2027-04-12T12:00:00Z', '2027-04-13T12:00:00Z');
	const to = (kind: string) => toldTo(room, room.elin, kind, kind);

	expect(await to('day-30')).toContain('"subjectId":"w4"');
	expect(await to('day-60')).toContain('"subjectId":"w8"');
	expect(await to('day-90')).toContain('"subjectId":"again"');
	expect(await to('day-90')).toContain(`/w/${room.workshopId}/before-after`);
});

test('[FOLLOW-84] the vote is announced on the Monday before it, and asked of whoever signed on the one it opens', async () => {
	const { room } = await signedBy(0);
	await rest('2027-03-29T12:00:00Z', '2027-04-05T12:00:00Z');
	const to = (who: Sitting, period: string) => toldTo(room, who, 'digest', period);
	const votePage = `/w/${room.workshopId}/before-after`;

	expect(await to(room.elin, 'w11')).toContain('From next Monday all who signed vote whether it goes on.');
	expect(await to(room.elin, 'w11')).not.toContain(votePage);
	expect(await to(room.elin, 'w12')).toContain(votePage);
	expect(await to(room.amira, 'w12')).not.toBe('[]');
	expect(await to(room.amira, 'w12')).not.toContain(votePage);
});

test('[FOLLOW-85] each letter says the day of the last one, and the last one does not say that they ended', async () => {
	const { room } = await signedBy(0);
	await installation.database.transaction((tx) =>
		tx.update(people).set({ email: 'elin@room.test' }).where(eq(people.id, room.elin.id))
	);
	await rest('2027-04-04T12:00:00Z', '2027-04-05T12:00:00Z', '2027-04-12T12:00:00Z', '2027-04-13T12:00:00Z');
	const mails = (await installation.database.rows(
		`select subject, text from mails where workshop_id = '${room.workshopId}' and person_id = '${room.elin.id}'`
	)) as readonly { readonly subject: string; readonly text: string }[];

	expect(mails.map(({ subject }) => subject.split(':')[0])).toContain('Three months on');
	for (const { text } of mails) expect(text).toContain('The letters end on 13 April 2027');
});

test('[FOLLOW-86] the questions of the beginning are answered again once a person, not once a browser; words come by fives', async () => {
	const { room, crowd } = await signedBy(6);
	installation.setNow('2027-04-06T09:00:00Z');
	const again = (who: Sitting | undefined, words = '') =>
		who?.post('/baseline-again', { marks: { 'base-1': 4 }, words }) as ReturnType<Sitting['post']>;
	const said = async () => (await room.elin.get('/before-after')).body.words;
	const elsewhere = await room.again(crowd[0] as Sitting);

	await again(crowd[0], 'The second key');
	const onTwo = await again(elsewhere);
	await installation.database.transaction((tx) => tx.delete(seats).where(eq(seats.personId, crowd[0]!.id)));
	await room.reload();
	const back = await room.again(crowd[0] as Sitting);
	const twice = await again(back);
	for (const n of [1, 2, 3]) await again(crowd[n], '');
	const few = await said();
	await again(crowd[4], ' The list at the door ');
	await again(crowd[5], 'Waits for the next five');

	expect([onTwo.status, twice.status]).toEqual([409, 409]);
	expect(few.said).toEqual([]);
	expect((await said()).said.toSorted()).toEqual(['The list at the door', 'The second key']);
});

test('[FOLLOW-87] the last day is set later than it stands and at most two years ahead, on Monday as after the vote', async () => {
	const { room } = await signedBy(0);
	const both = async (until: string) => [
		(await room.marcus.post('/follow-up/settings', { until })).status,
		(await room.marcus.post('/prolong', { until })).status
	];

	expect(await both('2027-04-07')).toEqual([400, 400]);
	expect(await both('2027-04-06')).toEqual([400, 400]);
	expect(await both('2029-01-14')).toEqual([400, 400]);
	expect(await both('2199-12-31')).toEqual([400, 400]);
	expect((await room.marcus.post('/follow-up/settings', { until: '2027-06-30' })).status).toBe(200);
	expect(await both('2027-06-29')).toEqual([400, 400]);
	expect((await room.marcus.post('/prolong', { until: '2029-01-12' })).status).toBe(200);
	expect((await room.marcus.post('/follow-up/settings', { until: '2027-07-30' })).body.field).toBe('until');
});

test('[FOLLOW-88] turns end with the last day, and begin again where it is prolonged', async () => {
	const { room, crowd } = await signedBy(1);
	const [deputy] = crowd as [Sitting];
	await room.facilitator.post('/appointments', { role: 'deputy', personId: deputy.id });
	await deputy.post('/appointments/deputy/answer', { yes: true });
	const turns = async () => {
		const rows = await installation.database.rows(
			`select from_id from hand_overs where workshop_id = '${room.workshopId}' order by handed_at`
		);
		return rows.length;
	};
	await room.marcus.post('/follow-up/settings', { deputyRotates: true });
	await rest('2027-02-15T12:00:00Z', '2027-03-15T12:00:00Z', '2027-04-12T12:00:00Z', '2027-05-10T12:00:00Z');
	const atItsEnd = await turns();
	const { rotatesOn } = (await room.facilitator.get('/monday')).body.settings;
	await room.facilitator.post('/prolong', { until: '2027-12-31' });
	await rest('2027-06-07T12:00:00Z');

	expect([atItsEnd, rotatesOn, await turns()]).toEqual([2, null, 3]);
});
