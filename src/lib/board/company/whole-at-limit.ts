import { firstOf } from '#document/first-of.ts';
import { isInside } from '#document/text.ts';

/** At its limit the browser takes as many UTF-16 units as fit, and would cut an emoji in two: it takes all of it or none. */
export function keepWholeAtLimit(area: HTMLTextAreaElement, left: AbortSignal): void {
	const fit = (event: InputEvent) => {
		const { selectionStart, selectionEnd, value, maxLength } = area;
		const room = maxLength - value.length + selectionEnd - selectionStart;
		if (event.data === null || !event.cancelable || !isInside(event.data, room)) return;
		event.preventDefault();
		area.setRangeText(firstOf(event.data, room), selectionStart, selectionEnd, 'end');
		area.dispatchEvent(new InputEvent('input', { bubbles: true }));
	};
	area.addEventListener('beforeinput', fit, { signal: left });
}
