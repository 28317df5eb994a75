/** Follow-up manager and deputy change places every four weeks, where it is set. */
import { calendarDay } from '#domain/calendar.ts';
import type { WorkshopId } from '#domain/ids.ts';
import { firstUntil, rotatesOn, startOfDay } from '#domain/monday-days.ts';
import type { Transaction } from '../store/database.ts';
import { isPutAway, settingsOf, timezoneOf, untilOf } from '../store/follow-settings.ts';
import { changeTurns } from '../store/hand-overs.ts';
import { addJobs, type NewJob } from '../store/jobs.ts';
import { holdPlan } from '../store/plan-rows.ts';
import type { JobKind } from './machine.ts';
import type { FollowUpGround } from './open.ts';

const ROTATION = 'deputy-turn';

/**
 * The work of the next Monday on which they change places; none before the signing, and none
 * after the last day: whoever prolongs it plans them again. The caller holds the plan.
 */
async function nextTurn(tx: Transaction, workshopId: WorkshopId, at: Date): Promise<readonly NewJob[]> {
	const { signedAt } = await holdPlan(tx, workshopId);
	if (signedAt === null) return [];
	const timezone = await timezoneOf(tx, workshopId);
	const signedOn = calendarDay(signedAt, timezone);
	const day = rotatesOn(signedOn, calendarDay(at, timezone));
	if (day > ((await untilOf(tx, workshopId)) ?? firstUntil(signedOn))) return [];
	const key = `${ROTATION}:${workshopId}:${day}`;
	return [{ workshopId, kind: ROTATION, key, dueAt: startOfDay(day, timezone) }];
}

async function isOver(tx: Transaction, workshopId: WorkshopId, at: Date): Promise<boolean> {
	const { signedAt } = await holdPlan(tx, workshopId);
	const timezone = await timezoneOf(tx, workshopId);
	const first = signedAt === null ? '' : firstUntil(calendarDay(signedAt, timezone));
	return calendarDay(at, timezone) > ((await untilOf(tx, workshopId)) ?? first);
}

/** From when it is set. The same Monday is planned once. */
export const planRotation = async (tx: Transaction, workshopId: WorkshopId, at: Date): Promise<void> =>
	addJobs(tx, await nextTurn(tx, workshopId, at));

export const rotation = ({ database, desk }: Pick<FollowUpGround, 'database' | 'desk'>): JobKind => ({
	kind: ROTATION,
	run: async ({ workshopId, key }, now) => {
		if (workshopId === null) return [];
		const { isChanged, then } = await database.transaction(async (tx) => {
			const next = await nextTurn(tx, workshopId, now);
			const { deputyRotates } = await settingsOf(tx, workshopId);
			if (!deputyRotates || (await isOver(tx, workshopId, now))) return { isChanged: false, then: [] };
			if (await isPutAway(tx, workshopId)) return { isChanged: false, then: next };
			return { isChanged: await changeTurns(tx, workshopId, key, now), then: next };
		});
		if (isChanged) {
			await desk.refresh(workshopId, 'appointments');
			desk.bump(workshopId, 'people');
			desk.bump(workshopId, 'plan');
		}
		return then;
	}
});
