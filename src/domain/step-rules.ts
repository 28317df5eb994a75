/** What makes a step impossible to run, in words for the facilitator who edits it. */
import type { Activity, BoardKind, NamesRule, Phase, PhaseKind, Writer } from './template.ts';

/** Phases and writers that only some boards know. */
const BOARDS_OF_PHASE: Partial<Record<PhaseKind, readonly BoardKind[]>> = {
	rate: ['matrix', 'vision', 'actions', 'plan'],
	ask: ['queue', 'requests'],
	sign: ['signing']
};
const BOARDS_OF_WRITER: Partial<Record<Writer, readonly BoardKind[]>> = {
	writers: ['vision'],
	scribe: ['points'],
	guest: ['points'],
	owner: ['plan']
};

const OPENNESS: Readonly<Record<NamesRule, number>> = { anonymous: 0, syndicate: 1, named: 2 };

/** Minutes of the phases together, which should be the step's. */
export const phaseMinutes = ({ phases }: Pick<Activity, 'phases'>): number =>
	phases.reduce((sum, { minutes }) => sum + minutes, 0);

/** The first thing that cannot be, as a sentence; null when the step can be run. */
export function misfitOf({ phases, votes, board, names, promptCards }: Activity): string | null {
	if (phases.length === 0) return 'A step needs at least one phase. Add one, or remove the step.';
	if (isRepeated(phases)) return 'Two phases have the same mark. Load the page again.';
	if (isRepeated(promptCards)) return 'Two prompt cards have the same mark. Load the page again.';
	if (votes !== null && votes.budget !== null && votes.perNote > votes.budget) {
		return `Nobody can give one note ${votes.perNote} votes with ${votes.budget} in all. Allow fewer for one note.`;
	}
	for (const phase of phases) {
		const misfit = misfitOfPhase(phase, board.kind);
		if (misfit !== null) return misfit;
		if (phase.kind === 'vote' && votes === null) {
			return `“${phase.title}” is a vote, and nobody has one in this step. Say how many votes each person has.`;
		}
		if (phase.names !== undefined && phase.names !== 'secret' && OPENNESS[phase.names] > OPENNESS[names]) {
			return `“${phase.title}” would show more names than the step does. Change the names of the step first.`;
		}
	}
	return null;
}

function misfitOfPhase({ kind, title, writes, sees, names }: Phase, board: BoardKind): string | null {
	if (kind === 'write-alone' && (writes !== 'each' || sees !== 'author')) {
		return `In “${title}” people write alone: each person writes, and only the author sees it.`;
	}
	if (names === 'secret' && kind !== 'vote' && kind !== 'rate') {
		return `Only votes and marks are secret. Choose whose names “${title}” shows.`;
	}
	if (names !== undefined && names !== 'secret' && (kind === 'vote' || kind === 'rate')) {
		return `Votes and marks are secret, so “${title}” shows no names.`;
	}
	if (BOARDS_OF_PHASE[kind]?.includes(board) === false) {
		return `This step has no board for “${title}”. Choose another kind of phase.`;
	}
	if (BOARDS_OF_WRITER[writes]?.includes(board) === false) {
		return `Nobody of that kind writes on this step’s board. Choose who writes in “${title}”.`;
	}
	return null;
}

const isRepeated = (parts: readonly { readonly id: string }[]): boolean =>
	new Set(parts.map(({ id }) => id)).size < parts.length;

/** The kinds of phase that a step on this board can have. */
export const phaseKindsOn = (board: BoardKind, kinds: readonly PhaseKind[]): readonly PhaseKind[] =>
	kinds.filter((kind) => BOARDS_OF_PHASE[kind]?.includes(board) !== false);

export const writersOn = (board: BoardKind, writers: readonly Writer[]): readonly Writer[] =>
	writers.filter((writer) => BOARDS_OF_WRITER[writer]?.includes(board) !== false);

/** The phase as another kind, with what that kind needs. */
export function asKind(phase: Phase, kind: PhaseKind): Phase {
	const { names, ...rest } = phase;
	if (kind === 'vote' || kind === 'rate') return { ...rest, kind, writes: 'each', names: 'secret' };
	const open = names === 'secret' ? {} : names === undefined ? {} : { names };
	if (kind === 'write-alone') return { ...rest, ...open, kind, writes: 'each', sees: 'author' };
	return { ...rest, ...open, kind };
}

/** The phases where the step shows no more names than this: none of them shows more. */
export const withinNames = (phases: readonly Phase[], rule: NamesRule): readonly Phase[] =>
	phases.map((phase) =>
		phase.names !== undefined && phase.names !== 'secret' && OPENNESS[phase.names] > OPENNESS[rule]
			? { ...phase, names: rule }
			: phase
	);
