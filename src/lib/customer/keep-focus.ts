interface Held {
	readonly element: HTMLElement;
	/** The parts of the page around it, the nearest first. */
	readonly parts: readonly Element[];
	/** The row it is in, and where that stands in its list. */
	readonly list: Element | null;
	readonly at: number;
}

const WORKED = 'button:not(:disabled), a[href], textarea, input, select';

/**
 * Whoever works with keys stays where they are: where what was in focus goes away or cannot be pressed any more, the next
 * row takes the focus, else the row before, else what can be worked with first in the part around it.
 */
export function keepFocus(part: HTMLElement): () => void {
	let held: Held | null = null;
	const take = ({ target }: FocusEvent): void => {
		if (!(target instanceof HTMLElement)) return;
		const row = target.closest('li');
		const list = row?.parentElement ?? null;
		held = {
			element: target,
			parts: partsAround(target),
			list,
			at: row && list ? [...list.children].indexOf(row) : -1
		};
	};
	const leave = ({ relatedTarget }: FocusEvent): void => {
		const left = held;
		// Gone to nowhere by itself, not because it went away.
		if (relatedTarget === null)
			queueMicrotask(() => {
				if (held === left && left && isThere(left.element)) held = null;
			});
	};
	const look = (): void => {
		const active = document.activeElement;
		if (!held || isThere(held.element) || (active !== null && active !== document.body && active !== held.element))
			return;
		const { parts, list, at } = held;
		held = null;
		const rows = list?.isConnected === true ? [...list.children] : [];
		const near = [...rows.slice(at), ...rows.slice(0, Math.max(0, at)).toReversed()];
		const around = parts.filter(({ isConnected }) => isConnected);
		const next = [...near, ...around]
			.map((place) => place.querySelector<HTMLElement>(WORKED))
			.find((element) => element !== null);
		next?.focus();
	};
	const watch = new MutationObserver(look);
	watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
	part.addEventListener('focusin', take);
	part.addEventListener('focusout', leave);
	return () => {
		watch.disconnect();
		part.removeEventListener('focusin', take);
		part.removeEventListener('focusout', leave);
	};
}

const isThere = (element: HTMLElement): boolean => element.isConnected && !element.matches(':disabled');

function partsAround(element: Element): readonly Element[] {
	const part = element.closest('section, main');
	return part ? [part, ...(part.parentElement ? partsAround(part.parentElement) : [])] : [];
}
