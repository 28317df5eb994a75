/** What the next version of the standards can be made of, read from the boards as they stand. Words are taken, never made. */
import type { BoardNote, ZoneEntry } from '#document/board-shape.ts';
import type { BoardDocument } from '#document/board.ts';
import { asId, type DocumentId, type SyndicateId, type ZoneId } from '#domain/ids.ts';
import { groupRef, noteRef, parseRef } from '#domain/refs.ts';
import type { Activity } from '#domain/template.ts';
import type { StandardsDraftView, WordingView } from '#protocol/vision-views.ts';
import type { DocumentRooms } from './document-rooms.ts';
import type { WorkshopNow } from './workshop-now.ts';

type DraftLine = StandardsDraftView['lines'][number];

export interface DraftDeps {
	readonly now: WorkshopNow;
	readonly rooms: Pick<DocumentRooms, 'read'>;
	/** The syndicate of each wording that was proposed, by id. */
	readonly proposed: ReadonlyMap<string, SyndicateId | null>;
}

export async function standardsDraft(deps: DraftDeps): Promise<StandardsDraftView> {
	const { now, rooms } = deps;
	const vision = [...now.activities.values()].find(({ board }) => board.kind === 'vision');
	const room = vision && now.boards(vision.id).find(({ kind }) => kind === 'room');
	const house = [...now.activities.values()].find(({ board }) => board.kind === 'matrix');
	const cells = house ? await cellsOf(deps, house) : [];
	const inZone = (zone: string): readonly WordingView[] => cells.filter((cell) => cell.zone === zone).map(wording);
	const origins = await originsOf(deps);
	const entries = room ? await rooms.read(room.id, (board) => board.zone(STANDARDS).entries) : [];
	return {
		compass: now.workshop.compass,
		lines: room ? entries.flatMap((entry) => lineOf(entry, room.id, { deps, cells, origins }) ?? []) : [],
		learn: inZone('learn'),
		line: inZone('line')
	};
}

/** Where the lines stand that the room agreed on. */
const STANDARDS: ZoneId = asId('standards');

interface Cell extends WordingView {
	readonly zone: string;
	readonly from: readonly string[];
}

const wording = ({ text, syndicateId }: WordingView): WordingView => ({ text, syndicateId });

/** What the syndicates wrote about their own house, in their order. */
async function cellsOf({ now, rooms }: DraftDeps, { id }: Activity): Promise<readonly Cell[]> {
	const cells: Cell[] = [];
	for (const { id: document, syndicateId } of now.boards(id)) {
		for (const { zone, text, from } of await rooms.read(document, liveNotes)) {
			if (text.trim() !== '') cells.push({ zone, text: text.trim(), from, syndicateId });
		}
	}
	return cells;
}

/** A sentence that lines come from: whose, its words, and where it leans. */
interface Origin {
	readonly syndicateId: SyndicateId | null;
	readonly text: string;
	readonly warm: boolean;
	readonly quick: boolean;
}

async function originsOf({ now, rooms }: DraftDeps): Promise<ReadonlyMap<string, readonly Origin[]>> {
	const origins = new Map<string, readonly Origin[]>();
	for (const [step, { board }] of now.activities) {
		if (board.kind !== 'sentences') continue;
		for (const { id, syndicateId } of now.boards(step)) {
			const { notes, groups } = await rooms.read(id, (board) => ({ notes: liveNotes(board), groups: board.groups() }));
			const read = new Map(notes.map((note) => [note.id, originOf(note, syndicateId)]));
			for (const [note, origin] of read) origins.set(noteRef(id, note), [origin]);
			for (const group of groups) {
				const members = notes.filter((note) => note.group === group.id).flatMap((note) => read.get(note.id) ?? []);
				const [first] = members;
				if (first)
					origins.set(groupRef(id, group.id), [
						{ ...first, text: group.title.trim() || first.text },
						...members.slice(1)
					]);
			}
		}
	}
	return origins;
}

function originOf({ text, fields }: BoardNote, syndicateId: SyndicateId | null): Origin {
	const leans = Object.entries(fields).find(([field]) => field === 'leans')?.[1];
	return {
		syndicateId,
		text: text.trim(),
		warm: leans === 'warm' || leans === 'both',
		quick: leans === 'quick' || leans === 'both'
	};
}

interface Around {
	readonly deps: DraftDeps;
	readonly cells: readonly Cell[];
	readonly origins: ReadonlyMap<string, readonly Origin[]>;
}

/** Null for a line without words. */
function lineOf(entry: ZoneEntry, document: DocumentId, { deps, cells, origins }: Around): DraftLine | null {
	const ref = entry.kind === 'note' ? noteRef(document, entry.id) : groupRef(document, entry.id);
	const notes = entry.kind === 'note' ? [entry.note] : entry.notes;
	const from = notes.flatMap((note) => note.from);
	const sources = from.flatMap((one) => origins.get(one) ?? []);
	const own = entry.kind === 'group' ? entry.group.title.trim() : '';
	const text =
		own || notes.map((note) => note.text.trim()).find(Boolean) || sources.map((one) => one.text).find(Boolean);
	if (!text) return null;
	const fieldsOf = (name: string): readonly WordingView[] =>
		notes.flatMap(({ fields }) => {
			const value = Object.entries(fields).find(([field]) => field === name)?.[1];
			return typeof value === 'string' && value.trim() !== '' ? [{ text: value.trim(), syndicateId: null }] : [];
		});
	const cellsIn = (zone: string): readonly WordingView[] =>
		cells.filter((cell) => cell.zone === zone && cell.from.includes(ref)).map(wording);
	const proposed = from.map((one) => parseRef(one)).flatMap((one) => (one?.kind === 'proposal' ? one.id : []));
	const credited = [...sources.map((one) => one.syndicateId), ...proposed.map((id) => deps.proposed.get(id) ?? null)];
	return {
		ref,
		text,
		gains: fieldsOf('gains')
			.map((one) => one.text)
			.join(' '),
		syndicates: deps.now.syndicates.map(({ id }) => id).filter((id) => credited.includes(id)),
		warm: sources.filter(({ warm }) => warm).length,
		quick: sources.filter(({ quick }) => quick).length,
		fixed: [...fieldsOf('fixed'), ...cellsIn('fixed')],
		mayDecide: [...fieldsOf('mayDecide'), ...cellsIn('may-decide')]
	};
}

const liveNotes = (board: BoardDocument): readonly BoardNote[] =>
	board.notes().filter(({ removedAt }) => removedAt === null);
