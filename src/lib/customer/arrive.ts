/** For what is on the page only after it was fetched: whoever comes with its name in the address is brought to it. */
export function arrive(element: HTMLElement): void {
	if (element.id === '' || location.hash !== `#${element.id}`) return;
	element.tabIndex = -1;
	element.scrollIntoView({ block: 'center' });
	element.focus({ preventScroll: true });
}

/** `point:abc` as a name in an address. */
export const anchorOf = (ref: string): string => ref.replace(':', '-');
