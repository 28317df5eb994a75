/** Issues as rows: what the customer raised, of which points and questions, and which syndicates discuss it. */
import { and, asc, eq, inArray, isNotNull, max } from 'drizzle-orm';
import { newId, type IssueId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { dealt, type Dealing } from '#domain/issues.ts';
import { Problem } from '#domain/problem.ts';
import { simpleRef } from '#domain/refs.ts';
import {
	customerPoints,
	customerWords,
	issueDeals,
	issues,
	issueSources,
	pointPins,
	questions,
	syndicates
} from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { oneModerator } from './questions.ts';
import { joinReplyLines } from './reply.ts';

export interface IssueRow {
	readonly id: IssueId;
	readonly n: number;
	/** Empty: it is called by what it is made of. */
	readonly title: string;
	/** `point:<id>` and `question:<id>`, in the order in which they came. */
	readonly sources: readonly string[];
	/** In the order in which it was dealt. */
	readonly syndicates: readonly SyndicateId[];
}

export interface IssuePlace {
	readonly workshopId: WorkshopId;
	readonly id: IssueId;
}

export class IssueStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** By their number. */
	ofWorkshop(workshopId: WorkshopId): Promise<readonly IssueRow[]> {
		return issuesOf(this.#database.db, workshopId);
	}

	/** Refs of points and dealt questions that belong to no issue yet. */
	loose(workshopId: WorkshopId): Promise<readonly string[]> {
		return looseOf(this.#database.db, workshopId);
	}

	/** Makes an issue of each loose point and question, and deals every issue that too few syndicates have. */
	gather(workshopId: WorkshopId, dealing: Dealing, madeAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, workshopId);
			const joined = await joinedOf(tx, workshopId);
			for (const ref of await looseOf(tx, workshopId))
				await make(tx, workshopId, [ref, ...(joined.get(ref) ?? [])], madeAt);
			const standing = await issuesOf(tx, workshopId);
			const wishes = await wishesOf(tx, workshopId);
			const all = await tx
				.select({ id: syndicates.id })
				.from(syndicates)
				.where(eq(syndicates.workshopId, workshopId))
				.orderBy(asc(syndicates.letter));
			const given = dealt(
				standing.map((issue) => ({ ...issue, wishedBy: issue.sources.flatMap((ref) => wishes.get(ref) ?? []) })),
				all.map(({ id }) => id),
				dealing
			);
			for (const { id, syndicates: to } of given) await deal(tx, id, to);
		});
	}

	/** @throws Problem `not-found` */
	rename(place: IssuePlace, title: string): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await held(tx, place);
			await tx.update(issues).set({ title }).where(eq(issues.id, place.id));
		});
	}

	/** All it is made of, and whoever discusses it, goes to the other one. @throws Problem `not-found` */
	join(place: IssuePlace, to: IssueId): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, place.workshopId);
			await held(tx, place);
			await held(tx, { ...place, id: to });
			if (place.id === to) throw notFound();
			await goInto(tx, place, to);
		});
	}

	/** One of its points or questions becomes an issue of its own. @throws Problem `not-found`, `not-your-turn` */
	takeOut(place: IssuePlace, ref: string, madeAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, place.workshopId);
			await held(tx, place);
			const sources = await tx
				.select({ ref: issueSources.ref })
				.from(issueSources)
				.where(eq(issueSources.issueId, place.id));
			if (!sources.some((source) => source.ref === ref)) throw notFound();
			if (sources.length === 1)
				throw new Problem(
					'not-your-turn',
					'It is all that this issue is made of. Join the issue with another instead.'
				);
			await tx
				.delete(issueSources)
				.where(and(eq(issueSources.workshopId, place.workshopId), eq(issueSources.ref, ref)));
			await makeAlike(tx, place, ref, madeAt);
		});
	}

	/** Who discusses it, all of them named. @throws Problem `not-found` (a syndicate of another workshop, too) */
	deal(place: IssuePlace, to: readonly SyndicateId[]): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, place.workshopId);
			await held(tx, place);
			const known = await tx
				.select({ id: syndicates.id })
				.from(syndicates)
				.where(and(eq(syndicates.workshopId, place.workshopId), inArray(syndicates.id, [...to])));
			if (known.length !== new Set(to).size) throw new Problem('not-found', 'There is no such syndicate here.');
			await deal(tx, place.id, to);
		});
	}
}

export async function issuesOf(reading: Reading, workshopId: WorkshopId): Promise<readonly IssueRow[]> {
	const rows = await reading
		.select({ id: issues.id, n: issues.n, title: issues.title })
		.from(issues)
		.where(eq(issues.workshopId, workshopId))
		.orderBy(asc(issues.n));
	const sources = await reading
		.select({ issueId: issueSources.issueId, ref: issueSources.ref })
		.from(issueSources)
		.where(eq(issueSources.workshopId, workshopId))
		.orderBy(asc(issueSources.ref));
	const deals = await reading
		.select({ issueId: issueDeals.issueId, syndicateId: issueDeals.syndicateId })
		.from(issueDeals)
		.innerJoin(issues, eq(issues.id, issueDeals.issueId))
		.where(eq(issues.workshopId, workshopId))
		.orderBy(asc(issueDeals.place));
	return rows.map((row) => ({
		...row,
		sources: sources.filter(({ issueId }) => issueId === row.id).map(({ ref }) => ref),
		syndicates: deals.filter(({ issueId }) => issueId === row.id).map(({ syndicateId }) => syndicateId)
	}));
}

async function looseOf(reading: Reading, workshopId: WorkshopId): Promise<readonly string[]> {
	const points = await reading
		.select({
			id: customerPoints.id,
			kind: customerPoints.kind,
			state: customerPoints.state,
			to: customerPoints.joinedTo
		})
		.from(customerPoints)
		.where(eq(customerPoints.workshopId, workshopId))
		.orderBy(asc(customerPoints.n));
	const open = await reading
		.select({ id: questions.id })
		.from(questions)
		.where(and(eq(questions.workshopId, workshopId), eq(questions.state, 'dealt')))
		.orderBy(asc(questions.askedAt), asc(questions.id));
	const taken = await reading
		.select({ ref: issueSources.ref })
		.from(issueSources)
		.where(eq(issueSources.workshopId, workshopId));
	const known = new Set(taken.map(({ ref }) => ref));
	return [
		...points
			.filter(({ kind, state, to }) => kind === 'wish' && state !== 'taken-back' && to === null)
			.map(({ id }) => simpleRef('point', id)),
		...open.map(({ id }) => simpleRef('question', id))
	].filter((ref) => !known.has(ref));
}

/** By the ref of the point that stays: those that are joined to it, and say the same. */
async function joinedOf(tx: Transaction, workshopId: WorkshopId): Promise<ReadonlyMap<string, readonly string[]>> {
	const rows = await tx
		.select({ id: customerPoints.id, to: customerPoints.joinedTo })
		.from(customerPoints)
		.where(and(eq(customerPoints.workshopId, workshopId), isNotNull(customerPoints.joinedTo)))
		.orderBy(asc(customerPoints.n));
	const joined = new Map<string, string[]>();
	for (const { id, to } of rows) {
		const ref = simpleRef('point', to ?? id);
		joined.set(ref, [...(joined.get(ref) ?? []), simpleRef('point', id)]);
	}
	return joined;
}

async function wishesOf(tx: Transaction, workshopId: WorkshopId): Promise<ReadonlyMap<string, readonly SyndicateId[]>> {
	const pins = await tx
		.select({ pointId: pointPins.pointId, syndicateId: pointPins.syndicateId })
		.from(pointPins)
		.innerJoin(customerPoints, eq(customerPoints.id, pointPins.pointId))
		.where(eq(customerPoints.workshopId, workshopId));
	const wishes = new Map<string, SyndicateId[]>();
	for (const { pointId, syndicateId } of pins) {
		const ref = simpleRef('point', pointId);
		wishes.set(ref, [...(wishes.get(ref) ?? []), syndicateId]);
	}
	return wishes;
}

async function make(tx: Transaction, workshopId: WorkshopId, refs: readonly string[], madeAt: Date): Promise<IssueId> {
	const [last] = await tx
		.select({ n: max(issues.n) })
		.from(issues)
		.where(eq(issues.workshopId, workshopId));
	const id = newId<'Issue'>();
	await tx.insert(issues).values({ id, workshopId, n: (last?.n ?? 0) + 1, title: '', madeAt });
	// One that is joined may be in an issue by hand.
	await tx
		.insert(issueSources)
		.values(refs.map((ref) => ({ workshopId, ref, issueId: id })))
		.onConflictDoNothing();
	return id;
}

/** An issue of this alone, for whoever discusses the one it was in. */
export async function makeAlike(tx: Transaction, of: IssuePlace, ref: string, madeAt: Date): Promise<void> {
	const id = await make(tx, of.workshopId, [ref], madeAt);
	const given = await tx
		.select({ syndicateId: issueDeals.syndicateId })
		.from(issueDeals)
		.where(eq(issueDeals.issueId, of.id))
		.orderBy(asc(issueDeals.place));
	await deal(
		tx,
		id,
		given.map(({ syndicateId }) => syndicateId)
	);
}

/** One goes into another, with all it is made of, whoever discusses it, and what was written and answered for it. */
export async function goInto(tx: Transaction, { workshopId, id }: IssuePlace, to: IssueId): Promise<void> {
	await tx.update(issueSources).set({ issueId: to }).where(eq(issueSources.issueId, id));
	const both = await tx
		.select({ syndicateId: issueDeals.syndicateId, issueId: issueDeals.issueId })
		.from(issueDeals)
		.where(inArray(issueDeals.issueId, [to, id]))
		.orderBy(asc(issueDeals.place));
	// Those of the one that stays come first.
	const first = both.filter(({ issueId }) => issueId === to);
	await deal(tx, to, [...new Set([...first, ...both].map(({ syndicateId }) => syndicateId))]);
	await joinReplyLines(tx, workshopId, id, to);
	await tx.update(customerWords).set({ issueId: to }).where(eq(customerWords.issueId, id));
	await tx.delete(issues).where(eq(issues.id, id));
}

async function deal(tx: Transaction, issueId: IssueId, to: readonly SyndicateId[]): Promise<void> {
	await tx.delete(issueDeals).where(eq(issueDeals.issueId, issueId));
	if (to.length > 0)
		await tx.insert(issueDeals).values(to.map((syndicateId, place) => ({ issueId, syndicateId, place })));
}

async function held(tx: Transaction, { workshopId, id }: IssuePlace): Promise<void> {
	const [found] = await tx
		.select({ id: issues.id })
		.from(issues)
		.where(and(eq(issues.workshopId, workshopId), eq(issues.id, id)))
		.for('update');
	if (!found) throw notFound();
}

const notFound = (): Problem => new Problem('not-found', 'This issue is not there any more. It may have been joined.');
