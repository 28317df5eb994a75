import type * as Y from 'yjs';
import type { BoardScene } from '../scene.ts';

/** Nobody needs to know sooner, and the first letters of a note are not kept waiting for it. */
const AFTER_MS = 300;

/**
 * Shows others' carets in a text as long as it is open here, and mine to them. The code for it comes after the first
 * letters, and most of it only when somebody else is there.
 * @returns what ends it
 */
export function keepCompany(scene: BoardScene, area: HTMLTextAreaElement, text: Y.Text): () => void {
	const left = new AbortController();
	setTimeout(() => {
		// Where the code cannot be had there is no network, and nobody else.
		if (!left.signal.aborted)
			import('./join-text.ts').then(({ joinText }) => joinText(scene, area, text, left.signal)).catch(() => {});
	}, AFTER_MS);
	return () => left.abort();
}
