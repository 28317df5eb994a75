/** Keys that mean something for a note and nothing for a cell: it has one place, and stays in it. */
const NOT_FOR_CELLS = new Set(['m', 'j', 'v', ' ', 'delete', 'backspace']);

/** Keeps those keys from the board while a cell of this element has the focus. */
export function cellKeys(element: HTMLElement): () => void {
	const pressed = (event: KeyboardEvent) => {
		const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
		const isCell = event.target instanceof HTMLElement && event.target.matches('[data-note]');
		if (!isCell || !isPlain || !NOT_FOR_CELLS.has(event.key.toLowerCase())) return;
		event.stopPropagation();
		// The page would scroll.
		if (event.key === ' ') event.preventDefault();
	};
	element.addEventListener('keydown', pressed);
	return () => element.removeEventListener('keydown', pressed);
}
