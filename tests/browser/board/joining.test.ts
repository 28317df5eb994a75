import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { asId } from '#domain/ids.ts';
import Board from '#lib/board/Board.svelte';
import { joinSentences } from '#lib/board/join-sentences.ts';
import { bad, experiences, good, testBoard } from './scene.ts';

const papers = () => [...document.querySelectorAll<HTMLElement>('main [data-note]')];

const definitions = {
	...experiences,
	board: {
		...experiences.board,
		kind: 'sentences' as const,
		fields: [
			{ id: asId<'Field'>('shownBy'), title: 'You can tell because…', kind: 'text' as const, required: false },
			{ id: asId<'Field'>('motivators'), title: 'Glad', kind: 'motivators' as const, max: 3, required: false },
			{ id: asId<'Field'>('learnedFrom'), title: 'Learned from', kind: 'links' as const, required: true }
		]
	}
};

beforeEach(() => page.viewport(1280, 800));

test('[BOARD-60] two sentences become one: chosen words stay, sources and motivators are united, one undo brings both back', () => {
	const { scene, other } = testBoard({ activity: definitions });
	const [stays, goes] = ['They ring back', 'They call again'].map((text) =>
		scene.board.add(good, text, definitions.board.fields)
	);
	const { document } = scene.board;
	document.link(stays!, 'note:a:1');
	document.link(goes!, 'note:a:2');
	document.setChoice(stays!, asId('motivators'), 'Achievement');
	document.setChoice(goes!, asId('motivators'), 'Achievement|Thanks');
	document.transact(() => document.fieldText(goes!, asId('shownBy'))?.insert(0, 'The phone rings'));
	const before = JSON.stringify(other.notes());

	joinSentences(scene, stays!, goes!);

	expect(other.note(stays!)).toMatchObject({
		text: 'They ring back',
		from: ['note:a:1', 'note:a:2'],
		fields: { motivators: 'Achievement|Thanks', shownBy: 'The phone rings' }
	});
	expect(other.note(goes!)?.removedAt).not.toBeNull();
	scene.board.undo();
	expect(JSON.parse(JSON.stringify(other.notes()))).toEqual(JSON.parse(before));
});

test('[BOARD-60] J offers it beside the group, for a step of sentences only', async () => {
	const { scene, add } = testBoard({ activity: definitions });
	add('They ring back');
	add('They call again');
	await render(Board, { scene, isReady: true });
	await expect.poll(() => document.querySelector('[data-drags]'), { timeout: 15_000 }).not.toBeNull();

	papers()[0]?.focus();
	await userEvent.keyboard('j');

	await expect.element(page.getByRole('heading', { name: 'Join into one sentence; these words stay' })).toBeVisible();
	await expect.element(page.getByRole('heading', { name: 'Into a group with' })).toBeVisible();
});

test('[BOARD-61] the bin says for how many days it keeps a note, lists none that is older, and gives back', async () => {
	const { scene, add, other } = testBoard();
	const DAY = 24 * 60 * 60 * 1000;
	const [fresh, old] = [add('Three days ago'), add('Long ago')];
	other.remove(fresh, Date.now() - 3 * DAY - 60_000);
	other.remove(old, Date.now() - 31 * DAY);
	scene.desk.sheet = { kind: 'bin' };

	await render(Board, { scene, isReady: true });

	await expect.element(page.getByText('27 days left')).toBeInTheDocument();
	await expect.element(page.getByText('Long ago')).not.toBeInTheDocument();
	await userEvent.click(page.getByRole('button', { name: 'Put back' }));
	expect(other.note(fresh)?.removedAt).toBeNull();
});

test('[BOARD-62] when somebody else takes the note in focus away, the focus goes to the one behind it', async () => {
	const { scene, add, other } = testBoard();
	const notes = [add('One', bad), add('Two', bad), add('Three', bad)];
	await render(Board, { scene, isReady: true });
	await expect.poll(() => papers().length).toBe(3);
	const paper = (id: string) => document.querySelector<HTMLElement>(`[data-note="${id}"]`)!;
	const inOrder = papers().map(({ dataset }) => dataset.note);
	paper(inOrder[1]!).focus();

	other.remove(asId<'Note'>(inOrder[1]!));
	await expect.poll(() => (document.activeElement as HTMLElement).dataset.note).toBe(inOrder[2]);
	const group = other.addGroup(good, 'Moved');
	other.join(asId<'Note'>(inOrder[2]!), group);
	await expect.poll(() => (document.activeElement as HTMLElement).dataset.note).toBe(inOrder[2]);
	for (const note of notes) other.remove(note);

	await expect.poll(() => document.activeElement).not.toBe(document.body);
});

test('[BOARD-63] notes of others are announced together and seldom, never my own', async () => {
	const { scene, add, other } = testBoard();
	add('There before');
	await render(Board, { scene, isReady: true });
	await expect.poll(() => papers().length).toBe(1);
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	try {
		add('One');
		add('Two');
		const mine = add('Mine, on my phone');
		other.stamp(mine, asId<'Person'>('ana'));
		vi.advanceTimersByTime(1300);
		const first = scene.board.arrivals;
		add('Three');
		vi.advanceTimersByTime(1300);
		const soon = scene.board.arrivals;
		vi.advanceTimersByTime(3000);
		expect([first, soon, scene.board.arrivals].map(([batch]) => batch?.notes)).toEqual([2, 2, 1]);
	} finally {
		vi.useRealTimers();
	}
});
