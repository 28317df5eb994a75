/** In week 12: shall the follow-up go on? Whoever leads or follows up sets the day, with the vote beside it. */
import { Hono, type Context } from 'hono';
import { authorize } from '#domain/access.ts';
import { calendarDay, dayPlus } from '#domain/calendar.ts';
import { FOLLOW_UP_WEEKS } from '#domain/follow-up.ts';
import { Problem } from '#domain/problem.ts';
import { isOpenOn, roundOf } from '#domain/pulse.ts';
import type { Template } from '#domain/template.ts';
import { Prolong, YesOrNo, type ProlongView } from '#protocol/voting.ts';
import { setLastDay } from '../follow/last-day.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { untilOf } from '../store/follow-settings.ts';
import { readPlan } from '../store/plan-rows.ts';
import { countSignatures, hasSigned, prolongCount, voteProlong } from '../store/prolong.ts';

export const prolongRoutes = ({
	database,
	desk,
	now: clock,
	followUp,
	template
}: Pick<PlanDeps, 'database' | 'desk' | 'now' | 'followUp'> & { readonly template: Template }) => {
	const least = template.baseline.rule.minAnswers;

	const view = async (c: Context<Env>): Promise<ProlongView> => {
		const { id: workshopId, state } = c.get('workshop');
		const actor = c.get('actor');
		const me = actor.kind === 'person' ? actor.personId : null;
		const { timezone } = (await desk.get(workshopId)).workshop;
		const { signedAt } = await readPlan(database.db, workshopId);
		if (signedAt === null) throw new Problem('plan-not-signed', 'The plan is not signed yet.');
		const today = calendarDay(clock(), timezone);
		const signedOn = calendarDay(signedAt, timezone);
		const planned = dayPlus(signedOn, 7 * FOLLOW_UP_WEEKS);
		const until = (await untilOf(database.db, workshopId)) ?? planned;
		const isProlonged = until > planned;
		const round = roundOf(signedOn, FOLLOW_UP_WEEKS);
		const isOpen = template.followUp.mayProlong && isOpenOn(round, today) && !isProlonged;
		const { yes, no, mine } = await prolongCount(database.db, workshopId, me);
		const given = yes + no;
		const resource = { kind: 'workshop', workshopId, state } as const;
		return {
			...{ isOpen, given, mine, today, least, until, isProlonged },
			of: await countSignatures(database.db, workshopId),
			result: !isOpen && given >= least ? { yes, no } : null,
			opensOn: round.opensOn,
			lastDay: dayPlus(round.closesOn, -1),
			mayVote:
				me !== null && authorize(actor, 'prolong.vote', resource) && (await hasSigned(database.db, workshopId, me)),
			mayProlong: authorize(actor, 'follow-up.set', resource)
		};
	};

	return new Hono<Env>()
		.get('/workshops/:id/prolong', mayInWorkshop('prolong.read'), async (c) => c.json(await view(c)))
		.post('/workshops/:id/prolong/vote', mayInWorkshop('prolong.vote'), body(YesOrNo), async (c) => {
			const { id: workshopId } = c.get('workshop');
			const { personId } = personOf(c);
			if (!(await view(c)).isOpen) {
				throw new Problem('step-closed', 'This vote is not open now. What was given before is counted.');
			}
			await voteProlong(database, { workshopId, personId, yes: c.req.valid('json').yes, at: clock() });
			desk.bump(workshopId, 'plan');
			return c.json(await view(c));
		})
		.post('/workshops/:id/prolong', mayInWorkshop('follow-up.set'), body(Prolong), async (c) => {
			const { id: workshopId } = c.get('workshop');
			const { until } = c.req.valid('json');
			await view(c);
			const { mayProlong, at } = { mayProlong: template.followUp.mayProlong, at: clock() };
			await database.transaction((tx) => setLastDay(tx, { workshopId, until, at, mayProlong }));
			await desk.refresh(workshopId, 'workshop');
			desk.bump(workshopId, 'plan');
			followUp.wake();
			return c.json(await view(c));
		});
};
