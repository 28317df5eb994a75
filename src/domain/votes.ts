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

/** Something in a result list. `place` is shared by all with the same number of votes, and the next ones come after them. */
export interface Ranked<Entry> {
	readonly entry: Entry;
	readonly votes: number;
	/** From 1; null where nobody voted for it. */
	readonly place: number | null;
	readonly isTied: boolean;
}

/** The most voted first. Equal votes share a place, and stand in the order in which they came: nothing breaks a tie. */
export function ranked<Entry>(entries: readonly Entry[], votesOf: (entry: Entry) => number): readonly Ranked<Entry>[] {
	const counted = entries.map((entry) => ({ entry, votes: votesOf(entry) }));
	return counted
		.toSorted((a, b) => b.votes - a.votes)
		.map(({ entry, votes }) => ({
			entry,
			votes,
			place: votes === 0 ? null : 1 + counted.filter((other) => other.votes > votes).length,
			isTied: votes > 0 && counted.filter((other) => other.votes === votes).length > 1
		}));
}

/** `2` or, shared with others, `2 =`; a dash without a vote. */
export const placeWords = ({ place, isTied }: Pick<Ranked<unknown>, 'place' | 'isTied'>): string =>
	place === null ? '–' : isTied ? `${place} =` : String(place);

export interface Cut<Entry> {
	readonly chosen: readonly Entry[];
	readonly waiting: readonly Entry[];
	/** More came than were asked for, since those at the cut have equal votes. */
	readonly isTied: boolean;
}

/** The `top` most voted, in the order in which they stand. Equal ones at the cut all come; without any vote all do. */
export function cutAt<Entry>(
	entries: readonly Entry[],
	votesOf: (entry: Entry) => number,
	top: number | undefined
): Cut<Entry> {
	const votes = entries.map(votesOf);
	const least = top === undefined ? undefined : votes.toSorted((a, b) => b - a)[top - 1];
	if (least === undefined || votes.every((given) => given === 0))
		return { chosen: entries, waiting: [], isTied: false };
	const chosen = entries.filter((_, at) => (votes[at] ?? 0) >= least);
	const waiting = entries.filter((_, at) => (votes[at] ?? 0) < least);
	return { chosen, waiting, isTied: chosen.length > (top ?? chosen.length) };
}
