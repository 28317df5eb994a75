/** The second day, with what goes wrong on it: F6 to F8; at its end the plan is signed. */
import { expect, test } from '@playwright/test';
import type { IssuesView } from '#protocol/issue-views.ts';
import { asId } from '#domain/ids.ts';
import { DRAFT, supportField } from '#domain/draft-form.ts';
import { noteRef } from '#domain/refs.ts';
import { deviceAt } from '../support/server.ts';
import { openPlace } from './crowd.ts';
import { told } from './morning-stage.ts';
import { SYNDICATES } from './room-of-six.ts';
import { refsOf } from './whole-day-one.ts';
import { voteAll, type Whole } from './whole-stage.ts';

const SAID = Array.from({ length: 11 }, (_, n) => `Wish ${n + 1}: ring me before I ring you`);
export const CUSTOMER_ADDRESS = 'carla@kestrel.example';
const QUESTIONS = 31;
const ASKS = ['money', 'time', 'people', 'rule-change', 'other-department'] as const;

export async function dayTwo(stage: Whole): Promise<void> {
	const { room, facilitator, api, installation, people, sponsor, customer, ledger, go, plan } = stage;
	const as = (n: number) => people[n]!.device;

	await test.step('day 2: [F6] a new phone and a cleared browser come back as the same people', async () => {
		await installation.advance(29 * 60);
		for (const at of [4, 32]) {
			const fresh = deviceAt(room.url);
			const { person } = await told(fresh, 'POST', '/api/join/return', { returnCode: people[at]!.returnCode });
			expect(person.id).toBe(people[at]!.id);
		}
	});

	await test.step('the customer speaks; she corrects two and takes one back', async () => {
		await go('customer', 'speak');
		for (const [n, text] of [...SAID, 'A word she takes back'].entries()) {
			const body = { text, kind: 'wish', sendKey: `whole${n}`.padEnd(22, 'x') };
			await Promise.all([1, 2].map(() => told(as(n % 6), 'POST', `${api}/points`, body)));
		}
		await go('customer', 'check');
		const points = await told(customer, 'GET', `${api}/points`);
		expect(points.length).toBe(12);
		const of = (text: string) => points.find((point: { text: string }) => point.text === text).id;
		await told(customer, 'POST', `${api}/points/${of(SAID[0]!)}/check`, {
			verdict: 'correct',
			text: 'Ring me at once'
		});
		await told(customer, 'POST', `${api}/points/${of('A word she takes back')}/check`, { verdict: 'take-back' });
		const left = JSON.stringify(await told(as(3), 'GET', `${api}/points`));
		expect(left).not.toContain('A word she takes back');
	});

	await test.step('thirty-one questions; [F7] a script posts two hundred votes on one', async () => {
		await go('questions', 'answer');
		for (let n = 0; n < QUESTIONS; n += 1)
			await told(as(n), 'POST', `${api}/questions`, { text: `What about matter ${n + 1}?`, shows: 'name' });
		const asked = async () => told(facilitator, 'GET', `${api}/questions`).then(({ questions }) => questions);
		const moderate = (id: string, deed: object) => told(facilitator, 'POST', `${api}/questions/${id}/moderate`, deed);
		for (const { id, state } of await asked()) if (state === 'held') await moderate(id, { deed: 'wait' });
		const all = await asked();
		for (let n = 1; n < 40; n += 1)
			for (let at = 0; at < 3; at += 1)
				await told(as(n), 'POST', `${api}/questions/${all[(n + at * 7) % QUESTIONS].id}/vote`, { on: true });
		const before = (await asked()).find(({ id }: { id: string }) => id === all[0].id).votes;
		const forged = await Promise.all(
			Array.from(
				{ length: 200 },
				async () => (await as(0).post(`${api}/questions/${all[0].id}/vote`, { on: true })).status
			)
		);
		expect(forged.every((status) => status === 200 || status === 429)).toBe(true);
		expect((await asked()).find(({ id }: { id: string }) => id === all[0].id).votes).toBe(before + 1);
		ledger.votes.set('questions', 39 * 3 + 1);
		for (const { id } of all.slice(0, 14)) await moderate(id, { deed: 'answered', answer: 'As we do it today.' });
		await go('questions', 'place');
		for (const { id } of all.slice(14, 23)) await moderate(id, { deed: 'deal' });
		for (const { id } of all.slice(23, 28)) await moderate(id, { deed: 'send' });
		for (const { id } of all.slice(28)) await moderate(id, { deed: 'park', with: null, reason: 'In spring.' });
	});

	await test.step('nine issues, each with two syndicates; [F8] the projector comes back to the same picture', async () => {
		await go('issues', 'one');
		const made = ((await told(facilitator, 'GET', `${api}/issues`)) as IssuesView).issues;
		const { syndicates } = await told(facilitator, 'GET', api);
		for (const [n, { id }] of made.slice(9).entries())
			await told(facilitator, 'POST', `${api}/issues/${id}/join`, { to: made[n % 9]!.id });
		for (const [n, { id }] of made.slice(0, 9).entries())
			await told(facilitator, 'POST', `${api}/issues/${id}/deal`, {
				syndicates: [syndicates[(2 * n) % 6].id, syndicates[(2 * n + 1) % 6].id]
			});
		await told(facilitator, 'POST', `${api}/screen`, { kind: 'spotlight', syndicateId: syndicates[2].id });
		const screen = stage.watch();
		const shown = await screen.until((state) => state.screen.kind === 'spotlight');
		screen.close();
		const again = stage.watch();
		expect((await again.until((state) => state.screen.kind === 'spotlight')).screen).toEqual(shown.screen);
		again.close();
	});

	await test.step('eighteen drafts from definitions; their owners say yes; one plan of twelve', async () => {
		await go('draft', 'form');
		const drafts: { readonly owner: number; readonly documentId: string; readonly noteId: string }[] = [];
		const words: string[] = [];
		for (const [n, syndicate] of SYNDICATES.entries()) {
			const [definition] = await refsOf(stage, 'definitions', n);
			const open = await openPlace(room, people[n]!, 'draft');
			const { id: documentId } = await stage.placeOf('draft', syndicate.toLowerCase());
			for (let at = 0; at < 3; at += 1) {
				const owner = at * 6 + n;
				const text = `${syndicate} rings back by name, part ${at + 1}`;
				words.push(text);
				const noteId = open.board.addNote({
					zone: asId('drafts'),
					text,
					from: [definition!],
					fields: draftFields(n, at)
				});
				drafts.push({ owner, documentId, noteId });
			}
			await open.saved();
			open.close();
		}
		ledger.notes.set('draft', words);
		for (const { owner, documentId, noteId } of drafts)
			await told(as(owner), 'POST', `${api}/drafts/own`, { ref: noteRef(asId(documentId), asId(noteId)), yes: true });
		await go('plan', 'read');
		for (const { owner, documentId, noteId } of drafts)
			await told(as(owner), 'POST', `${api}/plan/send`, { documentId, noteId, stateVector: 'AA==' });
		await go('plan', 'vote');
		const { actions } = await plan();
		expect(actions.length).toBe(18);
		const wanted = actions.filter((_, at) => at % 3 < 2).map(({ id }) => `action:${id}`);
		await voteAll(stage, 'plan', people, (at) => Array.from({ length: 5 }, (_, n) => wanted[(at * 5 + n) % 12]!));
		await go('plan', 'complete');
		for (const { id } of actions.filter((_, at) => at % 3 === 2))
			await told(facilitator, 'POST', `${api}/actions/${id}/choose`, { place: 'not-now', reason: 'After the summer.' });
		for (const { id, n, measure } of (await plan()).actions.filter(({ notNowReason }) => notNowReason === null)) {
			const { owner } = drafts[n - 1]!;
			await told(as(owner), 'PATCH', `${api}/actions/${id}`, { measure: { ...measure, serves: 'compass' } });
		}
		// Everybody leaves an address: letters go out in the weeks to come.
		await told(customer, 'POST', `${api}/plan/own/address`, { email: CUSTOMER_ADDRESS });
		for (const [n, { device }] of people.entries())
			await told(device, 'POST', `${api}/plan/own/address`, { email: `person${n + 1}@marlowe.example` });
	});

	await test.step('ten requests: six yes, two with a limit, one not now, one no', async () => {
		await go('support', 'answers');
		const open = (await plan()).actions
			.filter(({ notNowReason }) => notNowReason === null)
			.flatMap(({ support }) => support);
		expect(open.length).toBe(10);
		const answers = [
			...Array.from({ length: 6 }, () => ({ answer: 'yes' })),
			...Array.from({ length: 2 }, () => ({ answer: 'yes-with-a-limit', limit: 'Two hours a week' })),
			{ answer: 'not-now', answerBy: '2027-02-15' },
			{ answer: 'no' }
		];
		for (const [n, { id }] of open.entries())
			await told(sponsor, 'POST', `${api}/support/${id}/answer`, { ...answers[n], words: 'From Monday, ask me.' });
	});

	await test.step('Uma follows up, Dev is her deputy; thirty-six of forty sign, and the plan is closed', async () => {
		await go('support', 'follow-up');
		await voteAll(stage, 'support', people, () => [`person:${people[16]!.id}`]);
		await go('sign', 'read');
		for (const [role, n] of [
			['follow-up-manager', 16],
			['deputy', 29]
		] as const) {
			await told(facilitator, 'POST', `${api}/appointments`, { role, personId: people[n]!.id });
			await told(as(n), 'POST', `${api}/appointments/${role}/answer`, { yes: true, words: 'Gladly.' });
		}
		await go('sign', 'sign');
		await Promise.all(people.slice(0, 36).map(({ device }) => told(device, 'POST', `${api}/plan/sign`)));
		await told(sponsor, 'POST', `${api}/plan/sign`);
		const closing = await Promise.all([1, 2].map(() => facilitator.post(`${api}/plan/close`)));
		expect(closing.map(({ status }) => status).toSorted()).toEqual([200, 409]);
	});

	function draftFields(n: number, at: number) {
		const values = [
			[DRAFT.dueOn, ['2027-02-26', '2027-03-12', '2027-03-31'][at]!],
			[DRAFT.kind, 'action'],
			[DRAFT.horizon, at === 2 ? 'long' : 'quarter'],
			[DRAFT.measureGroup, 'customer'],
			[DRAFT.measureName, `Call-backs kept in ${SYNDICATES[n]}, part ${at + 1}`],
			[DRAFT.measureUnit, '%'],
			[DRAFT.baseline, '61'],
			[DRAFT.target, '90'],
			[DRAFT.countedBy, 'Contact centre'],
			[DRAFT.every, 'week'],
			...(at < 2 && n < 5 ? [[supportField(ASKS[n]!), `${SYNDICATES[n]} asks for ${at + 1} of these`] as const] : [])
		] as const;
		return [
			{ id: DRAFT.why, kind: 'text' as const, value: 'Whoever waits for a call cannot do anything else.' },
			{ id: DRAFT.firstStep, kind: 'text' as const, value: 'Hang the board by the window' },
			...values.map(([id, value]) => ({ id, kind: 'choice' as const, value }))
		];
	}
}
