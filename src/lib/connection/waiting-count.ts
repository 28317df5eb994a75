/**
 * How many changes of a document's local copy the server has not confirmed, remembered across reloads. Small and
 * written at once, so it is known before the copy itself is read.
 */
const PREFIX = 'plenary.waiting.';

/** `localStorage`, where a page may use it. */
const storage = (): Storage | null => {
	try {
		return localStorage;
	} catch {
		// Blocked by the browser's settings: nothing is remembered, and nothing is claimed.
		return null;
	}
};

export function readWaiting(name: string): number {
	const count = Number(storage()?.getItem(PREFIX + name) ?? 0);
	return Number.isSafeInteger(count) && count > 0 ? count : 0;
}

export function writeWaiting(name: string, count: number): void {
	const kept = storage();
	if (count === 0) kept?.removeItem(PREFIX + name);
	else kept?.setItem(PREFIX + name, String(count));
}
