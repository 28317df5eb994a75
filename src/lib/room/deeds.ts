/** What the console's two large buttons do and say: the one green deed, and the way back. */
import type { PhaseId, StepId } from '#domain/ids.ts';
import { phaseOf, type Activity, type Phase } from '#domain/template.ts';
import type { StepState } from '#domain/workshop.ts';
import { count } from '#domain/words/en.ts';

/** Where the room is. */
export interface Standing {
	/** Null before the first step. */
	readonly step: StepId | null;
	readonly phase: PhaseId | null;
	readonly state: StepState;
	readonly votesClosed: boolean;
	/** Notes written alone that nobody else sees yet. */
	readonly hiddenNotes: number;
	/** The break the room is in. */
	readonly resting?: { readonly title: string } | null;
	/** The break that comes next in the agenda, after the step or break the room is in. */
	readonly breakNext?: { readonly entry: string; readonly title: string } | null;
	/** Syndicates with changes that are not saved yet. */
	readonly unsaved?: readonly { readonly name: string; readonly changes: number; readonly devices: number }[];
	/** Questions to the customer that have neither an answer nor a place. */
	readonly withoutPlace?: number;
}

export type Deed =
	| { readonly kind: 'go'; readonly label: string; readonly step: StepId; readonly phase: PhaseId | null }
	| { readonly kind: 'rest'; readonly label: string; readonly entry: string }
	| { readonly kind: 'close-votes'; readonly label: string; readonly step: StepId }
	/** Nothing follows in the agenda: the plan is closed on its own page. */
	| { readonly kind: 'finish'; readonly label: string };

/** What is asked before people are taken from what they are writing. */
export interface Question {
	readonly title: string;
	readonly sentence: string;
	readonly yes: string;
	readonly no: string;
}

/** The plain names of phases turn into what people do in them; every other title is named as it is. */
const DOING: Readonly<Record<string, string>> = {
	'write alone': 'writing alone',
	share: 'sharing',
	group: 'grouping',
	vote: 'voting',
	sign: 'signing'
};
const LONG_TITLE = 26;

const doing = ({ title }: Phase): string | undefined => DOING[title.toLowerCase()];
const nameOf = ({ title, short }: Activity): string => (title.length > LONG_TITLE ? short : title);

/** The green button. Null while the agenda has no step. */
export function nextDeed(steps: readonly Activity[], standing: Standing): Deed | null {
	const at = steps.findIndex(({ id }) => id === standing.step);
	const activity = steps[at];
	const following = steps[at + 1];
	if (!activity) return following ? { ...goTo(following), label: `Begin: ${nameOf(following)}` } : null;
	if (standing.resting) return afterPhases(following, standing);
	const phase = phaseOf(activity, standing.phase);
	if (phase?.kind === 'vote' && !standing.votesClosed && standing.state === 'open')
		return { kind: 'close-votes', step: activity.id, label: 'Close voting' };
	const next = activity.phases[phase ? activity.phases.indexOf(phase) + 1 : 0];
	if (next) {
		const begin = doing(next);
		const label =
			phase?.kind === 'write-alone' ? 'Open the notes' : begin === undefined ? `Next: ${next.title}` : `Begin ${begin}`;
		return { kind: 'go', step: activity.id, phase: next.id, label };
	}
	return afterPhases(following, standing);
}

/** What the agenda has next: a break, a step, or the end. */
function afterPhases(following: Activity | undefined, { breakNext }: Standing): Deed {
	if (breakNext) return { kind: 'rest', entry: breakNext.entry, label: `Next: ${breakNext.title}` };
	return following
		? { ...goTo(following), label: `Next: ${nameOf(following)}` }
		: { kind: 'finish', label: 'Go to the signatures' };
}

/** The button beside it: one phase back, or one step. Null at the very beginning. */
export function backDeed(steps: readonly Activity[], standing: Standing): Extract<Deed, { kind: 'go' }> | null {
	const at = steps.findIndex(({ id }) => id === standing.step);
	const activity = steps[at];
	if (!activity) return null;
	if (standing.resting) return { ...goTo(activity), label: `Back to ${activity.short}` };
	const phase = phaseOf(activity, standing.phase);
	const before = phase && activity.phases[activity.phases.indexOf(phase) - 1];
	if (before) {
		const back = doing(before) ?? `“${before.title}”`;
		return { kind: 'go', step: activity.id, phase: before.id, label: `Back to ${back}` };
	}
	const earlier = steps[at - 1];
	return earlier ? { ...goTo(earlier), label: `Back to ${earlier.short}` } : null;
}

/** To the step as it was left: the server knows its phase. */
const goTo = ({ id }: Activity): Omit<Extract<Deed, { kind: 'go' }>, 'label'> => ({
	kind: 'go',
	step: id,
	phase: null
});

/** Null where the room may move at once: nobody writes, or everybody has finished. */
export function askFirst(
	steps: readonly Activity[],
	standing: Standing,
	target: { readonly step: StepId; readonly phase: PhaseId | null }
): Question | null {
	const activity = steps.find(({ id }) => id === standing.step);
	const going = steps.find(({ id }) => id === target.step);
	const phase = activity && phaseOf(activity, standing.phase);
	if (!activity || !phase || !going || standing.state !== 'open') return null;
	const isLeaving = target.step !== standing.step;
	const hidden = phase.kind === 'write-alone' ? hiddenWords(standing.hiddenNotes) : null;
	const unsaved = unsavedWords(standing.unsaved ?? []);
	const waiting = isLeaving ? `${leftWords(activity, standing)}${unsaved}` : unsaved;
	if (!isLeaving) {
		if (target.phase === phase.id) return null;
		if (hidden !== null) {
			return {
				title: 'Open the notes now?',
				sentence: `${waiting}${hidden} Everyone who may read the board sees them at once, and they stay open, also when you take the move back.`,
				yes: 'Open the notes',
				no: 'Let them write'
			};
		}
		if (waiting === '' || !isWritten(phase, standing.votesClosed)) return null;
		return {
			title: 'Go on while changes wait?',
			sentence: `${waiting}They arrive as long as the step is open.`,
			yes: 'Go on',
			no: 'Wait a moment'
		};
	}
	if (hidden === null && waiting === '' && !isWritten(phase, standing.votesClosed)) return null;
	const closes = `“${activity.title}” closes: its notes can still be read, and you can open it again.`;
	return {
		title: `Bring everyone to “${going.title}”?`,
		sentence: `${waiting}${hidden === null ? 'People may still be writing.' : `${hidden} They open now. They stay open, also when you take the move back.`} ${closes}`,
		yes: 'Bring everyone there',
		no: 'Stay here'
	};
}

/** Before a break that begins while questions are without a place; null where nothing is left. */
export function askBeforeRest(steps: readonly Activity[], standing: Standing): Question | null {
	const left = leftWords(
		steps.find(({ id }) => id === standing.step),
		standing
	);
	return left === ''
		? null
		: {
				title: 'Begin the break with questions left?',
				sentence: `${left}Deal them, send them to be answered later, or park them; they can be placed in the break as well.`,
				yes: 'Begin the break',
				no: 'Place them first'
			};
}

/** "2 questions have neither an answer nor a place. " */
const leftWords = (activity: Activity | undefined, { withoutPlace = 0 }: Standing): string =>
	activity?.board.kind === 'queue' && withoutPlace > 0
		? `${count(withoutPlace, 'question has', 'questions have')} neither an answer nor a place. `
		: '';

/** Somebody may be in the middle of a word. A vote that is closed has nothing open any more. */
const isWritten = ({ kind, writes }: Phase, votesClosed: boolean): boolean =>
	writes !== 'nobody' && kind !== 'present' && kind !== 'closed' && !(kind === 'vote' && votesClosed);

/** "Birch has 3 unsaved changes on 2 devices." */
const unsavedWords = (unsaved: NonNullable<Standing['unsaved']>): string =>
	unsaved
		.map(({ name, changes, devices }) => {
			const what = count(changes, 'unsaved change', 'unsaved changes');
			return `${name} has ${what} on ${count(devices, 'device', 'devices')}. `;
		})
		.join('');

const hiddenWords = (notes: number): string | null =>
	notes === 0 ? null : notes === 1 ? '1 note is still hidden.' : `${notes} notes are still hidden.`;
