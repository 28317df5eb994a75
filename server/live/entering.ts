/** What entering or leaving a step brings along by itself: linked notes on its boards, the compass on later screens. */
import type { BoardDocument } from '#document/board.ts';
import type { DocumentId, StepId, WorkshopId, ZoneId } from '#domain/ids.ts';
import { takesIssues } from '#domain/issues.ts';
import { parseRef, type Ref } from '#domain/refs.ts';
import type { Activity } from '#domain/template.ts';
import type { VoteStore } from '../store/votes.ts';
import type { WorkshopStore } from '../store/workshops.ts';
import { cells, COMPASS, links, originOf, PROPOSED, put, type Carried } from './carry.ts';
import type { DealtIssues } from './dealt-issues.ts';
import type { WorkshopDesk } from './desk.ts';
import type { DocumentRooms } from './document-rooms.ts';
import { isNew, offeredBy } from './offered.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface EnteringDeps {
	readonly desk: WorkshopDesk;
	readonly rooms: DocumentRooms;
	readonly workshops: Pick<WorkshopStore, 'setCompass'>;
	readonly issues: Pick<DealtIssues, 'enter'>;
	readonly votes: Pick<VoteStore, 'given'>;
}

export class Entering {
	readonly #deps: EnteringDeps;

	constructor(deps: EnteringDeps) {
		this.#deps = deps;
	}

	/** Puts in what the step starts from. Done again, it adds only what is new. */
	async enter(workshopId: WorkshopId, step: StepId): Promise<void> {
		const now = await this.#deps.desk.get(workshopId);
		const activity = now.activities.get(step);
		if (!activity) return;
		if (takesIssues(activity.board)) return this.#deps.issues.enter(workshopId, step);
		const carry = await this.#carriedInto(now, activity);
		if (!carry) return;
		for (const { id } of now.boards(step)) {
			const wanted = carry(id);
			const isComplete = await this.#deps.rooms.read(id, (board) => wanted.every((carried) => board.note(carried.id)));
			if (!isComplete) await this.#deps.rooms.edit(id, (board) => put(board, wanted));
		}
	}

	/** Keeps the vision's line for later screens. */
	async leave(workshopId: WorkshopId, step: StepId): Promise<void> {
		const now = await this.#deps.desk.get(workshopId);
		const [board] = now.boards(step);
		if (now.activities.get(step)?.board.kind !== 'vision' || !board) return;
		const compass = await this.#compassOn(now, board.id);
		if (compass === now.workshop.compass) return;
		await this.#deps.workshops.setCompass(workshopId, compass);
		await this.#deps.desk.refresh(workshopId, 'workshop');
	}

	/** What each board of the step gets; null when it starts empty. */
	async #carriedInto(now: WorkshopNow, activity: Activity): Promise<((into: DocumentId) => readonly Carried[]) | null> {
		const { board } = activity;
		const origin = originOf(board);
		const from = origin && [...now.activities.values()].find(({ id }) => id === origin.step);
		if (board.kind === 'matrix' && origin?.zone && from) {
			const { zone } = origin;
			const [source] = now.boards(from.id);
			if (!source) return null;
			const standards = await this.#deps.rooms.read(source.id, (vision) => vision.zone(zone).entries);
			return (into) => cells(activity, into, source.id, standards);
		}
		if (board.kind === 'vision' && from) {
			const refs = await this.#chosenOf(now, activity, from.id);
			return (into) => links(board, into, PROPOSED, refs);
		}
		return null;
	}

	/** Each syndicate's most voted sentences that are not on the room's board in any form. */
	async #chosenOf(now: WorkshopNow, { id: step, board }: Activity, from: StepId): Promise<readonly string[]> {
		const { rooms, votes } = this.#deps;
		const given = await votes.given({ workshopId: now.workshop.id, step: from });
		const offered = await offeredBy(now, from, board.top, { rooms, given });
		const [place] = now.boards(step);
		if (!place) return [];
		const isNeeded = await rooms.read(place.id, isNew);
		return offered.flatMap(({ chosen }) => chosen.filter(isNeeded).map(({ ref }) => ref));
	}

	async #compassOn(now: WorkshopNow, id: DocumentId): Promise<string> {
		const line = await this.#deps.rooms.read(id, (board) => firstOf(board, COMPASS));
		if (!line) return '';
		if (line.text.trim() !== '') return line.text.trim();
		// A definition that was placed there as it stands: its words are where it was written.
		for (const ref of line.from) {
			const source = parseRef(ref);
			if (source?.kind !== 'note' && source?.kind !== 'group') continue;
			const text = await this.#textOf(now, source);
			if (text !== '') return text;
		}
		return '';
	}

	async #textOf(now: WorkshopNow, { kind, documentId, id }: Extract<Ref, { documentId: string }>): Promise<string> {
		// Refs are written by clients: only a document of this workshop is opened.
		const document = now.rows.documents.find((each) => each.id === documentId && each.kind !== 'private');
		if (!document) return '';
		return this.#deps.rooms.read(document.id, (board) => {
			const notes = board.notes();
			if (kind === 'note') return notes.find((note) => note.id === id)?.text.trim() ?? '';
			const title = board
				.groups()
				.find((group) => group.id === id)
				?.title.trim();
			return title || (notes.find((note) => note.group === id && note.text.trim() !== '')?.text.trim() ?? '');
		});
	}
}

/** The first line of a zone, as it is shown; a group speaks with its first note. */
function firstOf(
	board: BoardDocument,
	zone: ZoneId
): { readonly text: string; readonly from: readonly string[] } | null {
	const [entry] = board.zone(zone).entries;
	if (!entry) return null;
	if (entry.kind === 'note') return entry.note;
	const from = entry.notes.flatMap((note) => note.from);
	return { text: entry.group.title.trim() || (entry.notes.find(({ text }) => text.trim() !== '')?.text ?? ''), from };
}
