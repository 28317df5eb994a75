import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Board from '#lib/board/Board.svelte';
import { carry, dragTo, frame, letGo, spotIn, touch } from './pointer.ts';
import { bad, experiences, good, testBoard } from './scene.ts';

type Scene = ReturnType<typeof testBoard>['scene'];

const paper = (id: string) => document.querySelector<HTMLElement>(`main [data-note="${id}"]`)!;
const tray = (zone: string) => document.querySelector<HTMLElement>(`[data-zone-tray="${zone}"]`)!;
const layer = () => document.querySelector<HTMLElement>('[data-drag-layer]')!;

async function open(scene: Scene, notes: number): Promise<void> {
	await render(Board, { scene, isReady: true });
	await expect.poll(() => document.querySelectorAll('main [data-note]').length).toBe(notes);
	// The hands come after the board; the first test waits for them to be made.
	await expect.poll(() => document.querySelector('[data-drags]'), { timeout: 15_000 }).not.toBeNull();
}

beforeEach(() => page.viewport(1280, 800));

test('[BOARD-50] a note dragged to the other tray lies there, has the focus, and one undo brings it back', async () => {
	const { scene, add, other } = testBoard();
	const note = add('They rang back');
	add('Four transfers', bad);
	await open(scene, 2);

	await dragTo(spotIn(paper(note), 0.5, 0.3), spotIn(tray(bad), 0.5, 0.9));

	expect(other.note(note)?.zone).toBe(bad);
	await expect.poll(() => (document.activeElement as HTMLElement).dataset.note).toBe(note);
	expect(scene.desk.editing).toBeNull();
	scene.board.undo();
	expect(other.note(note)?.zone).toBe(good);
});

test('[BOARD-50] within a tray it lands before the note whose upper edge it was dropped on', async () => {
	const { scene, add, other } = testBoard();
	const [first, second, third] = [add('One', bad), add('Two', bad), add('Three', bad)];
	await open(scene, 3);

	await dragTo(spotIn(paper(third!)), spotIn(paper(first!), 0.5, 0.1));

	expect(other.zone(bad).entries.map(({ id }) => id)).toEqual([third, first, second]);
});

test('[BOARD-51] a note on a note makes a group, a note on a group joins it', async () => {
	const { scene, add, other } = testBoard();
	const notes = [add('One', bad), add('Two', bad), add('Three', bad)];
	await open(scene, 3);

	await dragTo(spotIn(paper(notes[1]!)), spotIn(paper(notes[0]!)));
	await expect.poll(() => document.querySelector('[data-group]')).not.toBeNull();
	await userEvent.keyboard('Tell it again{Enter}');
	await dragTo(spotIn(paper(notes[2]!)), spotIn(document.querySelector('[data-group] h3')!));

	const [entry] = other.zone(bad).entries;
	expect(entry?.kind === 'group' && [entry.group.title, entry.notes.length]).toEqual(['Tell it again', 3]);
});

test('[BOARD-51] a group on a group is merged without a question, and one undo takes them apart', async () => {
	const { scene, add, other } = testBoard();
	const into = other.addGroup(good, 'Quick');
	const from = other.addGroup(bad, 'Fast');
	for (const [text, group] of [
		['One', into],
		['Two', from]
	] as const)
		other.join(add(text), group);
	await open(scene, 2);
	const header = (group: string) => document.querySelector(`[data-group="${group}"] h3`)!;

	await dragTo(spotIn(header(from)), spotIn(header(into)));

	expect(other.zone(good).entries).toHaveLength(1);
	expect(other.zone(bad).entries).toHaveLength(0);
	scene.board.undo();
	await expect.poll(() => other.zone(bad).entries.length).toBe(1);
});

test('[BOARD-51] a group goes by its header to another tray, with its notes', async () => {
	const { scene, add, other } = testBoard();
	const group = other.addGroup(good, 'Quick');
	other.join(add('One'), group);
	other.join(add('Two'), group);
	await open(scene, 2);

	await dragTo(spotIn(document.querySelector('[data-group] h3')!), spotIn(tray(bad), 0.5, 0.8));

	const [entry] = other.zone(bad).entries;
	expect(entry?.kind === 'group' && entry.notes.length).toBe(2);
});

test('[BOARD-52] a note that somebody is writing, a full tray and one filled by the room take nothing and say why', async () => {
	const activity = {
		...experiences,
		board: {
			...experiences.board,
			zones: [
				experiences.board.zones[0]!,
				{ ...experiences.board.zones[1]!, max: 1 },
				{ ...experiences.board.zones[1]!, id: 'said' as typeof good, title: 'Said', readOnly: true }
			]
		}
	};
	const { scene, add, other } = testBoard({ activity });
	const note = add('They rang back');
	const busy = add('Being written');
	add('Four transfers', bad);
	await open(scene, 3);
	scene.board.note(busy).at = { person: 'ben', deed: 'writing' };
	const before = JSON.stringify(other.notes());

	await carry(spotIn(paper(note)), spotIn(paper(busy)));
	await expect.element(page.getByText('Ben is writing this note. Wait, or put it beside.').first()).toBeVisible();
	await letGo(spotIn(paper(busy)));
	await carry(spotIn(paper(note)), spotIn(tray(bad), 0.5, 0.9));
	await expect.element(page.getByText('There is room for 1 here.').first()).toBeVisible();
	await letGo(spotIn(tray(bad), 0.5, 0.9));
	await dragTo(spotIn(paper(note)), spotIn(tray('said'), 0.5, 0.9));

	expect(scene.desk.refusal).toBe('Filled by the room, not by hand.');
	expect(JSON.stringify(other.notes())).toBe(before);
});

test('[BOARD-53] a lifted note is turned a little, Esc and Cancel put it back where it was', async () => {
	const { scene, add, other } = testBoard();
	const note = add('They rang back');
	await open(scene, 1);
	const before = JSON.stringify(other.notes());

	await carry(spotIn(paper(note)), spotIn(tray(bad)));
	expect(layer().firstElementChild?.getAttribute('style')).toContain('rotate(-1.1deg)');
	await userEvent.keyboard('{Escape}');
	expect(layer().childElementCount).toBe(0);
	await letGo(spotIn(tray(bad)));

	await carry(spotIn(paper(note)), spotIn(tray(bad)));
	const cancel = page.getByRole('button', { name: 'Cancel' }).element();
	await dragTo(spotIn(tray(bad)), spotIn(cancel));

	expect(layer().childElementCount).toBe(0);
	expect(JSON.stringify(other.notes())).toBe(before);
});

test('[BOARD-53] a note put into the bin by somebody else while it is carried stays in the bin', async () => {
	const { scene, add, other } = testBoard();
	const note = add('They rang back');
	await open(scene, 1);

	await carry(spotIn(paper(note)), spotIn(tray(bad)));
	other.remove(note);
	await letGo(spotIn(tray(bad)));

	expect(other.note(note)).toMatchObject({ zone: good });
	expect(other.note(note)?.removedAt).not.toBeNull();
});

test('[BOARD-54] on a tablet a long press lifts, and a finger that moves at once scrolls', async () => {
	const { scene, add, other } = testBoard();
	const note = add('They rang back');
	await open(scene, 1);
	const from = spotIn(paper(note));

	await touch('touchStart', from);
	await touch('touchMove', [from[0], from[1] + 40]);
	await touch('touchEnd');
	expect(layer().childElementCount).toBe(0);

	await touch('touchStart', from);
	await expect.poll(() => layer().childElementCount).toBe(1);
	await expect.element(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
	await touch('touchMove', spotIn(tray(bad)));
	await frame();
	await frame();
	await touch('touchEnd');
	await expect.poll(() => other.note(note)?.zone).toBe(bad);
});

test('[BOARD-54] on a phone nothing is lifted: the menu of the note does all that dragging does', async () => {
	await page.viewport(390, 844);
	const { scene, add } = testBoard();
	const note = add('They rang back');
	await open(scene, 1);

	await touch('touchStart', spotIn(paper(note)));
	const pressedAt = await frame();
	while ((await frame()) - pressedAt < 450) expect(layer().childElementCount).toBe(0);
	await touch('touchEnd');
	await userEvent.click(page.getByRole('button', { name: 'Move, group and more' }));

	await expect.element(page.getByRole('button', { name: 'Move to Bad' })).toBeVisible();
});

test('[BOARD-55] while a note is carried over five hundred others nothing in a tray is touched', async () => {
	const { scene, add } = testBoard();
	for (let at = 0; at < 500; at += 1) add(`Note ${at}: they rang back`, at % 2 === 0 ? good : bad);
	await open(scene, 500);
	const first = document.querySelector<HTMLElement>('main [data-note]')!;
	await carry(spotIn(first), spotIn(tray(bad)), 10);
	const changed: string[] = [];
	const observer = new MutationObserver((changes) => {
		for (const { target } of changes)
			if (target instanceof Element && target.closest('[data-zone-tray]')) changed.push(target.className);
	});
	observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });

	for (const down of [0.3, 0.5, 0.7, 0.4]) {
		const to = spotIn(tray(down > 0.45 ? good : bad), 0.4, down);
		window.dispatchEvent(
			new PointerEvent('pointermove', { clientX: to[0], clientY: to[1], pointerId: 1, isPrimary: true })
		);
		await frame();
	}
	observer.disconnect();
	await userEvent.keyboard('{Escape}');

	expect(changed).toEqual([]);
});
