/** Good stories that go on: only those whose authors said so, with the name, and until they take them out again. */
import type { BoardNote } from '#document/board-shape.ts';
import type { PersonActor } from '#domain/access.ts';
import { asId, type FieldId, type PersonId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { noteRef, parseRef } from '#domain/refs.ts';
import type { StoryBookView } from '#protocol/gallery.ts';
import type { DocumentRecord } from '../store/documents.ts';
import type { DocumentRooms } from './document-rooms.ts';
import { standing } from './note-words.ts';
import type { WorkshopNow } from './workshop-now.ts';

/** The field of a good story by which its author lets it go on. */
export const MAY_SHARE: FieldId = asId('mayShare');

export const isReleased = ({ fields }: Pick<BoardNote, 'fields'>): boolean => fieldOf({ fields }, MAY_SHARE) === 'yes';

const fieldOf = ({ fields }: Pick<BoardNote, 'fields'>, name: string): string => {
	const value = Object.entries(fields).find(([field]) => field === name)?.[1];
	return typeof value === 'string' ? value.trim() : '';
};

/** Boards whose stories could go into the book: of steps that ask for it. */
function* boardsAsking(now: WorkshopNow): Generator<{ document: DocumentRecord; zones: ReadonlySet<string> }> {
	for (const { id, board } of now.activities.values()) {
		const field = board.fields?.find((one) => one.id === MAY_SHARE);
		if (!field) continue;
		const zones = new Set<string>(field.onlyIn === undefined ? board.zones.map((zone) => zone.id) : [field.onlyIn]);
		for (const document of now.boards(id)) yield { document, zones };
	}
}

const isOver = (now: WorkshopNow, { step }: DocumentRecord): boolean =>
	now.step(step).state === 'closed' || now.workshop.state === 'signed';

/** Whose story it is, where that may be known at all. */
const authorOf = (now: WorkshopNow, { step }: DocumentRecord, { author }: BoardNote): PersonId | null =>
	now.namesRule(step) === 'named' && author !== 'hidden' ? author : null;

export async function storyBook(
	now: WorkshopNow,
	reader: PersonId | null,
	rooms: Pick<DocumentRooms, 'read'>
): Promise<Omit<StoryBookView, 'brought'>> {
	const stories: StoryBookView['stories'][number][] = [];
	const mine: StoryBookView['mine'][number][] = [];
	let isOpen = false;
	for (const { document, zones } of boardsAsking(now)) {
		const isRead = isOver(now, document);
		isOpen ||= isRead;
		for (const note of await rooms.read(document.id, standing)) {
			const text = note.text.trim();
			const authorId = authorOf(now, document, note);
			if (authorId === null || text === '' || !zones.has(note.zone)) continue;
			const ref = noteRef(document.id, note.id);
			if (authorId === reader) mine.push({ ref, text, isReleased: isReleased(note) });
			if (!isRead || !isReleased(note)) continue;
			const { syndicateId } = document;
			const told = { story: fieldOf(note, 'story'), beyondDuty: fieldOf(note, 'beyondDuty') };
			stories.push({ ref, text, ...told, syndicateId, authorId });
		}
	}
	return { stories, mine, isOpen };
}

/**
 * Puts a story into the book, or takes it out again: also when its step is over, since a yes can be taken back.
 * @throws Problem `not-found` for what is not there, or not this person's own
 */
export async function shareStory(
	now: WorkshopNow,
	{ ref, on }: { readonly ref: string; readonly on: boolean },
	{ personId }: PersonActor,
	rooms: Pick<DocumentRooms, 'edit'>
): Promise<void> {
	const parsed = parseRef(ref);
	for (const { document, zones } of boardsAsking(now)) {
		if (parsed?.kind !== 'note' || parsed.documentId !== document.id) continue;
		const isDone = await rooms.edit(document.id, (board) => {
			const note = standing(board).find(({ id }) => id === parsed.id);
			if (!note || !zones.has(note.zone) || authorOf(now, document, note) !== personId) return false;
			if (isReleased(note) !== on) board.setChoice(note.id, MAY_SHARE, on ? 'yes' : null);
			return true;
		});
		if (isDone) return;
	}
	throw new Problem('not-found', 'This is not a story of yours, or it is not here any more.');
}
