/**
 * Marks from 1 to 5 on actions: "can we reach it?" by the syndicate of the owner, effect and effort by the room. A mean is
 * told only when no mark can be added to it any more: the difference of two means would tell whose the last one was.
 */
import type { PersonId } from './ids.ts';
import { FEWEST_MARKS } from './spread.ts';
import { phaseOf, type Activity } from './template.ts';
import type { Running } from './votes.ts';

/** `ahead`: the room has not come to the marks yet, or went back before them. */
export type MarkWindow = 'ahead' | 'open' | 'over';

/** Marks are given in a phase made for them while the step is open; a step without one takes none. */
export function markWindow(activity: Activity, { state, phase }: Running): MarkWindow {
	if (state === 'closed' || state === 'closing') return 'over';
	const last = activity.phases.findLastIndex(({ kind }) => kind === 'rate');
	if (state === 'ahead' || last < 0) return 'ahead';
	const running = phaseOf(activity, phase);
	if (running?.kind === 'rate') return 'open';
	return activity.phases.findIndex(({ id }) => id === running?.id) > last ? 'over' : 'ahead';
}

/** What "can we reach it?" is asked of. With another target or day it is asked anew. */
export interface Reachable {
	readonly target: number | null;
	readonly dueOn: string | null;
}

/** The words under which a mark is kept: the step it was given in, and what it was given to. */
export const askedIn = (step: string, { target, dueOn }: Reachable): string => `${step} ${target ?? ''} ${dueOn ?? ''}`;

const stepIn = (asked: string): string => asked.slice(0, Math.max(0, asked.indexOf(' ')));

export interface GivenMark {
	readonly personId: PersonId;
	readonly mark: number;
	/** See `askedIn`. */
	readonly asked: string;
	/** In a mean that was told in the plan. */
	readonly isTold: boolean;
}

export interface MarksState {
	/** Those that count: given to what stands there now. */
	readonly marks: readonly GivenMark[];
	readonly isOpen: boolean;
	readonly isTold: boolean;
	/** There are marks for another target or day, and it waits for new ones. */
	readonly isAnew: boolean;
}

/** What was asked in a phase of the room: open in it, told after it. */
export function marksInPhase(marks: readonly GivenMark[], window: MarkWindow): MarksState {
	return {
		marks,
		isOpen: window === 'open',
		isTold: window === 'over' && marks.length >= FEWEST_MARKS,
		isAnew: false
	};
}

export interface ReachAsked {
	readonly of: Reachable;
	/** The step of the drafts, and its window for this syndicate. */
	readonly draftStep: string;
	readonly window: MarkWindow;
	/** The step in which the plan is made while it is open and the action is in it; null at other times. */
	readonly planStep: string | null;
	/** In the order in which they were given. */
	readonly given: readonly GivenMark[];
}

/**
 * "Can we reach it?" is asked in the phase of the drafts. In the plan it is asked again of what has too few marks for what
 * stands there now, until everybody of the syndicate who is here has answered or the step is over. A mean that was told so
 * stays: whoever comes later adds nothing to it, as the difference would be the own mark.
 */
export function reachState({ of, draftStep, window, planStep, given }: ReachAsked): MarksState {
	const forThis = given.filter(({ asked }) => asked === askedIn(stepIn(asked), of));
	// A later answer of the same person stands for the one before.
	const marks = [...new Map(forThis.map((mark) => [mark.personId, mark])).values()];
	const isAnew = given.some(({ personId }) => !marks.some((mark) => mark.personId === personId));
	const told = marks.filter(({ isTold }) => isTold);
	if (told.length > 0) return { marks: told, isOpen: false, isTold: true, isAnew: false };
	if (window === 'open') return { marks, isOpen: true, isTold: false, isAnew };
	const inDrafts = forThis.filter(({ asked }) => asked === askedIn(draftStep, of)).length;
	const isEnough = marks.length >= FEWEST_MARKS;
	if (planStep !== null && inDrafts < FEWEST_MARKS) return { marks, isOpen: true, isTold: false, isAnew };
	return { marks, isOpen: false, isTold: isEnough && (window === 'over' || planStep !== null), isAnew };
}

/**
 * With this the mean is told from now on: enough marks, and of everybody of the syndicate who is here.
 * @param members people of the syndicate who are here today
 */
export const isComplete = ({ marks, isOpen }: MarksState, members: readonly PersonId[]): boolean =>
	isOpen && marks.length >= FEWEST_MARKS && members.every((one) => marks.some(({ personId }) => personId === one));

/** With one decimal. */
export const meanMark = (marks: readonly GivenMark[]): number =>
	Math.round((marks.reduce((sum, { mark }) => sum + mark, 0) / Math.max(1, marks.length)) * 10) / 10;
