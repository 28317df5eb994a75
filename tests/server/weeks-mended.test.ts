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
