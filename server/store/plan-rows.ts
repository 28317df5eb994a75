/** A plan as it lies in the tables, read whole. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { ActionId, PersonId, SupportRequestId, WorkshopId } from '#domain/ids.ts';
import type { Action, ActionUpdate, SupportRequest } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import type { OutputWord } from '#domain/support.ts';
import { correctedUpdates } from '#domain/updates.ts';
import type { Appointment, PersonRole } from '#domain/workshop.ts';
import {
	actionHelpers,
	actions,
	actionSources,
	actionUpdates,
	appointments,
	people,
	plans,
	signatures,
	supportAnswers,
	supportRequests,
	workshops
} from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';
import { notTakenBack } from './link-uses.ts';
import { readOutputs } from './output-words.ts';

export interface AppointmentRow {
	readonly role: Appointment;
	readonly personId: PersonId;
	readonly state: 'asked' | 'accepted' | 'declined';
	readonly words: string;
	/** Null while asked. */
	readonly answeredAt: Date | null;
}

export type Steward = Pick<AppointmentRow, 'role' | 'personId'>;

export interface PlanRecord {
	readonly workshopId: WorkshopId;
	readonly version: number;
	readonly signedAt: Date | null;
	readonly hash: string | null;
	/** By number; those put aside among them. The first source of each is its draft. */
	readonly actions: readonly Action[];
	/** Who was asked first comes first. */
	readonly appointments: readonly AppointmentRow[];
	/** Who followed up when it was signed; null before, and where an older version signed it. */
	readonly stewards: readonly Steward[] | null;
	/** The sponsor's, as it stands in the brief; empty while there is none. */
	readonly promise: string;
	/** Management's words on what no request asks for, by ref, oldest first. */
	readonly outputs: Readonly<Record<string, readonly OutputWord[]>>;
	/** In the order of signing. */
	readonly signatures: readonly { readonly personId: PersonId; readonly signedAt: Date }[];
}

export interface PresentPerson {
	readonly id: PersonId;
	readonly name: string;
	readonly role: PersonRole;
}

/** A workshop without a plan has an empty one. */
export async function readPlan(reading: Reading, workshopId: WorkshopId): Promise<PlanRecord> {
	const [plan] = await reading
		.select({ version: plans.version, signedAt: plans.signedAt, hash: plans.hash, stewards: plans.stewards })
		.from(plans)
		.where(eq(plans.workshopId, workshopId));
	const [workshop] = await reading
		.select({ brief: workshops.brief })
		.from(workshops)
		.where(eq(workshops.id, workshopId));
	return {
		workshopId,
		promise: workshop?.brief.promise ?? '',
		...(plan ?? { version: 1, signedAt: null, hash: null, stewards: null }),
		actions: await readActions(reading, workshopId),
		outputs: await readOutputs(reading, workshopId),
		appointments: await reading
			.select({
				role: appointments.role,
				personId: appointments.personId,
				state: appointments.state,
				words: appointments.words,
				answeredAt: appointments.answeredAt
			})
			.from(appointments)
			.where(eq(appointments.workshopId, workshopId))
			.orderBy(asc(appointments.askedAt), asc(appointments.role), asc(appointments.personId)),
		signatures: await reading
			.select({ personId: signatures.personId, signedAt: signatures.signedAt })
			.from(signatures)
			.where(eq(signatures.workshopId, workshopId))
			.orderBy(asc(signatures.signedAt), asc(signatures.personId))
	};
}

/** Who has said yes to following up by then, who was asked first first. */
export const stewardsOf = ({ appointments }: Pick<PlanRecord, 'appointments'>, at: Date): readonly Steward[] =>
	appointments.flatMap(({ role, state, personId, answeredAt }) =>
		state === 'accepted' && answeredAt !== null && answeredAt <= at ? [{ role, personId }] : []
	);

/** Everybody in the workshop who was not removed. */
export const presentPeople = (reading: Reading, workshopId: WorkshopId): Promise<PresentPerson[]> =>
	reading
		.select({ id: people.id, name: people.name, role: people.role })
		.from(people)
		.where(and(eq(people.workshopId, workshopId), isNull(people.removedAt)));

export async function readActions(reading: Reading, workshopId: WorkshopId): Promise<readonly Action[]> {
	const rows = await reading.select().from(actions).where(eq(actions.workshopId, workshopId)).orderBy(asc(actions.n));
	const ids = rows.map(({ id }) => id);
	if (ids.length === 0) return [];
	const sources = groupBy(
		await reading
			.select({ key: actionSources.actionId, value: actionSources.ref })
			.from(actionSources)
			.where(inArray(actionSources.actionId, ids))
			.orderBy(asc(actionSources.position))
	);
	const helpers = groupBy(
		await reading
			.select({ key: actionHelpers.actionId, value: actionHelpers.personId })
			.from(actionHelpers)
			.where(inArray(actionHelpers.actionId, ids))
			.orderBy(asc(actionHelpers.personId))
	);
	const support = await supportOf(reading, ids);
	const updates = await updatesOf(reading, workshopId, ids);
	const within = joinedWithin(rows);
	const ownerOf = new Map(rows.map(({ id, ownerId }) => [id, ownerId]));
	/** Those of an action and of all that were joined into it. */
	const allOf = <Value>(id: ActionId, of: Map<ActionId, Value[]>): Value[] =>
		[id, ...within(id)].flatMap((each) => of.get(each) ?? []);
	const besideOwner = (id: ActionId): readonly PersonId[] => {
		const owners = within(id).flatMap((each) => ownerOf.get(each) ?? []);
		return [...new Set([...allOf(id, helpers), ...owners])].filter((person) => person !== ownerOf.get(id));
	};
	return rows.map((row) => ({
		id: row.id,
		n: row.n,
		syndicateId: row.syndicateId,
		text: row.text,
		why: row.why,
		kind: row.kind,
		horizon: row.horizon,
		firstStep: row.firstStep,
		dueOn: row.dueOn,
		ownerId: row.ownerId,
		measure: {
			name: row.measureName,
			unit: row.measureUnit,
			baseline: row.measureBaseline,
			target: row.measureTarget,
			countedBy: row.measureCountedBy,
			every: row.measureEvery,
			group: row.measureGroup,
			serves: row.measureServes,
			pair: row.measurePair
		},
		helpers: besideOwner(row.id),
		motivators: row.motivators,
		whenThen: row.whenThen,
		kindFields: row.kindFields,
		triedRow: row.triedRow,
		triedDiffers: row.triedDiffers,
		learn: row.learn,
		reachAnswer: row.reachAnswer,
		frontPlace: row.frontPlace,
		joinedTo: row.joinedTo,
		notNowReason: row.notNowReason,
		sources: [...new Set(allOf(row.id, sources))],
		// What was asked goes along with it, so that it is asked once.
		support: row.joinedTo === null ? allOf(row.id, support) : [],
		updates: updates.get(row.id) ?? []
	}));
}

/** Everything that was joined into an action, and into those again. */
export function joinedWithin(rows: readonly { readonly id: ActionId; readonly joinedTo: ActionId | null }[]) {
	const joined = groupBy(rows.flatMap(({ id, joinedTo }) => (joinedTo ? [{ key: joinedTo, value: id }] : [])));
	return (id: ActionId): readonly ActionId[] => {
		// A set goes on with what is added while it is walked, and ends also where a file from elsewhere runs in a ring.
		const found = new Set([id]);
		for (const each of found) for (const next of joined.get(each) ?? []) found.add(next);
		found.delete(id);
		return [...found];
	};
}

async function supportOf(reading: Reading, ids: ActionId[]): Promise<Map<ActionId, SupportRequest[]>> {
	const requests = await reading
		.select()
		.from(supportRequests)
		.where(inArray(supportRequests.actionId, ids))
		.orderBy(asc(supportRequests.askedAt), asc(supportRequests.id));
	const requestIds = requests.map(({ id }) => id);
	const answers = requestIds.length === 0 ? [] : await answersOf(reading, requestIds);
	const byRequest = groupBy(answers);
	return groupBy(
		requests.map(({ id, actionId, kind, ask, askedBy, contactId, details, askedAt }) => ({
			key: actionId,
			value: {
				...{ id, actionId, kind, ask, askedBy, contactId, details },
				askedAt: askedAt.toISOString(),
				answers: byRequest.get(id) ?? []
			}
		}))
	);
}

async function answersOf(reading: Reading, requestIds: SupportRequestId[]) {
	const rows = await reading
		.select()
		.from(supportAnswers)
		.where(inArray(supportAnswers.requestId, requestIds))
		.orderBy(asc(supportAnswers.n));
	return rows.map(({ requestId, answer, words, limit, answerBy, changedMind, answeredAt }) => ({
		key: requestId,
		value: { answer, words, limit, answerBy, changedMind, answeredAt: answeredAt.toISOString() }
	}));
}

async function updatesOf(
	reading: Reading,
	workshopId: WorkshopId,
	ids: ActionId[]
): Promise<Map<ActionId, ActionUpdate[]>> {
	const rows = await reading
		.select()
		.from(actionUpdates)
		.where(and(inArray(actionUpdates.actionId, ids), notTakenBack(workshopId, actionUpdates.id)))
		.orderBy(asc(actionUpdates.writtenAt), asc(actionUpdates.id));
	const written = groupBy(
		rows.map(({ actionId, writtenAt, id, writtenBy, health, text, reading: figure, lesson }) => ({
			key: actionId,
			value: { id, writtenBy, health, text, reading: figure, lesson, writtenAt: writtenAt.toISOString() }
		}))
	);
	return new Map([...written].map(([id, updates]) => [id, [...correctedUpdates(updates)]]));
}

function groupBy<Key, Value>(rows: readonly { readonly key: Key; readonly value: Value }[]): Map<Key, Value[]> {
	const groups = new Map<Key, Value[]>();
	for (const { key, value } of rows) {
		const group = groups.get(key);
		if (group) group.push(value);
		else groups.set(key, [value]);
	}
	return groups;
}

export async function isPlanSigned(reading: Reading, workshopId: WorkshopId): Promise<boolean> {
	const [plan] = await reading.select({ signedAt: plans.signedAt }).from(plans).where(eq(plans.workshopId, workshopId));
	return (plan?.signedAt ?? null) !== null;
}

/**
 * Holds the plan until the transaction ends, so that whoever changes it comes one after the other; makes it when it
 * is the first time. Every write into the plan begins with this.
 */
export async function holdPlan(tx: Transaction, workshopId: WorkshopId): Promise<{ readonly signedAt: Date | null }> {
	await tx.insert(plans).values({ workshopId }).onConflictDoNothing();
	const [plan] = await tx
		.select({ signedAt: plans.signedAt })
		.from(plans)
		.where(eq(plans.workshopId, workshopId))
		.for('no key update');
	return plan ?? { signedAt: null };
}

/**
 * When something is written into a plan that is held: the clock is asked only then, so that what waited for a signing is
 * written after it, and the fingerprint can be made again from the rows.
 */
export const timeIn = ({ signedAt }: { readonly signedAt: Date | null }, now: () => Date): Date =>
	new Date(Math.max(now().getTime(), signedAt === null ? 0 : signedAt.getTime() + 1));

/** When a plan that is held is signed: not before anything that was said in it, also where the clock was set back. */
export const timeToSign = (plan: Pick<PlanRecord, 'actions' | 'appointments'>, now: () => Date): Date => {
	const requests = plan.actions.flatMap(({ support }) => support);
	const said = requests.flatMap(({ askedAt, answers }) => [askedAt, ...answers.map(({ answeredAt }) => answeredAt)]);
	const answered = plan.appointments.flatMap(({ answeredAt }) => answeredAt?.getTime() ?? []);
	return new Date(Math.max(now().getTime(), ...said.map((at) => Date.parse(at)), ...answered));
};

/**
 * Holds the plan for a change of what is signed.
 * @throws Problem `plan-already-signed`
 */
export async function holdUnsigned(tx: Transaction, workshopId: WorkshopId): Promise<void> {
	const { signedAt } = await holdPlan(tx, workshopId);
	if (signedAt !== null) throw planAlreadySigned();
}

export const planAlreadySigned = (): Problem =>
	new Problem(
		'plan-already-signed',
		'The plan is signed and stays as it was signed. What becomes of an action is told in its updates.'
	);
