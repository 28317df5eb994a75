import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Menu from '#lib/ui/Menu.svelte';

const CHOICES = [
	{ id: 'move', label: 'Move to Good' },
	{ id: 'join', label: 'Join with' },
	{ id: 'bin', label: 'Put in the bin', disabled: true, hint: 'Only the writer can' }
];

test('a menu opens, is walked and chosen from with the keyboard, and gives the focus back', async () => {
	const onchoose = vi.fn<(id: string) => void>();
	await render(Menu, { label: 'Note by Ana', choices: CHOICES, onchoose, square: true });
	const trigger = page.getByRole('button', { name: 'Note by Ana' });
	trigger.element().focus();

	await userEvent.keyboard('{Enter}');
	await expect.element(page.getByRole('menuitem', { name: 'Move to Good' })).toHaveFocus();
	await userEvent.keyboard('{ArrowUp}');
	await expect.element(page.getByRole('menuitem', { name: /Put in the bin/ })).toHaveFocus();
	await userEvent.keyboard('{Enter}');
	expect(onchoose).not.toHaveBeenCalled();
	await userEvent.keyboard('j{Enter}');

	expect(onchoose.mock.calls).toEqual([['join']]);
	await expect.element(trigger).toHaveFocus();
});

test('escape closes a menu without a choice', async () => {
	const onchoose = vi.fn<(id: string) => void>();
	await render(Menu, { label: 'Note by Ana', choices: CHOICES, onchoose, square: true });
	const trigger = page.getByRole('button', { name: 'Note by Ana' });

	trigger.element().focus();
	await userEvent.keyboard('{Enter}');
	await expect.element(page.getByRole('menuitem', { name: 'Move to Good' })).toBeVisible();
	await userEvent.keyboard('{Escape}');

	await expect.element(trigger).toHaveAttribute('aria-expanded', 'false');
	expect(onchoose).not.toHaveBeenCalled();
});
