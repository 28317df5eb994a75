import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { fileNameOf } from '#lib/board/save-text.ts';
import WordsOut from '#lib/board/WordsOut.svelte';

const words = ['They rang back.\nA list of names.', 'Nobody knew.'];
const props = { words, title: 'Harbour: day 1, Experiences', at: Date.UTC(2026, 10, 22, 12), label: 'words kept' };

afterEach(() => {
	vi.restoreAllMocks();
	Reflect.deleteProperty(navigator, 'clipboard');
});

/** A page on plain http has no clipboard. */
const withoutClipboard = () => Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });

test('[BOARD-46] kept words are copied, note by note', async () => {
	const written: string[] = [];
	const clipboard = { writeText: (text: string) => Promise.resolve(void written.push(text)) };
	Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
	await render(WordsOut, props);

	await page.getByRole('button', { name: /^Copy/ }).click();

	await expect.element(page.getByRole('status')).toHaveTextContent('Copied');
	expect(written).toEqual(['They rang back.\nA list of names.\n\nNobody knew.']);
});

test('[BOARD-46] where pages may not use the clipboard, the words are selected for Ctrl+C', async () => {
	withoutClipboard();
	vi.spyOn(document, 'execCommand').mockReturnValue(false);
	await render(WordsOut, props);

	await page.getByRole('button', { name: /^Copy/ }).click();

	const area = page.getByRole('textbox', { name: 'words kept' });
	await expect.element(area).toBeVisible();
	const { value, selectionStart, selectionEnd } = area.element() as HTMLTextAreaElement;
	expect([value, value.slice(selectionStart, selectionEnd)]).toEqual([words.join('\n\n'), words.join('\n\n')]);
});

test('[BOARD-46] a download is named after workshop, board and day, without what file systems refuse', () => {
	const at = new Date(2026, 10, 22, 14, 3).getTime();

	expect(fileNameOf('Harbour: day 1, Experiences/Birch', at)).toBe(
		'Harbour day 1, Experiences Birch 2026-11-22 14.03.txt'
	);
	expect(fileNameOf('', at)).toBe('Plenary 2026-11-22 14.03.txt');
});
