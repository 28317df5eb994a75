/**
 * Carets as presence tells them: at letters, not at numbers, so that they stay between the same letters whatever others
 * write. What Yjs offers for it would come with the first picture of every board; this comes with the first caret.
 */
import type * as Y from 'yjs';
import type { Presence, SharedCaret } from '#protocol/sync.ts';
import { changeBetween } from '#document/text.ts';

/** Somebody else who has the same text open. */
export interface Companion {
	readonly client: number;
	/** Person id: where it is not told the server passes on no caret. */
	readonly person: string;
	readonly caret: SharedCaret;
}

/** Where a caret stands, or what is chosen; UTF-16 units of the text. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** No letter is there: behind the last, or before the first. */
const EDGE = '';
const LETTER = /^(\d{1,10})\.(\d{1,15})$/;

/** Says which text it is: the same on every device that holds the document. */
export const nameOfText = (text: Y.Text): string =>
	text._item ? `${text._item.id.client}.${text._item.id.clock}` : '';

/** As it is told to others. It holds to the letter behind it, so that typing need not be told. */
export function caretIn(text: Y.Text, { from, to }: Span): SharedCaret {
	const at = letterAt(text, from);
	return { in: nameOfText(text), at, ...(to > from ? { to: letterAt(text, to - 1) } : {}) };
}

/** Where it stands now; null when it stands nowhere in this text. What came from another device may be anything. */
export function spanOf(text: Y.Text, { at, to }: SharedCaret): Span | null {
	const from = at === EDGE ? text.length : placeOf(text, at, 0);
	if (from === null) return null;
	const end = to === undefined ? from : placeOf(text, to, 1);
	return { from, to: Math.max(from, end ?? from) };
}

/** The letter that begins at this place. */
function letterAt(text: Y.Text, place: number): string {
	let left = place;
	for (let run = text._start; run; run = run.right) {
		if (run.deleted || !run.countable) continue;
		if (left < run.length) return `${run.id.client}.${run.id.clock + left}`;
		left -= run.length;
	}
	return EDGE;
}

/** @param behind so many units more, while the letter is there; where one was deleted its neighbours meet */
function placeOf(text: Y.Text, letter: unknown, behind: 0 | 1): number | null {
	const [, client, clock] = (typeof letter === 'string' && LETTER.exec(letter)) || [];
	let place = 0;
	for (let run = text._start; run; run = run.right) {
		const isThere = !run.deleted && run.countable;
		const within = Number(clock) - run.id.clock;
		if (run.id.client === Number(client) && within >= 0 && within < run.length)
			return isThere ? place + within + behind : place;
		if (isThere) place += run.length;
	}
	return null;
}

/** Who else has this text open, in an order that stays. Another device of mine is not somebody else. */
export function companionsIn(
	name: string,
	states: Iterable<readonly [number, Presence]>,
	own: number,
	me: string | null
): readonly Companion[] {
	const found: Companion[] = [];
	for (const [client, { person, caret }] of states) {
		if (client === own || person === undefined || person === 'hidden' || person === me || caret?.in !== name) continue;
		found.push({ client, person, caret });
	}
	return found.sort((a, b) => a.client - b.client);
}

/** The place in what the textarea shows, where a word is being composed that the text does not have yet. */
export function shownAt(at: number, text: string, value: string, caret: number): number {
	const change = changeBetween(text, value, caret);
	if (!change || at <= change.at) return at;
	const behind = at - change.at - change.remove;
	return behind < 0 ? change.at : change.at + change.insert.length + behind;
}
