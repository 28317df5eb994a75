import type * as Y from 'yjs';
import { applyValue, caretAfter, changeBetween, isInside, type TextDelta } from '#document/text.ts';

/** A key that belongs to the word being composed. Some browsers end the word before they tell of its last key: that is 229. */
export const isComposed = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

export interface TextBinding {
	/** Takes in what the textarea holds now, then lets go of it. */
	destroy(): void;
}

/**
 * Keeps a textarea and a shared text the same. My letters leave at once, one by one; others' letters come in around my
 * caret, which stays between the letters where it was. While an input method composes, the textarea is left alone:
 * what comes in meanwhile is put in, around the composed word, when it is done.
 */
export function bindText(area: HTMLTextAreaElement, text: Y.Text, write: (deed: () => void) => void): TextBinding {
	let isComposing = false;
	/** My own words are going in: the textarea has them, or gets them at the end. */
	let isTaking = false;
	let before = text.toString();
	let missed: TextDelta[] = [];

	const take = () => {
		if (area.value !== text.toString()) put(() => applyValue(text, area.value, area.selectionEnd));
	};

	function put(deed: () => void): void {
		isTaking = true;
		write(deed);
		isTaking = false;
	}

	function input(event: Event): void {
		if (isComposing || (event instanceof InputEvent && event.isComposing)) return;
		take();
	}

	function start(): void {
		isComposing = true;
		before = text.toString();
		missed = [];
	}

	function end(): void {
		if (!isComposing) return;
		isComposing = false;
		const change = changeBetween(before, area.value, area.selectionEnd);
		const through = (at: number) => missed.reduce(caretAfter, at);
		if (change) {
			const at = through(change.at);
			const last = through(change.at + change.remove);
			put(() => {
				if (last > at) text.delete(at, last - at);
				if (change.insert !== '') text.insert(at, change.insert);
			});
			show(at + change.insert.length, at + change.insert.length);
		} else show(through(area.selectionStart), through(area.selectionEnd));
		missed = [];
	}

	function show(from: number, to: number): void {
		const value = text.toString();
		if (area.value === value) return;
		const { scrollTop } = area;
		area.value = value;
		area.setSelectionRange(whole(from), whole(to));
		area.scrollTop = scrollTop;
		area.dispatchEvent(new CustomEvent('fit'));
	}

	/** What somebody else put at my caret may have become one sign with what stands before it. */
	function whole(at: number): number {
		let place = at;
		while (isInside(area.value, place)) place += 1;
		return place;
	}

	function remote(event: Y.YTextEvent): void {
		if (isTaking) return;
		const delta: TextDelta = event.delta;
		if (isComposing) missed.push(delta);
		else if (area.value !== text.toString())
			show(caretAfter(area.selectionStart, delta), caretAfter(area.selectionEnd, delta));
	}

	area.value = before;
	area.addEventListener('input', input);
	area.addEventListener('compositionstart', start);
	area.addEventListener('compositionend', end);
	text.observe(remote);
	return {
		destroy() {
			if (isComposing) end();
			area.removeEventListener('input', input);
			area.removeEventListener('compositionstart', start);
			area.removeEventListener('compositionend', end);
			text.unobserve(remote);
		}
	};
}
