import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Phases from '#lib/ui/Phases.svelte';

test('[PAGE-11] two phases of one name are two phases, and the running one is marked', async () => {
	await render(Phases, { names: ['Share', 'Group', 'Share'], now: 2 });

	await expect.element(page.getByRole('listitem')).toHaveLength(3);
	await expect.element(page.getByRole('listitem').nth(2)).toHaveAttribute('aria-current', 'step');
	await expect.element(page.getByRole('listitem').nth(0)).not.toHaveAttribute('aria-current');
});
