/**
 * What a facilitator does to an agenda, as values: one to four days, each with its entries in order. Applied by the
 * server, which keeps the result, and by the page, which shows it before the server answers. Every deed knows its way back.
 */
import type { Paced } from './agenda.ts';
import type { StepId } from './ids.ts';
import type { Activity, PromptCard } from './template.ts';

/** An entry, as far as the agenda's order and times depend on it. */
export interface Piece extends Paced {
	readonly id: string;
	readonly step: StepId | null;
	readonly title: string;
	/** `HH:MM` when it is pinned to the clock. */
	readonly pinnedAt: string | null;
	readonly isQuiet: boolean;
	readonly isSponsorHere: boolean;
}

/** An entry with everything it holds: a step has its activity, a break none. */
export interface WholePiece extends Piece {
	readonly activity: Activity | null;
}

export interface DayHead {
	readonly title: string;
	/** `YYYY-MM-DD`, null while the date is open. */
	readonly heldOn: string | null;
	/** `HH:MM` */
	readonly starts: string;
}

/** Parts of a day's head; one that is not named stays. */
export type DayChanges = { readonly [Key in keyof DayHead]?: DayHead[Key] | undefined };

export interface PlannedDay<P extends Piece> extends DayHead {
	readonly pieces: readonly P[];
}

export type Days<P extends Piece> = readonly PlannedDay<P>[];

/** A place: before another entry of that day (1 is the first), or at its end. */
export interface Place {
	readonly day: number;
	readonly before: string | null;
}

/** Where a new step comes from: the template, nothing (a board with columns), or an entry that is there already. */
export type StepSource =
	| { readonly kind: 'template'; readonly step: string }
	| { readonly kind: 'blank'; readonly title: string }
	| { readonly kind: 'entry'; readonly entry: string };

/** The parts of a step that its inspector changes. A part that is not named stays. */
export type StepChanges = {
	readonly [
		Key in
			| 'short'
			| 'prompt'
			| 'instruction'
			| 'names'
			| 'mayHideName'
			| 'votes'
			| 'phases'
			| 'promptCards'
			| 'facilitatorNotes'
	]?: Activity[Key] | undefined;
};

/**
 * Prompt cards are also put in and taken out one by one: two facilitators who add in the same second both keep theirs.
 * `before`: the card it stands before; null or gone: at the end.
 */
export interface CardChanges {
	readonly card?: (PromptCard & { readonly before?: string | null | undefined }) | undefined;
	/** The id of the card that goes. */
	readonly cardOff?: string | undefined;
}

export interface PieceChanges {
	readonly title?: string | undefined;
	readonly minutes?: number | undefined;
	readonly pinnedAt?: string | null | undefined;
	readonly isQuiet?: boolean | undefined;
	readonly isSponsorHere?: boolean | undefined;
	readonly isBreakLeftOut?: boolean | undefined;
}

export type AgendaEdit<P extends Piece = WholePiece> =
	| ({ readonly deed: 'move'; readonly entry: string } & Place)
	| ({ readonly deed: 'change'; readonly entry: string } & PieceChanges)
	| { readonly deed: 'change-step'; readonly entry: string; readonly step: StepChanges & CardChanges }
	| ({ readonly deed: 'add-break'; readonly id: string; readonly title: string; readonly minutes: number } & Place)
	| ({ readonly deed: 'add-step'; readonly id: string; readonly from: StepSource } & Place)
	| ({ readonly deed: 'put-back'; readonly piece: P } & Place)
	/** `leavesOut`: it was a break that the days need; that it is gone was asked for, and is remembered. */
	| { readonly deed: 'remove'; readonly entry: string; readonly leavesOut: boolean }
	| { readonly deed: 'add-day'; readonly day: number; readonly head: DayHead }
	| { readonly deed: 'change-day'; readonly day: number; readonly head: DayChanges }
	| { readonly deed: 'remove-day'; readonly day: number };

type Deed<P extends Piece, Kind extends AgendaEdit<P>['deed']> = Extract<AgendaEdit<P>, { deed: Kind }>;

/** Makes what only its owner can make: the server has whole activities, the page what it shows of them. */
export interface Maker<P extends Piece> {
	readonly addStep: (edit: Deed<P, 'add-step'>, days: Days<P>) => P;
	readonly addBreak: (edit: Deed<P, 'add-break'>) => P;
	/** The piece with these parts changed, and what puts them back. */
	readonly changeStep: (
		piece: P,
		changes: StepChanges & CardChanges
	) => { readonly piece: P; readonly undo: StepChanges & CardChanges };
	/** The piece with its title or minutes changed wherever it holds them. */
	readonly changed: (piece: P) => P;
}

/** An edit that fits no more: what it names is gone, or there is no room. */
export class Misplaced extends Error {
	readonly why: 'gone' | 'four-days' | 'last-day' | 'day-in-use';

	constructor(why: Misplaced['why']) {
		super(why);
		this.name = 'Misplaced';
		this.why = why;
	}
}

export const MOST_DAYS = 4;

interface Edited<P extends Piece> {
	readonly days: Days<P>;
	/** In the order in which they are to be done. */
	readonly undo: readonly AgendaEdit<P>[];
}

/** Several edits one after the other; the way back leads through all of them. @throws Misplaced */
export function applyAll<P extends Piece>(days: Days<P>, edits: readonly AgendaEdit<P>[], maker: Maker<P>): Edited<P> {
	let edited: Edited<P> = { days, undo: [] };
	for (const edit of edits) {
		const next = apply(edited.days, edit, maker);
		edited = { days: next.days, undo: [...next.undo, ...edited.undo] };
	}
	return edited;
}

/** @throws Misplaced */
function apply<P extends Piece>(days: Days<P>, edit: AgendaEdit<P>, maker: Maker<P>): Edited<P> {
	switch (edit.deed) {
		case 'move':
			return move(days, edit);
		case 'change':
			return change(days, edit, maker);
		case 'change-step': {
			const { piece, undo } = maker.changeStep(find(days, edit.entry).piece, edit.step);
			return { days: replaced(days, piece), undo: [{ deed: 'change-step', entry: edit.entry, step: undo }] };
		}
		case 'add-step':
			return insert(days, maker.addStep(edit, days), edit);
		case 'add-break':
			return insert(days, maker.addBreak(edit), edit);
		case 'put-back':
			return insert(days, edit.piece, edit);
		case 'remove':
			return remove(days, edit);
		default:
			return editDay(days, edit);
	}
}

function find<P extends Piece>(days: Days<P>, id: string) {
	for (const [index, { pieces }] of days.entries()) {
		const at = pieces.findIndex((piece) => piece.id === id);
		const piece = pieces[at];
		if (piece) return { piece, day: index + 1, before: pieces[at + 1]?.id ?? null };
	}
	throw new Misplaced('gone');
}

const withPieces = <P extends Piece>(days: Days<P>, day: number, change: (pieces: readonly P[]) => readonly P[]) =>
	days.map((planned, index) => (index + 1 === day ? { ...planned, pieces: change(planned.pieces) } : planned));

const replaced = <P extends Piece>(days: Days<P>, piece: P): Days<P> =>
	days.map((day) => ({ ...day, pieces: day.pieces.map((other) => (other.id === piece.id ? piece : other)) }));

const without = <P extends Piece>(days: Days<P>, id: string): Days<P> =>
	days.map((day) => ({ ...day, pieces: day.pieces.filter((piece) => piece.id !== id) }));

function put<P extends Piece>(days: Days<P>, piece: P, { day, before }: Place): Days<P> {
	const pieces = days[day - 1]?.pieces;
	const at = before === null ? pieces?.length : pieces?.findIndex(({ id }) => id === before);
	if (pieces === undefined || at === undefined || at < 0) throw new Misplaced('gone');
	return withPieces(days, day, () => [...pieces.slice(0, at), piece, ...pieces.slice(at)]);
}

/** That no break was wanted before an entry holds for the place it had. */
function move<P extends Piece>(days: Days<P>, { entry, day, before }: Deed<P, 'move'>): Edited<P> {
	const from = find(days, entry);
	const { isBreakLeftOut } = from.piece;
	const target = before === entry ? from.before : before;
	return {
		days: put(without(days, entry), { ...from.piece, isBreakLeftOut: false }, { day, before: target }),
		undo: [
			{ deed: 'move', entry, day: from.day, before: from.before },
			...(isBreakLeftOut ? [{ deed: 'change' as const, entry, isBreakLeftOut }] : [])
		]
	};
}

function change<P extends Piece>(days: Days<P>, edit: Deed<P, 'change'>, maker: Maker<P>): Edited<P> {
	const { deed: _, entry, ...changes } = edit;
	const { piece } = find(days, entry);
	const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
	const before: PieceChanges = {
		...('title' in given && { title: piece.title }),
		...('minutes' in given && { minutes: piece.minutes }),
		...('pinnedAt' in given && { pinnedAt: piece.pinnedAt }),
		...('isQuiet' in given && { isQuiet: piece.isQuiet }),
		...('isSponsorHere' in given && { isSponsorHere: piece.isSponsorHere }),
		...('isBreakLeftOut' in given && { isBreakLeftOut: piece.isBreakLeftOut })
	};
	return {
		days: replaced(days, maker.changed({ ...piece, ...given })),
		undo: [{ deed: 'change', entry, ...before }]
	};
}

function insert<P extends Piece>(days: Days<P>, piece: P, place: Place): Edited<P> {
	if (days.some(({ pieces }) => pieces.some(({ id }) => id === piece.id))) throw new Misplaced('gone');
	return { days: put(days, piece, place), undo: [{ deed: 'remove', entry: piece.id, leavesOut: false }] };
}

function remove<P extends Piece>(days: Days<P>, { entry, leavesOut }: Deed<P, 'remove'>): Edited<P> {
	const { piece, day, before } = find(days, entry);
	const rest = without(days, entry);
	const undo: AgendaEdit<P>[] = [{ deed: 'put-back', piece, day, before }];
	const after = before === null || !leavesOut ? null : find(rest, before).piece;
	if (!after || after.isBreakLeftOut) return { days: rest, undo };
	undo.push({ deed: 'change', entry: after.id, isBreakLeftOut: false });
	return { days: replaced(rest, { ...after, isBreakLeftOut: true }), undo };
}

function editDay<P extends Piece>(days: Days<P>, edit: Deed<P, 'add-day' | 'change-day' | 'remove-day'>): Edited<P> {
	const at = edit.day - 1;
	if (edit.deed === 'add-day') {
		if (days.length >= MOST_DAYS) throw new Misplaced('four-days');
		if (at > days.length) throw new Misplaced('gone');
		return {
			days: [...days.slice(0, at), { ...edit.head, pieces: [] }, ...days.slice(at)],
			undo: [{ deed: 'remove-day', day: edit.day }]
		};
	}
	const day = days[at];
	if (!day) throw new Misplaced('gone');
	const { title, heldOn, starts } = day;
	if (edit.deed === 'change-day') {
		const head = { title, heldOn, starts };
		const given = Object.fromEntries(Object.entries(edit.head).filter(([, value]) => value !== undefined));
		return {
			days: days.map((other) => (other === day ? { ...day, ...given } : other)),
			undo: [{ deed: 'change-day', day: edit.day, head }]
		};
	}
	if (days.length === 1) throw new Misplaced('last-day');
	if (day.pieces.length > 0) throw new Misplaced('day-in-use');
	return {
		days: days.filter((other) => other !== day),
		undo: [{ deed: 'add-day', day: edit.day, head: { title, heldOn, starts } }]
	};
}

/** The cards with one put in, changed in its place, or taken out; and what leads back. */
export function cardsAfter(
	cards: readonly PromptCard[],
	{ card, cardOff }: CardChanges
): { readonly cards: readonly PromptCard[]; readonly undo: CardChanges } {
	const at = cards.findIndex(({ id }) => id === (card?.id ?? cardOff));
	const old = cards[at];
	if (!card) {
		if (!old) return { cards, undo: {} };
		return { cards: cards.filter((one) => one !== old), undo: { card: { ...old, before: cards[at + 1]?.id ?? null } } };
	}
	const { before, ...put } = card;
	if (old) return { cards: cards.with(at, put), undo: { card: old } };
	const place = cards.findIndex(({ id }) => id === before);
	return { cards: cards.toSpliced(place < 0 ? cards.length : place, 0, put), undo: { cardOff: card.id } };
}
