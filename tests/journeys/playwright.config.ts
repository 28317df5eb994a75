import { defineConfig } from '@playwright/test';
import { chromiumArgs, chromiumPath } from '../support/chromium.ts';

export default defineConfig({
	testDir: '.',
	testMatch: '**/*.test.ts',
	outputDir: '../../test-results',
	reporter: 'list',
	// One after the other, and once: a journey that passes only on the second try has failed.
	workers: 1,
	fullyParallel: false,
	retries: 0,
	timeout: 180_000,
	expect: { timeout: 10_000 },
	forbidOnly: Boolean(process.env.CI),
	use: {
		browserName: 'chromium',
		headless: true,
		viewport: { width: 1440, height: 900 },
		locale: 'en-GB',
		timezoneId: 'Europe/London',
		actionTimeout: 10_000,
		screenshot: 'only-on-failure',
		video: 'off',
		trace: 'off',
		launchOptions: { executablePath: await chromiumPath(), args: chromiumArgs }
	}
});
