import { afterEach, expect, test } from 'vitest';
import { cellKeys } from '#lib/board/house/cell-keys.ts';

afterEach(() => document.body.replaceChildren());

test('[HOUSE-5] a cell is not moved, joined, ticked or binned by a key, and is walked and opened as ever', () => {
	document.body.innerHTML =
		'<table><tbody><tr><td><article data-note="a" tabindex="0"></article></td></tr></tbody></table>';
	const detach = cellKeys(document.querySelector('table')!);
	const heard: string[] = [];
	const hear = ({ key }: KeyboardEvent) => heard.push(key);
	window.addEventListener('keydown', hear);
	const cell = document.querySelector<HTMLElement>('article')!;

	for (const key of ['m', 'M', 'j', 'v', ' ', 'Delete', 'Backspace', 'Enter', 'ArrowRight', 'l', 't'])
		cell.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
	// Undo is the board's, whatever has the focus.
	cell.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true }));
	window.removeEventListener('keydown', hear);
	detach();

	expect(heard).toEqual(['Enter', 'ArrowRight', 'l', 't', 'z']);
});
