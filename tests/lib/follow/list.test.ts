import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import type { Health } from '#domain/plan.ts';
import { filtersIn, listed, NO_FILTERS, queryOf } from '#lib/follow/list/filters.ts';
import { actionSheet } from '#lib/follow/list/sheet.ts';
import { mondaySentence } from '#lib/follow/monday/sentence.ts';
import { followPages } from '#lib/follow/pages.ts';
import { reviewOrder } from '#lib/follow/review/review-order.ts';
import { readSheet } from '#protocol/csv.ts';
import type { ActionView } from '#protocol/views.ts';

const action = (n: number, health: Health, more: Partial<ActionView> = {}): ActionView => ({
	...{ id: asId<'Action'>(`a${n}`), n, syndicateId: asId('s1'), text: `Action ${n}`, why: '', kind: 'action' },
	...{ horizon: 'now', firstStep: 'Begin', dueOn: '2027-02-10', ownerId: asId<'Person'>('elin'), helpers: [] },
	measure: {
		...{ name: '', unit: '', baseline: null, target: null, countedBy: '', every: 'week' },
		...{ group: '', serves: '', pair: null }
	},
	...{ motivators: [], whenThen: '', kindFields: {}, triedRow: null, triedDiffers: '', learn: '', reachAnswer: '' },
	...{ frontPlace: null, joinedTo: null, notNowReason: null, sources: [], support: [], updates: [], missing: [] },
	...{ health, reach: null, daysSinceWord: 3, changes: [], offer: null },
	may: { edit: false, join: false, contact: false, own: false, report: true, change: true, take: false },
	...more
});
const around = {
	today: '2027-02-08',
	me: 'elin',
	nameOf: (id: string | null) => (id === 'elin' ? 'Elin Strand' : id === 'hugo' ? 'Hugo Laurent' : ''),
	letterOf: () => 'a'
};
const all = [
	action(1, 'on-course'),
	action(2, 'late', { ownerId: asId('hugo'), dueOn: '2027-02-05' }),
	action(3, 'done', { measure: { ...action(3, 'done').measure, name: 'Call-backs' } }),
	action(4, 'quiet', { ownerId: null, dueOn: null, text: 'One case, one name' })
];
const numbers = (query: string) => listed(all, filtersIn(new URLSearchParams(query)), around).map(({ n }) => n);

test('[FOLLOW-21] the address says which actions are listed; what it does not know is left out', () => {
	expect(numbers('')).toEqual([1, 2, 3, 4]);
	expect(numbers('health=late')).toEqual([2]);
	expect(numbers('health=nonsense')).toEqual([1, 2, 3, 4]);
	expect(numbers('owner=nobody')).toEqual([4]);
	expect(numbers('mine=yes&due=week')).toEqual([1]);
	expect(numbers('due=over')).toEqual([2]);
	expect(numbers('due=none')).toEqual([4]);
	expect(numbers('measure=yes')).toEqual([3]);
	expect(numbers('search=LAURENT')).toEqual([2]);
	expect(numbers('sort=health')).toEqual([2, 4, 1, 3]);
	const filters = filtersIn(new URLSearchParams('health=late&mine=yes&sort=due&search=a%20b'));
	expect(filtersIn(new URLSearchParams(queryOf(filters)))).toEqual(filters);
	expect(queryOf(NO_FILTERS)).toBe('');
});

test('[FOLLOW-21] the sheet holds the first promised date beside the present one, and no cell that calculates', () => {
	const text = actionSheet(
		[
			action(5, 'late', {
				text: '=HYPERLINK("http://x")',
				changes: [
					{
						...{ part: 'dueOn', signed: '2027-01-30', value: '2027-02-05', reason: 'Ice' },
						...{ changedBy: asId('elin'), changedAt: '2027-01-29T09:00:00Z' }
					}
				],
				dueOn: '2027-02-05'
			})
		],
		{ nameOf: around.nameOf, syndicateOf: () => 'Alder', today: '2027-02-08' }
	);
	const [head, row] = readSheet(text);
	const cell = (name: string) => row?.[head?.indexOf(name) ?? -1];

	expect([cell('First promised'), cell('Due now'), cell('Owner'), cell('How it stands')]).toEqual([
		...['2027-01-30', '2027-02-05', 'Elin Strand', 'Late']
	]);
	expect(cell('Action')?.startsWith('=')).toBe(false);
});

test('[FOLLOW-22] Monday begins with what goes well, and each number leads to its actions', () => {
	const said = (actions: readonly ActionView[]) => {
		const { good, rest } = mondaySentence(actions, 'Tom');
		return [...good, { words: ' ' }, ...rest].map(({ words }) => words).join('');
	};
	const many = [...[1, 2, 3, 4].map((n) => action(n, 'on-course')), action(5, 'done'), action(6, 'late')];

	expect(said([...many, action(7, 'waiting'), action(8, 'quiet', { daysSinceWord: 16 })])).toBe(
		'Four actions are on course and one is done. One is late, one waits for Tom, and one has been quiet for 16 days.'
	);
	expect(said([action(1, 'done')])).toBe('One action is done. ');
	expect(mondaySentence(many, '').good.map(({ health }) => health)).toEqual([
		'on-course',
		undefined,
		'done',
		undefined
	]);
});

test('[FOLLOW-23] a review meeting begins with good news, then those that need somebody; what was stopped is not asked again', () => {
	const { good, others } = reviewOrder([...all, action(5, 'stopped'), action(6, 'learned')]);

	expect(good.map(({ n }) => n)).toEqual([3, 6]);
	expect(others.map(({ n }) => n)).toEqual([2, 4, 1]);
});

test('[FOLLOW-24] whoever follows up begins with Monday, everybody else with the actions', () => {
	const first = (follows: boolean) => followPages({ follows, readsReply: false })[0];

	expect([first(true)?.label, first(true)?.path]).toEqual(['Monday', '/follow']);
	expect([first(false)?.label, first(false)?.path]).toEqual(['Actions', '/follow']);
});
