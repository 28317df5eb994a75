/** Others' carets and pointers, drawn on a board; presence itself is tested with the server. */
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { asId, type NoteId } from '#domain/ids.ts';
import type { Activity } from '#domain/template.ts';
import Board from '#lib/board/Board.svelte';
import { keepCompany } from '#lib/board/company/keep-company.ts';
import { caretIn, nameOfText } from '#lib/board/company/places.ts';
import type { Presence } from '#protocol/sync.ts';
import { experiences, good, testBoard } from './scene.ts';

beforeEach(() => page.viewport(1280, 800));

const area = () => [...document.querySelectorAll('textarea')].at(-1)!;
const carets = () => [...document.querySelectorAll<HTMLElement>('.company .caret')];
const nameOf = (caret: HTMLElement) => caret.querySelector<HTMLElement>('.name')!;
const said = (presence: { getLocalState(): Presence | null }) => presence.getLocalState()?.caret;

/** A note, open here. */
async function opened(words: string, parts: Parameters<typeof testBoard>[0] = {}) {
	const laptop = testBoard(parts);
	const note = laptop.add(words);
	await render(Board, { scene: laptop.scene, isReady: true });
	await expect.poll(() => laptop.scene.desk.Editor, { timeout: 15_000 }).not.toBeNull();
	laptop.scene.desk.editing = note;
	await expect.poll(area).toBeTruthy();
	const text = laptop.other.textOf(note)!;
	const stands = (from: number, to = from) => laptop.says({ caret: caretIn(text, { from, to }) });
	return { ...laptop, note, text, stands };
}

/** How far right a place in the first line is, measured by other means than the mirror. */
function widthOf(words: string): number {
	const pen = document.createElement('canvas').getContext('2d')!;
	pen.font = getComputedStyle(area()).font;
	return pen.measureText(words).width;
}

const offset = (caret: HTMLElement): number =>
	caret.getBoundingClientRect().left +
	1 -
	area().getBoundingClientRect().left -
	Number.parseFloat(getComputedStyle(area()).paddingLeft);

test('[COMPANY-1] whoever has the same text open is seen there, by name, between the same letters', async () => {
	const { stands, text } = await opened('They rang back');

	stands(9);
	await expect.poll(() => carets().map((caret) => nameOf(caret).textContent.trim())).toEqual(['Ben']);
	expect(Math.abs(offset(carets()[0]!) - widthOf('They rang'))).toBeLessThan(2);
	expect(carets()[0]!.getBoundingClientRect().height).toBeGreaterThan(15);

	// Letters before it, mine and his own, move it along without another word about it.
	area().setSelectionRange(0, 0);
	await userEvent.keyboard('So ');
	text.insert(12, ' me');
	await expect.poll(() => area().value).toBe('So They rang me back');
	await expect.poll(() => Math.abs(offset(carets()[0]!) - widthOf('So They rang me'))).toBeLessThan(2);
});

test('[COMPANY-1] a place far down, in a line that was broken, is where that letter is; chosen letters are marked in each line', async () => {
	const words = `${'One word after another fills the paper. '.repeat(6)}\n\nLast`;
	const { stands } = await opened(words);

	stands(words.length);
	await expect.poll(() => carets().length).toBe(1);
	const paper = area().getBoundingClientRect();
	const last = carets()[0]!.getBoundingClientRect();
	expect(Math.abs(offset(carets()[0]!) - widthOf('Last'))).toBeLessThan(2);
	expect(last.bottom).toBeGreaterThan(paper.bottom - 30);
	expect(last.bottom).toBeLessThanOrEqual(paper.bottom);

	stands(0, words.length);
	const marked = () => [...document.querySelectorAll<HTMLElement>('.company .chosen')];
	await expect.poll(() => marked().length).toBeGreaterThan(3);
	for (const part of marked()) expect(part.getBoundingClientRect().width).toBeLessThanOrEqual(paper.width);
});

test('[COMPANY-1] a name is shown when the caret was set, and again under the pointer; nobody hears of it', async () => {
	const { stands } = await opened('They rang back');
	stands(4);
	await expect.poll(() => nameOf(carets()[0]!).classList.contains('shown')).toBe(true);
	await expect.poll(() => nameOf(carets()[0]!).classList.contains('shown'), { timeout: 5000 }).toBe(false);

	const { left, top, height } = carets()[0]!.getBoundingClientRect();
	const at = { clientX: left + 3, clientY: top + height / 2, bubbles: true };
	area().dispatchEvent(new PointerEvent('pointermove', at));
	await expect.poll(() => nameOf(carets()[0]!).classList.contains('shown')).toBe(true);

	expect(carets()[0]!.closest('[aria-hidden="true"]')).not.toBeNull();
	expect(getComputedStyle(carets()[0]!).pointerEvents).toBe('none');
});

test('[COMPANY-1] a caret goes when its text is closed there, when its place is nothing, and when its person leaves', async () => {
	const { stands, says, text, add, other } = await opened('They rang back');
	for (const state of [
		{ caret: { in: nameOfText(text) } },
		{ caret: { in: nameOfText(text), at: '1.2.3' } },
		{ caret: { in: nameOfText(text), at: '7.7' } },
		{ caret: { in: nameOfText(text), at: {}, to: 9 } } as unknown as Presence,
		{ caret: caretIn(other.textOf(add('Another note'))!, { from: 2, to: 2 }) },
		{ caret: null },
		null
	]) {
		stands(4);
		await expect.poll(() => carets().length).toBe(1);
		says(state);
		await expect.poll(() => carets().length).toBe(0);
	}
});

test('[COMPANY-2] of somebody whose name is not told here no caret is drawn, whatever comes, and mine is not told them', async () => {
	const { says, text, stands, awareness } = await opened('They rang back');
	stands(4);
	await expect.poll(() => carets().length).toBe(1);

	says({ person: 'hidden', caret: caretIn(text, { from: 4, to: 4 }) });

	await expect.poll(() => carets().length).toBe(0);
	await expect.poll(() => said(awareness)).toEqual({ in: nameOfText(text) });
});

test('[COMPANY-2] who works on a note without a name is not told, neither that they write nor that they hold it', async () => {
	const told = async (activity: Activity, author: NoteId | 'hidden') => {
		const { awareness, scene, board, other } = testBoard({ activity });
		const note = other.addNote({ zone: good, text: 'They rang back' });
		other.stamp(note, author as 'hidden');
		const states: unknown[] = [];
		awareness.on('update', () => states.push(awareness.getLocalState()));
		const page = await render(Board, { scene, isReady: true });
		await expect.poll(() => scene.desk.Editor, { timeout: 15_000 }).not.toBeNull();
		scene.desk.editing = note;
		await expect.poll(area).toBeTruthy();
		scene.desk.editing = null;
		await expect.poll(area).toBeUndefined();
		board.showHolding(note);
		board.showHolding(null);
		await page.unmount();
		return JSON.stringify(states).match(/"(writing|holding)":./g) ?? [];
	};
	const mayHideName = { ...experiences, mayHideName: true };

	expect(await told(mayHideName, 'hidden')).toEqual([]);
	const seen = ['"writing":{', '"writing":n', '"writing":n', '"holding":"', '"writing":n', '"holding":n'];
	expect(await told(mayHideName, asId<'Note'>('ben'))).toEqual(seen);
	// Without names the server says of nobody who it is.
	expect(await told({ ...mayHideName, names: 'anonymous' }, 'hidden')).toEqual(seen);
});

test('[COMPANY-3] of my caret nothing is told while nobody else has the text open, and nothing is drawn', async () => {
	const { awareness, text } = await opened('They rang back');
	await expect.poll(() => said(awareness)).toEqual({ in: nameOfText(text) });
	const told: unknown[] = [];
	awareness.on('update', () => told.push(said(awareness)));

	await userEvent.keyboard('{ArrowLeft} again and again{ArrowLeft}');
	await expect.poll(() => text.toString()).toContain('again and again');

	expect(told).toEqual([]);
	expect(document.querySelector('.company')).toBeNull();
});

test('[COMPANY-3] with somebody else there my caret is told when it is set, not with every letter, and taken back when I leave', async () => {
	const { awareness, stands, says, text, scene } = await opened('They rang back');
	const here = () => awareness.getLocalState() as Presence;
	stands(0);
	await expect.poll(() => here().caret?.at).toBe('');
	const places: unknown[] = [];
	awareness.on('update', () => places.push(here().caret));

	await userEvent.keyboard(', twice');
	await expect.poll(() => text.toString()).toBe('They rang back, twice');
	area().setSelectionRange(5, 9);
	await expect.poll(() => here().caret).toEqual(caretIn(text, { from: 5, to: 9 }));
	expect(places).toHaveLength(1);

	area().blur();
	await expect.poll(() => here().caret?.at).toBeUndefined();
	says({ caret: null });
	await expect.poll(() => document.querySelector('.company')).toBeNull();
	scene.desk.editing = null;
	await expect.poll(() => here().caret ?? null).toBeNull();
});

test('[COMPANY-2] of a text written alone, in a step without names, or on a note without a name, not even that it is open is told', async () => {
	const begin = (parts: Parameters<typeof testBoard>[0], author?: 'hidden') => {
		const { awareness, scene, other } = testBoard(parts);
		const note = other.addNote({ zone: good, text: 'They rang back' });
		if (author) other.stamp(note, author);
		scene.desk.editing = note;
		const told: unknown[] = [];
		awareness.on('update', () => told.push(said(awareness)));
		onTestFinished(keepCompany(scene, document.createElement('textarea'), scene.board.document.textOf(note)!));
		return told;
	};

	const silent = [
		begin({ isAlone: true }),
		begin({ activity: { ...experiences, names: 'anonymous' } }),
		begin({}, 'hidden')
	];
	// Begun last, and told by now: so they would have been.
	const named = begin({});
	await expect.poll(() => named.length).toBe(1);

	expect(silent).toEqual([[], [], []]);
});

test('[COMPANY-1] a new note and the name of a group have carets too', async () => {
	const { scene, other, says, add } = testBoard();
	await render(Board, { scene, isReady: true });
	await userEvent.keyboard('g');
	await userEvent.keyboard('They');
	const written = () => other.notes().find(({ text }) => text === 'They')!;
	await expect.poll(written).toBeTruthy();
	says({ caret: caretIn(other.textOf(written().id)!, { from: 1, to: 1 }) });
	await expect.poll(() => carets().length).toBe(1);
	await userEvent.keyboard('{Enter}{Escape}');
	await expect.poll(() => carets().length).toBe(0);

	const notes: NoteId[] = [add('One'), add('Two')];
	const group = other.addGroup(good, 'Together');
	for (const note of notes) other.join(note, group);
	scene.desk.naming = group;
	await expect.poll(area).toBeTruthy();
	says({ caret: caretIn(other.titleOf(group)!, { from: 3, to: 3 }) });
	await expect.poll(() => carets().length).toBe(1);
});
