/**
 * What the console does to the room: where it is, what is open, the clock, the screen. A step is a position, not a gate:
 * going back deletes and reveals nothing, and going there again finds everything as it was.
 */
import type { DocumentId, PersonId, PhaseId, StepId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { Activity, Phase } from '#domain/template.ts';
import type { ScreenView } from '#domain/workshop.ts';
import { UNDO_MS } from '#protocol/live.ts';
import { GRACE_MS } from '#protocol/sync.ts';
import type { DocumentStore } from '../store/documents.ts';
import type { MoveStore } from '../store/moves.ts';
import type { RoomStore } from '../store/rooms.ts';
import type { After } from './after.ts';
import type { Entering } from './entering.ts';
import { clockAfter, readyClock, type ClockDeed } from './clock.ts';
import type { WorkshopDesk } from './desk.ts';
import { breakEntry } from './place.ts';
import { isPastWritingAlone, type Reveal } from './reveal.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface SteeringDeps {
	readonly desk: WorkshopDesk;
	readonly store: RoomStore;
	readonly moves: MoveStore;
	readonly documents: DocumentStore;
	readonly entering: Entering;
	readonly reveal: Reveal;
	/** Resolves when every change that was accepted into these documents is on disk. */
	readonly settled: (ids: readonly DocumentId[]) => Promise<void>;
	readonly now: () => Date;
	readonly after: After;
	/** Something that ran by itself failed: it is logged, and tried again. */
	readonly onFault: (error: unknown) => void;
}

/** A closing that could not be committed is tried again after this long. */
const RETRY_MS = 1000;

export class Steering {
	readonly #deps: SteeringDeps;
	readonly #closing = new Map<string, () => void>();

	constructor(deps: SteeringDeps) {
		this.#deps = deps;
	}

	/** Once, before anybody connects: a closing that the last process did not finish is finished. */
	async start(): Promise<void> {
		const { store, desk, now } = this.#deps;
		for (const id of await store.finishAllClosing(now())) if (desk.peek(id)) await desk.refresh(id, 'steps');
	}

	/** Takes back what was to happen later. A step that is closing is closed at the next start. */
	stop(): void {
		for (const cancel of this.#closing.values()) cancel();
		this.#closing.clear();
	}

	/** Nothing that was to happen later in this workshop does. */
	forget(workshopId: WorkshopId): void {
		for (const [place, cancel] of this.#closing) {
			if (!place.startsWith(`${workshopId} `)) continue;
			cancel();
			this.#closing.delete(place);
		}
		this.#deps.reveal.forget(workshopId);
	}

	/** Moves the room to a step, and in it to the phase named, or to the one it was in. */
	async go(workshopId: WorkshopId, stepId: StepId, phaseId: PhaseId | null, by: PersonId | null = null): Promise<void> {
		const { desk, moves, entering, reveal } = this.#deps;
		const before = await desk.get(workshopId);
		const { activity, phase } = placeOf(before, stepId, phaseId);
		const left = before.running();
		const arrival = {
			phase: phase.id,
			clock: readyClock(phase.minutes),
			reopensVoteAfter: earlierThanVote(activity, phase)
		};
		const isForward = left !== null && isLeftForward(before, left, stepId);
		const isOpening =
			left?.activity.id === stepId && left.phase?.kind === 'write-alone' && isPastWritingAlone(activity, phase.id);
		const mover = { by, now: this.#deps.now(), opened: isForward || isOpening };
		const closing = await this.#insteadOfClosing(workshopId, stepId, () =>
			moves.goTo(workshopId, stepId, arrival, mover)
		);
		// Nobody may write into a step that was left longer than the grace, whatever else is still to do here.
		for (const step of closing) this.#closeLater(workshopId, step);
		await this.#boards(before, [activity]);
		await this.#leaveLobby(before);
		await desk.refresh(workshopId, 'workshop', 'agenda', 'steps', 'documents', 'signals');
		if (left && isForward) await reveal.step(workshopId, left.activity.id);
		if (phase.kind === 'write-alone') reveal.hideAgain(workshopId, stepId);
		if (isPastWritingAlone(activity, phase.id)) await reveal.step(workshopId, stepId);
		if (left) await entering.leave(workshopId, left.activity.id);
		await entering.enter(workshopId, stepId);
	}

	/** With the first step the projector goes from the code to it; afterwards the console alone chooses. */
	async #leaveLobby({ workshop }: WorkshopNow): Promise<void> {
		const { kind } = workshop.screen;
		if (workshop.currentStep !== null || (kind !== 'code' && kind !== 'lobby')) return;
		await this.#deps.store.show(workshop.id, { kind: 'step' });
	}

	/** A break is a place of the room: an entry of the agenda without a step. */
	async rest(workshopId: WorkshopId, entry: string, by: PersonId | null): Promise<void> {
		const { desk, moves, now } = this.#deps;
		await desk.get(workshopId);
		await moves.rest(workshopId, entry, { by, now: now() });
		await desk.refresh(workshopId, 'workshop', 'agenda', 'steps', 'signals');
	}

	/**
	 * Takes back the move of that instant, for thirty seconds: step, phase and clock are as before. Nothing is deleted, and
	 * notes that the move opened stay open. @throws Problem `taken-back`
	 */
	async undo(workshopId: WorkshopId, atMs: number): Promise<void> {
		const { desk, moves, reveal, now } = this.#deps;
		const from = (await desk.get(workshopId)).workshop.lastMove?.from.step ?? null;
		const undo = () => moves.undo(workshopId, atMs, UNDO_MS, now());
		const { move, closes } = await (from === null ? undo() : this.#insteadOfClosing(workshopId, from, undo));
		if (closes) this.#closeLater(workshopId, closes.step, GRACE_MS, closes.endsAs);
		const after = await desk.refresh(workshopId, 'workshop', 'agenda', 'steps', 'signals');
		const { step } = move.from;
		if (after && step !== null && after.phase(step)?.kind === 'write-alone') reveal.hideAgain(workshopId, step);
	}

	/** Opens a step's boards again without moving the room. */
	async open(workshopId: WorkshopId, stepId: StepId): Promise<void> {
		const { desk, store, entering } = this.#deps;
		const before = await desk.get(workshopId);
		const { activity, phase } = placeOf(before, stepId, null);
		await this.#insteadOfClosing(workshopId, stepId, () => store.open(workshopId, stepId, phase.id, this.#deps.now()));
		await this.#boards(before, [activity]);
		await desk.refresh(workshopId, 'steps', 'documents');
		await entering.enter(workshopId, stepId);
	}

	/** Late frames count for two seconds; then it is closed, and nothing is accepted any more. */
	async close(workshopId: WorkshopId, stepId: StepId): Promise<void> {
		const { desk, store, entering } = this.#deps;
		placeOf(await desk.get(workshopId), stepId, null);
		if (!(await store.beginClosing(workshopId, stepId))) return;
		this.#closeLater(workshopId, stepId);
		await desk.refresh(workshopId, 'steps');
		await entering.leave(workshopId, stepId);
	}

	async clock(workshopId: WorkshopId, deed: ClockDeed): Promise<void> {
		const { desk, store, now } = this.#deps;
		const workshop = await desk.get(workshopId);
		const resting = breakEntry(workshop);
		if (resting) {
			// The clock of a break is its length in the agenda.
			if (deed.deed !== 'add') return;
			const to = Math.min(480, Math.max(1, Math.round(resting.minutes + deed.minutes)));
			await store.resize(workshopId, [{ id: resting.id, from: resting.minutes, to }]);
			await desk.refresh(workshopId, 'agenda');
			return;
		}
		const running = workshop.running();
		if (!running) throw new Problem('not-found', 'The room is in no step yet. Go to one, then start the clock.');
		await store.setClock(workshopId, running.activity.id, (clock) => clockAfter(clock, deed, now().getTime()));
		await desk.refresh(workshopId, 'steps');
	}

	async show(workshopId: WorkshopId, view: ScreenView): Promise<void> {
		const { desk, store } = this.#deps;
		const now = await desk.get(workshopId);
		if (view.kind === 'spotlight' && !now.syndicates.some(({ id }) => id === view.syndicateId)) {
			throw new Problem('not-found', 'There is no such syndicate. Load the page again.', { field: 'syndicateId' });
		}
		await store.show(workshopId, view);
		await desk.refresh(workshopId, 'workshop');
	}

	/** Who writes the room's words in a step such as the vision; two at most. */
	async writers(workshopId: WorkshopId, stepId: StepId, people: readonly PersonId[]): Promise<void> {
		const { desk, store } = this.#deps;
		const { people: known } = await desk.get(workshopId);
		if (!people.every((id) => known.get(id)?.role === 'participant')) {
			throw new Problem('not-found', 'One of these people is not here. Load the list again.', { field: 'people' });
		}
		await store.setWriters(workshopId, stepId, [...new Set(people)]);
		await desk.refresh(workshopId, 'steps');
	}

	async votes(workshopId: WorkshopId, stepId: StepId, isClosed: boolean): Promise<void> {
		const { desk, store } = this.#deps;
		await store.setVotesClosed(workshopId, stepId, isClosed);
		await desk.refresh(workshopId, 'steps');
		desk.bump(workshopId, 'votes');
	}

	/** Makes every board of the agenda that is not there yet. */
	async makeBoards(workshopId: WorkshopId): Promise<void> {
		const now = await this.#deps.desk.get(workshopId);
		await this.#boards(now, [...now.activities.values()]);
		await this.#deps.desk.refresh(workshopId, 'documents');
	}

	async #boards(now: WorkshopNow, activities: readonly Activity[]): Promise<void> {
		const syndicates = now.syndicates.map(({ id }) => id);
		const places = activities
			.filter(({ id, board }) => now.boards(id).length < (board.perSyndicate ? syndicates.length : 1))
			.map(({ id, board }) => ({ step: id, perSyndicate: board.perSyndicate }));
		if (places.length > 0) await this.#deps.documents.makeBoards(now.workshop.id, places, syndicates);
	}

	#closeLater(
		workshopId: WorkshopId,
		step: StepId,
		ms: number = GRACE_MS,
		endsAs: 'closed' | 'ahead' = 'closed'
	): void {
		this.#stay(workshopId, step);
		const cancel = this.#deps.after(ms, () => {
			this.#closing.delete(`${workshopId} ${step}`);
			this.#finish(workshopId, step, endsAs).catch((error: unknown) => {
				this.#deps.onFault(error);
				this.#closeLater(workshopId, step, RETRY_MS, endsAs);
			});
		});
		this.#closing.set(`${workshopId} ${step}`, cancel);
	}

	/** Takes a planned closing back. False when none was planned. */
	#stay(workshopId: WorkshopId, step: StepId): boolean {
		const place = `${workshopId} ${step}`;
		this.#closing.get(place)?.();
		return this.#closing.delete(place);
	}

	/** The step is wanted again before it was closed. When that fails it is closed after all: closing is no state to stay in. */
	async #insteadOfClosing<T>(workshopId: WorkshopId, step: StepId, work: () => Promise<T>): Promise<T> {
		const wasClosing = this.#stay(workshopId, step);
		try {
			return await work();
		} catch (error) {
			if (wasClosing) this.#closeLater(workshopId, step);
			throw error;
		}
	}

	async #finish(workshopId: WorkshopId, step: StepId, endsAs: 'closed' | 'ahead'): Promise<void> {
		const { desk, store, reveal, settled, now } = this.#deps;
		const documents = (await desk.get(workshopId)).rows.documents.filter((document) => document.step === step);
		// First no new frame is accepted, then those that were are written, and only then the closing is committed.
		desk.seal(workshopId, step);
		try {
			await settled(documents.map(({ id }) => id));
			// What cannot be moved stays its author's; a step that should be closed is not kept open by it.
			await reveal.gather(workshopId, step).catch(this.#deps.onFault);
			const isClosed = await store.finishClosing(workshopId, step, now(), endsAs);
			await desk.refresh(workshopId, 'steps');
			if (isClosed && endsAs === 'closed') await reveal.end(workshopId, step);
		} finally {
			desk.unseal(workshopId, step);
		}
	}
}

function placeOf(
	now: WorkshopNow,
	stepId: StepId,
	phaseId: PhaseId | null
): { readonly activity: Activity; readonly phase: Phase } {
	const activity = now.activities.get(stepId);
	if (!activity) throw new Problem('not-found', 'This step is not in the agenda. Load the page again.');
	const phase = phaseId === null ? now.phase(stepId) : activity.phases.find(({ id }) => id === phaseId);
	if (!phase) throw new Problem('not-found', 'This step has no such phase. Load the page again.', { field: 'phase' });
	return { activity, phase };
}

/** The phases from which the room comes to this one to vote: whoever goes back before a vote and on again votes again. */
const earlierThanVote = ({ phases }: Activity, phase: Phase): readonly PhaseId[] =>
	phase.kind === 'vote' ? phases.slice(0, phases.indexOf(phase)).map(({ id }) => id) : [];

/** True when people wrote alone in the step that was left, and the room went on to a later one. */
function isLeftForward(now: WorkshopNow, left: NonNullable<ReturnType<WorkshopNow['running']>>, to: StepId): boolean {
	if (left.phase?.kind !== 'write-alone' || left.activity.id === to) return false;
	const order = [...now.activities.keys()];
	return order.indexOf(to) > order.indexOf(left.activity.id);
}
