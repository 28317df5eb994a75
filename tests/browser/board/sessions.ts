import { afterEach, expect, vi } from 'vitest';
import type * as Y from 'yjs';
import { asId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import { DocumentSession } from '#lib/connection/document-session.svelte.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { socketTo, type Server } from './server-in-page.ts';

export const good = asId<'Zone'>('good');
const opened: DocumentSession[] = [];
afterEach(() => {
	vi.restoreAllMocks();
	opened.splice(0).forEach((session) => session.dispose());
});

/** Somebody new for each test: what is kept belongs to a person. */
export const newPerson = (): string => crypto.randomUUID();

export function session(
	server: Server,
	personId: string,
	refresh: (session: DocumentSession) => void = () => {},
	Socket = socketTo(server)
) {
	const made: DocumentSession = new DocumentSession({
		workshopId: 'workshop-1',
		personId,
		refresh: () => refresh(made),
		title: () => 'Harbour, Experiences',
		Socket,
		origin: 'ws://plenary.example'
	});
	opened.push(made);
	return made;
}

export async function openBoard(made: DocumentSession, place: DocumentPlace): Promise<BoardDocument> {
	made.open(place);
	await expect.poll(() => made.connection?.saved.kind).toBe('saved');
	return new BoardDocument(made.connection!.doc);
}

export const textsOf = (doc: Y.Doc) =>
	new BoardDocument(doc)
		.notes()
		.map(({ text }) => text)
		.sort();
