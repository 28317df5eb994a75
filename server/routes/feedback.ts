/** Customers' words: taken over once they were looked at, dealt to syndicates, then linked or read one by one. */
import { Hono } from 'hono';
import { linkedFeedback } from '#domain/coverage.ts';
import { asId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { facilitates } from '#domain/workshop.ts';
import { DealFeedback, NewFeedback, ReadFeedback, RemoveFeedback, type FeedbackView } from '#protocol/brief.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import { FeedbackStore } from '../store/feedback.ts';

export const feedbackRoutes = ({ database, now, workshops }: Pick<Deps, 'database' | 'now' | 'workshops'>) => {
	const feedback = new FeedbackStore(database);
	const { desk, coverage } = workshops;

	/** @param of only what was dealt to this syndicate */
	const lines = async (workshopId: WorkshopId, of?: SyndicateId | null): Promise<readonly FeedbackView[]> => {
		const linked = linkedFeedback(await coverage.boards(await desk.get(workshopId)));
		return (await feedback.list(workshopId))
			.filter(({ syndicateId }) => of === undefined || (syndicateId !== null && syndicateId === of))
			.map(({ id, n, text, syndicateId, readAt }) => ({
				id,
				n,
				text,
				syndicateId,
				isRead: readAt !== null,
				isLinked: linked.has(id)
			}));
	};

	return new Hono<Env>()
		.get('/workshops/:id/feedback', mayInWorkshop('brief.read'), async (c) => c.json(await lines(c.get('workshop').id)))
		.get('/workshops/:id/feedback/dealt', mayInWorkshop('feedback.use'), async (c) => {
			const { role, syndicateId } = personOf(c);
			return c.json(await lines(c.get('workshop').id, facilitates(role) ? undefined : syndicateId));
		})
		.post('/workshops/:id/feedback', mayInWorkshop('workshop.prepare'), body(NewFeedback), async (c) => {
			const added = await feedback.add(c.get('workshop').id, c.req.valid('json').lines);
			desk.bump(c.get('workshop').id, 'feedback');
			return c.json({ added }, 201);
		})
		.post('/workshops/:id/feedback/remove', mayInWorkshop('workshop.prepare'), body(RemoveFeedback), async (c) => {
			await feedback.remove(c.get('workshop').id, c.req.valid('json').lines);
			desk.bump(c.get('workshop').id, 'feedback');
			return c.body(null, 204);
		})
		.post('/workshops/:id/feedback/deal', mayInWorkshop('workshop.prepare'), async (c) => {
			const { id } = c.get('workshop');
			const { syndicates } = await desk.get(id);
			const dealt = await feedback.dealAll(
				id,
				syndicates.map((syndicate) => syndicate.id)
			);
			desk.bump(id, 'feedback');
			return c.json({ dealt });
		})
		.post('/workshops/:id/feedback/:line/deal', mayInWorkshop('workshop.prepare'), body(DealFeedback), async (c) => {
			const { id } = c.get('workshop');
			const { syndicate } = c.req.valid('json');
			const { syndicates } = await desk.get(id);
			const to = syndicate === null ? null : syndicates.find((one) => one.id === asId<'Syndicate'>(syndicate));
			if (to === undefined) throw new Problem('not-found', 'There is no such syndicate. Load the page again.');
			await feedback.deal(id, c.req.param('line'), to?.id ?? null);
			desk.bump(id, 'feedback');
			return c.body(null, 204);
		})
		.post('/workshops/:id/feedback/:line/read', mayInWorkshop('workshop.prepare'), body(ReadFeedback), async (c) => {
			const at = c.req.valid('json').read ? now() : null;
			await feedback.mark(c.get('workshop').id, c.req.param('line'), at);
			desk.bump(c.get('workshop').id, 'feedback');
			return c.body(null, 204);
		})
		.post('/workshops/:id/feedback/:line/no-action', mayInWorkshop('feedback.use'), body(ReadFeedback), async (c) => {
			const { id } = c.get('workshop');
			const { role, syndicateId } = personOf(c);
			const at = c.req.valid('json').read ? now() : null;
			const of = facilitates(role) ? undefined : (syndicateId ?? asId<'Syndicate'>(''));
			await feedback.mark(id, c.req.param('line'), at, of);
			desk.bump(id, 'feedback');
			return c.body(null, 204);
		});
};
