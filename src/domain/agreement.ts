/** "Can you live with it?": marks from 1 to 5 by everybody, read together, never by who gave them. */
import type { Activity } from './template.ts';
import { takesRatings, type Running } from './votes.ts';

/** How often each mark from 1 to 5 was given. */
export type Marks = readonly [number, number, number, number, number];

/** Letters somebody who gave a low mark may say why in. */
export const WHY_LIMIT = 300;
/** With fewer marks than this a reason would point at somebody. */
export const WHYS_FROM = 3;
/** So many low marks, and a line is to be talked about. */
export const LOW_MARKS = 3;

export const NO_MARKS: Marks = [0, 0, 0, 0, 0];

/** 1 and 2: somebody cannot live with it as it stands. */
export const isLow = (mark: number): boolean => mark === 1 || mark === 2;

export const given = (marks: Marks): number => marks.reduce((sum, count) => sum + count, 0);

export const lowOf = ([one, two]: Marks): number => one + two;

export const isToTalkAbout = (marks: Marks): boolean => lowOf(marks) >= LOW_MARKS;

/**
 * May marks be read now? Those that agree on the room's lines only after the phase in which they are given, so that
 * nobody follows the others; where a syndicate says how something is done today they are read as they come.
 */
export const showsMarks = (activity: Activity, running: Running): boolean =>
	activity.board.kind !== 'vision' || !takesRatings(activity, running);

/** In words, lowest first: `2 of 9 low`; empty without marks. */
export function spreadWords(marks: Marks): string {
	const all = given(marks);
	if (all === 0) return '';
	const said = marks.flatMap((count, at) => (count === 0 ? [] : [`${at + 1}: ${count}`]));
	return `${all} ${all === 1 ? 'mark' : 'marks'}; ${said.join(', ')}`;
}
