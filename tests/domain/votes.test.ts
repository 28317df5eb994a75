import { expect, test } from 'vitest';
import { asId, type PhaseId } from '#domain/ids.ts';
import type { Activity, PhaseKind } from '#domain/template.ts';
import { cutAt, freeSlot, placeWords, ranked, showsTotals, voteWindow } from '#domain/votes.ts';

const phase = (kind: PhaseKind) => ({
	id: asId<'Phase'>(kind),
	kind,
	title: kind,
	minutes: 5,
	writes: 'each' as const,
	sees: 'room' as const
});
const activity: Activity = {
	id: asId('vision'),
	step: 2,
	scope: 'room',
	title: '',
	short: '',
	minutes: 60,
	prompt: '',
	instruction: '',
	names: 'named',
	votes: { budget: 5, perNote: 1, on: 'line', totalsHidden: true },
	board: { id: 'vision', kind: 'vision', perSyndicate: false, zones: [] },
	phases: [phase('share'), phase('vote'), phase('discuss')],
	promptCards: [],
	facilitatorNotes: []
};
const running = (id: string, votesClosed = false) => ({
	state: 'open' as const,
	phase: asId<'Phase'>(id),
	votesClosed
});

test('[VOTE-8] a vote is open in its phase, closed by hand or by going on, and going back does not show totals early', () => {
	const windows = [
		voteWindow(activity, running('share')),
		voteWindow(activity, running('vote')),
		voteWindow(activity, running('vote', true)),
		voteWindow(activity, running('discuss')),
		voteWindow(activity, { ...running('vote'), state: 'closed' }),
		voteWindow(activity, { ...running('vote'), state: 'ahead' }),
		voteWindow(activity, { ...running('share'), phase: null satisfies PhaseId | null })
	];

	expect(windows).toEqual(['hidden', 'open', 'closed', 'closed', 'closed', 'hidden', 'hidden']);
	expect(windows.map((window) => showsTotals(activity, window))).toEqual(windows.map((each) => each === 'closed'));
	expect(showsTotals({ ...activity, votes: { ...activity.votes!, totalsHidden: false } }, 'hidden')).toBe(true);
});

test('[VOTE-1] the lowest free slot is taken, and none above the budget', () => {
	expect([freeSlot([], 2), freeSlot([1, 3], 3), freeSlot([2, 1], 2), freeSlot([], 0)]).toEqual([1, 2, null, null]);
});

test('[VOTE-9] equal votes share a place and stand as they came; nothing breaks a tie', () => {
	const votes: Readonly<Record<string, number>> = { a: 2, b: 5, c: 2, d: 0, e: 2, f: 1 };

	const list = ranked(Object.keys(votes), (entry) => votes[entry] ?? 0);

	expect(list.map((one) => [one.entry, one.votes, placeWords(one)])).toEqual([
		['b', 5, '1'],
		['a', 2, '2 ='],
		['c', 2, '2 ='],
		['e', 2, '2 ='],
		['f', 1, '5'],
		['d', 0, '–']
	]);
});

test('[VISION-1] the most voted come, equal ones at the cut all do, and without any vote everything does', () => {
	const cut = (votes: readonly number[], top?: number) => {
		const places = votes.map((_, at) => at);
		const { chosen, waiting, isTied } = cutAt(places, (at) => votes[at] ?? 0, top);
		return [chosen, waiting, isTied];
	};

	expect([cut([1, 3, 0, 2], 2), cut([1, 3, 1, 0], 2), cut([0, 0, 0], 2), cut([3, 1], 4), cut([3, 1, 2])]).toEqual([
		[[1, 3], [0, 2], false],
		[[0, 1, 2], [3], true],
		[[0, 1, 2], [], false],
		[[0, 1], [], false],
		[[0, 1, 2], [], false]
	]);
});
