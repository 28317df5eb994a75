import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import {
	causeBalance,
	horizonBalance,
	lacksLongAction,
	motivatorBalance,
	standardBalance,
	type Weighed
} from '#domain/plan-balance.ts';

const action = (n: number, more: Partial<Weighed> & { readonly serves?: string } = {}): Weighed => ({
	...{ id: asId<'Action'>(`action-${n}`), n, motivators: [], horizon: 'quarter', sources: [], ...more },
	measure: {
		...{ name: '', unit: '', baseline: null, target: null, countedBy: '', every: 'week', group: '', pair: null },
		serves: more.serves ?? ''
	}
});

test('[PLAN-58] each motivator, horizon and standard says which actions name it, and what none names is empty', () => {
	const plan = [
		action(1, { motivators: ['M1', 'M7'], serves: 'compass' }),
		action(2, { motivators: ['M7'], horizon: 'long', serves: 'group:d:promise' }),
		action(3, { sources: ['group:d:warm'] })
	];
	const lines = [
		{ ref: 'group:d:promise', text: 'We keep what we promise' },
		{ ref: 'group:d:warm', text: 'We greet by name' },
		{ ref: 'group:d:alone', text: 'Nobody serves this' }
	];

	const motivators = Object.fromEntries(motivatorBalance(plan).map(({ id, actions }) => [id, actions]));
	expect([motivators.M1, motivators.M7, motivators.M10]).toEqual([[1], [1, 2], []]);
	expect(motivatorBalance(plan)).toHaveLength(10);
	expect(horizonBalance(plan).map(({ actions }) => actions)).toEqual([[], [1, 3], [2]]);
	expect(standardBalance(plan, lines).map(({ actions }) => actions)).toEqual([[1], [2], [3], []]);
	expect(causeBalance(plan, ['Time', 'Tools'], { 'action-2': ['Tools'] }).map(({ actions }) => actions)).toEqual([
		[],
		[2]
	]);
	expect([lacksLongAction(plan), lacksLongAction([plan[0]!]), lacksLongAction([])]).toEqual([false, true, false]);
});
