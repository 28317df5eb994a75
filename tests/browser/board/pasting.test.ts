import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Board from '#lib/board/Board.svelte';
import { good, testBoard } from './scene.ts';

const open = (scene: ReturnType<typeof testBoard>['scene']) => render(Board, { scene, isReady: true });

/** Into what has the focus, as the browser does it: an area that does not refuse takes the words at its caret. */
function paste(words: string): void {
	const clipboardData = new DataTransfer();
	clipboardData.setData('text/plain', words);
	const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
	if (document.activeElement?.dispatchEvent(event)) document.execCommand('insertText', false, words);
}

const texts = (other: ReturnType<typeof testBoard>['other']) =>
	other.zone(good).entries.map((entry) => entry.kind === 'note' && entry.note.text);

beforeEach(() => page.viewport(1280, 800));

test('[BOARD-56] several lines that are pasted become several notes, without their bullets, and one undo takes all back', async () => {
	const { scene, other } = testBoard();
	await open(scene);
	await userEvent.keyboard('g');
	await expect.element(page.getByRole('textbox', { name: /Good/ })).toHaveFocus();

	paste('• They rang back\r\n\r\n2. The price was right\n- [x] 3 people stayed\n   ');
	await expect.element(page.getByRole('button', { name: 'Make 3 notes of it' })).toHaveFocus();
	expect(other.count()).toBe(0);
	await userEvent.keyboard('{Enter}');

	await expect.poll(() => texts(other)).toEqual(['They rang back', 'The price was right', '3 people stayed']);
	await expect.element(page.getByRole('textbox', { name: /Good/ })).toHaveFocus();
	scene.board.undo();
	expect(other.count()).toBe(0);
	scene.board.redo();
	expect(texts(other)).toEqual(['They rang back', 'The price was right', '3 people stayed']);
});

test('[BOARD-56] or they are kept as one note, where the caret is; Esc keeps them too', async () => {
	const { scene, other } = testBoard();
	await open(scene);
	await userEvent.keyboard('gBefore: ');

	paste('one\ntwo');
	await userEvent.keyboard('{Tab}{Enter}');
	await expect.poll(() => texts(other)).toEqual(['Before: one\ntwo']);
	paste('\nthree\nfour');
	await expect.element(page.getByRole('button', { name: 'Make 2 notes of it' })).toHaveFocus();
	await userEvent.keyboard('{Escape}');

	await expect.poll(() => texts(other)).toEqual(['Before: one\ntwo\nthree\nfour']);
});

test('[BOARD-56] a line that is too long for a note is told by its number, and nothing is cut', async () => {
	const { scene, other } = testBoard();
	await open(scene);
	await userEvent.keyboard('g');
	await expect.element(page.getByRole('textbox', { name: /Good/ })).toHaveFocus();

	paste(`Short\n${'long '.repeat(12)}`);

	await expect.element(page.getByText(/Line 2 has 59 of 40 characters/)).toBeVisible();
	await expect.element(page.getByRole('button', { name: 'Make 2 notes of it' })).toBeDisabled();
	await userEvent.keyboard('{Enter}');
	await expect.poll(() => texts(other)).toEqual([`Short\n${'long '.repeat(12)}`]);
});

test('[BOARD-6] taking back a group leaves the group itself in the board, where others may have put notes into it', () => {
	const { scene, add, other } = testBoard();
	const group = scene.board.gather([add('One'), add('Two')], '');
	expect(group).not.toBeNull();

	scene.board.undo();

	expect(other.groups().map(({ id }) => id)).toEqual([group]);
	expect(other.zone(good).entries.map(({ kind }) => kind)).toEqual(['note', 'note']);
});
