import type { StepId } from '#domain/ids.ts';
import { showsTotals, voteWindow } from '#domain/votes.ts';
import type { VoteStore } from '../store/votes.ts';
import type { WorkshopNow } from './workshop-now.ts';

/** Votes by ref. */
export type Totals = ReadonlyMap<string, number>;

/** The votes of a step; null where it has none, or where they may not be seen yet. */
export async function visibleTotals(
	now: WorkshopNow,
	step: StepId,
	votes: Pick<VoteStore, 'given'>
): Promise<Totals | null> {
	const activity = now.activities.get(step);
	// Whom people named is nothing about what they wrote, and is read by other rules.
	if (!activity?.votes || activity.votes.on === 'nomination') return null;
	if (!showsTotals(activity, voteWindow(activity, now.step(step)))) return null;
	const totals = new Map<string, number>();
	for (const { target } of await votes.given({ workshopId: now.workshop.id, step }))
		totals.set(target, (totals.get(target) ?? 0) + 1);
	return totals;
}
