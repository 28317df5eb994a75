import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Board from '#lib/board/Board.svelte';
import type { BoardScene } from '#lib/board/scene.ts';
import type { Activity, BoardField, FieldKind } from '#domain/template.ts';
import { asId } from '#domain/ids.ts';
import file from '../../../server/template.json';
import { good, testBoard } from './scene.ts';

/** As the server reads it: the words of causes and motivators stand once, and actions share one form. */
const KINDS: readonly string[] = ['text', 'choice', 'causes', 'motivators', 'yes-no', 'links', 'day', 'syndicates'];
const isField = (field: { readonly kind: string }): field is BoardField => KINDS.includes(field.kind);
const template = JSON.parse(JSON.stringify(file), (_key, value: unknown) => value) as {
	readonly activities: readonly (Activity & { readonly board: { readonly fieldsFrom?: string } })[];
	readonly actionForm: readonly { readonly kind: string }[];
	readonly vocabulary: Readonly<Record<'causes' | 'motivators', readonly { readonly label: string }[]>>;
};
const withOptions = (field: BoardField): BoardField =>
	field.kind === 'causes' || field.kind === 'motivators'
		? { ...field, options: template.vocabulary[field.kind].map(({ label }) => label) }
		: field;
const activities: readonly Activity[] = template.activities.map((activity) => ({
	...activity,
	board: {
		...activity.board,
		fields: (activity.board.fieldsFrom ? template.actionForm.filter(isField) : (activity.board.fields ?? [])).map(
			withOptions
		)
	}
}));
const SYNDICATES: BoardScene['syndicates'] = [
	{ id: asId<'Syndicate'>('alder'), letter: 'a', name: 'Alder' },
	{ id: asId<'Syndicate'>('birch'), letter: 'b', name: 'Birch' }
];

/** A name that begins with the question; how many may be chosen stands behind it. */
const asked = (title: string) => new RegExp(`^${title.replaceAll(/[?.]/g, '\\$&')}`);
const chips = (title: string) =>
	page
		.getByRole('group', { name: asked(title) })
		.getByRole('button')
		.first();

/** How somebody finds the control of each kind of field. */
const CONTROL = {
	text: (title: string) => page.getByRole('button', { name: asked(title) }),
	choice: chips,
	causes: chips,
	motivators: chips,
	syndicates: (title: string) => page.getByRole('group', { name: asked(title) }).getByRole('button', { name: 'Birch' }),
	'yes-no': (title: string) => page.getByRole('checkbox', { name: asked(title) }),
	links: () => page.getByRole('button', { name: 'Link to what it comes from' }).first(),
	day: (title: string) => page.getByLabelText(title)
} as const;

beforeEach(() => page.viewport(1280, 1000));

const walked = activities.filter(({ board }) => (board.fields ?? []).length > 0);

test('[BOARD-57] the template asks for something on its boards', () => {
	expect(walked.length).toBeGreaterThan(5);
	const kinds = new Set<FieldKind>(walked.flatMap(({ board }) => board.fields ?? []).map(({ kind }) => kind));
	expect([...kinds].sort()).toEqual([...KINDS].sort());
});

for (const activity of walked) {
	for (const zone of activity.board.zones) {
		const fields = (activity.board.fields ?? []).filter(
			({ id, onlyIn }) => id !== 'text' && (onlyIn === undefined || onlyIn === zone.id)
		);
		if (fields.length === 0) continue;
		test(`[BOARD-57] every question of ${activity.id}, ${zone.id} has a control in the editor of a note`, async () => {
			// Trays, matrix and vision open the same editor.
			const inTrays = { ...activity, board: { ...activity.board, kind: 'columns' as const } };
			const { scene } = testBoard({ activity: inTrays, syndicates: SYNDICATES, mayRelease: true });
			const note = scene.board.add(zone.id, 'A note', activity.board.fields);
			scene.desk.editing = note;
			await render(Board, { scene, isReady: true });
			await expect.element(page.getByRole('textbox', { name: 'Words of the note' })).toBeVisible();
			// The questions come after the board; the first test waits for them to be made.
			await expect
				.poll(() => document.querySelector('.editor :is(details, .field, .check)'), { timeout: 15_000 })
				.not.toBeNull();
			for (const more of document.querySelectorAll('details')) more.open = true;

			for (const { kind, title } of fields) await expect.element(CONTROL[kind](title)).toBeVisible();
		});
	}
}

const stories = activities.find(({ id }) => id === 'experiences')!;

test('[BOARD-58] a longer story is one press from the words, the note says that there is one, and it is read when the step is closed', async () => {
	const { scene, other } = testBoard({ activity: stories });
	const note = scene.board.add(good, 'They rang back', stories.board.fields);
	scene.desk.editing = note;
	const { unmount } = await render(Board, { scene, isReady: true });

	await userEvent.click(page.getByRole('button', { name: /^The whole story:/ }));
	await expect.element(page.getByRole('textbox', { name: 'The whole story' })).toHaveFocus();
	await userEvent.keyboard('It was a Friday afternoon.{Enter}');
	await expect.poll(() => other.note(note)?.fields[asId<'Field'>('story')]).toBe('It was a Friday afternoon.');
	await unmount();
	const closed = { ...scene, mayWrite: false };
	closed.desk.editing = null;
	await render(Board, { scene: closed, isReady: true });

	await expect.element(page.getByText('It was a Friday afternoon.')).not.toBeInTheDocument();
	document.querySelector<HTMLElement>('[data-note]')!.focus();
	await expect.poll(() => document.querySelector('[data-drags]'), { timeout: 15_000 }).not.toBeNull();
	await userEvent.keyboard('{Enter}');
	await expect.element(page.getByRole('dialog', { name: 'The whole story' })).toBeVisible();
	await expect.element(page.getByText('It was a Friday afternoon.')).toBeVisible();
});

test('[BOARD-58] a note made before a field was thought of opens all the same, and says that it cannot be answered', async () => {
	const { scene, add } = testBoard({ activity: stories });
	scene.desk.editing = add('An old note');

	await render(Board, { scene, isReady: true });

	await expect.element(page.getByText(/This note is older than this question/).first()).toBeVisible();
	await expect.element(page.getByRole('textbox', { name: 'Words of the note' })).toBeVisible();
});

test('[BOARD-59] whether a story goes on is its author’s switch; for everybody else it is a state', async () => {
	const { scene, add } = testBoard({ activity: stories, mayRelease: true });
	const theirs = add('Somebody else wrote it');
	scene.desk.editing = theirs;
	const { unmount } = await render(Board, { scene, isReady: true });
	await userEvent.click(page.getByText('More about it'));
	await expect.element(page.getByText(/Not yet\./)).toBeVisible();
	expect(document.querySelector('.editor input[type=checkbox]')).toBeNull();
	await unmount();

	const mine = scene.board.add(good, 'Mine', stories.board.fields);
	scene.desk.editing = mine;
	await render(Board, { scene, isReady: true });
	await userEvent.click(page.getByText('More about it'));
	const own = page.getByRole('checkbox', { name: 'This may go into our story book, with my name' });
	await userEvent.click(own);
	expect(scene.board.note(mine).field(asId<'Field'>('mayShare'))).toBe('yes');
	await userEvent.click(own);
	expect(scene.board.note(mine).field(asId<'Field'>('mayShare'))).toBe('');
});

test('[BOARD-57] syndicates that are named on a note are read by their names and marks', async () => {
	const asked = walked.find(({ board }) => board.fields?.some(({ kind }) => kind === 'syndicates'))!;
	const field = asked.board.fields!.find(({ kind }) => kind === 'syndicates')!;
	const inTrays = { ...asked, board: { ...asked.board, kind: 'columns' as const } };
	const { scene } = testBoard({ activity: inTrays, syndicates: SYNDICATES });
	const zone = asked.board.zones.find(({ id }) => field.onlyIn === undefined || field.onlyIn === id)!;
	const note = scene.board.add(zone.id, 'A note', asked.board.fields);
	const [one] = SYNDICATES;

	scene.board.document.setChoice(note, field.id, one!.id);
	await render(Board, { scene, isReady: true });

	const paper = page.getByRole('article', { name: /A note/ });
	await expect.element(paper).toBeVisible();
	await expect
		.poll(() => paper.element().textContent)
		.toContain(`${field.title} ${one!.letter.toUpperCase()}${one!.name}`);
	expect(paper.element().textContent).not.toMatch(/\balder\b/);
});
