/** Between a textarea, which knows only its whole value, and a shared text, which knows letters. */
import type * as Y from 'yjs';

/** Replace `remove` UTF-16 units at `at` by `insert`. */
export interface TextChange {
	readonly at: number;
	readonly remove: number;
	readonly insert: string;
}

/** One step of a shared text's change, as Yjs tells it. */
export type TextDelta = readonly {
	readonly retain?: number | undefined;
	readonly insert?: unknown;
	readonly delete?: number | undefined;
}[];

/**
 * The smallest single change from one value to the other. Where letters repeat there are several; `caret` (its place
 * after the change) tells the one that was made. An emoji stays whole, however many units it has: who changes its skin
 * takes the whole of it, so that somebody else's change at the same time leaves no part of one behind.
 */
export function changeBetween(before: string, after: string, caret: number = after.length): TextChange | null {
	if (before === after) return null;
	// What stands behind the caret was not typed just now.
	const suffixLimit = Math.min(before.length, after.length, Math.max(0, after.length - caret));
	let suffix = 0;
	while (suffix < suffixLimit && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix += 1;
	let prefix = 0;
	const prefixLimit = Math.min(before.length, after.length) - suffix;
	while (prefix < prefixLimit && before[prefix] === after[prefix]) prefix += 1;
	const suffixRest = Math.min(before.length, after.length) - prefix;
	while (suffix < suffixRest && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix += 1;
	while (isInside(before, prefix) || isInside(after, prefix)) prefix -= 1;
	while (isInside(before, before.length - suffix) || isInside(after, after.length - suffix)) suffix -= 1;
	return { at: prefix, remove: before.length - suffix - prefix, insert: after.slice(prefix, after.length - suffix) };
}

/** Writes a textarea's new value into the shared text as the one change it was. False when there was none. */
export function applyValue(text: Y.Text, value: string, caret?: number): boolean {
	const change = changeBetween(text.toString(), value, caret);
	if (!change) return false;
	const write = () => {
		if (change.remove > 0) text.delete(change.at, change.remove);
		if (change.insert !== '') text.insert(change.at, change.insert);
	};
	if (text.doc) text.doc.transact(write);
	else write();
	return true;
}

/** Where a caret stands after somebody else's change. What is inserted right at it comes after it. */
export function caretAfter(caret: number, delta: TextDelta): number {
	let at = 0;
	let moved = caret;
	for (const step of delta) {
		if (at > moved) break;
		if (step.retain !== undefined) at += step.retain;
		else if (step.delete !== undefined) moved -= Math.max(0, Math.min(step.delete, moved - at));
		else {
			const length = typeof step.insert === 'string' ? step.insert.length : 1;
			if (at < moved) moved += length;
			at += length;
		}
	}
	return moved;
}

/**
 * Whether this place lies within one sign: between the halves of a pair, or in an emoji made of several, such as a
 * family, a flag or a skin tone. Letters with marks, such as an e and its accent, are typed and changed part by part.
 */
export function isInside(text: string, at: number): boolean {
	// Nearly every letter there is stands before the joiner of emoji.
	if (!(at > 0 && at < text.length) || (text.charCodeAt(at - 1) < 0x200d && text.charCodeAt(at) < 0x200d)) return false;
	signs ??= new Intl.Segmenter();
	return signs.segment(text).containing(at)?.index !== at;
}

let signs: Intl.Segmenter | undefined;
