import type { SyndicateId } from '#domain/ids.ts';
import type { Clock } from '#domain/workshop.ts';
import type { LiveShared } from '#protocol/live.ts';

/** The clock a page shows: of the break, of whoever reports back, of one's own syndicate where it differs, of the step. */
export const clockShown = (
	{ onBreak, reportBack, syndicates, step }: Pick<LiveShared, 'onBreak' | 'reportBack' | 'syndicates' | 'step'>,
	syndicateId: SyndicateId | null
): Clock | null =>
	onBreak?.clock ?? reportBack?.clock ?? syndicates.find(({ id }) => id === syndicateId)?.clock ?? step?.clock ?? null;
