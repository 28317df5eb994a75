/** The log of decisions: read by the house, written by whoever leads the room or follows up, voted on by who signed. */
import { Hono, type Context } from 'hono';
import { authorize } from '#domain/access.ts';
import { asId } from '#domain/ids.ts';
import { DecideDecision, NewDecision } from '#protocol/commitment-bodies.ts';
import type { DecisionsView } from '#protocol/commitment-views.ts';
import { YesOrNo } from '#protocol/voting.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { castVote, closeVote, openVote, votesOn } from '../store/decision-votes.ts';
import { DecisionStore, decisionsOf } from '../store/decisions.ts';
import { countSignatures, countVotes, hasSigned } from '../store/prolong.ts';

/** A vote of fewer is not counted out. */
const LEAST_VOTES = 5;

export const decisionRoutes = ({ database, desk, now: clock }: Pick<PlanDeps, 'database' | 'desk' | 'now'>) => {
	const decisions = new DecisionStore(database);

	const view = async (c: Context<Env>): Promise<DecisionsView> => {
		const { id: workshopId, state } = c.get('workshop');
		const actor = c.get('actor');
		const me = actor.kind === 'person' ? actor.personId : null;
		const votes = await votesOn(database.db, workshopId);
		const of = await countSignatures(database.db, workshopId);
		return {
			decisions: (await decisionsOf(database.db, workshopId)).map(
				({ workshopId: _workshop, decidedAt, writtenAt, voteOpenedAt, voteClosedAt, ...decision }) => {
					const cast = votes.filter(({ decisionId }) => decisionId === decision.id);
					const { yes, no, mine } = countVotes(cast, me);
					const isOpen = voteOpenedAt !== null && voteClosedAt === null;
					return {
						...decision,
						decidedAt: decidedAt?.toISOString() ?? null,
						writtenAt: writtenAt.toISOString(),
						vote:
							voteOpenedAt === null
								? null
								: {
										...{ isOpen, given: yes + no, of, mine },
										result: !isOpen && yes + no >= LEAST_VOTES ? { yes, no } : null
									}
					};
				}
			),
			mayVote:
				me !== null &&
				authorize(actor, 'decision.vote', { kind: 'workshop', workshopId, state }) &&
				(await hasSigned(database.db, workshopId, me))
		};
	};
	const placeOf = (c: Context<Env>) => ({
		workshopId: c.get('workshop').id,
		id: asId<'Decision'>(c.req.param('decision') ?? '')
	});
	const changed = async (c: Context<Env>): Promise<DecisionsView> => {
		desk.bump(c.get('workshop').id, 'plan');
		return view(c);
	};

	return new Hono<Env>()
		.get('/workshops/:id/decisions', mayInWorkshop('decision.read'), async (c) => c.json(await view(c)))
		.post('/workshops/:id/decisions', mayInWorkshop('decision.write'), body(NewDecision), async (c) => {
			const { personId } = personOf(c);
			const workshopId = c.get('workshop').id;
			await decisions.add({ ...c.req.valid('json'), workshopId, writtenBy: personId, at: clock() });
			return c.json(await changed(c), 201);
		})
		.post(
			'/workshops/:id/decisions/:decision/outcome',
			mayInWorkshop('decision.write'),
			body(DecideDecision),
			async (c) => {
				await decisions.decide(placeOf(c), c.req.valid('json').outcome, clock());
				return c.json(await changed(c));
			}
		)
		.post('/workshops/:id/decisions/:decision/vote/open', mayInWorkshop('decision.ballot'), async (c) => {
			await openVote(database, placeOf(c), clock());
			return c.json(await changed(c));
		})
		.post('/workshops/:id/decisions/:decision/vote/close', mayInWorkshop('decision.ballot'), async (c) => {
			await closeVote(database, placeOf(c), clock());
			return c.json(await changed(c));
		})
		.post('/workshops/:id/decisions/:decision/vote', mayInWorkshop('decision.vote'), body(YesOrNo), async (c) => {
			const { personId } = personOf(c);
			await castVote(database, placeOf(c), { personId, yes: c.req.valid('json').yes, at: clock() });
			return c.json(await changed(c));
		});
};
