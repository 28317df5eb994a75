/** What an open document is made from, how it ends, and what its copy on this device is called. */
import { asId } from '#domain/ids.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { syncPath } from '#protocol/sync.ts';

/** What a copy on this device tells of its document. */
export type KeptPlace = Pick<DocumentPlace, 'id' | 'generation' | 'path' | 'writable'>;

/** Why the server lets this connection in no more; the provider does not try again. */
export interface ConnectionEnd {
	readonly code: number;
	readonly reason: string;
}

export interface ConnectionOptions {
	readonly workshopId: string;
	readonly place: KeptPlace;
	/** Null for the screen. */
	readonly personId: string | null;
	/** False where reading is borrowed, as in a gallery walk: nothing is left on the device. */
	readonly keeps: boolean;
	readonly onend?: (end: ConnectionEnd) => void;
	/** The server has sent all it has, on a new socket. */
	readonly onsynced?: () => void;
	/** `ws://host` of the page, and its socket; a test brings its own. */
	readonly origin?: string;
	readonly Socket?: typeof WebSocket;
}

/** The name of the local copy: another generation or another person never reads it. */
export const copyName = (workshopId: string, place: KeptPlace, personId: string | null): string =>
	`plenary.${workshopId}.${place.id}.${place.generation}.${personId ?? 'screen'}`;

/** The copy of an earlier generation. */
export interface OlderName {
	readonly name: string;
	readonly documentId: string;
	readonly generation: number;
}

/** The documents of this workshop and person among these names. */
export function placesOf(names: readonly string[], workshopId: string, personId: string): readonly KeptPlace[] {
	return names
		.map((name) => name.split('.'))
		.filter(([, workshop, , , person]) => workshop === workshopId && person === personId)
		.map(([, , documentId = '', generation]) => ({
			id: asId<'Document'>(documentId),
			generation: Number(generation),
			path: syncPath(workshopId, documentId, Number(generation)),
			writable: false
		}));
}

/** Of these names, those of earlier generations of the same document and person, the oldest first. */
export function olderNames(names: readonly string[], present: string): readonly OlderName[] {
	const [, workshop, documentId = '', generation, person] = present.split('.');
	return names
		.map((name) => ({ name, parts: name.split('.') }))
		.filter(({ parts }) => parts[1] === workshop && parts[2] === documentId && parts[4] === person)
		.map(({ name, parts }) => ({ name, documentId, generation: Number(parts[3]) }))
		.filter((older) => older.generation < Number(generation))
		.sort((a, b) => a.generation - b.generation);
}
