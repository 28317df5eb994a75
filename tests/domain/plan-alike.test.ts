import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharedStems, stemsOf, teaches, triedAlike } from '#domain/plan-alike.ts';

const row = (id: string, what: string) => ({ id, what, when: '2024', became: 'Forgotten by spring.' });

test('[PLAN-57] words are the same in whatever form they stand, and words that say nothing are none', () => {
	for (const forms of [
		['train', 'trained', 'training', 'trains'],
		['survey', 'surveys'],
		['describe', 'described', 'describes'],
		['plan', 'planned', 'planning'],
		['company’s', 'company', 'companies']
	]) {
		expect([forms, new Set(forms.flatMap((form) => [...stemsOf(form)])).size]).toEqual([forms, 1]);
	}
	expect(stemsOf('What we will do about it, and for whom')).toEqual(new Set());
});

test('[PLAN-57] an action is asked about the row it shares most with: two words, or the only one there is', () => {
	const tried = [row('a', 'Telephone training'), row('b', 'New job descriptions'), row('c', 'Yearly survey')];

	expect(triedAlike('Train everybody on the telephone, twice a year', tried)?.id).toBe('a');
	expect(triedAlike('A description of each job, in one line', tried)?.id).toBe('b');
	expect(triedAlike('Training on the new control unit', tried)).toBeNull();
	expect(triedAlike('Every promise to call back has a name', tried)).toBeNull();
	expect(triedAlike('Callbacks', [row('d', 'The callback')])?.id).toBe('d');
	expect(triedAlike('', tried)).toBeNull();
	expect(triedAlike('Anything at all', [row('e', 'What we did')])).toBeNull();
});

test('[PLAN-57] shared words do not depend on order, case or who is asked first', () => {
	fc.assert(
		fc.property(fc.array(fc.lorem({ maxCount: 8 })), fc.array(fc.lorem({ maxCount: 8 })), (some, others) => {
			const [one, other] = [some.join(' '), others.join(' ')];
			const shared = sharedStems(stemsOf(one), stemsOf(other));
			expect(sharedStems(stemsOf(other), stemsOf(one))).toBe(shared);
			expect(sharedStems(stemsOf(one.toUpperCase()), stemsOf(other))).toBe(shared);
			expect(shared).toBeLessThanOrEqual(stemsOf(one).size);
		})
	);
});

test('[PLAN-56] a wish meets the actions that share a word with it, those made for learning first', () => {
	const action = { text: '', why: '', kind: 'action', learn: '', motivators: [], kindFields: {} };
	const actions = [
		{ ...action, n: 1, text: 'A parts list for vans, written by engineers' },
		{ ...action, n: 2, text: 'Swap jobs: phones and vans', kind: 'exchange' },
		{ ...action, n: 3, text: 'A quiet half-hour', motivators: ['M8'] },
		{ ...action, n: 4, kind: 'training', kindFields: { canDo: 'Drive the big van' } }
	];

	expect(teaches('I want to learn to drive one of the vans', actions).map(({ n }) => n)).toEqual([4, 2, 1]);
	expect(teaches('I want to learn', actions)).toEqual([]);
});
