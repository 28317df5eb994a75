import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import CodeField from '#lib/ui/CodeField.svelte';

test('a code is taken as people type it: small letters, spaces, wrong characters left out', async () => {
	const oncomplete = vi.fn<(code: string) => void>();
	await render(CodeField, { oncomplete });
	const field = page.getByLabelText('Workshop code');

	await userEvent.type(field, 'hrv 0-7k');
	await expect.element(field).toHaveValue('HRV7K');
	expect(oncomplete).not.toHaveBeenCalled();

	await userEvent.type(field, 'm');
	await expect.element(field).toHaveValue('HRV7KM');
	expect(oncomplete.mock.calls).toEqual([['HRV7KM']]);
});

test('a pasted link or code fills all boxes, whatever was there', async () => {
	const oncomplete = vi.fn<(code: string) => void>();
	await render(CodeField, { value: 'AB', oncomplete });
	const field = page.getByLabelText('Workshop code');
	await userEvent.click(field);

	const pasted = new DataTransfer();
	pasted.setData('text', 'https://offsite.example/j#hrv7km');
	field
		.element()
		.dispatchEvent(new ClipboardEvent('paste', { clipboardData: pasted, bubbles: true, cancelable: true }));

	await expect.element(field).toHaveValue('HRV7KM');
	expect(oncomplete.mock.calls).toEqual([['HRV7KM']]);
});

test('the last character is the one that backspace takes', async () => {
	await render(CodeField, { value: 'HRV' });
	const field = page.getByLabelText('Workshop code');
	await userEvent.click(field, { position: { x: 5, y: 10 } });

	await userEvent.keyboard('{Backspace}');

	await expect.element(field).toHaveValue('HR');
});
