/** Light is the default; the projector's theme is chosen by its route, dark by the person. */
export type Theme = 'light' | 'dark' | 'projector';

/** Sets the theme of the whole page, and gives back what puts the earlier one back. */
export function setTheme(theme: Theme): () => void {
	const root = document.documentElement;
	const earlier = root.dataset.theme;
	root.dataset.theme = theme;
	return () => {
		if (earlier === undefined) delete root.dataset.theme;
		else root.dataset.theme = earlier;
	};
}
