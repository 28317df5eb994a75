/** The two stories a syndicate tells the room. */
import { Hono } from 'hono';
import { isReadAloud } from '#domain/gallery.ts';
import { asId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { facilitates } from '#domain/workshop.ts';
import { ChooseStory } from '#protocol/gallery.ts';
import { body, type Env } from '../http.ts';
import { boardOf } from '../live/board-things.ts';
import { topStoriesOf } from '../live/top-stories.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { SourceStore } from '../store/sources.ts';
import { TopStoryStore } from '../store/top-stories.ts';
import { VoteStore } from '../store/votes.ts';

export const topStoryRoutes = ({ database, now: clock, desk, rooms }: PlanDeps) => {
	const stories = new TopStoryStore(database);
	const deps = { rooms, stories, votes: new VoteStore(database), sources: new SourceStore(database) };

	return new Hono<Env>()
		.get('/workshops/:id/steps/:step/top-stories', mayInWorkshop('vote.read'), async (c) => {
			const now = await desk.get(c.get('workshop').id);
			return c.json(await topStoriesOf(now, asId(c.req.param('step')), c.get('actor'), deps));
		})
		.post('/workshops/:id/top-stories', mayInWorkshop('story.choose'), body(ChooseStory), async (c) => {
			const actor = personOf(c);
			const { id: workshopId } = c.get('workshop');
			const { target, on } = c.req.valid('json');
			const now = await desk.get(workshopId);
			const { document, things } = await boardOf(target, actor, now, rooms);
			const { step, syndicateId } = document;
			const activity = now.activities.get(step);
			if (syndicateId === null || !activity || !isReadAloud(activity, now.activities.values()))
				throw new Problem('not-found', 'Stories are chosen in a step that is read to the room.');
			if (!facilitates(actor.role) && actor.syndicateId !== syndicateId)
				throw new Problem(
					'not-your-syndicate',
					'This is another syndicate’s board. Its own people choose what they tell.'
				);
			if (now.phaseFor(step, syndicateId)?.kind === 'write-alone' && now.step(step).state === 'open')
				throw new Problem('not-your-turn', 'The notes are not open yet. Choose once all of you have read them.');
			const place = { workshopId, step, syndicateId };
			if (on) await stories.choose(place, target, clock(), (ref) => things.some((thing) => thing.ref === ref));
			else await stories.takeBack(place, target);
			desk.bump(workshopId, 'gallery');
			return c.json(await topStoriesOf(now, step, actor, deps));
		});
};
