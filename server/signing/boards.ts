/** What the plan needs of the documents. */
import type { BoardNote, BoardGroup } from '#document/board-shape.ts';
import type { DocumentId, PersonId, StepId, SyndicateId, WorkshopId } from '#domain/ids.ts';

export interface BoardPlace {
	readonly id: DocumentId;
	readonly kind: 'board' | 'room' | 'private';
	readonly step: StepId;
	readonly syndicateId: SyndicateId | null;
	readonly personId: PersonId | null;
}

/** A board as it is now: notes in the bin included, groups that were merged away too. */
export interface BoardContents {
	readonly notes: readonly BoardNote[];
	readonly groups: readonly BoardGroup[];
}

export interface Boards {
	/** Every document of the workshop. */
	places(workshopId: WorkshopId): Promise<readonly BoardPlace[]>;
	read(place: BoardPlace): Promise<BoardContents>;
	/** Resolves when the board holds what the laptop with this state vector holds. @throws Problem `not-saved-yet` */
	waitFor(place: BoardPlace, stateVector: Uint8Array): Promise<void>;
}

/** Nobody's private notes: they lead nowhere and are counted nowhere. */
export const publicPlaces = async (
	boards: Boards,
	workshopId: WorkshopId
): Promise<ReadonlyMap<string, BoardPlace>> => {
	const places = await boards.places(workshopId);
	return new Map(places.flatMap((place) => (place.kind === 'private' ? [] : [[place.id, place]])));
};

/** The words of a note: a form keeps its sentence in a field of that name. */
export const wordsOf = (note: BoardNote): string => {
	const inField = Object.entries(note.fields).find(([field]) => field === 'text')?.[1];
	const words = note.text.trim();
	return words === '' && typeof inField === 'string' ? inField.trim() : words;
};
