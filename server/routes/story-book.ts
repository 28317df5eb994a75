/** The room's story book: read by everyone in it, filled and emptied by each author alone. */
import { Hono } from 'hono';
import { ShareStory } from '#protocol/gallery.ts';
import { body, type Env } from '../http.ts';
import type { WorkshopDesk } from '../live/desk.ts';
import type { DocumentRooms } from '../live/document-rooms.ts';
import { shareStory, storyBook } from '../live/story-book.ts';
import { mayInWorkshop, personOf } from '../rights.ts';

interface BookDeps {
	readonly desk: Pick<WorkshopDesk, 'get' | 'bump'>;
	readonly rooms: Pick<DocumentRooms, 'read' | 'edit'>;
}

export const storyBookRoutes = ({ desk, rooms }: BookDeps) =>
	new Hono<Env>()
		.get('/workshops/:id/story-book', mayInWorkshop('workshop.read'), async (c) => {
			const actor = c.get('actor');
			const reader = actor.kind === 'person' ? actor.personId : null;
			return c.json(await storyBook(await desk.get(c.get('workshop').id), reader, rooms));
		})
		.post('/workshops/:id/story-book', mayInWorkshop('story.share'), body(ShareStory), async (c) => {
			const actor = personOf(c);
			const { id } = c.get('workshop');
			const { target: ref, on } = c.req.valid('json');
			const now = await desk.get(id);
			await shareStory(now, { ref, on }, actor, rooms);
			desk.bump(id, 'gallery');
			return c.json(await storyBook(await desk.get(id), actor.personId, rooms));
		});
