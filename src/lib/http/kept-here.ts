/** Begins the names under which a device keeps a workshop's visits. */
export const VISIT = 'plenary.visit.';

/** Whoever this device was to these workshops, it may be somebody else now: nobody finds what was kept for another. */
export function forgetVisits(workshopId = ''): void {
	try {
		for (const key of Object.keys(localStorage)) if (key.startsWith(VISIT + workshopId)) localStorage.removeItem(key);
	} catch {
		// Blocked by the browser's settings: nothing was kept.
	}
}
