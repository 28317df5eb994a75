/** A "not now" comes due by itself: on the day it named, management and whoever asked hear of it. */
import { asId } from '#domain/ids.ts';
import { holdPlan } from '../store/plan-rows.ts';
import { NOT_NOW_DUE, tellNotNowDue } from '../store/support-told.ts';
import type { JobKind } from './machine.ts';
import type { FollowUpGround } from './open.ts';

export const notNow = ({ database, desk }: Pick<FollowUpGround, 'database' | 'desk'>): JobKind => ({
	kind: NOT_NOW_DUE,
	run: async ({ workshopId, payload }, at) => {
		const { request, n } = payload;
		if (workshopId === null || request === undefined || n === undefined) return [];
		await database.transaction(async (tx) => {
			await holdPlan(tx, workshopId);
			await tellNotNowDue(tx, { workshopId, id: asId(request), at }, Number(n));
		});
		// It waits again, and every page says so.
		desk.bump(workshopId, 'plan');
		return [];
	}
});
