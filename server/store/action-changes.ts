/** Later changes to a signed action: rows are only ever added, each with its reason. */
import { and, asc, desc, eq } from 'drizzle-orm';
import { figureIn } from '#domain/figure.ts';
import { newId, type ActionId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { isCalendarDay } from '#domain/draft-form.ts';
import { isPlanned } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { CHANGED_PARTS, partOf, withChanges, type ActionChange, type ChangedPart } from '#domain/signed-changes.ts';
import { actionChanges, actions } from '#drizzle/schema.ts';
import { presentParticipant } from './appointed.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { endOffer, isOnOffer } from './open-offers.ts';
import { holdPlan, readActions, readPlan, type PlanRecord } from './plan-rows.ts';
import type { ActionPlace } from './plan.ts';

export interface NewActionChange {
	readonly part: ChangedPart;
	readonly value: string;
	readonly reason: string;
	readonly changedBy: PersonId;
	readonly at: Date;
	/** Calendar day in the workshop's time zone. */
	readonly today: string;
	/** The last change is taken back: what stood before stands again, a day that is over or none at all too. */
	readonly isTakenBack?: boolean;
}

export class ActionChangeStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Who owns it now; null while nobody does, or the one it had has left. @throws Problem `not-found` */
	async ownerNow({ workshopId, id }: ActionPlace): Promise<PersonId | null> {
		return ownerNow(this.#database.db, workshopId, id);
	}

	/** See `addChange`. */
	add(place: ActionPlace, change: NewActionChange): Promise<void> {
		return this.#database.transaction((tx) => addChange(tx, place, change));
	}
}

/**
 * In the transaction of what else belongs to it.
 * @throws Problem `plan-not-signed`, `not-found`, `reason-missing`, `malformed`, `already-answered` (somebody else owns
 * it)
 */
export async function addChange(
	tx: Transaction,
	{ workshopId, id }: ActionPlace,
	change: NewActionChange
): Promise<void> {
	const { signedAt } = await holdPlan(tx, workshopId);
	if (signedAt === null) {
		throw new Problem('plan-not-signed', 'The plan is not signed yet. Change the action itself.');
	}
	if (change.reason === '') {
		throw new Problem('reason-missing', 'Say why. The signed value and the reason stay beside the new one.', {
			field: 'reason'
		});
	}
	const signed = (await readActions(tx, workshopId)).find((action) => action.id === id);
	if (!signed || !isPlanned(signed)) throw new Problem('not-found', 'This action is not part of the plan.');
	const before = (await changesOf(tx, workshopId)).filter(({ actionId }) => actionId === id);
	const action = withChanges(signed, before);
	const value = change.isTakenBack ? change.value : understood(change, action.measure.baseline);
	if (value === partOf(action, change.part)) throw new Problem('malformed', 'It stands like this already.', at);
	if (change.part === 'owner' && action.ownerId !== change.changedBy) {
		const held = action.ownerId === null ? undefined : await presentParticipant(tx, workshopId, action.ownerId);
		if (held && !(await isOnOffer(tx, id))) {
			throw new Problem(
				'already-answered',
				`${held.name} owns this action, and gives it back in person. Then it is free.`
			);
		}
	}
	const { part, reason, changedBy } = change;
	const changedAt = after(before, change.at);
	await tx.insert(actionChanges).values({ id: newId(), actionId: id, part, value, reason, changedBy, changedAt });
	if (part === 'owner' && value !== '') await endOffer(tx, id, changedAt, changedBy);
}

/** The last change counts, so two of one millisecond still need an order. */
const after = (before: readonly ActionChange[], at: Date): Date => {
	const last = before.at(-1);
	return new Date(Math.max(at.getTime(), last ? Date.parse(last.changedAt) + 1 : 0));
};

/** Nobody owns it from now on. The caller holds the plan, and has asked whether it may be. */
export async function freeAction(
	tx: Transaction,
	{ workshopId, id }: ActionPlace,
	{ reason, changedBy, at: freedAt }: { readonly reason: string; readonly changedBy: PersonId; readonly at: Date }
): Promise<void> {
	const before = (await changesOf(tx, workshopId)).filter(({ actionId }) => actionId === id);
	const changedAt = after(before, freedAt);
	await tx
		.insert(actionChanges)
		.values({ id: newId(), actionId: id, part: 'owner', value: '', reason, changedBy, changedAt });
}

const at = { field: 'value' } as const;

/** The value as it is kept. @throws Problem `malformed` */
function understood({ part, value, changedBy, today }: NewActionChange, baseline: number | null): string {
	switch (part) {
		case 'owner':
			if (value === '' || value === changedBy) return value;
			throw new Problem('owner-must-accept', 'Only the person can take an action over. Ask for a yes.', at);
		case 'dueOn':
			if (!isCalendarDay(value)) throw new Problem('malformed', 'There is no such day. Choose another one.', at);
			if (value < today) throw new Problem('malformed', 'This day is over. Choose one that comes.', at);
			return value;
		case 'target': {
			const target = figureIn(value);
			if (target === null || Number.isNaN(target)) throw new Problem('malformed', 'Write a number.', at);
			if (baseline === null) throw new Problem('malformed', 'This action has no measure.', at);
			if (target === baseline) {
				throw new Problem('malformed', 'This is where it began. Choose a target that differs from it.', at);
			}
			return String(target);
		}
		default:
			if (value === '') throw new Problem('empty', 'Write what it is now.', at);
			return value;
	}
}

export async function ownerNow(reading: Reading, workshopId: WorkshopId, id: ActionId): Promise<PersonId | null> {
	const [action] = await reading
		.select({ ownerId: actions.ownerId })
		.from(actions)
		.where(and(eq(actions.workshopId, workshopId), eq(actions.id, id)));
	if (!action) throw new Problem('not-found', 'There is no such action.');
	const [last] = await reading
		.select({ value: actionChanges.value, changedBy: actionChanges.changedBy })
		.from(actionChanges)
		.where(and(eq(actionChanges.actionId, id), eq(actionChanges.part, 'owner')))
		.orderBy(desc(actionChanges.changedAt))
		.limit(1);
	if (!last) return action.ownerId;
	// Whoever took it over said so in person.
	return last.value === '' ? null : last.changedBy;
}

/** Of all actions of a plan, oldest first. */
export async function changesOf(reading: Reading, workshopId: WorkshopId): Promise<readonly ActionChange[]> {
	const rows = await reading
		.select({
			actionId: actionChanges.actionId,
			part: actionChanges.part,
			value: actionChanges.value,
			reason: actionChanges.reason,
			changedBy: actionChanges.changedBy,
			changedAt: actionChanges.changedAt
		})
		.from(actionChanges)
		.innerJoin(actions, eq(actions.id, actionChanges.actionId))
		.where(eq(actions.workshopId, workshopId))
		.orderBy(asc(actionChanges.changedAt), asc(actionChanges.id));
	return rows.flatMap(({ part: name, changedAt, ...change }) => {
		const part = CHANGED_PARTS.find((known) => known === name);
		return part ? [{ ...change, part, changedAt: changedAt.toISOString() }] : [];
	});
}

/** The plan as it stands: what was signed, with the changes that were made to it since. */
export async function readPlanNow(reading: Reading, workshopId: WorkshopId): Promise<PlanRecord> {
	const plan = await readPlan(reading, workshopId);
	if (plan.signedAt === null) return plan;
	const changes = await changesOf(reading, workshopId);
	const own = (id: ActionId) => changes.filter(({ actionId }) => actionId === id);
	return { ...plan, actions: plan.actions.map((action) => withChanges(action, own(action.id))) };
}
