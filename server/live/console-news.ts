/** Gathers what only consoles are told of a workshop, from its rows, its boards and the open devices. */
import type { PersonId, StepId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import type { LiveDesk } from '#protocol/live.ts';
import type { BoardWatch } from './board-watch.ts';
import { deskPart, type OpenDevice } from './desk-part.ts';
import type { WorkshopDesk } from './desk.ts';
import { runningEntry } from './place.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface ConsoleNewsDeps {
	readonly desk: WorkshopDesk;
	readonly boards: BoardWatch;
	readonly now: () => Date;
}

export interface OpenDevices {
	readonly devices: readonly OpenDevice[];
	/** When each person was last here, ms. */
	readonly seen: ReadonlyMap<PersonId, number>;
}

export function consoleNews(
	{ desk, boards, now: clock }: ConsoleNewsDeps,
	id: WorkshopId,
	{ devices, seen }: OpenDevices
): LiveDesk | null {
	const now = desk.peek(id);
	if (!now) return null;
	const step = now.running()?.activity.id ?? null;
	const places = step === null ? [] : now.boards(step);
	boards.wanted(places.map((document) => document.id));
	const { number, last } = desk.deeds(id);
	return deskPart({
		now,
		nowMs: clock().getTime(),
		devices,
		seen,
		wroteAt: (syndicate) => wroteAt(now, step, syndicate, boards),
		thumbOf: (syndicate) => {
			const board = places.find(({ syndicateId }) => syndicateId === syndicate);
			return board ? boards.thumb(board.id) : null;
		},
		deed: number,
		lastDeed: last
	});
}

/**
 * When a syndicate last wrote in the running step. That the room came to it, or moved on in it, counts as a beginning.
 * Null where nobody could write, or nothing is known.
 */
function wroteAt(
	now: WorkshopNow,
	step: StepId | null,
	syndicate: SyndicateId,
	boards: Pick<BoardWatch, 'wroteAt'>
): number | null {
	const phase = now.running()?.phase;
	if (step === null || !phase || phase.writes === 'nobody') return null;
	if (phase.kind === 'present' || phase.kind === 'closed') return null;
	const own = now.boards(step).filter(({ syndicateId }) => syndicateId === syndicate);
	const hidden = now
		.privateDocuments(step)
		.filter(({ personId }) => personId !== null && now.person(personId)?.syndicateId === syndicate);
	const times = [...own, ...hidden].map((document) => boards.wroteAt(document.id) ?? 0);
	const began = runningEntry(now)?.startedAt?.getTime() ?? 0;
	const latest = Math.max(began, now.workshop.lastMove?.atMs ?? 0, ...times);
	return own.length === 0 || latest === 0 ? null : latest;
}
