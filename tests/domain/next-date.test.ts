import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { dayPlus } from '#domain/calendar.ts';
import { DIGEST, firstReportAfter, weekdayOf } from '#domain/next-date.ts';

test('[SIGN-37] the first letter comes on the template’s weekday and hour, after the signing and within a week of it', async () => {
	const { followUp } = JSON.parse(await readFile(new URL('../../server/template.json', import.meta.url), 'utf8')) as {
		readonly followUp: { readonly digest: { readonly weekday: string; readonly time: string } };
	};
	const { weekday, time } = followUp.digest;

	expect(DIGEST).toEqual({ weekday, time });
	// Across a month, a year, a leap day and both changes of the clock.
	for (const start of ['2026-12-25', '2027-03-20', '2027-10-25', '2028-02-24']) {
		for (let days = 0; days < 10; days += 1) {
			const signed = dayPlus(start, days);
			const letter = firstReportAfter(signed);
			expect(weekdayOf(letter)).toBe(weekday);
			expect(letter > signed && letter <= dayPlus(signed, 7)).toBe(true);
		}
	}
	expect([firstReportAfter('2027-01-13'), firstReportAfter('2027-01-18')]).toEqual(['2027-01-18', '2027-01-25']);
});
