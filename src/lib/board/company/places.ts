/** Carets as presence tells them: relative positions, so that they stay between the same letters. */
import * as Y from 'yjs';
import type { Presence, SharedCaret } from '#protocol/sync.ts';
import { base64Of } from '#lib/connection/frames.ts';
import { changeBetween } from '#document/text.ts';

/** Somebody else who has the same text open. */
export interface Companion {
	readonly client: number;
	/** Person id, or `hidden`. */
	readonly person: string;
	readonly caret: SharedCaret;
}

/** Where a caret stands, or what is chosen; UTF-16 units of the text. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** Longer than any position there can be. */
const LONGEST = 100;

const encoded = (text: Y.Text, at: number, side = 0): string =>
	base64Of(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, at, side)));

/** Says which text it is: the same on every device that holds the document. */
export const nameOfText = (text: Y.Text): string => encoded(text, text.length);

/** As it is told to others. It holds to the letter behind it, so that typing need not be told. */
export function caretIn(text: Y.Text, { from, to }: Span): SharedCaret {
	const at = encoded(text, from);
	return { in: nameOfText(text), at, ...(to > from ? { to: encoded(text, to, -1) } : {}) };
}

/** Where it stands now; null when it stands nowhere in this text. What came from another device may be anything. */
export function spanOf(text: Y.Text, { at, to }: SharedCaret): Span | null {
	const from = placeOf(text, at);
	if (from === null) return null;
	const end = to === undefined ? from : placeOf(text, to);
	return { from, to: Math.max(from, end ?? from) };
}

function placeOf(text: Y.Text, place: unknown): number | null {
	if (typeof place !== 'string' || place.length > LONGEST || !text.doc) return null;
	try {
		const bytes = Uint8Array.from(atob(place), (letter) => letter.charCodeAt(0));
		const found = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(bytes), text.doc);
		return found?.type === text ? found.index : null;
	} catch {
		// Bytes that are no position: another device's word, and it stands nowhere.
		return null;
	}
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
		if (client === own || person === undefined || (me !== null && person === me) || caret?.in !== name) continue;
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
