/**
 * Who is on the way in. Letting somebody in takes a few looks into the database, and a session may end between them: what
 * ended meanwhile is asked once more at the moment of sitting down, without waiting for anything in between.
 */
import type { SessionId, WorkshopId } from '#domain/ids.ts';
import type { Refusal } from './frame.ts';

interface Ended {
	readonly workshopId: WorkshopId;
	readonly sessions: readonly SessionId[];
	readonly refusal: Refusal;
}

export interface Arrival {
	/** Why this session may not sit down, if it ended since the arrival began. */
	refusalOf(workshopId: WorkshopId, sessionId: SessionId): Refusal | null;
	/** Seated or turned away. */
	over(): void;
}

export class Arrivals {
	readonly #underway = new Set<Ended[]>();

	begin(): Arrival {
		const ended: Ended[] = [];
		this.#underway.add(ended);
		return {
			refusalOf: (workshopId, sessionId) =>
				ended.find((each) => each.workshopId === workshopId && each.sessions.includes(sessionId))?.refusal ?? null,
			over: () => this.#underway.delete(ended)
		};
	}

	/** Called when the database has forgotten them, before or after their open sockets are closed. */
	ended(workshopId: WorkshopId, sessions: readonly SessionId[], refusal: Refusal): void {
		for (const each of this.#underway) each.push({ workshopId, sessions, refusal });
	}
}
