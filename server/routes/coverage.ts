/** What is thin, how marks spread, and the quiet request. */
import { Hono } from 'hono';
import { asId, type StepId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { QuietlyAskedView } from '#protocol/views.ts';
import type { Deps } from '../deps.ts';
import type { Env } from '../http.ts';
import { spreadOf } from '../live/spread.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import { RatingStore } from '../store/ratings.ts';

export const coverageRoutes = ({ database, workshops }: Pick<Deps, 'database' | 'workshops'>) => {
	const { desk, rooms, live, coverage, quiet, notes, stores } = workshops;
	const ratings = new RatingStore(database);

	return new Hono<Env>()
		.get('/workshops/:id/coverage', mayInWorkshop('coverage.read'), async (c) =>
			c.json(await coverage.read(c.get('workshop').id))
		)
		.get('/workshops/:id/steps/:step/spread', mayInWorkshop('vote.read'), async (c) => {
			const now = await desk.get(c.get('workshop').id);
			const step = stepIn(now, c.req.param('step'));
			return c.json(await spreadOf({ ratings, sources: stores.sources, notes, rooms }, now, step, c.get('actor')));
		})
		.post('/workshops/:id/steps/:step/quiet-request', mayInWorkshop('quiet.ask'), async (c) => {
			const { id } = c.get('workshop');
			const step = stepIn(await desk.get(id), c.req.param('step'));
			const answer: QuietlyAskedView = { asked: await quiet.ask(id, step, live.here(id)) };
			return c.json(answer);
		})
		.post('/workshops/:id/steps/:step/quiet-request/put-away', mayInWorkshop('quiet.answer'), async (c) => {
			const { id } = c.get('workshop');
			await quiet.putAway(id, stepIn(await desk.get(id), c.req.param('step')), personOf(c).personId);
			return c.body(null, 204);
		});
};

function stepIn(now: WorkshopNow, text: string): StepId {
	const step = asId<'Step'>(text);
	if (!now.activities.has(step)) throw new Problem('not-found', 'This step is not in the agenda. Load the page again.');
	return step;
}
