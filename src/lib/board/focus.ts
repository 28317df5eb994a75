import { tick } from 'svelte';

const PAPERS = '[data-note], [data-group]';

/** The element that shows this note, group or zone; several boards are never shown at once. */
const shown = (attribute: 'note' | 'group' | 'zone', id: string): HTMLElement | null =>
	document.querySelector<HTMLElement>(`[data-${attribute}="${CSS.escape(id)}"]`);

/** Puts the focus on a note's paper, where single keys work. */
export function focusNote(id: string): void {
	shown('note', id)?.focus();
}

export function focusGroup(id: string): void {
	shown('group', id)?.focus();
}

/**
 * Called before papers are laid out anew: one that goes to another column is made again there, and whoever had the
 * focus on it gets it back.
 */
export function keepFocus(): void {
	const held = document.activeElement?.closest<HTMLElement>('[data-note], [data-group]');
	if (!held) return;
	const tray = held.closest<HTMLElement>('[data-zone-tray]');
	const papers = [...(tray?.querySelectorAll<HTMLElement>(PAPERS) ?? [])];
	const at = papers.indexOf(held);
	void tick().then(() => {
		if (held.isConnected || document.activeElement !== document.body) return;
		// Itself; when it is gone the one that stood behind it, else the one before, else where one writes.
		const next = [held, ...papers.slice(at + 1), ...papers.slice(0, at).reverse()]
			.map(({ dataset: { note, group = '' } }) => (note === undefined ? shown('group', group) : shown('note', note)))
			.find((paper) => paper !== null);
		(next ?? tray?.querySelector<HTMLElement>('.write'))?.focus();
	});
}

/** A key typed there is a letter, not a command. */
export const takesText = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement &&
	(target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox]):not([type=radio])'));

/**
 * One tab stop for a tray or a table: the paper last in focus, else the first. Arrows do the rest, and buttons inside a
 * paper have their keys.
 */
export function oneTabStop(element: HTMLElement): () => void {
	const settle = () => {
		if (element.querySelector(`:is(${PAPERS})[tabindex="0"]`)) return;
		const first = element.querySelector<HTMLElement>(PAPERS);
		if (first) first.tabIndex = 0;
	};
	const focused = ({ target }: FocusEvent) => {
		if (!(target instanceof HTMLElement) || !target.matches(PAPERS)) return;
		for (const other of element.querySelectorAll<HTMLElement>(`:is(${PAPERS})[tabindex="0"]`)) other.tabIndex = -1;
		target.tabIndex = 0;
	};
	const observer = new MutationObserver(settle);
	observer.observe(element, { childList: true, subtree: true });
	element.addEventListener('focusin', focused);
	settle();
	return () => {
		observer.disconnect();
		element.removeEventListener('focusin', focused);
	};
}
