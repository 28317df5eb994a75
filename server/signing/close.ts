/** The close of a plan: the chain is read from the boards, then everything is fixed in one transaction. */
import type { WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { Reading } from '../store/database.ts';
import { readPlan } from '../store/plan-rows.ts';
import { rootsOf, SignatureStore } from '../store/signatures.ts';
import { collectChain, forKeeping } from './chain.ts';
import { toldReach } from './mark-facts.ts';
import type { PlanDeps } from './plan-deps.ts';
import { mostInPlan } from './plan-limits.ts';
import { sealOf } from './seal.ts';
import { chainSources } from './sources.ts';

/** The plan may be changed while its chain is read; more often than this it is not, by people. */
const TRIES = 5;

/**
 * From here on the plan, its chain and the boards stay as they are.
 * @throws Problem `plan-not-ready`, `plan-already-signed`, `in-use`
 */
export async function closePlan(workshopId: WorkshopId, deps: Omit<PlanDeps, 'followUp'>): Promise<void> {
	const { database, desk, now } = deps;
	const signatures = new SignatureStore(database);
	for (let attempt = 0; attempt < TRIES; attempt += 1) {
		const roots = rootsOf(await readPlan(database.db, workshopId));
		const room = await desk.get(workshopId);
		const links = forKeeping(await collectChain(roots, await chainSources(deps, room, null)));
		const reach = (reading: Reading) => toldReach(reading, room);
		const most = mostInPlan(room);
		if (await signatures.close(workshopId, { links, roots, now, reach, most, hashOf: sealOf })) {
			await desk.refresh(workshopId, 'workshop', 'steps');
			desk.bump(workshopId, 'plan');
			desk.bump(workshopId, 'signatures');
			return;
		}
	}
	throw new Problem('in-use', 'Somebody is changing the plan right now. Try again in a moment.');
}
