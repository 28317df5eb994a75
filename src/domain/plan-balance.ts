/** What the planned actions speak to, counted: motivators, causes, horizons, standards; and what none of them names. */
import { MOTIVATOR_WORDS, MOTIVATORS } from './plan-words.ts';
import type { Action, Horizon } from './plan.ts';

/** One thing that actions may name. */
export interface Named {
	readonly id: string;
	readonly title: string;
	/** Numbers of the actions that name it, in their order; empty where none does. */
	readonly actions: readonly number[];
}

export type Weighed = Pick<Action, 'id' | 'n' | 'motivators' | 'horizon' | 'measure' | 'sources'>;

export const HORIZON_WORDS: Readonly<Record<Horizon, string>> = {
	now: 'Now',
	quarter: 'This quarter',
	long: 'Long'
};

const HORIZONS: readonly Horizon[] = ['now', 'quarter', 'long'];

const naming = (actions: readonly Weighed[], isNamed: (action: Weighed) => boolean): readonly number[] =>
	actions.filter(isNamed).map(({ n }) => n);

export const motivatorBalance = (actions: readonly Weighed[]): readonly Named[] =>
	MOTIVATORS.map((id) => ({
		id,
		title: MOTIVATOR_WORDS[id].label,
		actions: naming(actions, ({ motivators }) => motivators.includes(id))
	}));

export const horizonBalance = (actions: readonly Weighed[]): readonly Named[] =>
	HORIZONS.map((id) => ({
		id,
		title: HORIZON_WORDS[id],
		actions: naming(actions, ({ horizon }) => horizon === id)
	}));

/** A standard is served by a measure that is tied to it, and by an action that comes from it. */
export const standardBalance = (
	actions: readonly Weighed[],
	lines: readonly { readonly ref: string; readonly text: string }[]
): readonly Named[] => [
	{ id: 'compass', title: 'The compass', actions: naming(actions, ({ measure }) => measure.serves === 'compass') },
	...lines.map(({ ref, text }) => ({
		id: ref,
		title: text,
		actions: naming(actions, ({ measure, sources }) => measure.serves === ref || sources.includes(ref))
	}))
];

/** @param named causes of the obstacles each action comes from, by the action's id */
export const causeBalance = (
	actions: readonly Weighed[],
	causes: readonly string[],
	named: Readonly<Record<string, readonly string[]>>
): readonly Named[] =>
	causes.map((cause) => ({
		id: cause,
		title: cause,
		actions: naming(actions, ({ id }) => named[id]?.includes(cause) ?? false)
	}));

/** Short fixes alone do not change the house: at least one long action is asked for. */
export const lacksLongAction = (actions: readonly Pick<Action, 'horizon'>[]): boolean =>
	actions.length > 0 && !actions.some(({ horizon }) => horizon === 'long');
