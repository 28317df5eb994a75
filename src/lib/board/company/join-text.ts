import type * as Y from 'yjs';
import type { SharedCaret } from '#protocol/sync.ts';
import type { BoardScene } from '../scene.ts';
import { companionsIn, nameOfText } from './places.ts';
import { keepWholeAtLimit } from './whole-at-limit.ts';

/**
 * Says which text is open here, and begins to show and tell carets once somebody else has it open too, until `left` is
 * aborted. What is written alone or without names is told to nobody.
 */
export function joinText(
	scene: BoardScene,
	area: HTMLTextAreaElement,
	text: Y.Text,
	left: AbortSignal,
	fetchCode = () => import('./together.svelte.ts')
): void {
	if (left.aborted) return;
	keepWholeAtLimit(area, left);
	const { board, desk, me, isAlone, activity } = scene;
	const { awareness } = board;
	// A note whose author left their name off leads to nobody, and so do those who work on it.
	const isNobodys = desk.editing !== null && board.note(desk.editing).author === 'hidden';
	if (!awareness || isAlone || activity.names === 'anonymous' || isNobodys) return;
	const name = nameOfText(text);
	const tell = (caret: SharedCaret | null) => awareness.setLocalStateField('caret', caret);
	let isTogether = false;
	let part = () => {};

	const meet = async () => {
		isTogether = true;
		const code = await fetchCode().catch(() => null);
		// The next word of them asks again.
		if (!code) isTogether = false;
		if (left.aborted || !isTogether || !code) return;
		part();
		part = code.showTogether(scene, awareness, area, text, tell);
	};

	const look = () => {
		const isAny = companionsIn(name, awareness.getStates(), awareness.clientID, me).length > 0;
		if (isAny === isTogether) return;
		if (isAny) return void meet();
		isTogether = false;
		part();
		part = () => {};
		tell({ in: name });
	};

	tell({ in: name });
	awareness.on('change', look);
	look();
	left.addEventListener('abort', () => {
		awareness.off('change', look);
		part();
		tell(null);
	});
}
