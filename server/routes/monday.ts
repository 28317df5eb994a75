/** Monday of whoever follows up: who needs them, what comes, what moved. */
import { Hono, type Context } from 'hono';
import type { WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { MondayOfWorkshop, MondayView } from '#protocol/monday-views.ts';
import { mondayFacts, mondayView, type MondayReader } from '../follow/needs.ts';
import { mondayOfWorkshop } from '../follow/mondays.ts';
import type { Env } from '../http.ts';
import { may, mayInWorkshop } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { followedBy } from '../store/followed.ts';

/** What every command of Monday answers: Monday as it is now. */
export const mondayAnswer = ({ database, desk, now: clock }: Pick<PlanDeps, 'database' | 'desk' | 'now'>) => {
	const read = async (workshopId: WorkshopId, reader: MondayReader): Promise<MondayView> => {
		const at = clock();
		const now = await desk.get(workshopId);
		const view = mondayView(await mondayFacts(database.db, now, at), now, at, reader);
		if (!view) throw new Problem('plan-not-signed', 'The plan is not signed yet. Monday begins after that.');
		return view;
	};
	return async (c: Context<Env>): Promise<MondayView> => {
		const actor = c.get('actor');
		// What was said on the telephone is for those who follow up, not for everybody who led the room.
		const readsWords = actor.kind === 'person' && actor.appointments.length > 0;
		return read(c.get('workshop').id, { readsWords, mayAct: true });
	};
};

export const mondayRoutes = (deps: PlanDeps) => {
	const { database, desk, now: clock } = deps;
	const answer = mondayAnswer(deps);

	return (
		new Hono<Env>()
			.get('/workshops/:id/monday', mayInWorkshop('monday.read'), async (c) => c.json(await answer(c)))
			// Whose device this is, says the session; a workshop that is not theirs is not among them.
			.get('/monday', may('session.read'), async (c) => {
				const session = c.get('session');
				const ids = session === null ? [] : await followedBy(database.db, session);
				const views: MondayOfWorkshop[] = [];
				for (const id of ids) {
					const actor = await c.get('actorIn')(id);
					// An account’s own part comes before a seat of the same browser.
					if (actor.kind !== 'person' || actor.appointments.length === 0) continue;
					const now = await desk.get(id);
					views.push(mondayOfWorkshop(await mondayFacts(database.db, now, clock()), now));
				}
				return c.json(views);
			})
	);
};
