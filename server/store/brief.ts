/** The brief, part by part: each change reads what stands there while nobody else writes, so that none overwrites another. */
import { eq } from 'drizzle-orm';
import { newId, type WorkshopId } from '#domain/ids.ts';
import { isTicked, putTried, TRIED_LIMIT } from '#domain/brief.ts';
import { Problem } from '#domain/problem.ts';
import type { Brief, Tried } from '#domain/workshop.ts';
import { workshops } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { defined, mergeBrief } from './workshops.ts';

export type TriedChanges = { readonly [Key in 'what' | 'when' | 'became']?: string | undefined };
export type PromiseChanges = {
	readonly [Key in 'promise' | 'notOnTheTable' | 'budget' | 'hoursPerPerson' | 'whyHard']?: Brief[Key] | undefined;
};

export class BriefStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	promise(id: WorkshopId, changes: PromiseChanges): Promise<void> {
		return this.#change(id, () => defined(changes));
	}

	/** Adds a row, or brings a removed one back under its id. @throws Problem `too-large` */
	addTried(
		id: WorkshopId,
		row: Omit<Tried, 'id'> & { readonly id?: string | undefined },
		before: string | null
	): Promise<void> {
		return this.#change(id, ({ triedBefore }) => {
			if (triedBefore.length >= TRIED_LIMIT)
				throw new Problem('too-large', `The list holds ${TRIED_LIMIT} rows. Put two of them into one.`);
			return { triedBefore: putTried(triedBefore, { ...row, id: row.id ?? newId() }, before) };
		});
	}

	/** @throws Problem `not-found` */
	changeTried(id: WorkshopId, row: string, changes: TriedChanges): Promise<void> {
		return this.#change(id, ({ triedBefore }) => {
			find(triedBefore, row);
			return {
				triedBefore: triedBefore.map((each) => (each.id === row ? { ...each, ...defined(changes) } : each))
			};
		});
	}

	/** Before another row, or to the end. @throws Problem `not-found` */
	moveTried(id: WorkshopId, row: string, before: string | null): Promise<void> {
		return this.#change(id, ({ triedBefore }) => ({
			triedBefore: putTried(triedBefore, find(triedBefore, row), before)
		}));
	}

	/** A row that is gone already stays gone. */
	removeTried(id: WorkshopId, row: string): Promise<void> {
		return this.#change(id, ({ triedBefore }) => {
			find(triedBefore, row);
			return { triedBefore: triedBefore.filter((each) => each.id !== row) };
		});
	}

	/** Ticks a task of the sponsor off, or takes the tick back. @throws Problem `not-found` for one that is done by writing */
	async tick(id: WorkshopId, task: string, at: Date | null): Promise<void> {
		if (!isTicked(task)) throw new Problem('not-found', 'This task is done by writing it. Nothing was changed.');
		await this.#database.transaction(async (tx) => {
			const { sponsorTasks } = await hold(tx, id);
			const { [task]: _, ...others } = sponsorTasks;
			await tx
				.update(workshops)
				.set({ sponsorTasks: at === null ? others : { ...others, [task]: at.toISOString() } })
				.where(eq(workshops.id, id));
		});
	}

	async #change(id: WorkshopId, change: (brief: Brief) => Partial<Brief>): Promise<void> {
		await this.#database.transaction(async (tx) => {
			const brief = mergeBrief((await hold(tx, id)).brief, {});
			await tx
				.update(workshops)
				.set({ brief: { ...brief, ...change(brief) } })
				.where(eq(workshops.id, id));
		});
	}
}

function find(rows: readonly Tried[], id: string): Tried {
	const row = rows.find((each) => each.id === id);
	if (!row) throw new Problem('not-found', 'Somebody has removed this row. Add it again if it belongs here.');
	return row;
}

async function hold(tx: Transaction, id: WorkshopId) {
	const [row] = await tx
		.select({ brief: workshops.brief, sponsorTasks: workshops.sponsorTasks })
		.from(workshops)
		.where(eq(workshops.id, id))
		.for('update');
	if (!row) throw new Problem('not-found', 'There is no such workshop.');
	return row;
}
