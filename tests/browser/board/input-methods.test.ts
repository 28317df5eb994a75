/** Letters that do not come one by one from keys: composed words, emoji, dictated phrases. Chromium's own input methods. */
import { beforeEach, expect, test } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Board from '#lib/board/Board.svelte';
import { NOTE_LIMIT } from '#domain/workshop.ts';
import type { Presence } from '#protocol/sync.ts';
import { testBoard } from './scene.ts';

beforeEach(() => page.viewport(1280, 800));

const protocol = cdp() as unknown as { send(method: string, params?: object): Promise<unknown> };
const area = () => [...document.querySelectorAll('textarea')].at(-1)!;

/** The input method shows this as not yet decided. */
const composes = (text: string) =>
	protocol.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
/** It is decided, or said, or chosen from a list: comes at once, and ends what was being composed. */
const says = (text: string) => protocol.send('Input.insertText', { text });

async function opened(words: string) {
	const laptop = testBoard();
	const note = laptop.add(words);
	await render(Board, { scene: laptop.scene, isReady: true });
	await expect.poll(() => laptop.scene.desk.Editor, { timeout: 15_000 }).not.toBeNull();
	laptop.scene.desk.editing = note;
	await expect.poll(() => document.querySelector('textarea')).toBeTruthy();
	const events: string[] = [];
	for (const type of ['compositionstart', 'compositionend']) area().addEventListener(type, () => events.push(type));
	const text = laptop.other.textOf(note)!;
	/** On both laptops and under the caret. */
	const everywhere = () => [area().value, text.toString(), laptop.board.note(note).text];
	return { ...laptop, note, text, events, everywhere };
}

test('[COMPANY-6] while a Japanese word is being composed others write before, at and behind it, and it goes on to its end', async () => {
	const { text, events, everywhere } = await opened('寿司です');
	area().setSelectionRange(2, 2);

	await composes('k');
	text.insert(0, 'いい');
	await composes('か');
	text.insert(text.length, '。');
	await composes('かん');
	text.insert(4, '、');
	const during = area().value;
	await composes('かんじ');
	await says('漢字');

	expect(during).toBe('寿司かんです');
	expect(everywhere()).toEqual(Array(3).fill('いい寿司漢字、です。'));
	expect(events).toEqual(['compositionstart', 'compositionend']);
	expect(area().selectionStart).toBe('いい寿司漢字'.length);
});

test('[COMPANY-6] Korean syllables come one after the other while somebody else types, each once', async () => {
	const { text, everywhere } = await opened('');
	const syllables = [
		['ㅎ', '하', '한'],
		['ㄱ', '구', '국'],
		['ㅇ', '어']
	];

	for (const steps of syllables) {
		for (const step of steps) {
			await composes(step);
			text.insert(text.length, 'x');
		}
		await says(steps.at(-1)!);
		text.insert(0, 'y');
	}

	expect(everywhere()).toEqual(Array(3).fill(`yyy한국어${'x'.repeat(8)}`));
});

test('[COMPANY-6] what others take away around a word does not take the word; one that is given up leaves nothing', async () => {
	const { text, everywhere } = await opened('one two three');
	area().setSelectionRange(4, 7);

	await composes('ni');
	text.delete(0, text.length);
	text.insert(0, 'four');
	await says('に');
	expect([...area().value].sort().join('')).toBe([...'fourに'].sort().join(''));
	expect(new Set(everywhere()).size).toBe(1);

	await composes('かん');
	await composes('');
	text.insert(0, '!');
	await expect.poll(everywhere).toEqual(Array(3).fill(text.toString()));
	expect(text.toString()).not.toContain('か');
});

test('[COMPANY-6] Enter within a composition belongs to the word; the next one is done with the note', async () => {
	const { scene, everywhere, note } = await opened('');
	const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' };

	await composes('かん');
	// As Chromium tells it, and as Safari does: the word is over, and its key comes after.
	area().dispatchEvent(
		new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })
	);
	await says('漢');
	area().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }));
	expect([scene.desk.editing, ...everywhere()]).toEqual([note, '漢', '漢', '漢']);

	await protocol.send('Input.dispatchKeyEvent', { type: 'keyDown', ...enter });
	await expect.poll(() => scene.desk.editing).toBeNull();
});

test('[COMPANY-6] a new note begins with a composed word, whole and once', async () => {
	const { scene, other } = testBoard();
	await render(Board, { scene, isReady: true });
	await userEvent.keyboard('g');
	await expect.element(page.getByRole('textbox', { name: /Good/ })).toHaveFocus();

	await composes('で');
	await composes('でん');
	expect(other.notes()).toEqual([]);
	await says('電話');
	await composes('が');
	await says('が');
	await expect.poll(() => other.notes().map(({ text }) => text)).toEqual(['電話が']);
	await userEvent.keyboard('{Enter}');

	await expect.poll(() => area().value).toBe('');
	expect(other.notes().map(({ text }) => text)).toEqual(['電話が']);
});

test('[COMPANY-5] emoji of many units come in whole, caret keys pass them whole, and others’ letters never come between their parts', async () => {
	const { text, everywhere } = await opened('ab');
	const [family, flag, hand] = ['👨‍👩‍👧‍👦', '🇩🇰', '👍🏽'];
	area().setSelectionRange(1, 1);

	await says(family);
	text.insert(0, 'x');
	await says(flag);
	await says(hand);
	text.insert(text.length, '🇫🇷');
	await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
	expect(area().selectionStart).toBe(`xa${family}`.length);
	text.insert(area().selectionStart, 'y');
	await userEvent.keyboard('{ArrowRight}{ArrowRight}{Delete}');

	expect(everywhere()).toEqual(Array(3).fill(`xa${family}y${flag}b🇫🇷`));
});

test('[COMPANY-5] a skin that somebody else gives to the hand before my caret is not parted from it by my next letter', async () => {
	const { text, everywhere } = await opened('👍');

	text.insert(2, '🏽');
	await userEvent.keyboard('!');

	expect(everywhere()).toEqual(Array(3).fill('👍🏽!'));
});

test('[COMPANY-5] at the limit, which counts UTF-16 units as the browser does, an emoji goes in whole or not at all', async () => {
	const family = '👨‍👩‍👧';
	const fits = (left: number) => (left < family.length ? '' : family);
	for (const left of [family.length, family.length - 1, 3, 1]) {
		const words = 'a'.repeat(NOTE_LIMIT - left);
		const { text, scene, awareness } = await opened(words);
		// The code for limits comes with the one for company.
		await expect.poll(() => (awareness.getLocalState() as Presence).caret).toBeTruthy();

		await says(family);

		expect(area().value.slice(words.length)).toBe(fits(left));
		await says('bb');
		expect(area().value).toBe(words + fits(left) + 'bb'.slice(0, left - fits(left).length));
		expect(text.toString()).toBe(area().value);
		scene.desk.editing = null;
		await expect.poll(() => document.querySelector('textarea')).toBeNull();
	}
});

test('[COMPANY-7] dictated phrases, corrections and the browser’s own undo merge with what somebody else writes', async () => {
	const { text, everywhere } = await opened('');

	await says('They rang me back ');
	text.insert(0, 'Ben: ');
	await says('on teh same day');
	text.insert(text.length, '.');
	// A correction replaces a word elsewhere than at the caret.
	const at = area().value.indexOf('teh');
	area().setRangeText('the', at, at + 3, 'preserve');
	area().dispatchEvent(new InputEvent('input', { inputType: 'insertReplacementText', data: 'the' }));
	expect(everywhere()).toEqual(Array(3).fill('Ben: They rang me back on the same day.'));

	area().setSelectionRange(area().value.length, area().value.length);
	await says(' Twice');
	document.execCommand('undo');
	expect(everywhere()).toEqual(Array(3).fill('Ben: They rang me back on the same day.'));
	document.execCommand('redo');
	expect(everywhere()).toEqual(Array(3).fill('Ben: They rang me back on the same day. Twice'));

	await says(' more');
	text.insert(0, '> ');
	document.execCommand('undo');
	expect(new Set(everywhere()).size).toBe(1);
	expect(text.toString()).toContain('> Ben: They rang me back on the same day. Twice');
});
