/**
 * What this device keeps of a visit, so that its boards open again without a network, and at once with one: the
 * workshop, its people, the documents and the last picture of the room. A place that is read before the first paint and
 * emptied in the same instant. `at-rest.svelte.ts` fills it.
 */
import { VISIT } from '#lib/http/kept-here.ts';
import { LIVE_PROTOCOL, type LiveState } from '#protocol/live.ts';
import type { WorkshopStart } from '#lib/state/workshop.svelte.ts';

export interface KeptVisit extends WorkshopStart {
	readonly live: LiveState;
}

/** What was kept of this workshop; null where nothing was, or where another version of the page kept it. */
export function readKept(workshopId: string): KeptVisit | null {
	try {
		const kept: KeptVisit | null = JSON.parse(localStorage.getItem(VISIT + workshopId) ?? 'null');
		return kept?.live.protocol === LIVE_PROTOCOL ? kept : null;
	} catch {
		// Blocked by the browser's settings, or cut off: as on the first visit.
		return null;
	}
}
