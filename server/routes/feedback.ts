/** Customers' words: taken over once they were looked at, then read one by one. */
import { Hono } from 'hono';
import { NewFeedback, ReadFeedback, RemoveFeedback, type FeedbackView } from '#protocol/brief.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop } from '../rights.ts';
import { FeedbackStore } from '../store/feedback.ts';

export const feedbackRoutes = ({ database, now }: Pick<Deps, 'database' | 'now'>) => {
	const feedback = new FeedbackStore(database);

	return new Hono<Env>()
		.get('/workshops/:id/feedback', mayInWorkshop('brief.read'), async (c) => {
			const lines = await feedback.list(c.get('workshop').id);
			return c.json(lines.map(({ id, n, text, readAt }): FeedbackView => ({ id, n, text, isRead: readAt !== null })));
		})
		.post('/workshops/:id/feedback', mayInWorkshop('workshop.prepare'), body(NewFeedback), async (c) => {
			const added = await feedback.add(c.get('workshop').id, c.req.valid('json').lines);
			return c.json({ added }, 201);
		})
		.post('/workshops/:id/feedback/remove', mayInWorkshop('workshop.prepare'), body(RemoveFeedback), async (c) => {
			await feedback.remove(c.get('workshop').id, c.req.valid('json').lines);
			return c.body(null, 204);
		})
		.post('/workshops/:id/feedback/:line/read', mayInWorkshop('workshop.prepare'), body(ReadFeedback), async (c) => {
			const at = c.req.valid('json').read ? now() : null;
			await feedback.mark(c.get('workshop').id, c.req.param('line'), at);
			return c.body(null, 204);
		});
};
