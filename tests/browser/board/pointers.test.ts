/** Others' pointers, which are shown where both sides chose them. */
import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Board from '#lib/board/Board.svelte';
import type { Presence } from '#protocol/sync.ts';
import { experiences, testBoard } from './scene.ts';

beforeEach(async () => {
	await page.viewport(1280, 800);
	localStorage.removeItem('plenary.pointers');
	document.documentElement.removeAttribute('data-quiet');
});

const drawn = () => [...document.querySelectorAll<HTMLElement>('.pointer')];
const paperOf = (note: string) => document.querySelector<HTMLElement>(`[data-note="${note}"]`)!;

async function board(parts: Parameters<typeof testBoard>[0] = {}) {
	const laptop = testBoard(parts);
	const note = laptop.add('They rang back');
	await render(Board, { scene: laptop.scene, isReady: true });
	await expect.poll(() => laptop.scene.desk.Editor, { timeout: 15_000 }).not.toBeNull();
	await expect.poll(() => paperOf(note)).toBeTruthy();
	const mine = () => laptop.awareness.getLocalState() as Presence;
	const over = (right: number, down: number) => {
		const { left, top, width, height } = paperOf(note).getBoundingClientRect();
		const at = { clientX: left + width * right, clientY: top + height * down, bubbles: true, pointerType: 'mouse' };
		paperOf(note).dispatchEvent(new PointerEvent('pointermove', at));
	};
	return { ...laptop, note, mine, over };
}

async function chosen(parts: Parameters<typeof testBoard>[0] = {}) {
	localStorage.setItem('plenary.pointers', 'on');
	const laptop = await board(parts);
	await expect.poll(() => laptop.mine().wantsPointers).toBe(true);
	return laptop;
}

test('[COMPANY-4] pointers are off until somebody switches them on, in words that say that one’s own is sent', async () => {
	const { says, note, over, mine, scene } = await board();
	says({ wantsPointers: true, pointer: { on: 'note', id: note, x: 500, y: 500 } });
	over(0.5, 0.5);
	scene.desk.sheet = { kind: 'keys' };
	const choice = page.getByRole('switch', { name: 'Show others’ pointers' });
	await expect.element(choice).not.toBeChecked();
	await expect.element(page.getByText(/and they see yours/)).toBeVisible();
	expect([drawn().length, mine().wantsPointers, mine().pointer]).toEqual([0, undefined, undefined]);

	await userEvent.click(choice);
	await expect.poll(() => drawn().length).toBe(1);
	expect(localStorage.getItem('plenary.pointers')).toBe('on');

	await userEvent.click(choice);
	await expect.poll(() => drawn().length).toBe(0);
	expect([mine().wantsPointers, mine().pointer]).toEqual([undefined, undefined]);
	expect(localStorage.getItem('plenary.pointers')).toBeNull();
});

test('[COMPANY-4] a pointer is where it is on the same note, however wide the screen is, unseen by screen readers and by clicks', async () => {
	const { says, note } = await chosen();
	says({ pointer: { on: 'note', id: note, x: 250, y: 500 } });

	for (const width of [1280, 900]) {
		await page.viewport(width, 800);
		await expect
			.poll(() => {
				const { left, top, width: wide, height } = paperOf(note).getBoundingClientRect();
				const isThere = `${Math.round(left + wide / 4)}px ${Math.round(top + height / 2)}px`;
				return drawn().map(({ style }) => style.translate === isThere);
			})
			.toEqual([true]);
	}
	expect(drawn()[0]!.textContent.trim()).toBe('Ben');
	expect(drawn()[0]!.closest('[aria-hidden="true"]')).not.toBeNull();
	const { left, top } = drawn()[0]!.getBoundingClientRect();
	expect(document.elementFromPoint(left + 3, top + 3)?.closest('.pointers')).toBeNull();
});

test('[COMPANY-4] mine is sent at most ten times a second, and only while somebody else wants it', async () => {
	const { says, over, mine, awareness, note } = await chosen();
	const told: number[] = [];
	awareness.on('update', (_changes: unknown, origin: unknown) => {
		if (origin === 'local' && mine().pointer) told.push(performance.now());
	});
	over(0.5, 0.5);
	await new Promise((resolve) => requestAnimationFrame(resolve));
	says({ wantsPointers: true });
	expect(told).toEqual([]);

	const until = performance.now() + 500;
	for (let at = 0; performance.now() < until; at += 1) {
		over(0.25 + (at % 40) / 100, 0.5);
		await new Promise((resolve) => requestAnimationFrame(resolve));
	}
	over(0.75, 0.5);
	await expect.poll(() => mine().pointer).toEqual({ on: 'note', id: note, x: 750, y: expect.any(Number) as number });
	expect(told.length).toBeGreaterThan(2);
	expect(told.slice(1).every((at, index) => at - told[index]! >= 95)).toBe(true);

	window.dispatchEvent(new Event('blur'));
	await expect.poll(() => mine().pointer).toBeNull();
});

test('[COMPANY-4] in quiet time none is shown or sent; what rests for five seconds goes', async () => {
	const { says, over, mine, note } = await chosen();
	says({ wantsPointers: true, pointer: { on: 'note', id: note, x: 500, y: 500 } });
	over(0.5, 0.5);
	await expect.poll(() => [drawn().length, mine().pointer !== undefined]).toEqual([1, true]);

	document.documentElement.setAttribute('data-quiet', '');
	await expect.poll(() => [drawn().length, mine().pointer]).toEqual([0, null]);
	over(0.4, 0.5);
	document.documentElement.removeAttribute('data-quiet');
	says({ wantsPointers: true, pointer: { on: 'note', id: note, x: 501, y: 500 } });
	await expect.poll(() => drawn().length).toBe(1);
	await expect.poll(() => drawn().length, { timeout: 8000 }).toBe(0);
});

test('[COMPANY-2] where people write alone, or nobody has a name, no pointer is asked for, sent or shown', async () => {
	for (const parts of [
		{ isAlone: true },
		{ activity: { ...experiences, names: 'anonymous' as const } },
		{ me: null }
	]) {
		localStorage.setItem('plenary.pointers', 'on');
		const { says, over, mine, note, scene } = await board(parts);
		says({ wantsPointers: true, pointer: { on: 'note', id: note, x: 500, y: 500 } });
		over(0.5, 0.5);
		scene.desk.sheet = { kind: 'bin' };
		await expect.element(page.getByRole('dialog')).toBeVisible();

		expect([drawn().length, mine().wantsPointers, mine().pointer]).toEqual([0, undefined, undefined]);
		scene.desk.sheet = null;
		document.body.replaceChildren();
	}
});

test('[COMPANY-4] a pointer that another device made up is no pointer', async () => {
	const { says, note } = await chosen();
	says({ pointer: { on: 'note', id: note, x: 500, y: 500 } });
	await expect.poll(() => drawn().length).toBe(1);
	const odd = [
		{},
		7,
		{ on: 'x', id: note, x: 1, y: 1 },
		{ on: 'note', id: '"]', x: 1, y: 1 },
		{ on: 'note', id: note, x: -1, y: 1 }
	];

	for (const pointer of odd) {
		says({ pointer: { on: 'note', id: note, x: 500, y: 500 } });
		await expect.poll(() => drawn().length).toBe(1);
		says({ pointer } as unknown as Presence);
		await expect.poll(() => drawn().length).toBe(0);
	}
});
