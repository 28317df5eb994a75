import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Board from '#lib/board/Board.svelte';
import { bad, good, testBoard } from './scene.ts';

const papers = () => [...document.querySelectorAll<HTMLElement>('[data-note]')];
const wordsOf = (paper: HTMLElement) => paper.querySelector('.words')?.textContent?.trim();
const open = (scene: ReturnType<typeof testBoard>['scene']) => render(Board, { scene, isReady: true });

beforeEach(() => page.viewport(1280, 800));

test('[BOARD-34] a key opens the write box, others see the letters come, Enter goes on to the next', async () => {
	const { scene, other } = testBoard();
	await open(scene);

	await userEvent.keyboard('g');
	await expect.element(page.getByRole('textbox', { name: /Good/ })).toHaveFocus();
	await userEvent.keyboard('They rang');
	const halfway = other.zone(good).entries.map((entry) => entry.kind === 'note' && entry.note.text);
	await userEvent.keyboard(' back{Enter}And again{Enter}{Escape}');

	expect(halfway).toEqual(['They rang']);
	expect(
		other
			.notes()
			.map(({ text }) => text)
			.sort()
	).toEqual(['And again', 'They rang back']);
	await expect.poll(() => papers().map(wordsOf).sort()).toEqual(['And again', 'They rang back']);
});

test('[BOARD-34] letters beyond the limit are counted and kept, not cut off', async () => {
	const { scene, other } = testBoard();
	await open(scene);

	await userEvent.keyboard('g');
	await userEvent.keyboard('One two three four five six seven eight nine');

	await expect
		.element(page.getByText('44 of 40 characters. Nothing is lost; shorten it, or make two notes of it.'))
		.toBeVisible();
	expect(other.notes()[0]?.text).toHaveLength(44);
});

test('[BOARD-35] with the keyboard alone notes are walked, ticked and made a group with a name', async () => {
	const { scene, add, other } = testBoard();
	add('Four transfers', bad);
	add('The system says no', bad);
	await open(scene);
	await expect.poll(() => papers().length).toBe(2);

	papers()[0]?.focus();
	await userEvent.keyboard(' ');
	await userEvent.keyboard(document.activeElement === papers()[0] ? '{ArrowRight}' : '');
	if (document.activeElement === papers()[0]) await userEvent.keyboard('{ArrowDown}');
	await userEvent.keyboard(' ');
	await userEvent.click(page.getByRole('button', { name: 'Make a group' }));
	await userEvent.keyboard('Tell it again{Enter}');

	const [entry] = other.zone(bad).entries;
	expect(entry?.kind === 'group' && [entry.group.title, entry.notes.length]).toEqual(['Tell it again', 2]);
	await expect.element(page.getByRole('heading', { name: 'Tell it again' })).toBeVisible();
});

test('[BOARD-36] M moves a note to another tray, and the focus goes along', async () => {
	const { scene, add, other } = testBoard();
	const note = add('They rang back');
	await open(scene);
	await expect.poll(() => papers().length).toBe(1);

	papers()[0]?.focus();
	await userEvent.keyboard('m');
	await expect.element(page.getByRole('button', { name: 'Move to Bad' })).toHaveFocus();
	await userEvent.keyboard('{Enter}');

	expect(other.note(note)?.zone).toBe(bad);
	await expect.poll(() => (document.activeElement as HTMLElement).dataset.note).toBe(note);
	await expect.element(page.getByRole('status').filter({ hasText: 'Moved to Bad' })).toBeInTheDocument();
});

test('[BOARD-37] a letter that somebody else types changes one note on the screen and no other', async () => {
	const { scene, add, other } = testBoard();
	const notes = Array.from({ length: 20 }, (_, at) => add(`Note ${at}`));
	await open(scene);
	await expect.poll(() => papers().length).toBe(20);
	const touched = new Set<string>();
	const observer = new MutationObserver((changes) => {
		for (const { target } of changes) {
			const element = target instanceof Element ? target : target.parentElement;
			touched.add(element?.closest<HTMLElement>('[data-note]')?.dataset.note ?? 'the board');
		}
	});
	observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });

	const chosen = notes[7]!;
	other.textOf(chosen)?.insert(0, 'x');
	await expect.poll(() => papers().map(wordsOf)).toContain('xNote 7');

	observer.disconnect();
	expect([...touched]).toEqual([chosen]);
});

test('[BOARD-38] five hundred notes are shown, each with at most fifteen elements', async () => {
	const { scene, add } = testBoard();
	for (let at = 0; at < 500; at += 1) add(`Note ${at}`, at % 2 === 0 ? good : bad);

	await open(scene);
	await expect.poll(() => papers().length).toBe(500);

	const most = Math.max(...papers().map((paper) => paper.closest('li')!.querySelectorAll('*').length + 1));
	expect(most).toBeLessThanOrEqual(15);
	expect(papers().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(2);
});

test('[BOARD-39] Ctrl Z takes back what I wrote and leaves what others wrote meanwhile', async () => {
	const { scene, other, add } = testBoard();
	await open(scene);

	await userEvent.keyboard('g');
	await userEvent.keyboard('Mine{Enter}{Escape}');
	add('Theirs', bad);
	await expect.poll(() => papers().length).toBe(2);
	await userEvent.keyboard('{Control>}z{/Control}');

	await expect.poll(() => papers().map(wordsOf)).toEqual(['Theirs']);
	expect(other.count()).toBe(1);
});

test('[BOARD-40] who may only read finds no way to write, and keys do nothing', async () => {
	const { scene, add, other } = testBoard({ mayWrite: false });
	const note = add('They rang back');
	await open(scene);
	await expect.poll(() => papers().length).toBe(1);

	papers()[0]?.focus();
	await userEvent.keyboard('{Enter}gm{Delete} ');
	await userEvent.click(page.getByText('They rang back'));

	expect(document.querySelector('textarea, .write, [data-deed=edit], dialog[open]')).toBeNull();
	expect(other.note(note)?.removedAt).toBeNull();
});

test('[BOARD-41] a vote is given and taken back by V, and totals stay away until they may be seen', async () => {
	const { VotesState } = await import('#lib/state/board-votes.svelte.ts');
	let mine: string[] = [];
	const answer = () => Promise.resolve({ mine, left: 3 - mine.length, budget: 3, closed: false, totals: null });
	const votes = new VotesState({
		read: answer,
		give: (target) => ((mine = [...mine, target]), answer()),
		takeBack: (target) => ((mine = mine.filter((one) => one !== target)), answer())
	});
	await votes.refresh();
	const { scene, add } = testBoard({ votes, mayVote: true });
	const note = add('They rang back');
	await open(scene);
	await expect.poll(() => papers().length).toBe(1);

	papers()[0]?.focus();
	await userEvent.keyboard('v');
	await expect.element(page.getByRole('button', { name: 'Voted' })).toHaveAttribute('aria-pressed', 'true');
	expect(mine).toEqual([`note:document-1:${note}`]);
	await userEvent.keyboard('v');

	await expect
		.element(page.getByRole('button', { name: 'Vote', exact: true }))
		.toHaveAttribute('aria-pressed', 'false');
	expect(mine).toEqual([]);
});
