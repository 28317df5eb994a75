/** The last day of a follow-up is set later than it stands, and what had ended with it goes on. */
import { calendarDay, daysBetween } from '#domain/calendar.ts';
import type { WorkshopId } from '#domain/ids.ts';
import { firstUntil } from '#domain/monday-days.ts';
import { Problem } from '#domain/problem.ts';
import { dayWords } from '#domain/words/en.ts';
import type { Transaction } from '../store/database.ts';
import { changeFollowing, timezoneOf, untilOf } from '../store/follow-settings.ts';
import { holdPlan } from '../store/plan-rows.ts';
import { lookNow } from './planner.ts';
import { planRotation } from './rotation.ts';

/** A follow-up that lasts longer than this is another workshop. */
const LONGEST_DAYS = 730;

interface LastDay {
	readonly workshopId: WorkshopId;
	readonly until: string;
	readonly at: Date;
	/** Template: `followUp.mayProlong`. */
	readonly mayProlong: boolean;
}

/** @throws Problem `not-allowed`, `day-past` (not later than it stands), `malformed` (more than two years) */
export async function setLastDay(tx: Transaction, { workshopId, until, at, mayProlong }: LastDay): Promise<void> {
	const { signedAt } = await holdPlan(tx, workshopId);
	const timezone = await timezoneOf(tx, workshopId);
	const today = calendarDay(at, timezone);
	const first = signedAt === null ? today : firstUntil(calendarDay(signedAt, timezone));
	const standing = (await untilOf(tx, workshopId)) ?? first;
	if (!mayProlong) throw new Problem('not-allowed', 'This follow-up ends on its day. It is not prolonged.');
	if (until < today) throw new Problem('day-past', 'This day is over. Choose one that comes.', { field: 'until' });
	if (until <= standing) {
		const sentence = `It goes on until ${dayWords(standing)} already. Choose a later day.`;
		throw new Problem('day-past', sentence, { field: 'until' });
	}
	if (daysBetween(today, until) > LONGEST_DAYS) {
		throw new Problem('malformed', 'Two years are the most. Choose an earlier day.', { field: 'until' });
	}
	const { deputyRotates } = await changeFollowing(tx, workshopId, { until });
	if (signedAt === null) return;
	await lookNow(tx, workshopId, at);
	if (deputyRotates) await planRotation(tx, workshopId, at);
}
