/** What was written alone, on its way to the board. */
import type { BoardNote, NewNote } from '#document/board-shape.ts';
import type { BoardDocument } from '#document/board.ts';
import { byOrder, type Place } from '#document/order.ts';
import type { NoteId, PersonId } from '#domain/ids.ts';
import { mayLeaveNameOff, NO_NAME } from '#domain/no-name.ts';
import type { Activity, NamesRule } from '#domain/template.ts';
import { OWN_SWITCH } from '#domain/wording.ts';

export interface Hidden {
	readonly id: NoteId;
	readonly note: NewNote;
	readonly author: PersonId | null;
	/** Its author left their name off. */
	readonly isNameless: boolean;
}

/** What a step does with the names of those who write alone. */
export interface Names {
	readonly rule: NamesRule;
	readonly mayLeaveOff: boolean;
}

export const namesOf = (activity: Activity | undefined): Names => ({
	rule: activity?.names ?? 'anonymous',
	mayLeaveOff: activity !== undefined && mayLeaveNameOff(activity)
});

const isMarked = (fields: Readonly<Record<string, string | number>>): boolean =>
	Object.entries(fields).some(([id, value]) => id === NO_NAME.id && value === 'yes');

/** Notes with something in them: one that was only begun stays where it is until it has words. */
export function hiddenNotes(
	board: BoardDocument,
	author: PersonId | null,
	{ mayLeaveOff }: Pick<Names, 'mayLeaveOff'> = { mayLeaveOff: false }
): readonly Hidden[] {
	return board.notes().flatMap(({ id, removedAt, text, fields }) => {
		const said = Object.entries(fields).filter(([field]) => field !== NO_NAME.id);
		const isBlank = text.trim() === '' && said.every(([, value]) => String(value).trim() === '');
		const copy = removedAt === null && !isBlank ? board.copyOf(id) : null;
		const isNameless = mayLeaveOff && isMarked(fields);
		return copy ? [{ id, note: opened(copy, isNameless), author, isNameless }] : [];
	});
}

/** Notes that were marked after they had been moved: the mark was on its way. */
export const markedLate = (board: BoardDocument): readonly NoteId[] =>
	board.notes().flatMap(({ id, fields }) => (isMarked(fields) ? [id] : []));

/**
 * The mark itself stays behind. So does the author's yes to the story book: of a note that is nobody's nobody could take
 * it back.
 */
const opened = ({ fields = [], ...note }: NewNote, isNameless: boolean): NewNote => ({
	...note,
	fields: fields.filter(({ id }) => id !== NO_NAME.id && !(isNameless && id === OWN_SWITCH))
});

/**
 * Without names, notes come in the order of their random ids: standing side by side must not tell who wrote them. Those
 * without a name among named ones come after them all.
 */
export function inFairOrder(notes: readonly Hidden[], { rule }: Pick<Names, 'rule'>): readonly Hidden[] {
	const byId = (some: readonly Hidden[]) => [...some].sort((a, b) => (a.id < b.id ? -1 : 1));
	if (rule !== 'named') return byId(notes);
	return [...notes.filter(({ isNameless }) => !isNameless), ...byId(notes.filter(({ isNameless }) => isNameless))];
}

export function arrive(board: BoardDocument, notes: readonly Hidden[], { rule }: Pick<Names, 'rule'>): void {
	const isNobodys = (author: PersonId | null, isNameless: boolean): boolean =>
		rule !== 'named' || author === null || isNameless;
	// What came without a name before, where it lies alone: a late one goes among them.
	const there = notes.some(({ author, isNameless }) => isNobodys(author, isNameless))
		? board.notes().filter((note) => note.author === 'hidden' && note.group === null && note.removedAt === null)
		: [];
	for (const { id, note, author, isNameless } of notes) {
		if (board.note(id)) continue;
		const isHidden = isNobodys(author, isNameless);
		board.putNote(
			id,
			note,
			isHidden
				? amongTheirs(
						id,
						there.filter(({ zone }) => zone === note.zone)
					)
				: { at: 'end' }
		);
		board.stamp(id, isHidden || author === null ? 'hidden' : author);
	}
}

/**
 * A note that comes late and alone must not stand out by being the last one: it stands where its random id would have put
 * it. Who watches the board at that moment still sees it come.
 */
function amongTheirs(id: NoteId, others: readonly Pick<BoardNote, 'id' | 'order'>[]): Place {
	const inOrder = [...others].sort(byOrder);
	const next = inOrder.find((other) => other.id > id);
	const last = inOrder.at(-1);
	if (next) return { before: next.id };
	return last ? { after: last.id } : { at: 'end' };
}
