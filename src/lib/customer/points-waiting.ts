/** How many points wait on this device, for pages that show none of them: no more is loaded than that takes. */
import { WAITS } from '#lib/http/kept-here.ts';

/** Where one person's points wait. */
export const pointsName = (workshop: string, person: string): string => `${WAITS}${workshop}.${person}.points`;

/** Without those that were refused: these are not sent any more. */
export function pointsWaiting(workshop: string, person: string): number {
	try {
		const kept: readonly { readonly refused?: string }[] = JSON.parse(
			localStorage.getItem(pointsName(workshop, person)) ?? '[]'
		);
		return kept.filter(({ refused }) => refused === undefined).length;
	} catch {
		// Blocked, or cut off: nothing waits.
		return 0;
	}
}
