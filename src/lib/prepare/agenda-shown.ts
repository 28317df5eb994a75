/** An agenda as a page shows it while its changes are on their way: done here first, with the same deeds as the server. */
import { reflow } from '#domain/agenda.ts';
import { applyAll, Misplaced, type AgendaEdit, type Days, type Maker } from '#domain/agenda-edit.ts';
import type { AgendaDay, AgendaEntry } from '#protocol/views.ts';

/** What only the server can make is shown when it answers. */
const MAKER: Maker<AgendaEntry> = {
	addBreak: ({ id, title, minutes, day }) => ({
		id,
		day,
		step: null,
		number: null,
		title,
		minutes,
		pinnedAt: null,
		starts: '',
		isQuiet: true,
		isSponsorHere: false,
		isBreakLeftOut: false
	}),
	addStep: () => {
		throw new Misplaced('gone');
	},
	changeStep: (piece) => ({ piece, undo: {} }),
	changed: (piece) => piece
};

/** The days after these changes. A change that does not fit (any more) is left out: the server's answer will tell. */
export function agendaShown(
	days: readonly AgendaDay[],
	changes: readonly (readonly AgendaEdit[])[]
): readonly AgendaDay[] {
	if (changes.length === 0) return days;
	let planned: Days<AgendaEntry> = days.map(({ title, heldOn, starts, entries }) => {
		return { title, heldOn, starts, pieces: entries };
	});
	for (const edits of changes) {
		try {
			planned = applyAll(planned, edits.map(shownEdit), MAKER).days;
		} catch (error) {
			if (!(error instanceof Misplaced)) throw error;
		}
	}
	return planned.map(({ title, heldOn, starts, pieces }, at) => {
		const day = at + 1;
		const { entries, ends } = reflow(starts, pieces);
		return { day, title, heldOn, starts, ends, entries: entries.map((entry) => ({ ...entry, day })) };
	});
}

function shownEdit(edit: AgendaEdit): AgendaEdit<AgendaEntry> {
	if (edit.deed !== 'put-back') return edit;
	const { activity, ...piece } = edit.piece;
	return { ...edit, piece: { ...piece, day: edit.day, number: activity?.step ?? null, starts: '' } };
}
