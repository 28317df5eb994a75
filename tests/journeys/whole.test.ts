import { expect, test } from '@playwright/test';
import type { ChainView, VotesView } from '#protocol/views.ts';
import { mailServer } from '../support/mail-server.ts';
import { installAt } from './installation.ts';
import { told } from './morning-stage.ts';
import { dayOne } from './whole-day-one.ts';
import { firstWeeks } from './weeks-first.ts';
import { lastWeeks } from './weeks-last.ts';
import { weeksOf } from './weeks-stage.ts';
import { CUSTOMER_ADDRESS, dayTwo } from './whole-day-two.ts';
import { takeSeats } from './whole-stage.ts';

// The acceptance scenario from end to end on one database, without browsers: what counts here is what the server keeps.

test('[JOURNEY-22] two days and twelve weeks on one database lose no note, no vote and no chain through F1 to F8', async () => {
	test.setTimeout(900_000);
	const mails = await mailServer();
	const installation = await installAt(new Date('2027-01-12T09:00:00Z'), { SMTP_URL: mails.url });
	try {
		const stage = await takeSeats(installation);
		const { facilitator, api, people, ledger, plan, wordsOf } = stage;
		await dayOne(stage);
		await dayTwo(stage);

		const members = people.map(({ id, name, device }, n) => ({
			...{ id, name, device },
			address: `person${n + 1}@marlowe.example`
		}));
		const weeks = await weeksOf(
			{
				url: installation.url,
				...{ api, facilitator, people: members },
				facilitatorAddress: 'ada@example.org',
				sponsor: stage.sponsor,
				sponsorAddress: 'sam@marlowe.example',
				customer: stage.customer,
				customerAddress: CUSTOMER_ADDRESS,
				manager: members[16]!,
				deputy: members[29]!
			},
			installation,
			mails
		);
		await firstWeeks(weeks);
		await lastWeeks(weeks);

		await test.step('every note, vote and chain is there, once', async () => {
			for (const [step, words] of ledger.notes) {
				// A sentence that was carried to a later board is a link there, without words of its own.
				const kept = (await wordsOf(step)).filter((text) => text !== '');
				expect(kept, step).toEqual(words.toSorted());
			}
			for (const [step, count] of ledger.votes) {
				if (step === 'questions') continue;
				const rows = await Promise.all(
					people.map(
						async ({ device }) => ((await told(device, 'GET', `${api}/steps/${step}/votes`)) as VotesView).mine
					)
				);
				expect(rows.flat().length, step).toBe(count);
			}
			const { questions } = await told(facilitator, 'GET', `${api}/questions`);
			const given = questions.reduce((sum: number, { votes }: { votes: number }) => sum + votes, 0);
			expect(given).toBe(ledger.votes.get('questions'));
			for (const { id, notNowReason } of (await plan()).actions) {
				if (notNowReason !== null) continue;
				const chain: ChainView = await told(facilitator, 'GET', `${api}/actions/${id}/chain`);
				expect(chain.links.some(({ step }) => step === 'experiences')).toBe(true);
			}
		});
	} finally {
		await installation.end();
		await mails.close();
	}
});
