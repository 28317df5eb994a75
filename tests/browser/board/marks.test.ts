import { createRawSnippet, getAllContexts, mount, unmount } from 'svelte';
import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { noteRef } from '#domain/refs.ts';
import { Problem } from '#domain/problem.ts';
import Board from '#lib/board/Board.svelte';
import type { DraftsBoard } from '#lib/board/scene.ts';
import AgreeLine from '#lib/board/vision/AgreeLine.svelte';
import { RatingsState, type CountedRatings } from '#lib/state/board-votes.svelte.ts';
import { experiences, testBoard } from './scene.ts';

beforeEach(() => page.viewport(1280, 800));

const actions = { ...experiences, board: { ...experiences.board, id: 'good', kind: 'actions' as const } };

/** Counts marks as the server does, when it is told to: each question waits until `next` answers one of its kind. */
function slowCounter() {
	const marks: Record<string, number> = {};
	const whys: Record<string, string> = {};
	let waiting: readonly { readonly what: string; readonly answer: () => void }[] = [];
	const asked: string[] = [];
	const view = (): CountedRatings => ({
		mine: { ...marks },
		counts: {},
		given: {},
		areShown: false,
		myWhys: { ...whys },
		whys: {}
	});
	const turn = (what: string) => {
		asked.push(what);
		return new Promise<void>((answer) => (waiting = [...waiting, { what, answer }]));
	};
	return {
		asked,
		marks,
		refuses: false,
		next: async (kind: 'read' | 'rate') => {
			const first = () => waiting.find(({ what }) => what.startsWith(kind));
			await expect.poll(first).toBeDefined();
			const chosen = first();
			waiting = waiting.filter((one) => one !== chosen);
			chosen?.answer();
		},
		async read() {
			// What the server knew when it was asked; the answer takes its time.
			const known = view();
			await turn('read');
			return known;
		},
		async rate(target: string, mark: number, why?: string) {
			await turn(`rate ${mark}`);
			if (this.refuses) throw new Problem('step-closed', 'The marks are closed.');
			marks[target] = mark;
			if (why !== undefined) whys[target] = why;
			return view();
		}
	};
}

const later = () => Promise.resolve();

async function rated(counter: ReturnType<typeof slowCounter>) {
	const ratings = new RatingsState({
		read: () => counter.read(),
		rate: (target, mark) => counter.rate(target, mark)
	});
	const given = { mine: null, mayGive: true, isOpen: true, isAnew: false, given: 0, mean: null };
	const drafts: DraftsBoard = {
		...{ inPlan: new Set<string>(), wrong: null, mayOwn: false, isSent: () => false, ownerOf: () => null },
		reachOf: () => given,
		markOf: (note) => ratings.mine(noteRef(scene.documentId, note)),
		rate: async (note, mark) => void (await ratings.rate(noteRef(scene.documentId, note), mark)),
		fixOf: () => undefined,
		...{ own: later, ownFix: later, finish: later, send: later, follow: () => undefined }
	};
	const { scene, add } = testBoard({ activity: actions, drafts });
	const target = noteRef(scene.documentId, add('We ring back within the hour.'));
	await render(Board, { scene, isReady: true });
	const marks = page.getByRole('group', { name: /Can we reach it/ }).getByRole('radio');
	await expect.element(marks.first()).toBeInTheDocument();
	return { ratings, target, mark: (n: number) => marks.nth(n - 1) };
}

test('[VOTE-10] three quick arrow presses end on the third mark, however late and out of order the answers come', async () => {
	const counter = slowCounter();
	const { ratings, target, mark } = await rated(counter);
	mark(1).element().focus();
	await userEvent.keyboard(' ');
	await counter.next('rate');
	await expect.poll(() => counter.marks[target]).toBe(1);

	// The room moved: asked for before the presses, answered after them.
	const read = ratings.refresh();
	await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
	await expect.element(mark(4)).toBeChecked();
	await expect.element(mark(4)).toHaveFocus();
	while (counter.marks[target] !== 4) {
		await counter.next('rate');
		await expect.element(mark(4)).toBeChecked();
	}
	await counter.next('read');
	await expect.element(mark(4)).toBeChecked();
	await counter.next('read');
	await read;

	expect(ratings.view?.mine[target]).toBe(4);
	await expect.element(mark(4)).toBeChecked();
	await expect.element(mark(4)).toHaveFocus();
	expect(counter.asked.filter((what) => what.startsWith('rate')).at(-1)).toBe('rate 4');
});

test('[VOTE-10] a mark that is refused goes back to the one that counts, with the reason', async () => {
	const counter = slowCounter();
	const { ratings, mark } = await rated(counter);
	mark(2).element().focus();
	await userEvent.keyboard(' ');
	await counter.next('rate');
	await expect.poll(() => ratings.view?.mine).not.toEqual({});

	counter.refuses = true;
	await userEvent.keyboard('{ArrowRight}');
	await expect.element(mark(3)).toBeChecked();
	await counter.next('rate');

	await expect.element(mark(2)).toBeChecked();
	await expect.poll(() => ratings.sentence).toBe('The marks are closed.');
});

/** One line of the agreement check, with a low mark that counts. */
async function agreed(counter: ReturnType<typeof slowCounter>) {
	const ratings = new RatingsState({
		read: () => counter.read(),
		rate: (target, mark, why) => counter.rate(target, mark, why)
	});
	const { scene } = testBoard({ activity: actions, ratings, mayRate: true });
	const brief = createRawSnippet(() => ({
		render: () => '<div></div>',
		setup: (target) => {
			const props = { ref: 'line', words: 'We ring back.' };
			const line = mount(AgreeLine, { target, props, context: getAllContexts() });
			return () => void unmount(line);
		}
	}));
	await render(Board, { scene, isReady: true, brief });
	const first = ratings.rate('line', 2);
	await counter.next('rate');
	await first;
	return { ratings, box: page.getByRole('textbox', { name: /Why not/ }), keep: page.getByText('Keep this reason') };
}

test('[VOTE-11] a reason that went along with another press, and was refused with it, stays in its box', async () => {
	const counter = slowCounter();
	const { ratings, box, keep } = await agreed(counter);
	await box.fill('Nobody asked the night shift');
	const presses = [ratings.rate('line', 1)];
	await expect.poll(() => counter.asked.at(-1)).toBe('rate 1');
	presses.push(ratings.rate('line', 2));
	await keep.click();
	await counter.next('rate');
	await expect.poll(() => counter.asked.filter((what) => what === 'rate 2')).toHaveLength(2);
	counter.refuses = true;
	await counter.next('rate');
	await Promise.all(presses);

	await expect.poll(() => ratings.sentence).toBe('The marks are closed.');
	await expect.element(box).toHaveValue('Nobody asked the night shift');
	await expect.element(keep).toBeVisible();

	counter.refuses = false;
	await keep.click();
	await counter.next('rate');

	await expect.element(page.getByText('Kept', { exact: true })).toBeVisible();
	expect(ratings.view?.myWhys).toEqual({ line: 'Nobody asked the night shift' });
	expect(ratings.sentence).toBe('');
});

test('[VOTE-11] what is written on while a reason is being kept stays in the box', async () => {
	const counter = slowCounter();
	const { ratings, box, keep } = await agreed(counter);
	await box.fill('Nobody asked');
	await keep.click();
	await box.fill('Nobody asked the night shift');
	await counter.next('rate');

	await expect.poll(() => ratings.view?.myWhys).toEqual({ line: 'Nobody asked' });
	await expect.element(box).toHaveValue('Nobody asked the night shift');
	await expect.element(keep).toBeVisible();
});
