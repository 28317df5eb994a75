/** What was said of an action since it was signed, as it is read. */
import type { ActionUpdate, UpdateHealth } from './plan.ts';

/** So long after a word was written, another one of the same person takes its place. */
export const CORRECTION_MS = 10 * 60 * 1000;

/**
 * The words as they count: what the same person writes within ten minutes of a first word, with nobody else's in
 * between, corrects it. Every word stays in the table; what is read is the corrected one.
 * @param updates of one action, oldest first
 */
export function correctedUpdates<Update extends Pick<ActionUpdate, 'writtenBy' | 'writtenAt'>>(
	updates: readonly Update[]
): readonly Update[] {
	const shown: Update[] = [];
	let firstAt = 0;
	for (const update of updates) {
		const at = Date.parse(update.writtenAt);
		const before = shown.at(-1);
		if (before?.writtenBy === update.writtenBy && at - firstAt < CORRECTION_MS) shown.pop();
		else firstAt = at;
		shown.push(update);
	}
	return shown;
}

/** An action that is over: a new word with a reason opens it again. */
export const isEnd = (health: UpdateHealth): boolean =>
	health === 'done' || health === 'learned' || health === 'stopped';
