/**
 * What stays of a day: its boards as they stood when it was closed, and the good stories the next one opens with. A day
 * is closed by a facilitator, or by itself once the room is in a later one and the last of its steps is closed.
 */
import type { BoardDocument } from '#document/board.ts';
import type { BoardNote } from '#document/board-shape.ts';
import type { DaySnapshot } from '#domain/day-snapshot.ts';
import { asId, type DocumentId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { groupRef, noteRef } from '#domain/refs.ts';
import { storiesToTell, type Story } from '#domain/stories.ts';
import type { NamesRule } from '#domain/template.ts';
import type { DaySnapshotStore, KeptDay } from '../store/day-snapshots.ts';
import type { SourceStore } from '../store/sources.ts';
import type { VoteStore } from '../store/votes.ts';
import type { WorkshopDesk } from './desk.ts';
import type { DocumentRooms } from './document-rooms.ts';
import { noteSays, saysSomething, standing, type Said } from './note-words.ts';
import { visibleTotals, type Totals } from './visible-totals.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface DaysDeps {
	readonly desk: WorkshopDesk;
	readonly rooms: Pick<DocumentRooms, 'read'>;
	readonly store: DaySnapshotStore;
	readonly votes: Pick<VoteStore, 'given'>;
	readonly sources: Pick<SourceStore, 'points'>;
	readonly now: () => Date;
	readonly onFault: (error: unknown) => void;
}

type Boards = DaySnapshot['boards'];

/** The step of the good experiences, and where on its boards they stand. */
const EXPERIENCES = { step: asId<'Step'>('experiences'), zone: 'good', field: 'mayShare' } as const;

export class Days {
	readonly #deps: DaysDeps;
	/** Days that are kept as they were left; those that the room is in, or was seen in since the start, are not. */
	readonly #kept = new Map<WorkshopId, Map<number, 'as-left' | 'seen'>>();

	constructor(deps: DaysDeps) {
		this.#deps = deps;
		deps.desk.onChange((id) => this.#look(id));
	}

	/** Keeps a day as it stands now. @throws Problem `not-found` */
	async close(workshopId: WorkshopId, day: number): Promise<KeptDay> {
		const { desk, store, now } = this.#deps;
		const workshop = await desk.get(workshopId);
		if (!workshop.rows.agenda.days.some((one) => one.day === day))
			throw new Problem('not-found', 'There is no such day in the agenda. Load the page again.');
		const kept = { takenAt: now(), contents: { boards: await this.#boards(workshop, day) } };
		await store.keep(workshopId, day, kept);
		return this.#withWords(kept, workshop);
	}

	/** @throws Problem `not-found` */
	async read(workshopId: WorkshopId, day: number): Promise<KeptDay> {
		const kept = await this.#deps.store.read(workshopId, day);
		if (!kept) throw new Problem('not-found', 'This day is not closed yet. Close it, then read what was kept.');
		return this.#withWords(kept, await this.#deps.desk.get(workshopId));
	}

	/** As it may be read now: names may have been hidden since, and points taken back. */
	async #withWords(kept: KeptDay, now: WorkshopNow): Promise<KeptDay> {
		const points = new Map((await this.#deps.sources.points(now.workshop.id)).map(({ id, text }) => [id, text]));
		const boards = kept.contents.boards.map(({ notes, ...board }) => ({
			...board,
			notes: notes
				.map(({ point, ...note }) => ({
					...note,
					text: point === undefined ? note.text : (points.get(point) ?? ''),
					authorId: now.namesRule(board.step) === 'named' ? note.authorId : null
				}))
				.filter(({ text }) => text !== '')
		}));
		return { ...kept, contents: { ...kept.contents, boards: boards.filter(({ notes }) => notes.length > 0) } };
	}

	/** Good experiences, once their step is closed; until then they are their syndicates' own. */
	async stories(workshopId: WorkshopId): Promise<readonly Story[]> {
		const now = await this.#deps.desk.get(workshopId);
		const { step, zone, field } = EXPERIENCES;
		if (now.step(step).state !== 'closed' && now.workshop.state !== 'signed') return [];
		const totals = (await visibleTotals(now, step, this.#deps.votes)) ?? new Map<string, number>();
		const found: Story[] = [];
		for (const { id, syndicateId } of now.boards(step)) {
			if (syndicateId === null) continue;
			const notes = await this.#deps.rooms.read(id, standing);
			for (const note of notes) {
				if (note.zone !== zone || note.text.trim() === '') continue;
				const isReleased = Object.entries(note.fields).some(([name, value]) => name === field && value === 'yes');
				const votes = votesOf(totals, id, note);
				// Without its author's yes a story is told only where the room chose it, and as nobody's.
				if (!isReleased && votes === 0) continue;
				const authorId = isReleased ? authorOf(note, now.namesRule(step)) : null;
				found.push({ ref: noteRef(id, note.id), text: note.text.trim(), syndicateId, authorId, isReleased, votes });
			}
		}
		return storiesToTell(found);
	}

	/** Called with every change: a day that was left, and whose steps are all closed, is kept by itself. */
	#look(workshopId: WorkshopId): void {
		const now = this.#deps.desk.peek(workshopId);
		if (!now) return;
		const known = this.#kept.get(workshopId) ?? new Map<number, 'as-left' | 'seen'>();
		this.#kept.set(workshopId, known);
		const today = dayOf(now);
		for (const { day } of now.rows.agenda.days) {
			if (today === null || day >= today) {
				if (today !== null) known.set(day, 'seen');
				continue;
			}
			const before = known.get(day);
			if (before === 'as-left' || !isOver(now, day)) continue;
			known.set(day, 'as-left');
			this.#keep(workshopId, day, before === 'seen').catch((error: unknown) => {
				known.set(day, 'seen');
				this.#deps.onFault(error);
			});
		}
	}

	async #keep(workshopId: WorkshopId, day: number, wasSeen: boolean): Promise<void> {
		// Left while an earlier process ran: then it was kept already, or is now.
		if (!wasSeen && (await this.#deps.store.read(workshopId, day))) return;
		await this.close(workshopId, day);
	}

	async #boards(now: WorkshopNow, day: number): Promise<Boards> {
		const says = noteSays(now, this.#deps.rooms, await this.#deps.sources.points(now.workshop.id));
		const steps = now.rows.agenda.entries.flatMap((entry) => (entry.day === day && entry.step ? [entry.step] : []));
		const boards: Boards[number][] = [];
		for (const step of steps) {
			const totals = (await visibleTotals(now, step, this.#deps.votes)) ?? new Map<string, number>();
			const isNote = saysSomething(now.activities.get(step));
			for (const { id, syndicateId } of now.boards(step)) {
				const found = (
					await this.#deps.rooms.read(id, (board) => onBoard(board, id, now.namesRule(step), totals))
				).filter(({ said }) => isNote(said));
				const notes = await Promise.all(found.map(async ({ said, ...note }) => ({ ...note, ...(await says(said)) })));
				// Words of points are not kept a second time.
				const saying = notes
					.filter(({ text }) => text !== '')
					.map(({ point, ...note }) => (point === null ? note : { ...note, text: '', point }));
				if (saying.length > 0) boards.push({ step, syndicateId, notes: saying });
			}
		}
		return boards;
	}
}

/** Notes as they stand, their words still to be found. */
function onBoard(
	board: BoardDocument,
	id: DocumentId,
	rule: NamesRule,
	totals: Totals
): readonly (Omit<Boards[number]['notes'][number], 'text'> & { readonly said: Said })[] {
	const titles = new Map(board.groups().map((group) => [group.id, group.title.trim()]));
	return standing(board).map((note) => ({
		ref: noteRef(id, note.id),
		zone: note.zone,
		said: { text: note.text, from: note.from },
		group: (note.group && titles.get(note.group)) ?? '',
		votes: votesOf(totals, id, note),
		authorId: authorOf(note, rule)
	}));
}

const votesOf = (totals: Totals, id: DocumentId, note: BoardNote): number =>
	(totals.get(noteRef(id, note.id)) ?? 0) + (note.group === null ? 0 : (totals.get(groupRef(id, note.group)) ?? 0));

const authorOf = ({ author }: BoardNote, rule: NamesRule): PersonId | null =>
	rule === 'named' && author !== 'hidden' ? author : null;

/** The day the room is in; past the last one once the plan is signed, null before the first step. */
function dayOf(now: WorkshopNow): number | null {
	const { state, currentStep } = now.workshop;
	if (state === 'signed') return Infinity;
	return now.rows.agenda.entries.find(({ step }) => step !== null && step === currentStep)?.day ?? null;
}

/** The room was in this day, and none of its steps takes words any more. */
function isOver(now: WorkshopNow, day: number): boolean {
	const states = now.rows.agenda.entries.flatMap((entry) =>
		entry.day === day && entry.step !== null ? [now.step(entry.step).state] : []
	);
	return states.includes('closed') && !states.includes('open') && !states.includes('closing');
}
