import { expect } from '@playwright/test';
import type { ActionMarksView, ChainView, PlanView } from '#protocol/views.ts';
import { deviceAt } from '../support/server.ts';
import { expectAccessible, test } from './cast.ts';
import { installAt } from './installation.ts';
import { told } from './morning-stage.ts';
import { draftThreeEach, expectVisible, invite, takeSeats } from './second-afternoon-stage.ts';

// The second day from 13:30 to 17:00: drafts become one plan, management answers, somebody follows up, everybody signs.

const REASON = 'We reached more than that in June.';

const planned = ({ actions }: PlanView) =>
	actions.filter(({ notNowReason, joinedTo }) => notNowReason === null && joinedTo === null);

test('[JOURNEY-20] eighteen drafts become twelve actions with owners who said yes, ten requests are answered with reasons, somebody follows up, 36 of 40 sign, and version one is the same on paper and screen', async ({
	browser
}) => {
	test.setTimeout(300_000);
	const installation = await installAt(new Date('2027-01-13T13:30:00Z'));
	try {
		const stage = await takeSeats(browser, installation);
		const { room, facilitator, api, desk, laptop, phone, sam, people, go, plan } = stage;

		const drafts =
			await test.step('13:30 six syndicates write three drafts each; their own people take them', async () => {
				const written = await draftThreeEach(stage);
				expect(written.length).toBe(18);
				return written;
			});

		await test.step('13:55 each syndicate says whether it can be reached; one thinks it cannot', async () => {
			await go('draft', 'reach');
			for (const [n, { ref }] of drafts.entries()) {
				const syndicate = Math.floor(n / 3);
				for (const person of people.filter((_, at) => at % 6 === syndicate).slice(0, 4))
					await told(person.device, 'POST', `${api}/actions/marks`, {
						about: 'reach',
						target: ref,
						mark: n === 0 ? 2 : 4
					});
			}
		});

		await test.step('14:10 they send them: one plan of eighteen', async () => {
			await go('plan', 'read');
			for (const { documentId, noteId, owner } of drafts)
				await told(owner.device, 'POST', `${api}/plan/send`, { documentId, noteId, stateVector: 'AA==' });
			const { actions } = await plan();
			expect(actions.map(({ ownerId }) => ownerId)).toEqual(drafts.map(({ owner }) => owner.id));
			expect(actions.flatMap(({ support }) => support).length).toBe(10);
		});

		await test.step('14:30 effect and effort, then votes', async () => {
			await go('plan', 'weigh');
			const { actions } = await plan();
			for (const [n, person] of people.slice(0, 5).entries())
				for (const { id } of actions)
					for (const about of ['impact', 'effort'])
						await told(person.device, 'POST', `${api}/actions/marks`, {
							about,
							target: `action:${id}`,
							mark: 1 + (n % 5)
						});
			await go('plan', 'vote');
			const marks: ActionMarksView = await told(facilitator, 'GET', `${api}/actions/marks`);
			expect(marks.impact[`action:${actions[0]!.id}`]).toMatchObject({ mean: 3, given: 5 });
			// The first two of each syndicate are wanted most.
			const wanted = actions.filter((_, at) => at % 3 < 2);
			for (const [n, person] of people.entries())
				for (let at = 0; at < 5; at += 1)
					await told(person.device, 'POST', `${api}/steps/plan/votes`, {
						target: `action:${wanted[(n * 5 + at) % 12]!.id}`
					});
		});

		await test.step('14:45 the plan is cut to twelve, each of the rest with its reason; those ask for nothing any more', async () => {
			await go('plan', 'complete');
			await desk.goto(`/w/${room.workshopId}/room/plan`);
			await desk.getByRole('button', { name: 'Cut to 12' }).click();
			const cut = desk.getByRole('dialog', { name: 'Cut the plan to 12' });
			const reasons = cut.getByRole('textbox', { name: /^Why action \d+ is not for now/ });
			await expect(reasons).toHaveCount(6);
			await cut.getByRole('button', { name: /^Keep 12, move 6/ }).click();
			// As a whole or not at all: without reasons nothing is moved.
			expect(planned(await plan()).length).toBe(18);
			for (const field of await reasons.all()) await field.fill('Good, and after the summer.');
			await expectAccessible(desk);
			await cut.getByRole('button', { name: /^Keep 12, move 6/ }).click();
			await expect(cut).toBeHidden();
			const after = await plan();
			expect(planned(after).length).toBe(12);
			expect(after.actions.filter(({ notNowReason }) => notNowReason === 'Good, and after the summer.').length).toBe(6);
		});

		await test.step('14:50 twelve owners say what their measures serve, one why its target stays; all of them can be reached', async () => {
			const { actions } = await plan();
			for (const { id, n, measure } of planned({ actions } as PlanView)) {
				const { owner } = drafts[n - 1]!;
				const change = { measure: { ...measure, serves: 'compass' } };
				await told(
					owner.device,
					'PATCH',
					`${api}/actions/${id}`,
					n === 1 ? { ...change, reachAnswer: REASON } : change
				);
				if (n % 2 === 0)
					await told(owner.device, 'POST', `${api}/plan/own/address`, { email: `owner${n}@marlowe.example` });
				else await told(owner.device, 'POST', `${api}/plan/own/claim-code`);
			}
			for (const { id } of planned(await plan()).slice(0, 3))
				await told(facilitator, 'POST', `${api}/actions/${id}/front`, { front: true });
			await expect(desk.getByText('12 of 12 owners reachable.')).toBeVisible();
			expect(planned(await plan()).flatMap(({ missing }) => missing.filter((letter) => letter !== 'A'))).toEqual([]);
		});

		await test.step('15:10 Sam answers ten requests on a phone: six yes, two with a limit, one not now, one no; none without words', async () => {
			await go('support', 'answers');
			await invite(stage);
			const { page } = sam;
			await page.goto(`/w/${room.workshopId}/support`);
			const answer = async (
				ask: string,
				choice: string,
				words: string,
				more: readonly (readonly [string, string])[]
			) => {
				const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: ask }) });
				await row.getByRole('radio', { name: choice, exact: true }).check({ force: true });
				for (const [label, value] of more) await row.getByLabel(label).fill(value);
				await row.getByRole('button', { name: 'Give this answer' }).click();
				await expect(row.locator('[aria-invalid="true"]')).not.toHaveCount(0);
				await row.getByRole('textbox').last().fill(words);
				await row.getByRole('button', { name: 'Give this answer' }).click();
				await expect(row.getByRole('button', { name: 'Give this answer' })).toHaveCount(0);
				await expect(laptop.page.getByText(words).first()).toBeVisible();
			};
			await laptop.page.goto(`/w/${room.workshopId}/room/sign`);
			await answer('Alder asks for 1 of these', 'Yes', 'It happens by Friday.', []);
			await answer('Alder asks for 2 of these', 'Yes, with a limit', 'Until Easter.', [
				['Up to how much, or until when?', '£40']
			]);
			await answer('Birch asks for 1 of these', 'Not now', 'The board has to hear it.', [
				['The day on which you answer', '2027-01-20']
			]);
			await answer('Birch asks for 2 of these', 'No', 'The room is let from March.', []);
			await expectAccessible(page);
			const hers = deviceAt(room.url);
			const [cookie] = await sam.context.cookies();
			hers.cookie = `${cookie!.name}=${cookie!.value}`;
			const open = planned(await plan()).flatMap(({ support }) =>
				support.filter(({ answers }) => answers.length === 0)
			);
			for (const [n, { id }] of open.entries())
				await told(hers, 'POST', `${api}/support/${id}/answer`, {
					...(n === 0 ? { answer: 'yes-with-a-limit', limit: 'Two hours a week' } : { answer: 'yes' }),
					words: 'From Monday, ask me.'
				});
			const given = planned(await plan()).flatMap(({ support }) =>
				support.map(({ answers }) => answers.at(-1)?.answer)
			);
			expect(given.toSorted()).toEqual([
				...['no', 'not-now', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes'],
				...['yes-with-a-limit', 'yes-with-a-limit']
			]);
		});

		const uma = people[1]!;
		await test.step('15:55 the room names in secret; Uma is asked and says yes, Dev deputises; her rights begin', async () => {
			await go('support', 'follow-up');
			for (const [n, person] of people.entries())
				await told(person.device, 'POST', `${api}/steps/support/votes`, {
					target: `person:${people[n % 3 === 0 ? 2 : 1]!.id}`
				});
			await phone.page.goto(`/w/${room.workshopId}/room/sign`);
			await phone.page.getByLabel('Name somebody, yourself included').selectOption({ label: uma.name });
			await phone.page.getByRole('button', { name: 'Name this person' }).click();
			await expect(phone.page.getByText('Nobody sees whom you named.')).toBeVisible();
			await expectAccessible(phone.page);
			await go('sign', 'read');
			await desk.goto(`/w/${room.workshopId}/room/sign`);
			await desk.getByRole('button', { name: `Ask ${uma.name}` }).click();
			await expect(desk.getByText(/has been asked, and answers in person/)).toBeVisible();
			await told(uma.device, 'POST', `${api}/appointments/follow-up-manager/answer`, { yes: true, words: 'Gladly.' });
			await expect(phone.page.getByText(`${uma.name} said yes.`)).toBeVisible();
			await told(facilitator, 'POST', `${api}/appointments`, { role: 'deputy', personId: people[2]!.id });
			await told(people[2]!.device, 'POST', `${api}/appointments/deputy/answer`, { yes: true, words: '' });
		});

		await test.step('16:10 thirty-six of forty sign, one of them through a broken line; Sam signs; two facilitators press at once', async () => {
			await go('sign', 'sign');
			// Without a line it waits on the phone, and is on the plan once the line is back.
			await phone.context.setOffline(true);
			await phone.page.getByRole('button', { name: 'Sign with my name' }).click();
			await expect(phone.page.getByText('It is not on the plan yet.')).toBeVisible({ timeout: 15_000 });
			const signers = people.slice(0, 34);
			await Promise.all(signers.map(({ device }) => told(device, 'POST', `${api}/plan/sign`)));
			await laptop.page.getByRole('button', { name: 'Sign with my name' }).click();
			await phone.context.setOffline(false);
			await expect(phone.page.getByRole('button', { name: 'Sign with my name' })).toHaveCount(0);
			await sam.page.getByRole('button', { name: 'Sign with my name' }).click();
			await expect.poll(async () => (await plan()).signatures.length).toBe(37);
			for (const page of [laptop.page, desk, stage.screen.page]) await expectVisible(page, /36/);
			const closing = await Promise.all([1, 2].map(() => facilitator.post(`${api}/plan/close`)));
			expect(closing.map(({ status }) => status).toSorted()).toEqual([200, 409]);
		});

		await test.step('16:30 version one is the same on paper and screen; the code is closed, the boards are read only, all chains are whole', async () => {
			const signed = await plan();
			expect([signed.version, signed.hash?.length, signed.signatures.length]).toEqual([1, 64, 37]);
			await expectVisible(phone.page, signed.hash!.slice(0, 12));
			await laptop.page.goto(`/w/${room.workshopId}/print/plan`);
			await expectVisible(laptop.page, signed.hash!);
			for (const { text } of planned(signed)) await expectVisible(laptop.page, text);
			await expectVisible(laptop.page, 'The room is let from March.');
			await expectAccessible(laptop.page);
			const late = await deviceAt(room.url).post('/api/join', {
				code: room.code,
				name: 'Late Comer',
				syndicate: 'alder'
			});
			// A code that is closed answers as one that never was.
			expect([late.status, late.body.code]).toEqual([404, 'code-unknown']);
			const refused = await people[36]!.device.post(`${api}/plan/sign`);
			expect([refused.status, refused.body.code]).toEqual([409, 'plan-already-signed']);
			for (const { id } of planned(signed)) {
				const chain: ChainView = await told(facilitator, 'GET', `${api}/actions/${id}/chain`);
				expect(chain.links.some(({ step }) => step === 'experiences')).toBe(true);
			}
			await stage.screen.page.bringToFront();
			await expectVisible(stage.screen.page, /Signed/);
			await expectAccessible(stage.screen.page);
		});
	} finally {
		await installation.end();
	}
});
