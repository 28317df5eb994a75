/** Votes and ratings: when they may be given, and when they may be seen. */
import type { PhaseId } from './ids.ts';
import { phaseOf, type Activity } from './template.ts';
import type { StepState } from './workshop.ts';

export interface Running {
	readonly state: StepState;
	readonly phase: PhaseId | null;
	/** The facilitator closed the vote by hand. */
	readonly votesClosed: boolean;
}

/** `hidden`: may not be given now and was not closed, so totals that are kept back stay so. */
export type VoteWindow = 'hidden' | 'open' | 'closed';

/** Votes are given in a phase made for it, while the step is open; they are closed by hand, or once the room went on. */
export function voteWindow(activity: Activity, { state, phase, votesClosed }: Running): VoteWindow {
	if (state === 'closed' || state === 'closing') return 'closed';
	if (state === 'ahead') return 'hidden';
	if (votesClosed) return 'closed';
	const running = phaseOf(activity, phase);
	if (running?.kind === 'vote') return 'open';
	const at = activity.phases.findIndex(({ id }) => id === running?.id);
	const last = activity.phases.findLastIndex(({ kind }) => kind === 'vote');
	return at > last ? 'closed' : 'hidden';
}

/** May totals be seen in this window? */
export const showsTotals = (activity: Activity, window: VoteWindow): boolean =>
	activity.votes?.totalsHidden !== true || window === 'closed';

/** May marks be given now? */
export const takesRatings = (activity: Activity, { state, phase }: Running): boolean =>
	state === 'open' && phaseOf(activity, phase)?.kind === 'rate';

/** The lowest free slot from 1 to the budget; null when all are taken. A budget is a constraint, and so a slot a vote. */
export function freeSlot(taken: readonly number[], budget: number): number | null {
	for (let slot = 1; slot <= budget; slot += 1) if (!taken.includes(slot)) return slot;
	return null;
}
