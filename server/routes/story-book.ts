/**
 * The room's story book: read by everyone in it, filled and emptied by each author alone. Books of other workshops stand
 * beside it, brought as files and read by those who work here.
 */
import { Hono } from 'hono';
import type { Actor } from '#domain/access.ts';
import { BOOK_BYTES } from '#domain/attachment.ts';
import { readBook } from '#domain/brought-book.ts';
import type { WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { facilitates } from '#domain/workshop.ts';
import { BringBook, ShareStory, type StoryBookView } from '#protocol/gallery.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import type { WorkshopDesk } from '../live/desk.ts';
import type { DocumentRooms } from '../live/document-rooms.ts';
import { shareStory, storyBook } from '../live/story-book.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import { AttachmentStore } from '../store/attachments.ts';

interface BookDeps extends Pick<Deps, 'database' | 'now'> {
	readonly desk: Pick<WorkshopDesk, 'get' | 'bump'>;
	readonly rooms: Pick<DocumentRooms, 'read' | 'edit'>;
}

export const storyBookRoutes = ({ database, now: clock, desk, rooms }: BookDeps) => {
	const files = new AttachmentStore(database);

	const brought = async (id: WorkshopId): Promise<StoryBookView['brought']> =>
		(await files.books(id)).flatMap(({ id, bytes }) => {
			const read = readBook(JSON.parse(new TextDecoder().decode(bytes)));
			return 'book' in read ? [{ id, ...read.book }] : [];
		});
	const view = async (id: WorkshopId, actor: Actor): Promise<StoryBookView> => ({
		...(await storyBook(await desk.get(id), actor.kind === 'person' ? actor.personId : null, rooms)),
		brought: worksHere(actor) ? await brought(id) : []
	});

	return new Hono<Env>()
		.get('/workshops/:id/story-book', mayInWorkshop('room.follow'), async (c) =>
			c.json(await view(c.get('workshop').id, c.get('actor')))
		)
		.post('/workshops/:id/story-book', mayInWorkshop('story.share'), body(ShareStory), async (c) => {
			const actor = personOf(c);
			const { id } = c.get('workshop');
			const { target: ref, on } = c.req.valid('json');
			await shareStory(await desk.get(id), { ref, on }, actor, rooms);
			desk.bump(id, 'gallery');
			return c.json(await view(id, actor));
		})
		.post('/workshops/:id/story-book/brought', mayInWorkshop('workshop.prepare'), body(BringBook), async (c) => {
			const { id } = c.get('workshop');
			const read = readBook(c.req.valid('json').file);
			if ('why' in read) throw new Problem('malformed', `${read.why} Nothing was taken over.`, { field: 'file' });
			const bytes = new TextEncoder().encode(JSON.stringify(read.book));
			if (bytes.length > BOOK_BYTES)
				throw new Problem(
					'too-large',
					`The stories of this book take ${Math.ceil(bytes.length / 1024)} kB, and ${BOOK_BYTES / 1024} kB can be brought at once. Nothing was taken over.`,
					{ field: 'file' }
				);
			await files.addBook(id, { bytes, addedAt: clock() });
			desk.bump(id, 'gallery');
			return c.json(await view(id, c.get('actor')), 201);
		})
		.post('/workshops/:id/story-book/brought/:book/remove', mayInWorkshop('workshop.prepare'), async (c) => {
			const { id } = c.get('workshop');
			await files.removeBook(id, c.req.param('book'));
			desk.bump(id, 'gallery');
			return c.json(await view(id, c.get('actor')));
		});
};

/** Guests of a day read the room's own book, not those of others. */
const worksHere = (actor: Actor): boolean =>
	actor.kind === 'person' && (facilitates(actor.role) || actor.role === 'participant' || actor.role === 'laptop');
