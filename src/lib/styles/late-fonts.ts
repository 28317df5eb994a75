/** A page that never says it is ready still gets its faces, this long after it was drawn. */
const PATIENCE_MS = 6000;

/**
 * Brings the faces once the page can be used: when an element with `data-ready` is there, or after a while where no
 * page says so. On a slow line every kilobyte before that moment is waited for. The browser then fetches only the files
 * whose characters and style are on the page. Called once, by the root layout.
 * @returns stops waiting
 */
export function lateFonts(): () => void {
	const root = document.documentElement;
	const observer = new MutationObserver(() => {
		if (root.querySelector('[data-ready]')) arrive();
	});
	const patience = setTimeout(arrive, PATIENCE_MS);
	observer.observe(root, { subtree: true, childList: true, attributeFilter: ['data-ready'] });

	function stop(): void {
		clearTimeout(patience);
		observer.disconnect();
	}

	function arrive(): void {
		stop();
		import('./faces.ts').then(
			({ addFaces }) => addFaces(),
			// Without a network the page is read in the faces of the device.
			() => {}
		);
	}

	if (root.querySelector('[data-ready]')) arrive();
	return stop;
}
