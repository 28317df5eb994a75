import type * as Y from 'yjs';
import type { BoardScene } from '../scene.ts';

/** Nobody needs to know sooner, and the first letters of a note are not kept waiting for it. */
const AFTER_MS = 300;

/**
 * Shows others' carets in a text as long as it is open here, and mine to them. What is written alone or without names
 * is told to nobody. The code for it comes after the first letters, and most of it only when somebody else is there.
 * @returns what ends it
 */
export function keepCompany(scene: BoardScene, area: HTMLTextAreaElement, text: Y.Text): () => void {
	if (scene.isAlone || scene.activity.names === 'anonymous') return () => {};
	let isLeft = false;
	let leave = () => {};
	const join = async () => {
		// Without a network nobody else is here.
		const code = await import('./join-text.ts').catch(() => null);
		if (code && !isLeft) leave = code.joinText(scene, area, text);
	};
	const timer = setTimeout(() => void join(), AFTER_MS);
	return () => {
		isLeft = true;
		clearTimeout(timer);
		leave();
	};
}
