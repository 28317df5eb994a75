/** One Monday over all workshops that somebody follows up. */
import { calendarDay } from '#domain/calendar.ts';
import { needsOf } from '#domain/needs.ts';
import { healthOf } from '#domain/plan.ts';
import type { MondayOfWorkshop } from '#protocol/monday-views.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { weekSince, type MondayFacts } from './needs.ts';

export function mondayOfWorkshop(facts: MondayFacts, now: WorkshopNow): MondayOfWorkshop {
	const { id, title, company, timezone } = now.workshop;
	const { plan, actions, day } = facts;
	const counts: Record<string, number> = {};
	for (const action of actions) {
		const health = healthOf(action, day);
		counts[health] = (counts[health] ?? 0) + 1;
	}
	return {
		...{ id, title, company, counts },
		week: plan.signedAt ? weekSince(calendarDay(plan.signedAt, timezone), day.today) : 0,
		needs: needsOf(facts).needs.map((need) => {
			const action = actions.find((each) => each.id === need.actionId);
			const person = need.personId === null ? '' : (now.person(need.personId)?.name ?? '');
			return { ...need, n: action?.n ?? null, text: action?.text ?? '', person };
		})
	};
}
