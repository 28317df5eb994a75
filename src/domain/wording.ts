/** Whose words are whose: who may change what a note says, beside those who made it. */
import type { BoardKind } from './template.ts';
import { facilitates, type PersonRole } from './workshop.ts';

/**
 * Whose notes somebody rewords who may write on a board: `all`; `own` ones only, and makes them; `none`, and makes none.
 * Moving, grouping, linking and the bin are no rewording, and a group's name is nobody's note.
 */
export type Wording = 'all' | 'own' | 'none';

/** Definitions and standards are made of what the people of the house wrote, and of nothing else. */
export const ONLY_PARTICIPANTS: ReadonlySet<BoardKind> = new Set(['sentences', 'vision']);

export function wordingOf(role: PersonRole, board: BoardKind): Wording {
	if (role === 'participant' || role === 'laptop') return 'all';
	return facilitates(role) && !ONLY_PARTICIPANTS.has(board) ? 'own' : 'none';
}

/** The field by which its author lets a story and the name with it be passed on: nobody else sets it or takes it back. */
export const OWN_SWITCH = 'mayShare';
