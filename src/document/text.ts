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
 * after the change) tells the one that was made. Surrogate pairs stay whole.
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
	if (prefix > 0 && isHighSurrogate(before, prefix - 1)) prefix -= 1;
	if (suffix > 0 && isLowSurrogate(before, before.length - suffix)) suffix -= 1;
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

const isHighSurrogate = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xd800;
const isLowSurrogate = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;
