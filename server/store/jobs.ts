/**
 * Work of the follow-up that falls due at its time. A key names it, so that it exists once; it is claimed under a lease
 * before it is done and noted afterwards, so that two processes never run one twice and a crash loses none.
 */
import { and, asc, eq, gte, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { newId, type WorkshopId } from '#domain/ids.ts';
import { jobs } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';

export interface NewJob {
	/** Null for work of the whole installation. */
	readonly workshopId: WorkshopId | null;
	readonly kind: string;
	/** What makes it the only one of its kind. */
	readonly key: string;
	readonly dueAt: Date;
	readonly payload?: Readonly<Record<string, string>>;
}

export interface Job extends Required<NewJob> {
	readonly id: string;
	/** This one included. */
	readonly tries: number;
	/** What shows that it is still ours. */
	readonly claimedUntil: Date;
}

const minuteMs = 60_000;

/** Whoever claimed a job and vanished holds it for so long. */
export const LEASE_MINUTES = 5;

/** After so many failures somebody is told. */
export const FAILURES_UNTIL_SHOWN = 5;

/** Between two tries: one minute, two, four, … up to four hours. */
const restMinutes = (tries: number): number => Math.min(2 ** (tries - 1), 240);

/** In a transaction of its own or of what it follows from. The same key is the same job. */
export async function addJobs(tx: Transaction, added: readonly NewJob[]): Promise<void> {
	if (added.length === 0) return;
	await tx
		.insert(jobs)
		.values(added.map((job) => ({ id: newId(), ...job })))
		.onConflictDoNothing({ target: jobs.key });
}

/** Jobs that failed so often that somebody should look, for one workshop. */
export const failingJobs = (reading: Reading, workshopId: WorkshopId) =>
	reading
		.select({ kind: jobs.kind, key: jobs.key, tries: jobs.tries, failure: jobs.failure, dueAt: jobs.dueAt })
		.from(jobs)
		.where(and(eq(jobs.workshopId, workshopId), isNull(jobs.doneAt), gte(jobs.tries, FAILURES_UNTIL_SHOWN)))
		.orderBy(asc(jobs.dueAt));

export class JobStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	add(added: readonly NewJob[]): Promise<void> {
		return this.#database.transaction((tx) => addJobs(tx, added));
	}

	/** The next one that is due, which nobody else does until the lease has run out; null for none. */
	claim(now: Date, kinds: readonly string[]): Promise<Job | null> {
		return this.#database.transaction(async (tx) => {
			const [due] = await tx
				.select()
				.from(jobs)
				.where(
					and(
						isNull(jobs.doneAt),
						inArray(jobs.kind, [...kinds]),
						lte(jobs.dueAt, now),
						or(isNull(jobs.claimedUntil), lte(jobs.claimedUntil, now))
					)
				)
				.orderBy(asc(jobs.dueAt), asc(jobs.key))
				.limit(1)
				.for('update', { skipLocked: true });
			if (!due) return null;
			const claimedUntil = new Date(now.getTime() + LEASE_MINUTES * minuteMs);
			const tries = due.tries + 1;
			await tx.update(jobs).set({ claimedUntil, tries }).where(eq(jobs.id, due.id));
			return { ...due, tries, claimedUntil };
		});
	}

	/**
	 * Notes it as done, with what follows from it. False where it was taken over meanwhile: then nothing is written.
	 */
	finish(job: Job, doneAt: Date, then: readonly NewJob[] = []): Promise<boolean> {
		return this.#database.transaction(async (tx) => {
			const noted = await tx.update(jobs).set({ doneAt, failure: '' }).where(isOurs(job)).returning({ id: jobs.id });
			if (noted.length === 0) return false;
			await addJobs(tx, then);
			return true;
		});
	}

	/** It is tried again, later and later. */
	async fail(job: Job, now: Date, failure: string): Promise<void> {
		const claimedUntil = new Date(now.getTime() + restMinutes(job.tries) * minuteMs);
		await this.#database.transaction(async (tx) => {
			await tx
				.update(jobs)
				.set({ claimedUntil, failure: failure.slice(0, 300) || 'unknown' })
				.where(isOurs(job));
		});
	}
}

const isOurs = ({ id, tries }: Job) => and(eq(jobs.id, id), isNull(jobs.doneAt), sql`${jobs.tries} = ${tries}`);
