import type { Attachment } from 'svelte/attachments';

/**
 * For a list with `flex-flow: column wrap`: what has no room below the others wraps into a second column, out of
 * sight, so that nothing is cut through. Tells how many children stand in the first one, now and whenever the list or
 * a child changes its size.
 */
export function fitting(tell: (shown: number) => void): Attachment<HTMLElement> {
	return (list) => {
		const look = () => {
			const children = [...list.children].filter((child) => child instanceof HTMLElement);
			tell(children.filter(({ offsetLeft }) => offsetLeft === children[0]?.offsetLeft).length);
		};
		const sizes = new ResizeObserver(look);
		const watch = () => {
			sizes.disconnect();
			for (const element of [list, ...list.children]) sizes.observe(element);
		};
		const lines = new MutationObserver(watch);
		lines.observe(list, { childList: true });
		watch();
		return () => {
			lines.disconnect();
			sizes.disconnect();
		};
	};
}
