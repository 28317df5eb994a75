/** Questions to the customer: asked, voted for, moderated, answered, and given a place. */
import { Hono } from 'hono';
import type { Actor } from '#domain/access.ts';
import { asId, type QuestionId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import {
	Moderate,
	MyQuestions,
	NewQuestion,
	QuestionAnswer,
	QuestionRulesChange,
	QuestionVote,
	RewordQuestion,
	WithdrawQuestion
} from '#protocol/question-bodies.ts';
import type { QuestionsView, QuestionView } from '#protocol/question-views.ts';
import { body, type Env } from '../http.ts';
import { hashOf } from '../live/codes.ts';
import { DealtIssues, type DealtIssuesDeps } from '../live/dealt-issues.ts';
import type { WorkshopDesk } from '../live/desk.ts';
import { ownRules, QuestionList, questionRules } from '../live/question-list.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { IssueStore } from '../store/issues.ts';
import { QuestionModeration } from '../store/question-moderation.ts';
import { QuestionStore } from '../store/questions.ts';
import { Tries } from '../tries.ts';

interface QuestionDeps extends Pick<PlanDeps, 'database' | 'now'> {
	readonly desk: Pick<WorkshopDesk, 'get' | 'refresh' | 'bump' | 'revisions'>;
	readonly rooms: DealtIssuesDeps['rooms'];
}

export const questionRoutes = ({ database, now, desk, rooms }: QuestionDeps) => {
	const store = new QuestionStore(database);
	const moderation = new QuestionModeration(database);
	const list = new QuestionList(store, desk);
	const boards = new DealtIssues({ desk, rooms, issues: new IssueStore(database), now });
	/** A person who thinks asks no more than this; a script does. */
	const asking = new Tries({ tries: 10, seconds: 60 });
	/** A thumb that goes through a long list stays below it. */
	const voting = new Tries({ tries: 60, seconds: 20 });

	const listed = async (workshopId: WorkshopId, actor: Actor): Promise<QuestionsView> => ({
		rules: questionRules(await desk.get(workshopId)),
		questions: await list.seenBy(workshopId, actor)
	});
	const changed = (workshopId: WorkshopId, actor: Actor): Promise<QuestionsView> => {
		desk.bump(workshopId, 'questions');
		return listed(workshopId, actor);
	};
	const questionOf = (param: string): QuestionId => asId(param);
	const keyHash = (key: string | undefined): string | null => (key === undefined ? null : hashOf(key));
	/** One of those that the asking device's key leads to. */
	const own = async (workshopId: WorkshopId, actor: Actor, id: QuestionId, hash: string | null) => {
		const seen = [
			...(await list.seenBy(workshopId, actor)),
			...(await list.found(workshopId, actor, hash ? [hash] : []))
		];
		const question: QuestionView | undefined = seen.find((each) => each.id === id);
		if (!question) throw new Problem('not-found', 'There is no such question.');
		return question;
	};

	return (
		new Hono<Env>()
			.get('/workshops/:id/questions', mayInWorkshop('question.read'), async (c) =>
				c.json(await listed(c.get('workshop').id, c.get('actor')))
			)
			.post('/workshops/:id/questions', mayInWorkshop('question.ask'), body(NewQuestion), async (c) => {
				const { personId, syndicateId, ...actor } = personOf(c);
				const workshopId = c.get('workshop').id;
				const { text, shows, askerKey, sendKey } = c.req.valid('json');
				const rules = ownRules(await desk.get(workshopId));
				const hash = keyHash(askerKey);
				// Sent again over a bad line, it is no other question, and no rule that came meanwhile is asked.
				const known = sendKey === undefined ? null : await store.sentBefore(workshopId, sendKey);
				if (known === null) await asking.take(personId);
				const id = await store.ask(
					{
						workshopId,
						text,
						askedBy: shows === 'name' ? personId : null,
						syndicateId: shows === 'nobody' ? null : syndicateId,
						askerKeyHash: shows === 'name' ? null : hash,
						sendKey: sendKey ?? null,
						at: now()
					},
					rules
				);
				desk.bump(workshopId, 'questions');
				return c.json(await list.asked(workshopId, { personId, syndicateId, ...actor }, id), 201);
			})
			// A reading that needs secrets: they stand in a body, not in an address that is logged.
			.post('/workshops/:id/questions/mine', mayInWorkshop('question.read'), body(MyQuestions), async (c) =>
				c.json(await list.found(c.get('workshop').id, c.get('actor'), c.req.valid('json').askerKeys.map(hashOf)))
			)
			.patch(
				'/workshops/:id/questions/rules',
				mayInWorkshop('question.moderate'),
				body(QuestionRulesChange),
				async (c) => {
					const workshopId = c.get('workshop').id;
					await moderation.setRules(workshopId, c.req.valid('json'));
					await desk.refresh(workshopId, 'workshop');
					return c.json(await changed(workshopId, c.get('actor')));
				}
			)
			.post(
				'/workshops/:id/questions/:question/reword',
				mayInWorkshop('question.ask'),
				body(RewordQuestion),
				async (c) => {
					const actor = personOf(c);
					const workshopId = c.get('workshop').id;
					const { text, askerKey } = c.req.valid('json');
					const id = questionOf(c.req.param('question'));
					const hash = keyHash(askerKey);
					const rules = ownRules(await desk.get(workshopId));
					await store.reword({ workshopId, id }, { personId: actor.personId, keyHash: hash }, text, rules);
					desk.bump(workshopId, 'questions');
					return c.json(await own(workshopId, actor, id, hash));
				}
			)
			.post(
				'/workshops/:id/questions/:question/withdraw',
				mayInWorkshop('question.ask'),
				body(WithdrawQuestion),
				async (c) => {
					const { personId } = personOf(c);
					const workshopId = c.get('workshop').id;
					const hash = keyHash(c.req.valid('json').askerKey);
					await store.withdraw({ workshopId, id: questionOf(c.req.param('question')) }, { personId, keyHash: hash });
					desk.bump(workshopId, 'questions');
					return c.body(null, 204);
				}
			)
			.post(
				'/workshops/:id/questions/:question/vote',
				mayInWorkshop('question.vote'),
				body(QuestionVote),
				async (c) => {
					const actor = personOf(c);
					const workshopId = c.get('workshop').id;
					await voting.take(actor.personId);
					const id = questionOf(c.req.param('question'));
					const { on } = c.req.valid('json');
					const { survivor, isChanged } = await store.vote({ workshopId, id }, actor.personId, on, now());
					// Forty devices read the list again for a vote that counts, and for no other.
					if (isChanged) desk.bump(workshopId, 'questions');
					return c.json(await own(workshopId, actor, survivor, null));
				}
			)
			.post(
				'/workshops/:id/questions/:question/moderate',
				mayInWorkshop('question.moderate'),
				body(Moderate),
				async (c) => {
					const workshopId = c.get('workshop').id;
					const deed = c.req.valid('json');
					if (deed.deed === 'park' && deed.with !== null && !(await desk.get(workshopId)).person(deed.with))
						throw new Problem('not-found', 'Nobody of that name is here.', { field: 'with' });
					const id = questionOf(c.req.param('question'));
					const { leftIssue } = await moderation.moderate({ workshopId, id }, deed, now(), deed.saw ?? null);
					if (leftIssue) {
						await boards.layOut(workshopId);
						desk.bump(workshopId, 'issues');
					}
					return c.json(await changed(workshopId, c.get('actor')));
				}
			)
			.post(
				'/workshops/:id/questions/:question/answer',
				mayInWorkshop('question.answer'),
				body(QuestionAnswer),
				async (c) => {
					const actor = personOf(c);
					const workshopId = c.get('workshop').id;
					const id = questionOf(c.req.param('question'));
					await moderation.answerLater({ workshopId, id }, actor.personId, c.req.valid('json').answer, now());
					desk.bump(workshopId, 'questions');
					return c.json(await own(workshopId, actor, id, null));
				}
			)
	);
};
