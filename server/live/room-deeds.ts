/** What a facilitator does to the running step beside moving the room: one syndicate's board, notes and clock, the queue
 * of spokespersons, names, the rest of the day. */
import type { StepId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import { catchUp, type Pace, type Shortened } from '#domain/pace.ts';
import { Problem } from '#domain/problem.ts';
import { reportBackAfter, type ReportBackDeed } from '#domain/report-back.ts';
import type { Activity, NamesRule } from '#domain/template.ts';
import type { PersonId } from '#domain/ids.ts';
import type { Signal } from '#domain/workshop.ts';
import type { RoomStore } from '../store/rooms.ts';
import type { SignalStore } from '../store/signals.ts';
import { clockAfter, type ClockDeed } from './clock.ts';
import type { WorkshopDesk } from './desk.ts';
import type { DocumentRooms } from './document-rooms.ts';
import { paceNow, runningDay } from './place.ts';
import type { Reveal } from './reveal.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface RoomDeedsDeps {
	readonly desk: WorkshopDesk;
	readonly store: RoomStore;
	readonly signals: SignalStore;
	readonly reveal: Reveal;
	readonly rooms: DocumentRooms;
	readonly now: () => Date;
}

/** The rest of the day: how it goes on as things stand, and what would make up for the time that was lost. */
export interface RestOfDay {
	readonly pace: Pace | null;
	readonly shorter: readonly Shortened[];
}

export class RoomDeeds {
	readonly #deps: RoomDeedsDeps;

	constructor(deps: RoomDeedsDeps) {
		this.#deps = deps;
	}

	/** While the step is open for the others. Late frames count for two seconds, as when a step closes. */
	async closeFor(workshopId: WorkshopId, syndicateId: SyndicateId, isClosed: boolean): Promise<void> {
		const { desk, store } = this.#deps;
		const { step } = placeOf(await desk.get(workshopId), syndicateId);
		await store.setClosedFor(workshopId, step, syndicateId, isClosed);
		await desk.refresh(workshopId, 'steps');
	}

	/** The notes of one syndicate lie open, and it goes on to what follows, while others still write alone. */
	async openNotesOf(workshopId: WorkshopId, syndicateId: SyndicateId): Promise<void> {
		const { desk, store, reveal } = this.#deps;
		const now = await desk.get(workshopId);
		const { step, activity } = placeOf(now, syndicateId);
		if (now.phase(step)?.kind !== 'write-alone' || !activity.board.perSyndicate) {
			throw new Problem('step-closed', 'Nobody writes alone on a board of a syndicate now. There is nothing to open.');
		}
		await store.addRevealedFor(workshopId, step, syndicateId);
		await desk.refresh(workshopId, 'steps');
		await reveal.syndicate(workshopId, step, syndicateId);
	}

	/** `null` gives the syndicate the room's clock again. */
	async clockOf(workshopId: WorkshopId, syndicateId: SyndicateId, deed: ClockDeed | null): Promise<void> {
		const { desk, store, now } = this.#deps;
		const { step } = placeOf(await desk.get(workshopId), syndicateId);
		await store.setSyndicateClock(
			workshopId,
			step,
			syndicateId,
			(own, room) => deed && clockAfter(own ?? room, deed, now().getTime())
		);
		await desk.refresh(workshopId, 'steps');
	}

	/** Names can be hidden during the day, never shown again. */
	async names(workshopId: WorkshopId, step: StepId, names: NamesRule): Promise<void> {
		const { desk, store, rooms } = this.#deps;
		await store.setNames(workshopId, step, names);
		const now = await desk.refresh(workshopId, 'agenda');
		for (const { id } of now?.boards(step) ?? []) {
			await rooms.edit(id, (board) => board.notes().forEach((note) => board.stamp(note.id, 'hidden')));
		}
	}

	async hold(workshopId: WorkshopId, isHeld: boolean): Promise<void> {
		await this.#deps.store.hold(workshopId, isHeld);
		await this.#deps.desk.refresh(workshopId, 'workshop');
	}

	async reportBack(workshopId: WorkshopId, deed: ReportBackDeed): Promise<void> {
		const { desk, store, now } = this.#deps;
		const workshop = await desk.get(workshopId);
		const { step } = runningOf(workshop);
		if (deed.deed === 'start' && !deed.queue.every((id) => workshop.syndicates.some((known) => known.id === id))) {
			throw new Problem('not-found', 'One of these syndicates does not exist. Load the page again.', {
				field: 'queue'
			});
		}
		await store.setReportBack(workshopId, step, (before) => reportBackAfter(before, deed, now().getTime()));
		// The room looks at who speaks, and afterwards at the step again.
		if (deed.deed === 'start') await store.show(workshopId, { kind: 'report-back' });
		if (deed.deed === 'stop' && workshop.workshop.screen.kind === 'report-back')
			await store.show(workshopId, { kind: 'step' });
		const after = await desk.refresh(workshopId, 'workshop', 'steps');
		if (deed.deed === 'next' && after && workshop.workshop.screen.kind === 'spotlight') await this.#follow(after);
	}

	/** Where the board of whoever speaks is on the screen, the next one's takes its place; after the last, the queue. */
	async #follow(now: WorkshopNow): Promise<void> {
		const { desk, store } = this.#deps;
		const { id } = now.workshop;
		const report = now.step(runningOf(now).step).reportBack;
		const speaks = report?.queue[report.at];
		await store.show(id, speaks === undefined ? { kind: 'report-back' } : { kind: 'spotlight', syndicateId: speaks });
		await desk.refresh(id, 'workshop');
	}

	async restOfDay(workshopId: WorkshopId): Promise<RestOfDay> {
		const now = await this.#deps.desk.get(workshopId);
		const pace = paceNow(now, this.#deps.now().getTime());
		const slots = runningDay(now)?.slots ?? [];
		return { pace, shorter: pace ? catchUp(slots, pace.lateMinutes) : [] };
	}

	/** All of these lengths or none; the same list the other way round takes it back. */
	async resize(workshopId: WorkshopId, changes: readonly Shortened[]): Promise<void> {
		const { desk, store } = this.#deps;
		await store.resize(workshopId, changes);
		await desk.refresh(workshopId, 'agenda');
	}

	async signal(
		workshopId: WorkshopId,
		{ kind, syndicateId, by }: { readonly kind: Signal; readonly syndicateId: SyndicateId; readonly by: PersonId },
		isOn: boolean
	): Promise<void> {
		const { desk, signals, now } = this.#deps;
		const { step } = placeOf(await desk.get(workshopId), syndicateId);
		const place = { workshopId, step, syndicateId, kind };
		await (isOn ? signals.raise(place, by, now()) : signals.lower(place));
		await desk.refresh(workshopId, 'signals');
	}

	/** A facilitator is going over to a raised hand. */
	async goOver(workshopId: WorkshopId, syndicateId: SyndicateId, by: PersonId): Promise<void> {
		const { desk, signals } = this.#deps;
		const { step } = placeOf(await desk.get(workshopId), syndicateId);
		if (!(await signals.answer({ workshopId, step, syndicateId, kind: 'hand' }, by))) {
			throw new Problem('taken-back', 'This hand is down again.');
		}
		await desk.refresh(workshopId, 'signals');
	}
}

function runningOf(now: WorkshopNow): { readonly step: StepId; readonly activity: Activity } {
	const running = now.running();
	if (!running) throw new Problem('not-found', 'The room is in no step yet. Go to one first.');
	return { step: running.activity.id, activity: running.activity };
}

function placeOf(now: WorkshopNow, syndicateId: SyndicateId): { readonly step: StepId; readonly activity: Activity } {
	if (!now.syndicates.some(({ id }) => id === syndicateId)) {
		throw new Problem('not-found', 'There is no such syndicate. Load the page again.');
	}
	return runningOf(now);
}
