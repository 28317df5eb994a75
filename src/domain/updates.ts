/** What was said of an action since it was signed, as it is read. */
import type { ActionUpdate, UpdateHealth } from './plan.ts';

/** So long after a word was written, another one of the same person that says the same of how it stands takes its place. */
export const CORRECTION_MS = 10 * 60 * 1000;

/**
 * The words as they count: what the same person writes within ten minutes of a first word, with nobody else's in
 * between, corrects it. Who says now that it stands otherwise has not corrected a word: both are read. Every word stays
 * in the table.
 * @param updates of one action, oldest first
 */
export function correctedUpdates<Update extends Pick<ActionUpdate, 'writtenBy' | 'writtenAt' | 'health'>>(
	updates: readonly Update[]
): readonly Update[] {
	const shown: Update[] = [];
	let firstAt = 0;
	for (const update of updates) {
		const at = Date.parse(update.writtenAt);
		const before = shown.at(-1);
		const isSame = before?.writtenBy === update.writtenBy && before.health === update.health;
		if (isSame && at - firstAt < CORRECTION_MS) shown.pop();
		else firstAt = at;
		shown.push(update);
	}
	return shown;
}

/** An action that is over: a new word with a reason opens it again. */
export const isEnd = (health: UpdateHealth): boolean =>
	health === 'done' || health === 'learned' || health === 'stopped';
