/** An action that nobody of its syndicate took in their days is offered to everybody. */
import { widenOffer, WIDENING } from '../store/offers.ts';
import { holdPlan } from '../store/plan-rows.ts';
import type { FollowUpGround } from './open.ts';
import type { JobKind } from './machine.ts';

export const widening = ({ database, desk }: Pick<FollowUpGround, 'database' | 'desk'>): JobKind => ({
	kind: WIDENING,
	run: async ({ workshopId, payload }, now) => {
		const offerId = payload['offer'];
		if (workshopId === null || offerId === undefined) return [];
		const then = await database.transaction(async (tx) => {
			await holdPlan(tx, workshopId);
			return widenOffer(tx, { workshopId, offerId }, now);
		});
		desk.bump(workshopId, 'plan');
		return then;
	}
});
