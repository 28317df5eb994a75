/**
 * Moves what people wrote alone onto the board, each note once and under its own id. Before, nobody but its author can
 * read it; afterwards it carries the author only where the step's names rule says so and the author did not leave the
 * name off. One piece, because what is moved, what follows late and what is forgotten at the end must agree.
 */
import type { BoardDocument } from '#document/board.ts';
import { applyValue } from '#document/text.ts';
import { GRACE_MS } from '#protocol/sync.ts';
import type { DocumentId, NoteId, PhaseId, StepId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import type { Activity } from '#domain/template.ts';
import type { DocumentRecord, DocumentStore } from '../store/documents.ts';
import type { WorkshopDesk } from './desk.ts';
import type { After } from './after.ts';
import type { DocumentRooms } from './document-rooms.ts';
import { arrive, hiddenNotes, inFairOrder, markedLate, namesOf, type Hidden } from './hidden-notes.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface RevealDeps {
	readonly desk: WorkshopDesk;
	readonly rooms: DocumentRooms;
	readonly documents: Pick<
		DocumentStore,
		'begunAlone' | 'forgetAuthors' | 'forgetContents' | 'forgetUnnamed' | 'nameless'
	>;
	/** A document as it lies in the log, without opening it. */
	readonly stored: (id: DocumentId) => Promise<BoardDocument | null>;
	readonly after: After;
	/** Something that ran by itself failed. */
	readonly onFault: (error: unknown) => void;
}

/** A private document stays in memory for a while after its author left; its log goes when it is out of it. */
const TIDY_MS = 75_000;

/** True in a phase that comes after one in which people wrote alone. */
export function isPastWritingAlone(activity: Activity, phase: PhaseId | null): boolean {
	const alone = activity.phases.findIndex(({ kind }) => kind === 'write-alone');
	const at = activity.phases.findIndex(({ id }) => id === phase);
	return alone !== -1 && at > alone;
}

export class Reveal {
	readonly #deps: RevealDeps;
	/** One move at a time in a step: a late note and the reveal itself may come together. */
	readonly #queues = new Map<string, Promise<void>>();
	/** Steps that were left while people wrote alone: their late notes still count until they are closed. */
	readonly #left = new Set<string>();
	readonly #waiting = new Set<() => void>();
	/**
	 * The words a note had when it was moved, by the step until it is closed: what its author typed meanwhile follows
	 * while nobody else changed it.
	 */
	readonly #moved = new Map<string, Map<NoteId, string>>();

	constructor(deps: RevealDeps) {
		this.#deps = deps;
	}

	/** Moves everyone's notes of this step onto its boards. Done again, it moves what came since. */
	step(workshopId: WorkshopId, step: StepId): Promise<void> {
		this.#left.add(key(workshopId, step));
		// What was on its way when the room moved on: in two seconds it has come.
		this.#later(GRACE_MS, async () => {
			const now = this.#deps.desk.peek(workshopId);
			for (const { id } of now?.privateDocuments(step) ?? []) await this.late(id);
		});
		return this.#inTurn(workshopId, step, (now) => this.#moveAll(now, step));
	}

	/** Moves the notes of one syndicate, while others still write alone. */
	syndicate(workshopId: WorkshopId, step: StepId, syndicateId: SyndicateId): Promise<void> {
		const ofSyndicate = (now: WorkshopNow) =>
			now
				.privateDocuments(step)
				.filter(({ personId }) => personId !== null && now.person(personId)?.syndicateId === syndicateId);
		this.#later(GRACE_MS, async () => {
			const now = this.#deps.desk.peek(workshopId);
			for (const { id } of now ? ofSyndicate(now) : []) await this.late(id);
		});
		return this.#inTurn(workshopId, step, (now) => this.#moveAll(now, step, ofSyndicate(now)));
	}

	/** The step is sealed and about to be closed: what came in the last moment is moved now, and nothing later. */
	gather(workshopId: WorkshopId, step: StepId): Promise<void> {
		return this.#inTurn(workshopId, step, async (now) => {
			const documents = now.privateDocuments(step).filter((document) => this.#isRevealed(workshopId, document));
			if (documents.length === 0) return;
			await this.#moveAll(now, step, documents);
			for (const document of documents) await this.#follow(now, document);
		});
	}

	/** Takes back what was to happen later. */
	stop(): void {
		for (const cancel of this.#waiting) cancel();
		this.#waiting.clear();
	}

	/** The steps of this workshop begin anew, with other documents. */
	forget(workshopId: WorkshopId): void {
		for (const place of [...this.#left, ...this.#moved.keys()]) {
			if (!place.startsWith(`${workshopId} `)) continue;
			this.#left.delete(place);
			this.#moved.delete(place);
		}
	}

	/** People write alone again: from now on nothing of this step is late. */
	hideAgain(workshopId: WorkshopId, step: StepId): void {
		this.#left.delete(key(workshopId, step));
	}

	/**
	 * A private document changed. When its step was revealed and is not closed, its notes follow; otherwise nothing
	 * happens. Called after the change is on disk.
	 */
	async late(documentId: DocumentId): Promise<void> {
		const document = this.#deps.desk.document(documentId);
		const workshopId = this.#deps.desk.workshopOf(documentId);
		if (!workshopId || document?.kind !== 'private') return;
		if (!this.#isRevealed(workshopId, document)) return;
		await this.#inTurn(workshopId, document.step, async (now) => {
			if (!this.#isRevealed(workshopId, document) || this.#deps.desk.isSealed(workshopId, document.step)) return;
			await this.#move(now, document.step, [document]);
			await this.#follow(now, document);
		});
	}

	/**
	 * The step is closed: what is needed only for late notes goes, and so do the traces of who wrote without names: of
	 * everybody, or of those who left their name off a note.
	 */
	async end(workshopId: WorkshopId, step: StepId): Promise<void> {
		const now = this.#deps.desk.peek(workshopId);
		this.#left.delete(key(workshopId, step));
		this.#moved.delete(key(workshopId, step));
		if (!now) return;
		const alone = now.privateDocuments(step).map(({ id }) => id);
		const isAnonymous = now.namesRule(step) === 'anonymous';
		const documents = isAnonymous ? alone : await this.#deps.documents.nameless(alone);
		const boards = isAnonymous ? now.boards(step).map(({ id }) => id) : [];
		await this.#deps.documents.forgetAuthors([...documents, ...boards]);
		this.#tidy(workshopId, step, documents);
	}

	/** Once, before closings are finished: reveals that the last process had begun, or had not come to. */
	async catchUp(): Promise<void> {
		for (const { workshopId, step, state } of await this.#deps.documents.begunAlone()) {
			const gather = async () => {
				if (wasLeftForward(await this.#deps.desk.get(workshopId), step)) this.#left.add(key(workshopId, step));
				await this.gather(workshopId, step);
			};
			// A step that stays open has time; one that is about to be closed has only now. It must not keep the others waiting.
			if (state === 'open') this.#later(0, gather);
			else await gather().catch(this.#deps.onFault);
		}
	}

	/** Once, at the start: what the last process did not come to. */
	async start(): Promise<void> {
		for (const { workshopId, step, id } of await this.#deps.documents.forgetUnnamed())
			this.#tidy(workshopId, step, [id]);
	}

	/**
	 * Deletes the logs of documents whose notes were all moved, once nobody has them open. One that still holds a note
	 * nobody was shown (the step was closed before its reveal) stays its author's.
	 */
	#tidy(workshopId: WorkshopId, step: StepId, documents: readonly DocumentId[]): void {
		if (documents.length === 0) return;
		this.#later(TIDY_MS, async () => {
			// Opened again meanwhile: the next closing sees to it.
			if ((await this.#deps.desk.get(workshopId)).step(step).state !== 'closed') return;
			const unused = documents.filter((id) => this.#deps.rooms.counts(id) === null);
			const empty: DocumentId[] = [];
			for (const id of unused) {
				const board = await this.#deps.stored(id);
				if (!board || hiddenNotes(board, null).length === 0) empty.push(id);
			}
			await this.#deps.documents.forgetContents(empty);
			this.#tidy(
				workshopId,
				step,
				documents.filter((id) => !unused.includes(id))
			);
		});
	}

	#later(ms: number, work: () => Promise<void>): void {
		const cancel = this.#deps.after(ms, () => {
			this.#waiting.delete(cancel);
			work().catch(this.#deps.onFault);
		});
		this.#waiting.add(cancel);
	}

	/** For everyone, or for the syndicate of whose this private document is. */
	#isRevealed(workshopId: WorkshopId, { step, personId }: Pick<DocumentRecord, 'step' | 'personId'>): boolean {
		const now = this.#deps.desk.peek(workshopId);
		const activity = now?.activities.get(step);
		if (!now || !activity) return false;
		const { state, phase, revealedFor } = now.step(step);
		const syndicate = personId === null ? null : (now.person(personId)?.syndicateId ?? null);
		const isShown = isPastWritingAlone(activity, phase) || (syndicate !== null && revealedFor.includes(syndicate));
		if (state === 'closing') return isShown || this.#left.has(key(workshopId, step));
		return state === 'open' && isShown;
	}

	async #moveAll(
		now: WorkshopNow,
		step: StepId,
		documents: readonly DocumentRecord[] = now.privateDocuments(step)
	): Promise<void> {
		await this.#move(now, step, documents);
		if (now.namesRule(step) !== 'anonymous') return;
		await this.#deps.documents.forgetAuthors(documents.map(({ id }) => id));
	}

	#movedIn(now: WorkshopNow, step: StepId): Map<NoteId, string> {
		const place = key(now.workshop.id, step);
		const moved = this.#moved.get(place) ?? new Map<NoteId, string>();
		this.#moved.set(place, moved);
		return moved;
	}

	async #move(now: WorkshopNow, step: StepId, documents: readonly DocumentRecord[]): Promise<void> {
		const targets = new Map<DocumentId, Hidden[]>();
		const emptied: { readonly id: DocumentId; readonly notes: readonly NoteId[] }[] = [];
		const names = namesOf(now.activities.get(step));
		for (const { id, personId } of documents) {
			const author = personId === null ? null : now.person(personId);
			const board = now.boardFor(step, author?.syndicateId ?? null);
			// A person without a syndicate (removed since) has no board to move to; the notes stay theirs.
			if (!board) continue;
			const notes = await this.#deps.rooms.read(id, (hidden) => hiddenNotes(hidden, personId, names));
			if (notes.length === 0) continue;
			targets.set(board.id, [...(targets.get(board.id) ?? []), ...notes]);
			emptied.push({ id, notes: notes.map((note) => note.id) });
		}
		for (const [id, notes] of targets) {
			await this.#deps.rooms.edit(id, (board) => arrive(board, inFairOrder(notes, names), names));
			for (const { id, note } of notes) this.#movedIn(now, step).set(id, note.text ?? '');
		}
		// Into the bin of their own document only after they are safe on the board.
		for (const { id, notes } of emptied) {
			await this.#deps.rooms.edit(id, (board) => notes.forEach((note) => board.remove(note)));
		}
	}

	/**
	 * Words an author typed into a note while it was being moved, as long as the board still has the old ones, and the name
	 * they took off it meanwhile.
	 */
	async #follow(now: WorkshopNow, { id, step, personId }: DocumentRecord): Promise<void> {
		const board = now.boardFor(step, personId === null ? null : (now.person(personId)?.syndicateId ?? null));
		if (!board) return;
		const written = await this.#deps.rooms.read(id, (hidden) =>
			hidden.notes().flatMap(({ id, text, removedAt }) => (removedAt === null ? [] : [{ id, text }]))
		);
		const moved = this.#movedIn(now, step);
		const later = written.filter(({ id, text }) => moved.has(id) && moved.get(id) !== text);
		const marked = namesOf(now.activities.get(step)).mayLeaveOff ? await this.#deps.rooms.read(id, markedLate) : [];
		const nameless = marked.filter((note) => moved.has(note));
		if (later.length === 0 && nameless.length === 0) return;
		await this.#deps.rooms.edit(board.id, (target) => {
			for (const note of nameless) if (target.note(note)?.author === personId) target.stamp(note, 'hidden');
			for (const { id, text } of later) {
				const shared = target.textOf(id);
				if (shared && shared.toString() === moved.get(id)) applyValue(shared, text);
			}
		});
		for (const { id, text } of later) moved.set(id, text);
	}

	#inTurn(workshopId: WorkshopId, step: StepId, work: (now: WorkshopNow) => Promise<void>): Promise<void> {
		const place = key(workshopId, step);
		const run = async () => work(await this.#deps.desk.get(workshopId));
		// The one before told its own caller when it failed.
		const turn = (this.#queues.get(place) ?? Promise.resolve()).then(run, run);
		this.#queues.set(place, turn);
		const done = () => {
			if (this.#queues.get(place) === turn) this.#queues.delete(place);
		};
		turn.then(done, done);
		return turn;
	}
}

/** True for a step that was still to be closed after the room had gone on to a later one from people's writing alone. */
function wasLeftForward(now: WorkshopNow, step: StepId): boolean {
	const order = [...now.activities.keys()];
	const { currentStep } = now.workshop;
	return (
		now.step(step).state === 'closing' &&
		now.phase(step)?.kind === 'write-alone' &&
		currentStep !== null &&
		order.indexOf(currentStep) > order.indexOf(step)
	);
}

const key = (workshopId: WorkshopId, step: StepId): string => `${workshopId} ${step}`;
