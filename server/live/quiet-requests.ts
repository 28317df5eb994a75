/**
 * The quiet request: whoever has no note in the running step yet is asked for one, on the own device and nowhere else. A
 * facilitator learns how many were asked, never who.
 */
import type { PersonId, StepId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { QuietRequestStore } from '../store/quiet-requests.ts';
import type { BoardNotes } from './board-notes.ts';
import type { WorkshopDesk } from './desk.ts';
import type { NoteCounts } from './note-counts.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface QuietDeps {
	readonly desk: WorkshopDesk;
	readonly store: QuietRequestStore;
	readonly counts: NoteCounts;
	readonly notes: Pick<BoardNotes, 'of'>;
	readonly now: () => Date;
}

interface Known {
	readonly step: StepId;
	readonly waiting: ReadonlySet<PersonId>;
}

const NOBODY: ReadonlySet<PersonId> = new Set();

export class QuietRequests {
	readonly #deps: QuietDeps;
	readonly #known = new Map<WorkshopId, Known>();

	constructor(deps: QuietDeps) {
		this.#deps = deps;
	}

	/** Reads once a step who waits there; asked before `waiting`. */
	async know(workshopId: WorkshopId, step: StepId): Promise<void> {
		if (this.#known.get(workshopId)?.step === step) return;
		this.#known.set(workshopId, { step, waiting: await this.#deps.store.waiting({ workshopId, step }) });
	}

	/** Who is asked in this step and has not put it away. */
	waiting(workshopId: WorkshopId, step: StepId): ReadonlySet<PersonId> {
		const known = this.#known.get(workshopId);
		return known?.step === step ? known.waiting : NOBODY;
	}

	/**
	 * Asks those who are here and have no note in the running step, once each.
	 * @returns how many were asked
	 * @throws Problem `step-closed` where nobody writes now
	 */
	async ask(workshopId: WorkshopId, step: StepId, here: ReadonlySet<PersonId>): Promise<number> {
		const now = await this.#deps.desk.get(workshopId);
		if (!takesNotes(now, step)) {
			throw new Problem('step-closed', 'Nobody writes in this step now. Nobody was asked.');
		}
		const without = await this.withoutNote(now, step);
		const persons = [...without].filter((id) => here.has(id));
		const asked = await this.#deps.store.ask({ workshopId, step }, persons, this.#deps.now());
		if (asked > 0) await this.#again(workshopId, step);
		return asked;
	}

	async putAway(workshopId: WorkshopId, step: StepId, personId: PersonId): Promise<void> {
		await this.#deps.store.putAway({ workshopId, step }, personId, this.#deps.now());
		await this.#again(workshopId, step);
	}

	/** What was true only in a rehearsal is over. */
	forget(workshopId: WorkshopId): void {
		this.#known.delete(workshopId);
	}

	/**
	 * Participants of today without a note in this step. While people write alone it is their own documents that count;
	 * afterwards whoever has written anywhere in the step has said something. Where names are not kept, whoever had a page
	 * of their own is taken to have written: nobody is asked twice for what they gave.
	 */
	async withoutNote(now: WorkshopNow, step: StepId): Promise<ReadonlySet<PersonId>> {
		const { store, counts, notes } = this.#deps;
		const own = now.privateDocuments(step);
		const boards = now.boards(step);
		await counts.know(own.map(({ id }) => id));
		const wrote = new Set(await store.writers(boards.map(({ id }) => id)));
		const onceAlone = await store.writers(own.map(({ id }) => id));
		for (const { id } of boards) {
			for (const { author } of await notes.of(id)) if (author !== null && author !== 'hidden') wrote.add(author);
		}
		for (const { id, personId } of own) {
			if (personId === null) continue;
			const isAlone = now.phaseFor(step, now.person(personId)?.syndicateId ?? null)?.kind === 'write-alone';
			if (isAlone ? counts.of(id) > 0 : onceAlone.has(personId) || now.namesRule(step) === 'anonymous')
				wrote.add(personId);
		}
		const day = now.lastDayHeld();
		const today = now.syndicates.flatMap(({ id }) => now.members(id).filter(({ lastHere }) => lastHere === day));
		return new Set(today.flatMap(({ id }) => (wrote.has(id) ? [] : [id])));
	}

	async #again(workshopId: WorkshopId, step: StepId): Promise<void> {
		this.#known.set(workshopId, { step, waiting: await this.#deps.store.waiting({ workshopId, step }) });
		this.#deps.desk.tell(workshopId);
	}
}

/** Something can be written in this step now, by those who sit in the room. */
function takesNotes(now: WorkshopNow, step: StepId): boolean {
	const running = now.running();
	if (running?.activity.id !== step || running.step.state !== 'open' || !running.phase) return false;
	const { writes } = running.phase;
	return now.boards(step).length > 0 && (writes === 'each' || writes === 'syndicate' || writes === 'scribe');
}
