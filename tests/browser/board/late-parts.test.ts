/** What a board fetches after its first picture, on networks that fail meanwhile, and notes that are drawn late. */
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Board from '#lib/board/Board.svelte';
import { joinText } from '#lib/board/company/join-text.ts';
import { caretIn } from '#lib/board/company/places.ts';
import { good, testBoard } from './scene.ts';

/** A network that fails once. */
function failingOnce<Part>(fetch: () => Promise<Part>) {
	let asked = 0;
	return () => ((asked += 1) === 1 ? Promise.reject(new TypeError('Failed to fetch')) : fetch());
}

beforeEach(() => page.viewport(1280, 800));
afterEach(() => void vi.restoreAllMocks());

const paper = (id: string) => document.querySelector<HTMLElement>(`[data-note="${id}"]`);
const area = () => document.querySelector('textarea');

test('[BOARD-66] a note whose editor cannot be fetched keeps its words, says so, and opens when asked again', async () => {
	const { scene, add, other } = testBoard();
	const { desk } = scene;
	const note = add('They rang back');
	let fail = (_: Error): void => {};
	const late = vi.fn(() =>
		Promise.all([import('#lib/board/BoardSheets.svelte'), import('#lib/board/NoteEditor.svelte')])
	);
	late.mockReturnValueOnce(new Promise((_, reject) => (fail = reject)));
	await render(Board, { scene, isReady: true, late });
	await expect.poll(() => paper(note)).toBeTruthy();

	paper(note)?.focus();
	desk.editing = note;
	await expect.poll(() => late.mock.calls.length).toBeGreaterThan(0);
	expect(paper(note)?.textContent).toContain('They rang back');
	fail(new TypeError('Failed to fetch'));
	await expect.poll(() => desk.refusal).toContain('did not arrive');
	expect(desk.editing).toBeNull();
	expect(document.activeElement).toBe(paper(note));

	await userEvent.keyboard('{Enter}');
	await expect.poll(area).toBeTruthy();
	await userEvent.keyboard(' twice');
	expect(other.notes()[0]?.text).toBe('They rang back twice');
});

test('[BOARD-66] somebody who opens the same note is seen when the code for it comes at the second time', async () => {
	const { scene, add, board, other, says } = testBoard();
	const note = add('They rang back');
	const area = document.body.appendChild(document.createElement('textarea'));
	area.value = 'They rang back';
	const left = new AbortController();
	onTestFinished(() => {
		left.abort();
		area.remove();
	});
	const fetchCode = vi.fn(failingOnce(() => import('#lib/board/company/together.svelte.ts')));
	joinText(scene, area, board.document.textOf(note)!, left.signal, fetchCode);
	const stands = (at: number) => says({ caret: caretIn(other.textOf(note)!, { from: at, to: at }) });

	stands(2);
	await expect(fetchCode.mock.results[0]?.value).rejects.toThrow();
	await Promise.resolve();
	stands(4);

	await expect.poll(() => document.querySelectorAll('.company .caret').length).toBe(1);
	expect(fetchCode).toHaveBeenCalledTimes(2);
});

test('[BOARD-62] sixty notes that arrive above the one I write in take neither its editor nor its letters', async () => {
	const { scene, add, other } = testBoard();
	// One column to a tray.
	await page.viewport(800, 600);
	const notes = Array.from({ length: 20 }, (_, at) => add(`Note ${at}`));
	await render(Board, { scene, isReady: true });
	await expect.poll(() => [scene.desk.Editor !== null, notes.every(paper)], { timeout: 15_000 }).toEqual([true, true]);
	const lists = [...document.querySelectorAll('[data-zone-tray=good] ul')];
	const low = lists[0]!.querySelector<HTMLElement>('li:last-child [data-note]')!;
	low.focus();
	await userEvent.keyboard('{Enter}');
	await expect.poll(area).toBeTruthy();
	const editor = area();
	await userEvent.keyboard(' one');

	other.transact(() => {
		for (let at = 0; at < 60; at += 1) other.addNote({ zone: good, text: `New ${at}` }, { at: 'start' });
	});
	await userEvent.keyboard(' two');

	expect(area()).toBe(editor);
	expect(document.activeElement).toBe(editor);
	expect(editor?.value).toMatch(/^Note \d+ one two$/);
	expect(notes.every(paper)).toBe(true);
	await expect.poll(() => document.querySelectorAll('[data-note]').length).toBe(80);
});

test('[BOARD-66] a page that is hidden before its next frame is drawn whole and fetches its editor all the same', async () => {
	vi.spyOn(window, 'requestAnimationFrame').mockReturnValue(0);
	const { scene, add } = testBoard();
	for (let at = 0; at < 60; at += 1) add(`Note ${at}`);

	await render(Board, { scene, isReady: true });

	await expect.poll(() => document.querySelectorAll('[data-note]').length, { timeout: 5000 }).toBe(60);
	await expect.poll(() => scene.desk.Editor, { timeout: 15_000 }).not.toBeNull();
});
