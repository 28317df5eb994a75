/** What a hand on a board needs to know of the page: what it takes hold of, its copy, and where things lie. */
import { asId } from '#domain/ids.ts';
import type { Held } from './drops.ts';

const NOT_A_HANDLE = 'button, input, textarea, select, a, label, summary, [contenteditable], .editor, dialog';
/** So near to the edge of what scrolls it scrolls, in px, and by so much a frame at the most. */
const EDGE = 56;
const FASTEST = 14;

/** What is taken hold of there: a note, or a group by its header. */
export function handleAt(target: EventTarget | null): { readonly held: Held; readonly source: HTMLElement } | null {
	if (!(target instanceof Element) || target.closest(NOT_A_HANDLE)) return null;
	const note = target.closest<HTMLElement>('[data-note]');
	if (note) return { held: { kind: 'note', id: asId<'Note'>(note.dataset.note ?? '') }, source: note };
	const group = target.closest('header')?.closest<HTMLElement>('[data-group]');
	return group ? { held: { kind: 'group', id: asId<'Group'>(group.dataset.group ?? '') }, source: group } : null;
}

/** What is carried in its place: it looks the same, and nothing in it can be reached. */
export function copyOf(source: HTMLElement, box: DOMRect): HTMLElement {
	const clone = document.importNode(source, true);
	// Of a large group its name and the first notes are enough to know it by.
	for (const extra of [...clone.querySelectorAll('li')].slice(2)) extra.remove();
	for (const element of [clone, ...clone.querySelectorAll<HTMLElement>('[data-note], [data-deed], [tabindex], [id]')])
		for (const name of ['data-note', 'data-group', 'data-zone', 'data-deed', 'tabindex', 'id'])
			element.removeAttribute(name);
	clone.inert = true;
	clone.ariaHidden = 'true';
	const style = getComputedStyle(source);
	for (const name of ['--note-size', '--note-lead']) clone.style.setProperty(name, style.getPropertyValue(name));
	clone.style.width = `${box.width}px`;
	return clone;
}

/** Measured once, until something scrolls. */
export function boxOf(boxes: WeakMap<Element, DOMRect>, element: Element): DOMRect {
	let box = boxes.get(element);
	if (!box) boxes.set(element, (box = element.getBoundingClientRect()));
	return box;
}

/** Faster the nearer to the edge; px a frame, negative upwards. */
export function speedAt(y: number, top: number, bottom: number): number {
	if (y < top + EDGE) return -Math.ceil(FASTEST * Math.min(1, (top + EDGE - y) / EDGE));
	if (y > bottom - EDGE) return Math.ceil(FASTEST * Math.min(1, (y - bottom + EDGE) / EDGE));
	return 0;
}

/** Letting go is no press: the click that the browser makes of it opens no editor. */
export function swallowClick(): void {
	const swallow = (event: Event) => {
		event.stopPropagation();
		event.preventDefault();
	};
	window.addEventListener('click', swallow, { capture: true, once: true });
	setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 50);
}
