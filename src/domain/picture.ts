/** What the projector shows: the console's choice, as far as the running step has something of that kind. */
import type { PhaseId, StepId, SyndicateId } from './ids.ts';
import { phaseOf, type Activity, type Phase } from './template.ts';
import type { BriefPart, ScreenView, WorkshopState } from './workshop.ts';

export type Picture =
	/** The room is not open yet. */
	| { readonly kind: 'waiting' }
	| { readonly kind: 'code' }
	/** As `code`, with the code kept back. */
	| { readonly kind: 'lobby' }
	| { readonly kind: 'clock' }
	| { readonly kind: 'prompt' }
	| { readonly kind: 'brief'; readonly part: BriefPart }
	| { readonly kind: 'pairs' }
	| { readonly kind: 'break' }
	| { readonly kind: 'report-back' }
	| { readonly kind: 'stories' }
	| { readonly kind: 'spread'; readonly of: StepId }
	| { readonly kind: 'customer' }
	| { readonly kind: 'plan' }
	/** What is asked of management, one request after the other, and what it answers. */
	| { readonly kind: 'support' }
	| { readonly kind: 'signing' }
	| { readonly kind: 'signed' }
	/** Boards of a step: of all syndicates, of one, or of the whole room. `isHidden`: people write alone, only counts. */
	| { readonly kind: 'wall'; readonly step: StepId; readonly isHidden: boolean }
	| { readonly kind: 'columns'; readonly step: StepId; readonly isHidden: boolean }
	| {
			readonly kind: 'spotlight';
			readonly step: StepId;
			readonly syndicateId: SyndicateId;
			readonly isHidden: boolean;
	  };

/** Where the room is, as far as a picture depends on it. */
export interface ScreenMoment {
	readonly state: WorkshopState;
	readonly screen: ScreenView;
	readonly step: { readonly id: StepId; readonly phase: PhaseId | null } | null;
	readonly isOnBreak: boolean;
	/** Syndicates tell the room, one after the other. */
	readonly isReportingBack: boolean;
}

export function pictureOf(
	{ state, screen, step, isOnBreak, isReportingBack }: ScreenMoment,
	steps: readonly Activity[]
): Picture {
	if (state === 'preparing') return { kind: 'waiting' };
	if (state === 'signed') return { kind: 'signed' };
	if (screen.kind === 'code' || screen.kind === 'lobby') return { kind: screen.kind };
	if (screen.kind === 'brief') return { kind: 'brief', part: screen.part };
	// Whatever was on the screen, a break lets it rest, until the console chooses the code or what is read out.
	if (isOnBreak) return { kind: 'break' };
	if (screen.kind === 'stories') return { kind: 'stories' };
	const activity = steps.find(({ id }) => id === step?.id);
	if (!activity || !step) return { kind: 'code' };
	if (screen.kind === 'clock') return { kind: 'clock' };
	if (screen.kind === 'pairs') return { kind: 'pairs' };
	if (screen.kind === 'spread' && hasMarks(activity)) return { kind: 'spread', of: activity.id };
	if (screen.kind === 'report-back' && isReportingBack) return { kind: 'report-back' };
	const phase = phaseOf(activity, step.phase);
	const own = ownPicture(activity, phase);
	if (screen.kind === 'step' || screen.kind === 'report-back' || screen.kind === 'break') return own;
	if (screen.kind === 'spread') return own;
	const boards = boardsShown(activity, steps);
	if (!boards) return own;
	const isHidden = boards === activity && phase?.kind === 'write-alone';
	if (boards.scope === 'room') return { kind: 'columns', step: boards.id, isHidden };
	return screen.kind === 'wall'
		? { kind: 'wall', step: boards.id, isHidden }
		: { kind: 'spotlight', step: boards.id, syndicateId: screen.syndicateId, isHidden };
}

/** The step whose boards a step is about: its own, or those it reads aloud. Null where there are no notes to show. */
export function boardsShown(activity: Activity, steps: readonly Activity[]): Activity | null {
	const { kind, from, zones } = activity.board;
	if (kind === 'spotlight') {
		const read = steps.find(({ id }) => id === from?.split('.')[0]);
		return read && read.board.zones.length > 0 ? read : null;
	}
	return zones.length > 0 && ownPicture(activity, undefined).kind === 'prompt' ? activity : null;
}

/** Lines of a matrix that each person rates. */
export const hasMarks = ({ board }: Activity): boolean =>
	board.kind === 'matrix' && board.zones.some(({ rating }) => rating !== undefined);

/** People talk to a neighbour: the template's phase of that name. */
export const isMeeting = (phase: Phase | undefined): boolean => phase?.id === 'pairs';

/** People read sample stories before they write their own: the template's phase of that name. */
export const isWarmUp = (phase: Phase | undefined): boolean => phase?.id === 'warm-up';

/** The sponsor stands in front of the room and says what holds. */
export const isPromise = (phase: Phase | undefined): boolean => phase?.kind === 'present' && phase.writes === 'sponsor';

/** A day opens with what was good yesterday, not with figures. */
export const opensDay = (activity: Activity | undefined): boolean => activity?.board.id === 'recap';

/** Two good stories are read out at the end of a day: the template's phase of that name. */
export const isThanks = (phase: Phase | undefined): boolean => phase?.id === 'thanks';

function ownPicture(activity: Activity, phase: Phase | undefined): Picture {
	switch (activity.board.kind) {
		case 'points':
		case 'queue':
			return { kind: 'customer' };
		case 'plan':
			return { kind: 'plan' };
		case 'requests':
			// The step goes on with the choice of who follows up.
			return { kind: phase?.kind === 'vote' ? 'plan' : 'support' };
		case 'signing':
			return { kind: 'signing' };
		default:
			if (isMeeting(phase)) return { kind: 'pairs' };
			if (isPromise(phase)) return { kind: 'brief', part: 'promise' };
			return opensDay(activity) || isThanks(phase) ? { kind: 'stories' } : { kind: 'prompt' };
	}
}
