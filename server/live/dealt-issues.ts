/**
 * The issues of each syndicate on its board: a linked note for each point and question, and a group where an issue is
 * made of several. Laid out again after each change of who discusses what; notes that syndicates wrote are not touched.
 */
import type { BoardDocument } from '#document/board.ts';
import type { DocumentId, GroupId, NoteId, StepId, WorkshopId } from '#domain/ids.ts';
import { DEALING, SAID, takesIssues } from '#domain/issues.ts';
import type { Board } from '#domain/template.ts';
import type { IssueRow, IssueStore } from '../store/issues.ts';
import { derivedId, links, put } from './carry.ts';
import type { WorkshopDesk } from './desk.ts';
import type { DocumentRooms } from './document-rooms.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface DealtIssuesDeps {
	readonly desk: Pick<WorkshopDesk, 'get' | 'bump'>;
	readonly rooms: Pick<DocumentRooms, 'edit' | 'purge'>;
	readonly issues: Pick<IssueStore, 'ofWorkshop' | 'gather'>;
	readonly now: () => Date;
}

export class DealtIssues {
	readonly #deps: DealtIssuesDeps;

	constructor(deps: DealtIssuesDeps) {
		this.#deps = deps;
	}

	/** The room comes to the step: whatever nobody dealt by hand is dealt now. */
	async enter(workshopId: WorkshopId, step: StepId): Promise<void> {
		const now = await this.#deps.desk.get(workshopId);
		const board = now.activities.get(step)?.board;
		await this.#deps.issues.gather(workshopId, board?.dealing ?? DEALING, this.#deps.now());
		this.#deps.desk.bump(workshopId, 'issues');
		await this.#layOut(now, step);
	}

	/** After a change by hand, on the boards that there are. `forgotten`: names that no group may go on bearing. */
	async layOut(workshopId: WorkshopId, forgotten: readonly string[] = []): Promise<void> {
		const now = await this.#deps.desk.get(workshopId);
		for (const { id, board } of now.activities.values()) if (takesIssues(board)) await this.#layOut(now, id, forgotten);
	}

	/**
	 * Takes these names off every board of issues and its disk, closed ones, too. Called before the words they are made
	 * of go: cut off in between, the point still stands, and whoever takes it back again does all of it again.
	 */
	async forget(workshopId: WorkshopId, names: readonly string[]): Promise<void> {
		if (names.length === 0) return;
		const now = await this.#deps.desk.get(workshopId);
		for (const { id: step, board } of now.activities.values()) {
			if (!takesIssues(board)) continue;
			for (const { id } of now.boards(step)) {
				await this.#deps.rooms.edit(id, (open) => forget(open, names));
				// Also where no group bears it now: the one before may have come no further than this.
				await this.#deps.rooms.purge(id);
			}
		}
	}

	async #layOut(now: WorkshopNow, step: StepId, forgotten: readonly string[] = []): Promise<void> {
		const activity = now.activities.get(step);
		if (!activity) return;
		// Two facilitators may deal at once: whoever ends last has laid out what is true then.
		for (let issues = await this.#issues(now), seen = ''; seen !== JSON.stringify(issues);) {
			seen = JSON.stringify(issues);
			for (const { id, syndicateId } of now.boards(step)) {
				// What a closed board says stays as it was, but for words that were taken back.
				const isClosed = (await this.#deps.desk.get(now.workshop.id)).step(step).state === 'closed';
				const own = issues.filter(({ syndicates }) => syndicateId !== null && syndicates.includes(syndicateId));
				const to: Lay = { of: activity.board, into: id, own };
				const hasForgotten = await this.#deps.rooms.edit(id, (board) => {
					const isNamed = forget(board, forgotten);
					if (!isClosed) lay(board, to);
					return isNamed;
				});
				if (hasForgotten) await this.#deps.rooms.purge(id);
			}
			issues = await this.#issues(now);
		}
	}

	#issues({ workshop: { id } }: WorkshopNow): Promise<readonly IssueRow[]> {
		return this.#deps.issues.ofWorkshop(id);
	}
}

interface Lay {
	readonly of: Board;
	readonly into: DocumentId;
	/** Those of this board's syndicate. */
	readonly own: readonly IssueRow[];
}

function lay(board: BoardDocument, { of, into, own }: Lay): void {
	const noteOf = (ref: string): NoteId => derivedId(into, SAID, ref);
	const wanted = own.flatMap(({ sources }) => sources);
	put(board, links(of, into, SAID, wanted));
	for (const ref of wanted) if (board.note(noteOf(ref))?.removedAt != null) board.restore(noteOf(ref));
	for (const note of board.notes()) {
		const [ref] = note.from;
		const isLaid = note.zone === SAID && ref !== undefined && note.id === noteOf(ref);
		if (!isLaid || note.removedAt !== null || wanted.includes(ref)) continue;
		// What is left in it is grouped anew below.
		if (note.group !== null) board.splitGroup(note.group);
		board.remove(note.id);
	}
	const taken = new Set<GroupId>();
	for (const { title, sources } of own) gather(board, sources.map(noteOf), title, taken);
}

/** True where a group bore one of these names. */
function forget(board: BoardDocument, names: readonly string[]): boolean {
	const named = board.groups().filter(({ title }) => names.includes(title));
	for (const { id, title } of named) board.titleOf(id)?.delete(0, title.length);
	return named.length > 0;
}

/** Notes of one issue lie in one group; a single one lies by itself. `taken` are groups of the issues before it. */
function gather(board: BoardDocument, notes: readonly NoteId[], title: string, taken: Set<GroupId>): void {
	const groupOf = (id: NoteId): GroupId | null => board.note(id)?.group ?? null;
	if (notes.length < 2) {
		for (const id of notes) if (groupOf(id) !== null) board.leaveGroup(id);
		return;
	}
	const found = notes.map(groupOf).find((group) => group !== null && !taken.has(group));
	const group = found ?? board.addGroup(SAID, title);
	taken.add(group);
	for (const id of notes) if (groupOf(id) !== group) board.join(id, group);
	const words = board.titleOf(group);
	if (title !== '' && words && words.toString() !== title) {
		words.delete(0, words.length);
		words.insert(0, title);
	}
}
