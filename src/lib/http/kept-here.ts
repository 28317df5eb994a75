/** Begins the names under which a device keeps the last picture of a workshop. */
export const VISIT = 'plenary.visit.';

/** Begins the names under which votes wait that were given without a network. */
export const WAITS = 'plenary.waits.';

/** Whoever this device was, it may be somebody else now: nobody finds what was kept for another under these names. */
export function forget(prefix: string): void {
	try {
		for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
	} catch {
		// Blocked by the browser's settings: nothing was kept.
	}
}
