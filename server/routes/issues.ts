/** Issues: made of the customer's points and of open questions, joined, and dealt to syndicates. */
import { Hono } from 'hono';
import { asId, type WorkshopId } from '#domain/ids.ts';
import { DEALING, takesIssues, type Dealing } from '#domain/issues.ts';
import { isSeenByRoom } from '#domain/questions.ts';
import { isGuest } from '#domain/workshop.ts';
import { simpleRef } from '#domain/refs.ts';
import { DealIssue, IssueTitle, JoinIssue, TakeOut } from '#protocol/issue-bodies.ts';
import type { IssueSourceView, IssuesView } from '#protocol/issue-views.ts';
import { body, type Env } from '../http.ts';
import { DealtIssues, type DealtIssuesDeps } from '../live/dealt-issues.ts';
import { isForCustomer } from '../live/question-list.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { mayInWorkshop } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { IssueStore } from '../store/issues.ts';
import { pointsOf } from '../store/points.ts';
import { questionsOf } from '../store/questions.ts';

interface IssueDeps extends Pick<PlanDeps, 'database' | 'now' | 'desk'> {
	readonly rooms: DealtIssuesDeps['rooms'];
}

export const issueRoutes = ({ database, now: clock, desk, rooms }: IssueDeps) => {
	const store = new IssueStore(database);
	const boards = new DealtIssues({ desk, rooms, issues: store, now: clock });

	/** A customer reads of questions only those that were put to them, and nothing of what nobody dealt yet. */
	const listed = async (workshopId: WorkshopId, isForGuest = false): Promise<IssuesView> => {
		const isShown = isForGuest ? isForCustomer : isSeenByRoom;
		const points = await pointsOf(database.db, workshopId);
		const questions = await questionsOf(database.db, workshopId);
		const sources = new Map<string, IssueSourceView>();
		for (const { id, n, text } of points) {
			const ref = simpleRef('point', id);
			sources.set(ref, { ref, kind: 'point', n, text });
		}
		for (const question of questions) {
			const ref = simpleRef('question', question.id);
			sources.set(ref, { ref, kind: 'question', n: null, text: isShown(question) ? question.text : null });
		}
		const words = (refs: readonly string[]) =>
			refs
				.flatMap((ref) => sources.get(ref) ?? [])
				.toSorted((one, other) => (one.n ?? Infinity) - (other.n ?? Infinity));
		const issues = await store.ofWorkshop(workshopId);
		return {
			dealing: dealingOf(await desk.get(workshopId)),
			issues: issues.map((issue) => ({ ...issue, sources: words(issue.sources) })),
			loose: isForGuest ? [] : words(await store.loose(workshopId))
		};
	};
	const changed = async (workshopId: WorkshopId): Promise<IssuesView> => {
		await boards.layOut(workshopId);
		desk.bump(workshopId, 'issues');
		return listed(workshopId);
	};

	return new Hono<Env>()
		.get('/workshops/:id/issues', mayInWorkshop('issue.read'), async (c) => {
			const actor = c.get('actor');
			return c.json(await listed(c.get('workshop').id, actor.kind === 'person' && isGuest(actor.role)));
		})
		.post('/workshops/:id/issues/gather', mayInWorkshop('issue.deal'), async (c) => {
			const workshopId = c.get('workshop').id;
			await store.gather(workshopId, dealingOf(await desk.get(workshopId)), clock());
			return c.json(await changed(workshopId));
		})
		.post('/workshops/:id/issues/:issue/title', mayInWorkshop('issue.deal'), body(IssueTitle), async (c) => {
			const workshopId = c.get('workshop').id;
			await store.rename({ workshopId, id: asId(c.req.param('issue')) }, c.req.valid('json').title);
			return c.json(await changed(workshopId));
		})
		.post('/workshops/:id/issues/:issue/join', mayInWorkshop('issue.deal'), body(JoinIssue), async (c) => {
			const workshopId = c.get('workshop').id;
			await store.join({ workshopId, id: asId(c.req.param('issue')) }, c.req.valid('json').to);
			return c.json(await changed(workshopId));
		})
		.post('/workshops/:id/issues/:issue/take-out', mayInWorkshop('issue.deal'), body(TakeOut), async (c) => {
			const workshopId = c.get('workshop').id;
			await store.takeOut({ workshopId, id: asId(c.req.param('issue')) }, c.req.valid('json').ref, clock());
			return c.json(await changed(workshopId));
		})
		.post('/workshops/:id/issues/:issue/deal', mayInWorkshop('issue.deal'), body(DealIssue), async (c) => {
			const workshopId = c.get('workshop').id;
			await store.deal({ workshopId, id: asId(c.req.param('issue')) }, c.req.valid('json').syndicates);
			return c.json(await changed(workshopId));
		});
};

const dealingOf = (now: WorkshopNow): Dealing =>
	[...now.activities.values()].find(({ board }) => takesIssues(board))?.board.dealing ?? DEALING;
