/** What the room shares: the end of a day, the opening of the next one, the projector in words. */
import { Hono } from 'hono';
import { Problem } from '#domain/problem.ts';
import type { ClosedDayView, StoryView } from '#protocol/views.ts';
import type { Deps } from '../deps.ts';
import type { Env } from '../http.ts';
import { mayInWorkshop } from '../rights.ts';
import type { KeptDay } from '../store/day-snapshots.ts';

export const daySnapshotRoutes = ({ workshops: { days, onScreen } }: Deps) =>
	new Hono<Env>()
		.post('/workshops/:id/days/:day/close', mayInWorkshop('room.steer'), async (c) => {
			const day = dayIn(c.req.param('day'));
			return c.json(view(day, await days.close(c.get('workshop').id, day)));
		})
		.get('/workshops/:id/days/:day', mayInWorkshop('day.read'), async (c) => {
			const day = dayIn(c.req.param('day'));
			return c.json(view(day, await days.read(c.get('workshop').id, day)));
		})
		.get('/workshops/:id/on-screen', mayInWorkshop('room.follow'), async (c) =>
			c.json(await onScreen.read(c.get('workshop').id))
		)
		.get('/workshops/:id/stories', mayInWorkshop('room.follow'), async (c) => {
			const stories = await days.stories(c.get('workshop').id);
			return c.json(
				stories.map(({ ref, text, syndicateId, authorId }): StoryView => ({ ref, text, syndicateId, authorId }))
			);
		});

function dayIn(text: string): number {
	if (!/^[1-4]$/.test(text)) throw new Problem('not-found', 'There is no such day in the agenda. Load the page again.');
	return Number(text);
}

const view = (day: number, { takenAt, contents }: KeptDay): ClosedDayView => ({
	day,
	takenAt: takenAt.toISOString(),
	boards: contents.boards
});
