/**
 * Where the room goes: to a step and phase, into a break, and back again. A move is one transaction that also keeps the
 * real times of the agenda and what it takes to undo it.
 */
import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { agendaItems, signals, stepStates, workshops } from '#drizzle/schema.ts';
import type { PersonId, PhaseId, StepId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { Clock, RoomMove, StepState } from '#domain/workshop.ts';
import type { Database, Transaction } from './database.ts';

/** Where the room arrives in a step. */
export interface Arrival {
	readonly phase: PhaseId;
	/** What the clock shows when the phase is another one than before. */
	readonly clock: Clock;
	/** Phases after which a vote that was closed by hand is open again. */
	readonly reopensVoteAfter: readonly PhaseId[];
}

/** Who moves the room, and when. Without somebody the move cannot be undone. */
export interface Mover {
	readonly by: PersonId | null;
	readonly now: Date;
	/** The move opens notes. */
	readonly opened: boolean;
}

/** How the step that an undo leaves was before the room came to it. */
export interface Undone {
	readonly move: RoomMove;
	/** A step that has to be closed now, and the state it ends in. */
	readonly closes: { readonly step: StepId; readonly endsAs: 'ahead' | 'closed' } | null;
}

/** A step the room came to again after longer than this begins anew: the times of a rehearsal are not those of the day. */
const SAME_DAY_MS = 12 * 3_600_000;

export class MoveStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** The room is in this step and phase from now on, and the step is open. Gives back the one that is closing, if any. */
	async goTo(
		workshopId: WorkshopId,
		step: StepId,
		{ phase, clock, reopensVoteAfter }: Arrival,
		{ by, now, opened }: Mover
	): Promise<readonly StepId[]> {
		return this.#database.transaction(async (tx) => {
			const left = await currentStep(tx, workshopId);
			const rested = await endBreaks(tx, workshopId, now);
			const from = left === null ? undefined : await stateOf(tx, workshopId, left);
			const current = left === step ? from : await stateOf(tx, workshopId, step);
			const isNewPhase = current?.phase !== phase;
			const changes = {
				state: 'open' as const,
				phase,
				clock: isNewPhase || !current || current.clock === null ? clock : current.clock,
				openedAt: current?.openedAt ?? now,
				closedAt: null,
				// What was different for a syndicate belongs to the phase.
				...(isNewPhase ? { syndicateClocks: {}, revealedFor: [], reportBack: null } : {}),
				...(current?.phase && reopensVoteAfter.includes(current.phase) ? { votesClosed: false } : {})
			};
			await tx
				.insert(stepStates)
				.values({ workshopId, step, ...changes })
				.onConflictDoUpdate({ target: [stepStates.workshopId, stepStates.step], set: changes });
			if (isNewPhase || left !== step) await tx.delete(signals).where(eq(signals.workshopId, workshopId));
			if (left !== null && left !== step) await leave(tx, workshopId, left, now);
			await enter(tx, workshopId, step, now);
			const lastMove: RoomMove | null = by && {
				by,
				atMs: now.getTime(),
				from: {
					step: left,
					phase: from?.phase ?? null,
					clock: from?.clock ?? null,
					state: from?.state ?? 'ahead',
					break: rested
				},
				to: { step, phase, break: null },
				before: left === step ? null : before(current),
				opened
			};
			// Pressed once more, or by two facilitators at once, it moves nothing: the move before can still be taken back.
			const isMove = left !== step || isNewPhase || rested !== null;
			await tx
				.update(workshops)
				.set({ currentStep: step, ...(isMove ? { lastMove } : {}) })
				.where(eq(workshops.id, workshopId));
			if (left === null || left === step || from?.state !== 'open') return [];
			await tx.update(stepStates).set({ state: 'closing', reportBack: null }).where(at(workshopId, left));
			return [left];
		});
	}

	/** The room rests. Its step stays as it is, with its clock stopped. @throws Problem `not-found` */
	async rest(workshopId: WorkshopId, entry: string, { by, now }: Omit<Mover, 'opened'>): Promise<void> {
		await this.#database.transaction(async (tx) => {
			const left = await currentStep(tx, workshopId);
			if (await isResting(tx, workshopId, entry)) return;
			const rested = await endBreaks(tx, workshopId, now);
			const [begun] = await tx
				.update(agendaItems)
				.set({ startedAt: now, endedAt: null })
				.where(and(eq(agendaItems.workshopId, workshopId), eq(agendaItems.id, entry), isNull(agendaItems.step)))
				.returning({ id: agendaItems.id });
			if (!begun) throw new Problem('not-found', 'This break is not in the agenda. Load the page again.');
			const from = left === null ? undefined : await stateOf(tx, workshopId, left);
			if (left !== null) {
				const clock = from?.clock ?? null;
				await tx
					.update(stepStates)
					.set({ clock: pausedAt(clock, now) })
					.where(at(workshopId, left));
				await leave(tx, workshopId, left, now);
			}
			await tx.delete(signals).where(eq(signals.workshopId, workshopId));
			const place = { step: left, phase: from?.phase ?? null };
			const lastMove: RoomMove | null = by && {
				by,
				atMs: now.getTime(),
				from: { ...place, clock: from?.clock ?? null, state: from?.state ?? 'ahead', break: rested },
				to: { ...place, break: entry }
			};
			await tx.update(workshops).set({ lastMove }).where(eq(workshops.id, workshopId));
		});
	}

	/** Takes back the move of that instant: step, phase and clock are as before. @throws Problem `taken-back` */
	async undo(workshopId: WorkshopId, atMs: number, sinceMs: number, now: Date): Promise<Undone> {
		return this.#database.transaction(async (tx) => {
			const [room] = await tx
				.select({ move: workshops.lastMove })
				.from(workshops)
				.where(eq(workshops.id, workshopId))
				.for('no key update');
			const move = room?.move;
			if (!move || move.atMs !== atMs || now.getTime() - move.atMs >= sinceMs) throw tooLate();
			const { from, to } = move;
			if (to.break) await setTimes(tx, workshopId, to.break, { startedAt: null, endedAt: null });
			if (from.break) await setTimes(tx, workshopId, from.break, { endedAt: null });
			const left = to.step !== null && to.step !== from.step ? to.step : null;
			if (left !== null) await takeBackStep(tx, workshopId, left, move, now);
			if (from.step !== null) {
				const { phase, clock, state = 'open' } = from;
				const wasOpen = state === 'open' || state === 'closing';
				await tx
					.update(stepStates)
					.set({ phase, clock, ...(wasOpen ? { state: 'open', closedAt: null } : {}) })
					.where(at(workshopId, from.step));
				if (!from.break) {
					await tx
						.update(agendaItems)
						.set({ endedAt: null })
						.where(and(eq(agendaItems.workshopId, workshopId), eq(agendaItems.step, from.step)));
				}
			}
			await tx.delete(signals).where(eq(signals.workshopId, workshopId));
			await tx.update(workshops).set({ currentStep: from.step, lastMove: null }).where(eq(workshops.id, workshopId));
			const wasBefore = move.before?.state ?? 'closed';
			const stays = wasBefore === 'open' || wasBefore === 'closing';
			return {
				move,
				closes: left === null || stays ? null : { step: left, endsAs: wasBefore === 'ahead' ? 'ahead' : 'closed' }
			};
		});
	}
}

type StepBefore = NonNullable<Awaited<ReturnType<typeof stateOf>>>;

const at = (workshopId: WorkshopId, step: StepId) =>
	and(eq(stepStates.workshopId, workshopId), eq(stepStates.step, step));

async function currentStep(tx: Transaction, workshopId: WorkshopId): Promise<StepId | null> {
	const [room] = await tx
		.select({ step: workshops.currentStep })
		.from(workshops)
		.where(eq(workshops.id, workshopId))
		// Whoever gives a vote or a mark points to the workshop and waits for its step: held whole, each waits for the other.
		.for('no key update');
	return room?.step ?? null;
}

async function stateOf(tx: Transaction, workshopId: WorkshopId, step: StepId) {
	const [state] = await tx
		.select({
			state: stepStates.state,
			phase: stepStates.phase,
			clock: stepStates.clock,
			openedAt: stepStates.openedAt
		})
		.from(stepStates)
		.where(at(workshopId, step))
		.for('update');
	return state;
}

const before = (
	state: StepBefore | undefined
): { readonly state: StepState; readonly phase: PhaseId | null; readonly clock: Clock | null } => ({
	state: state?.state ?? 'ahead',
	phase: state?.phase ?? null,
	clock: state?.clock ?? null
});

/** The break the room is in. */
const isOn = (workshopId: WorkshopId) =>
	and(
		eq(agendaItems.workshopId, workshopId),
		isNull(agendaItems.step),
		isNotNull(agendaItems.startedAt),
		isNull(agendaItems.endedAt)
	);

/** Gives back the break the room was in. */
async function endBreaks(tx: Transaction, workshopId: WorkshopId, now: Date): Promise<string | null> {
	const [ended] = await tx
		.update(agendaItems)
		.set({ endedAt: now })
		.where(isOn(workshopId))
		.returning({ id: agendaItems.id });
	return ended?.id ?? null;
}

/** True when the room is in this break already: whoever presses second starts its clock no second time. */
async function isResting(tx: Transaction, workshopId: WorkshopId, entry: string): Promise<boolean> {
	const running = await tx.select({ id: agendaItems.id }).from(agendaItems).where(isOn(workshopId));
	return running.some(({ id }) => id === entry);
}

async function leave(tx: Transaction, workshopId: WorkshopId, step: StepId, now: Date): Promise<void> {
	await tx
		.update(agendaItems)
		.set({ endedAt: now })
		.where(and(eq(agendaItems.workshopId, workshopId), eq(agendaItems.step, step)));
}

async function enter(tx: Transaction, workshopId: WorkshopId, step: StepId, now: Date): Promise<void> {
	const place = and(eq(agendaItems.workshopId, workshopId), eq(agendaItems.step, step));
	const [entry] = await tx.select({ startedAt: agendaItems.startedAt }).from(agendaItems).where(place);
	const known = entry?.startedAt ?? null;
	const startedAt = known !== null && now.getTime() - known.getTime() < SAME_DAY_MS ? known : now;
	await tx.update(agendaItems).set({ startedAt, endedAt: null }).where(place);
}

async function setTimes(
	tx: Transaction,
	workshopId: WorkshopId,
	entry: string,
	times: { readonly startedAt?: Date | null; readonly endedAt: Date | null }
): Promise<void> {
	await tx
		.update(agendaItems)
		.set(times)
		.where(and(eq(agendaItems.workshopId, workshopId), eq(agendaItems.id, entry)));
}

/** The step the move went to: as it was, and closing where it was not open before. */
async function takeBackStep(
	tx: Transaction,
	workshopId: WorkshopId,
	step: StepId,
	{ before, atMs }: RoomMove,
	now: Date
): Promise<void> {
	const wasOpen = before?.state === 'open' || before?.state === 'closing';
	await tx
		.update(stepStates)
		.set({ phase: before?.phase ?? null, clock: before?.clock ?? null, state: wasOpen ? 'open' : 'closing' })
		.where(at(workshopId, step));
	const place = and(eq(agendaItems.workshopId, workshopId), eq(agendaItems.step, step));
	const [entry] = await tx.select({ startedAt: agendaItems.startedAt }).from(agendaItems).where(place);
	const isNew = entry?.startedAt != null && entry.startedAt.getTime() >= atMs;
	await tx
		.update(agendaItems)
		.set(isNew ? { startedAt: null, endedAt: null } : { endedAt: now })
		.where(place);
}

function pausedAt(clock: Clock | null, now: Date): Clock | null {
	if (clock?.kind !== 'running') return clock;
	return { kind: 'paused', remainingMs: clock.endsAtMs - now.getTime(), lengthMs: clock.lengthMs };
}

const tooLate = () =>
	new Problem('taken-back', 'This move cannot be taken back any more. Go to the step you want; nothing is lost.');
