import { type Browser } from '@playwright/test';
import { test } from './cast.ts';
import { anHourAway } from './afternoon-away.ts';
import { defineService, reportBack } from './afternoon-definitions.ts';
import { applyIt, lookBack } from './afternoon-house.ts';
import { takeSeats } from './afternoon-stage.ts';
import { agree, shareVision, voteInSecret } from './afternoon-vision.ts';
import { installAt } from './installation.ts';

// The first day from 10:05 to 16:40, after the journey of its morning: six syndicates of three, two of them with a
// browser, a projector and a console. One piece, because each step stands on what was written in the one before.

test('[JOURNEY-15] six syndicates go from their stories to a house of their own, and every line leads back to a story', async ({
	browser
}) => {
	test.setTimeout(420_000);
	// 10:00 in London.
	const installation = await installAt(new Date('2027-01-12T10:00:00Z'));
	try {
		await play(browser, installation);
	} finally {
		await installation.end();
	}
});

async function play(browser: Browser, installation: Awaited<ReturnType<typeof installAt>>): Promise<void> {
	const stage = await takeSeats(browser, installation);
	try {
		await anHourAway(stage);
		await reportBack(stage);
		await defineService(stage);
		await shareVision(stage);
		await agree(stage);
		await voteInSecret(stage);
		await applyIt(stage);
		await lookBack(stage);
	} finally {
		for (const person of stage.people) person.leave();
	}
}
