import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { bindText } from '#lib/board/text-binding.ts';

/** A textarea on one laptop, and the same text on another. */
function shared(words: string) {
	const here = new Y.Doc();
	const there = new Y.Doc();
	const text = here.getText('words');
	const other = there.getText('words');
	here.on('update', (update: Uint8Array, origin: unknown) => {
		if (origin !== there) Y.applyUpdate(there, update, here);
	});
	there.on('update', (update: Uint8Array, origin: unknown) => {
		if (origin !== here) Y.applyUpdate(here, update, there);
	});
	text.insert(0, words);
	const area = document.createElement('textarea');
	document.body.append(area);
	const binding = bindText(area, text, (deed) => here.transact(deed));
	return { area, text, other, binding };
}

const typed = (area: HTMLTextAreaElement, value: string, caret: number) => {
	area.value = value;
	area.setSelectionRange(caret, caret);
	area.dispatchEvent(new InputEvent('input'));
};

test('[BOARD-32] letters of two people go into one text, one by one', () => {
	const { area, text, other } = shared('They rang.');

	typed(area, 'They rang back.', 14);
	other.insert(0, 'Today: ');

	expect([area.value, text.toString(), other.toString()]).toEqual(Array(3).fill('Today: They rang back.'));
});

test('[BOARD-32] my caret stays between its letters while others write before and behind it', () => {
	const { area, other } = shared('They rang back.');
	area.setSelectionRange(5, 9);

	other.insert(0, 'Ana says: ');
	other.insert(other.length, ' Twice.');
	other.delete(0, 4);

	expect(area.value.slice(area.selectionStart, area.selectionEnd)).toBe('rang');
});

test('[BOARD-33] a word being composed is not touched by what others write, and nothing of either is lost', () => {
	const { area, text, other } = shared('すし');
	area.setSelectionRange(2, 2);

	area.dispatchEvent(new CompositionEvent('compositionstart'));
	area.value = 'すしn';
	area.setSelectionRange(3, 3);
	area.dispatchEvent(new InputEvent('input', { isComposing: true }));
	other.insert(0, 'good ');
	const during = [area.value, text.toString()];
	area.value = 'すしの';
	area.setSelectionRange(3, 3);
	area.dispatchEvent(new CompositionEvent('compositionend'));

	expect(during).toEqual(['すしn', 'good すし']);
	expect([area.value, text.toString(), other.toString()]).toEqual(Array(3).fill('good すしの'));
	expect(area.selectionStart).toBe('good すしの'.length);
});

test('[BOARD-33] what was being composed when the editor closed is kept', () => {
	const { area, other, binding } = shared('A');

	area.dispatchEvent(new CompositionEvent('compositionstart'));
	area.value = 'Aか';
	binding.destroy();

	expect(other.toString()).toBe('Aか');
});
