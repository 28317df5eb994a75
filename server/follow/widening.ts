/** An action that nobody of its syndicate took in their days is offered to everybody. */
import type { Database } from '../store/database.ts';
import { widenOffer, WIDENING } from '../store/offers.ts';
import { holdPlan } from '../store/plan-rows.ts';
import type { JobKind } from './machine.ts';

export const widening = (database: Database): JobKind => ({
	kind: WIDENING,
	run: async ({ workshopId, payload }, now) =>
		database.transaction(async (tx) => {
			const offerId = payload['offer'];
			if (workshopId === null || offerId === undefined) return [];
			await holdPlan(tx, workshopId);
			return widenOffer(tx, { workshopId, offerId }, now);
		})
});
