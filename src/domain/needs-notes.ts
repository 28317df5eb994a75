/** Words of whoever follows up about what needed somebody: that they wrote, rang, raised it or put it away. */

/** One word of whoever follows up about a need. */
export interface FollowNote {
	readonly ref: string;
	readonly kind: 'nudge' | 'call' | 'raise' | 'not-needed';
	readonly writtenAt: string;
}

const hourMs = 3_600_000;
/** Nobody is written to twice within so many hours. */
export const NUDGE_HOURS = 48;

/** When somebody may be written to again about it, ISO; null: now. */
export function nudgeAgainAt(notes: readonly FollowNote[], ref: string, now: Date): string | null {
	const last = notes.findLast((note) => note.ref === ref && note.kind === 'nudge');
	if (!last) return null;
	const again = Date.parse(last.writtenAt) + NUDGE_HOURS * hourMs;
	return again > now.getTime() ? new Date(again).toISOString() : null;
}
