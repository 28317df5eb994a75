/** Puts breaks into an agenda where its deeds made people work too long (003-7). */
import { breaksDue } from './agenda.ts';
import type { AgendaEdit, Days, Piece } from './agenda-edit.ts';
import { newId } from './ids.ts';

/** Minutes of a break that is put in by itself. */
const BREAK_MINUTES = 15;

/**
 * The days on which an edit can make a stretch of work longer: after adding, lengthening or moving. A removed break is
 * the facilitator's answer, and is not put in again.
 */
export function daysToPace<P extends Piece>(before: Days<P>, edits: readonly AgendaEdit<P>[], after: Days<P>) {
	const touched = edits.flatMap((edit) => {
		if (edit.deed === 'add-step' || edit.deed === 'move') return [edit.day];
		if (edit.deed !== 'change' || edit.minutes === undefined) return [];
		const was = before.flatMap(({ pieces }) => pieces).find(({ id }) => id === edit.entry);
		const isLess = was !== undefined && (was.step === null ? edit.minutes > was.minutes : edit.minutes <= was.minutes);
		return isLess
			? []
			: after.flatMap(({ pieces }, at) => (pieces.some(({ id }) => id === edit.entry) ? [at + 1] : []));
	});
	// Where something was taken from, two stretches may have become one.
	const left = edits.flatMap((edit) =>
		edit.deed === 'move'
			? before.flatMap(({ pieces }, at) => (pieces.some(({ id }) => id === edit.entry) ? [at + 1] : []))
			: []
	);
	return [...new Set([...touched, ...left])].filter((day) => day <= after.length);
}

/** The breaks that are put into these days by themselves. */
export function dueBreaks<P extends Piece>(days: Days<P>, of: readonly number[]): readonly AgendaEdit<P>[] {
	return of.flatMap((day) => {
		const pieces = days[day - 1]?.pieces ?? [];
		return breaksDue(pieces).map((at) => ({
			deed: 'add-break' as const,
			id: newId<'Entry'>(),
			title: 'Break',
			minutes: BREAK_MINUTES,
			day,
			before: pieces[at]?.id ?? null
		}));
	});
}
