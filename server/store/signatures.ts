/** People sign in any order; the close makes the plan what it stays, in one transaction. */
import { and, asc, eq } from 'drizzle-orm';
import type { ActionId, PersonId, WorkshopId } from '#domain/ids.ts';
import { barsOf, promiseMissing } from '#domain/plan-bars.ts';
import { isPlanned, type Action } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { plans, signatures, workshops } from '#drizzle/schema.ts';
import { keepChain, type ChainLink } from './chain.ts';
import type { Database, Reading } from './database.ts';
import {
	holdUnsigned,
	presentPeople,
	readPlan,
	stewardsOf,
	timeToSign,
	type PlanRecord,
	type PresentPerson
} from './plan-rows.ts';

export interface Sealing {
	/** Everything the actions come from, as it was read just now. */
	readonly links: readonly ChainLink[];
	/** The sources `links` were collected for: when the actions have others by now, it is collected again. */
	readonly roots: readonly string[];
	/** Asked once the plan is held. */
	readonly now: () => Date;
	/** Means of "can we reach it?" that are told, as they are when it is this close's turn. */
	readonly reach: (reading: Reading) => Promise<ReadonlyMap<ActionId, number>>;
	/** Actions there may be in the plan. */
	readonly most: number;
	/** SHA-256 of what is signed, hex. */
	readonly hashOf: (plan: PlanRecord, signedAt: Date) => string;
}

export class SignatureStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * @param now asked once the plan is held
	 * @param isRead whether this is the plan that the person has read
	 * @throws Problem `already-signed`, `plan-already-signed`, `promise-missing`, `plan-not-ready` (nothing to sign),
	 * `plan-changed`
	 */
	sign(
		workshopId: WorkshopId,
		personId: PersonId,
		now: () => Date,
		isRead: (plan: PlanRecord) => boolean = () => true
	): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await holdUnsigned(tx, workshopId);
			const [before] = await tx
				.select({ signedAt: signatures.signedAt })
				.from(signatures)
				.where(and(eq(signatures.workshopId, workshopId), eq(signatures.personId, personId)));
			if (before) throw new Problem('already-signed', 'Your name is on the plan.');
			const plan = await readPlan(tx, workshopId);
			mustBePromised(plan, await presentPeople(tx, workshopId));
			if (!plan.actions.some(isPlanned)) {
				throw new Problem('plan-not-ready', 'The plan has no action yet. There is nothing to sign.');
			}
			if (!isRead(plan)) {
				throw new Problem('plan-changed', 'The plan was changed after you read it. Read it again, then sign.');
			}
			await tx.insert(signatures).values({ workshopId, personId, signedAt: now() });
		});
	}

	/**
	 * Fixes the plan, keeps its chain, and the workshop is signed. Of two facilitators at once, one does it.
	 * @returns false when the actions' sources changed meanwhile: collect the chain again
	 * @throws Problem `promise-missing`, `plan-not-ready`, `plan-already-signed`
	 */
	close(workshopId: WorkshopId, { links, roots, now, reach, most, hashOf }: Sealing): Promise<boolean> {
		return this.#database.transaction(async (tx) => {
			await holdUnsigned(tx, workshopId);
			const plan = await readPlan(tx, workshopId);
			const present = await presentPeople(tx, workshopId);
			mustBePromised(plan, present);
			const bars = barsOfPlan(plan, present, await reach(tx), most);
			if (bars.length > 0) throw new Problem('plan-not-ready', bars.join(' '));
			if (!sameSet(rootsOf(plan), roots)) return false;
			await keepChain(tx, workshopId, links);
			const at = timeToSign(plan, now);
			await tx
				.update(plans)
				.set({ signedAt: at, hash: hashOf(plan, at), stewards: stewardsOf(plan, at) })
				.where(eq(plans.workshopId, workshopId));
			await tx.update(workshops).set({ state: 'signed' }).where(eq(workshops.id, workshopId));
			return true;
		});
	}
}

/** Everything the actions name as what they come from, those put aside too: their stories stay as well. */
export const rootsOf = ({ actions }: { readonly actions: readonly Action[] }): readonly string[] => [
	...new Set(actions.flatMap(({ sources }) => sources))
];

/** What the sponsor promises is known before anybody puts a name to a plan. */
function mustBePromised({ promise }: PlanRecord, present: readonly PresentPerson[]): void {
	const sponsor = present.find(({ role }) => role === 'sponsor')?.name ?? null;
	if (promise.trim() === '') throw new Problem('promise-missing', promiseMissing(sponsor));
}

/** What bars the close, with the names of those who are here. */
export function barsOfPlan(
	plan: PlanRecord,
	present: readonly PresentPerson[],
	reach: ReadonlyMap<ActionId, number>,
	most: number
): readonly string[] {
	const names = new Map(present.map(({ id, name }) => [id, name]));
	return barsOf({
		actions: plan.actions,
		promise: plan.promise,
		followUpManager:
			plan.appointments.find(
				({ role, state, personId }) => role === 'follow-up-manager' && state === 'accepted' && names.has(personId)
			)?.personId ?? null,
		sponsor: present.find(({ role }) => role === 'sponsor')?.id ?? null,
		signed: new Set(plan.signatures.map(({ personId }) => personId)),
		nameOf: (person) => names.get(person) ?? null,
		reach,
		most
	});
}

const sameSet = (some: readonly string[], others: readonly string[]): boolean =>
	some.length === others.length && some.every((each) => others.includes(each));

/** Who has signed, in the order of signing: all that a filled seat needs. */
export const signaturesOf = (reading: Reading, workshopId: WorkshopId) =>
	reading
		.select({ personId: signatures.personId, signedAt: signatures.signedAt })
		.from(signatures)
		.where(eq(signatures.workshopId, workshopId))
		.orderBy(asc(signatures.signedAt), asc(signatures.personId));
