/** Obstacles removed: what was in the way in our own house, and is not any more. */
import type { Health } from './plan.ts';

export interface ObstacleAction {
	readonly n: number;
	readonly health: Health;
	/** What was in the way and led to this action. */
	readonly inTheWay: readonly { readonly ref: string; readonly text: string }[];
}

export interface Obstacle {
	readonly ref: string;
	readonly text: string;
	/** The actions it led to. */
	readonly actions: readonly number[];
	/** One of them is done. */
	readonly isRemoved: boolean;
}

/** Each obstacle once, those removed first, in the order of their actions. */
export function obstaclesOf(actions: readonly ObstacleAction[]): readonly Obstacle[] {
	const found = new Map<string, Obstacle>();
	for (const { n, health, inTheWay } of actions) {
		for (const { ref, text } of inTheWay) {
			const known = found.get(ref);
			found.set(ref, {
				ref,
				text,
				actions: [...(known?.actions ?? []), n],
				isRemoved: (known?.isRemoved ?? false) || health === 'done'
			});
		}
	}
	return [...found.values()].sort((one, other) => Number(other.isRemoved) - Number(one.isRemoved));
}
