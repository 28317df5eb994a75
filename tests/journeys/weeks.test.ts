import { test } from '@playwright/test';
import { exampleWeeks } from './weeks-example.ts';
import { firstWeeks } from './weeks-first.ts';
import { lastWeeks } from './weeks-last.ts';

// No browser: letters are read as a mail program gets them, and their links are pressed as a phone without a seat does.

test('[JOURNEY-23] for twelve weeks everybody hears by letter what becomes of the plan, at most once a day, and owners answer with one tap', async () => {
	test.setTimeout(600_000);
	const weeks = await exampleWeeks();
	try {
		await firstWeeks(weeks);
		await lastWeeks(weeks);
	} finally {
		await weeks.end();
	}
});
