/** Votes and ratings in a step. */
import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { given, NO_MARKS, showsMarks, WHYS_FROM, type Marks } from '#domain/agreement.ts';
import type { Actor } from '#domain/access.ts';
import { asId, type StepId, type WorkshopId } from '#domain/ids.ts';
import { showsNominations } from '#domain/nominations.ts';
import { Problem } from '#domain/problem.ts';
import { parseRef } from '#domain/refs.ts';
import { FEWEST_MARKS } from '#domain/spread.ts';
import { showsTotals, voteWindow } from '#domain/votes.ts';
import { facilitates } from '#domain/workshop.ts';
import { Rate, Vote } from '#protocol/bodies.ts';
import type { RatingsView, VotesView } from '#protocol/views.ts';
import { body, type Env } from '../http.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { checkTarget } from '../signing/target.ts';
import { readPlan } from '../store/plan-rows.ts';
import { RatingStore } from '../store/ratings.ts';
import { VoteStore, type CountingStep, type StepPlace } from '../store/votes.ts';

export const voteRoutes = ({ database, now: clock, desk, rooms }: PlanDeps) => {
	const votes = new VoteStore(database);
	const ratings = new RatingStore(database);

	const stepOf = async (place: StepPlace): Promise<CountingStep> => {
		const step = await votes.step(place);
		if (!step) throw new Problem('not-found', 'There is no such step.');
		return step;
	};

	const mayCount = async (workshopId: WorkshopId, { activity }: CountingStep, given: number, actor: Actor) =>
		activity.votes?.on !== 'nomination' ||
		showsNominations({
			given,
			isFacilitator: actor.kind === 'person' && facilitates(actor.role),
			isAccepted: (await desk.get(workshopId)).isFollowedUp
		});

	const votesView = async (place: StepPlace, actor: Actor): Promise<VotesView> => {
		const step = await stepOf(place);
		const given = await votes.given(place);
		const sees = sight(await desk.get(place.workshopId), actor, step);
		const window = voteWindow(step.activity, step);
		const budget = step.activity.votes?.budget ?? null;
		const mine = actor.kind === 'person' ? given.filter(({ personId }) => personId === actor.personId) : [];
		const isVoter = actor.kind === 'person' && actor.role === 'participant';
		return {
			mine: mine.map(({ target }) => target),
			left: budget === null || !isVoter ? null : Math.max(0, budget - mine.length),
			budget,
			closed: window === 'closed',
			totals:
				showsTotals(step.activity, window) && (await mayCount(place.workshopId, step, given.length, actor))
					? tally(given.map(({ target }) => target).filter(sees))
					: null
		};
	};

	const ratingsView = async (place: StepPlace, actor: Actor): Promise<RatingsView> => {
		const step = await stepOf(place);
		const sees = sight(await desk.get(place.workshopId), actor, step);
		const mine = actor.kind === 'person' ? await ratings.marksOf({ ...place, personId: actor.personId }) : [];
		// In one's own house few marks tell whose they are, and one board has few people.
		const isMatrix = step.activity.board.kind === 'matrix';
		const counts = new Map<string, Marks>();
		for (const { target, mark, given: times } of await ratings.counts(place)) {
			if (!sees(target)) continue;
			const marks: [number, number, number, number, number] = [...(counts.get(target) ?? NO_MARKS)];
			marks[mark - 1] = times;
			counts.set(target, marks);
		}
		const areShown = showsMarks(step.activity, step);
		const shown = [...counts].filter(([, marks]) => areShown && (!isMatrix || given(marks) >= FEWEST_MARKS));
		return {
			mine: Object.fromEntries(mine.map(({ target, mark }) => [target, mark])),
			counts: Object.fromEntries(shown),
			areShown,
			given: Object.fromEntries([...counts].map(([target, marks]) => [target, given(marks)])),
			myWhys: Object.fromEntries(mine.filter(({ why }) => why !== '').map(({ target, why }) => [target, why])),
			whys: areShown ? inNoOrder(await ratings.whys(place), counts) : {}
		};
	};

	const checked = async (place: StepPlace, target: string, actor: Extract<Actor, { kind: 'person' }>) => {
		const { activity } = await stepOf(place);
		const now = await desk.get(place.workshopId);
		await checkTarget(target, { now, actor, activity, rooms, plan: () => readPlan(database.db, place.workshopId) });
	};

	return new Hono<Env>()
		.get('/workshops/:id/steps/:step/votes', mayInWorkshop('vote.read'), async (c) =>
			c.json(await votesView({ workshopId: c.get('workshop').id, step: stepId(c.req.param('step')) }, c.get('actor')))
		)
		.post('/workshops/:id/steps/:step/votes', mayInWorkshop('vote.cast'), body(Vote), async (c) => {
			const actor = personOf(c);
			const place = { workshopId: c.get('workshop').id, step: stepId(c.req.param('step')) };
			const { target } = c.req.valid('json');
			await checked(place, target, actor);
			await votes.cast({ ...place, personId: actor.personId, target, at: clock() });
			desk.bump(place.workshopId, 'votes');
			return c.json(await votesView(place, actor));
		})
		.post('/workshops/:id/steps/:step/votes/take-back', mayInWorkshop('vote.cast'), body(Vote), async (c) => {
			const actor = personOf(c);
			const place = { workshopId: c.get('workshop').id, step: stepId(c.req.param('step')) };
			// A note that went into the bin meanwhile still gives its vote back.
			await votes.takeBack({ ...place, personId: actor.personId, target: c.req.valid('json').target });
			desk.bump(place.workshopId, 'votes');
			return c.json(await votesView(place, actor));
		})
		.get('/workshops/:id/steps/:step/ratings', mayInWorkshop('vote.read'), async (c) =>
			c.json(await ratingsView({ workshopId: c.get('workshop').id, step: stepId(c.req.param('step')) }, c.get('actor')))
		)
		.post('/workshops/:id/steps/:step/ratings', mayInWorkshop('rating.give'), body(Rate), async (c) => {
			const actor = personOf(c);
			const place = { workshopId: c.get('workshop').id, step: stepId(c.req.param('step')) };
			const { target, mark, why } = c.req.valid('json');
			const { activity } = await stepOf(place);
			// Actions have marks of their own, which stay with them from the board to the plan.
			if (activity.board.kind === 'actions' || activity.board.kind === 'plan') {
				throw new Problem('not-found', 'Drafts and actions are marked on their own.');
			}
			await checked(place, target, actor);
			await ratings.rate({ ...place, personId: actor.personId, target, mark, why, at: clock() });
			desk.bump(place.workshopId, 'votes');
			return c.json(await ratingsView(place, actor));
		});
};

/** The order in which people wrote would tell who did; so they stand as their letters fall. */
function inNoOrder(
	whys: readonly { readonly target: string; readonly why: string }[],
	counts: ReadonlyMap<string, Marks>
): Readonly<Record<string, readonly string[]>> {
	const said: Record<string, string[]> = {};
	const fall = (text: string) => createHash('sha256').update(text).digest('hex');
	for (const { target, why } of whys.toSorted((a, b) => (fall(a.why) < fall(b.why) ? -1 : 1))) {
		if (given(counts.get(target) ?? NO_MARKS) >= WHYS_FROM) (said[target] ??= []).push(why);
	}
	return said;
}

const stepId = (text: string): StepId => asId(text);

const tally = (targets: readonly string[]): Readonly<Record<string, number>> => {
	const totals = new Map<string, number>();
	for (const target of targets) totals.set(target, (totals.get(target) ?? 0) + 1);
	return Object.fromEntries(totals);
};

/** Whose figures are shown: a participant sees those of the own syndicate's board until the step is closed. */
function sight(now: WorkshopNow, actor: Actor, { state }: CountingStep): (target: string) => boolean {
	if (actor.kind !== 'person' || actor.role !== 'participant' || state === 'closed') return () => true;
	return (target) => {
		const ref = parseRef(target);
		if (ref?.kind !== 'note' && ref?.kind !== 'group') return true;
		const document = now.documents.get(asId(ref.documentId));
		return document?.syndicateId == null || document.syndicateId === actor.syndicateId;
	};
}
