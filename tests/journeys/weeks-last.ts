/** The weeks seven to twelve, as the scenario's table tells them. */
import { expect, test } from '@playwright/test';
import type { ChainView } from '#protocol/views.ts';
import { told } from './morning-stage.ts';
import { onCourse } from './weeks-first.ts';
import type { Weeks } from './weeks-stage.ts';

export async function lastWeeks(weeks: Weeks): Promise<void> {
	const { api, manager, deputy, sponsor, people } = weeks;

	await test.step('week 7: Uma is ill; Dev takes over in one act, and nothing is missed', async () => {
		await weeks.until('2027-02-28T12:00Z');
		await told(manager.device, 'POST', `${api}/follow-up/hand-over`, { to: deputy.id, words: 'I am ill.' });
		await told(deputy.device, 'GET', `${api}/monday`);
		await weeks.until('2027-03-01T18:00Z');
		weeks.expectDigest(7, '2027-03-01');
		const digest = weeks.letters().filter(({ takenAt }) => takenAt.toISOString().startsWith('2027-03-01'));
		// To the house with the name of whoever follows up now; outside it only where that person agreed to be named.
		const house = digest.filter(({ to }) => people.some(({ address }) => address === to));
		expect(new Set(house.map(({ mail }) => mail.from?.name))).toEqual(new Set([`${deputy.name} through Plenary`]));
		await weeks.until('2027-03-04T18:00Z');
		await onCourse(weeks, '2027-03-04', []);
		await told(deputy.device, 'POST', `${api}/follow-up/hand-over`, { to: manager.id, words: 'Uma is back.' });
	});

	await test.step('week 8: tried and learned, with its lesson, apart from what failed; a heads-up that 37 of 40 have seen', async () => {
		await weeks.until('2027-03-08T18:00Z');
		weeks.expectDigest(8, '2027-03-08');
		await weeks.finish(5, {
			health: 'learned',
			text: 'We rang a hundred and sixty homes.',
			lesson: 'Ring those who live alone, in the evening.'
		});
		const { actions } = await weeks.plan();
		expect(actions.filter(({ health }) => health === 'learned').length).toBe(1);
		await weeks.pulse(8, people.slice(0, 31));
		expect(await weeks.pulseAnswers(8)).toBe(30);
		const late = await manager.device.post(`${api}/heads-ups`, {
			...{ what: 'Price letter', startsOn: '2027-03-11', reason: 'Parts cost more.' }
		});
		expect(late.status).toBeGreaterThanOrEqual(400);
		const { headsUps } = await told(manager.device, 'POST', `${api}/heads-ups`, {
			...{ what: 'Price letter: 3.5 % from May', startsOn: '2027-03-31', reason: 'Parts cost 9 % more.' },
			questions: [{ q: 'Why now?', a: 'Because the contracts change in May.' }]
		});
		for (const { device } of people.slice(0, 37)) await told(device, 'POST', `${api}/heads-ups/${headsUps[0].id}/seen`);
		const shown = await told(manager.device, 'GET', `${api}/heads-ups`);
		expect([shown.headsUps[0].seen, shown.headsUps[0].of]).toEqual([37, 40]);
	});

	await test.step('week 9: the owner of action 2 leaves; the syndicate is asked first, somebody takes it, chain and history stay', async () => {
		await weeks.until('2027-03-15T18:00Z');
		weeks.expectDigest(9, '2027-03-15');
		const id = await weeks.actionId(2);
		const before: ChainView = await told(manager.device, 'GET', `${api}/actions/${id}/chain`);
		const updates = (await weeks.plan()).actions.find((each) => each.id === id)!.updates.length;
		const owner = await weeks.ownerOf(2);
		await told(manager.device, 'POST', `${api}/follow-up/left`, { personId: owner.id, left: true });
		const others = await weeks.syndicateOf(owner);
		const [taker] = others.filter((each) => each.id !== owner.id && each.id !== manager.id);
		await weeks.until('2027-03-16T12:00Z');
		const asked = weeks.letters().filter(({ takenAt }) => takenAt.toISOString().startsWith('2027-03-16'));
		expect(asked.map(({ to }) => to)).toContain(taker!.address);
		await told(taker!.device, 'POST', `${api}/actions/${id}/take`, { reason: 'I take this over.' });
		expect((await weeks.ownerOf(2)).id).toBe(taker!.id);
		const after: ChainView = await told(manager.device, 'GET', `${api}/actions/${id}/chain`);
		expect(after.links).toEqual(before.links);
		expect((await weeks.plan()).actions.find((each) => each.id === id)!.updates.length).toBeGreaterThanOrEqual(updates);
		// Whoever has left is written to no more.
		weeks.leaves(owner);
	});

	await test.step('week 10: what proved itself becomes the next version of the standards', async () => {
		await weeks.until('2027-03-22T18:00Z');
		weeks.expectDigest(10, '2027-03-22');
		for (const n of [2, 6, 7, 8, 9, 10]) await weeks.finish(n, { health: 'done', text: `Done, number ${n}.` });
		await weeks.growStandards();
	});

	await test.step('week 11: Easter Monday is no workday; Sam thanks, and nothing that is finished is without thanks', async () => {
		await told(manager.device, 'POST', `${api}/follow-up/settings`, { holidays: ['2027-03-26', '2027-03-29'] });
		await weeks.until('2027-03-29T20:00Z');
		expect(weeks.letters().filter(({ takenAt }) => takenAt.toISOString().startsWith('2027-03-29')).length).toBe(0);
		await weeks.until('2027-03-30T18:00Z');
		weeks.expectDigest(11, '2027-03-30');
		const { actions } = await weeks.plan();
		for (const { id, health } of actions.filter((each) => ['done', 'learned'].includes(each.health)))
			await told(sponsor, 'POST', `${api}/thanks`, { ref: `action:${id}`, text: `Thank you, it is ${health}.` });
		const { thanks } = await told(manager.device, 'GET', `${api}/thanks`);
		expect(thanks.length).toBe(9);
	});

	await test.step('week 12: before and after, a vote, and nothing unexplained: 8 done, 2 running, 1 learned, 1 stopped', async () => {
		await weeks.until('2027-04-05T18:00Z');
		weeks.expectDigest(12, '2027-04-05');
		await weeks.pulse(12, people.slice(0, 36));
		await weeks.baselineAgain(people.slice(0, 38));
		for (const [at, { device }] of people.slice(0, 36).entries())
			await told(device, 'POST', `${api}/prolong/vote`, { yes: at < 31 });
		const { actions } = await weeks.plan();
		const planned = actions.filter(({ notNowReason }) => notNowReason === null);
		const stand = (...healths: string[]) => planned.filter(({ health }) => healths.includes(health)).length;
		expect([stand('done'), stand('learned'), stand('stopped')]).toEqual([8, 1, 1]);
		expect(planned.length - 10).toBe(2);
		for (const { updates } of planned) expect(updates.length).toBeGreaterThan(0);
		await weeks.until('2027-04-16T18:00Z');
		weeks.expectOneADay();
	});

	// "12 + retention": names deleted or the workshop erased, as announced. Not promised yet; README says so.
}
