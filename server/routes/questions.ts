/** Questions to the customer: asked with or without a name, voted for, answered one at a time. */
import { facilitates } from '#domain/workshop.ts';
import { Hono } from 'hono';
import type { Actor } from '#domain/access.ts';
import { asId, type QuestionId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { Moderate, NewQuestion, QuestionVote } from '#protocol/bodies.ts';
import type { QuestionView } from '#protocol/views.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { QuestionStore } from '../store/questions.ts';

export const questionRoutes = ({ database, now, desk }: Pick<PlanDeps, 'database' | 'now' | 'desk'>) => {
	const questions = new QuestionStore(database);

	/** Hidden questions are a facilitator's to see. */
	const listed = async (workshopId: WorkshopId, actor: Actor): Promise<readonly QuestionView[]> => {
		const me = actor.kind === 'person' ? actor.personId : null;
		const isFacilitator = actor.kind === 'person' && facilitates(actor.role);
		const voted = me === null ? new Set<QuestionId>() : await questions.votedBy(workshopId, me);
		const rows = await questions.ofWorkshop(workshopId);
		return rows
			.filter(({ state }) => isFacilitator || state !== 'hidden')
			.map(({ askedAt, ...question }) => ({
				...question,
				votedByMe: voted.has(question.id),
				mine: me !== null && question.askedBy === me,
				askedAt: askedAt.toISOString()
			}));
	};
	const one = async (workshopId: WorkshopId, id: QuestionId, actor: Actor): Promise<QuestionView> => {
		desk.bump(workshopId, 'questions');
		const question = (await listed(workshopId, actor)).find((each) => each.id === id);
		if (!question) throw new Problem('not-found', 'There is no such question.');
		return question;
	};

	return new Hono<Env>()
		.get('/workshops/:id/questions', mayInWorkshop('question.read'), async (c) =>
			c.json(await listed(c.get('workshop').id, c.get('actor')))
		)
		.post('/workshops/:id/questions', mayInWorkshop('question.ask'), body(NewQuestion), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const { text, withName } = c.req.valid('json');
			const askedBy = withName ? actor.personId : null;
			const id = await questions.ask({ workshopId, text, askedBy, syndicateId: actor.syndicateId, at: now() });
			return c.json(await one(workshopId, id, actor), 201);
		})
		.post('/workshops/:id/questions/:question/vote', mayInWorkshop('question.vote'), body(QuestionVote), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const id: QuestionId = asId(c.req.param('question'));
			await questions.vote({ workshopId, id }, actor.personId, c.req.valid('json').on, now());
			return c.json(await one(workshopId, id, actor));
		})
		.post(
			'/workshops/:id/questions/:question/moderate',
			mayInWorkshop('question.moderate'),
			body(Moderate),
			async (c) => {
				const workshopId = c.get('workshop').id;
				const id: QuestionId = asId(c.req.param('question'));
				await questions.moderate({ workshopId, id }, c.req.valid('json'), now());
				return c.json(await one(workshopId, id, c.get('actor')));
			}
		);
};
