/**
 * Answers to the questions that are asked again, apart from who answered. They lie in batches of five: the batch stands
 * in an answer's id, and within the one that is being filled all are put down anew with each answer, so that their order
 * tells nothing. Rows whose id names no batch came all at once and are one batch.
 */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { newId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { Batches, PulseAnswer } from '#domain/pulse.ts';
import { baselineAnswers, pulseAnswers, pulseGiven, workshops } from '#drizzle/schema.ts';
import type { GivenAnswer } from './baseline.ts';
import { violatedConstraint, type Database, type Reading, type Transaction } from './database.ts';

interface Batched {
	readonly id: string;
}

const BATCH_ID = /^b(\d{4})-/;
const batchOf = ({ id }: Batched): number => Number(BATCH_ID.exec(id)?.[1] ?? 0);
const idIn = (batch: number): string => `b${String(batch).padStart(4, '0')}-${newId()}`;

/** Whole batches only, the oldest first; what is being filled is in none. */
export function wholeBatches<Row extends Batched>(rows: readonly Row[], size: number): Batches<Row> {
	const batches = Map.groupBy(rows, batchOf);
	return [...batches]
		.sort(([one], [other]) => one - other)
		.flatMap(([, batch]) => (batch.length >= size ? [batch] : []));
}

/** Those that are put down anew with the next answer, and the batch it goes into. */
function filling<Row extends Batched>(rows: readonly Row[], size: number) {
	const last = Math.max(0, ...rows.map(batchOf));
	const open = rows.filter((row) => batchOf(row) === last && last > 0);
	return open.length === 0 || open.length >= size ? { batch: last + 1, open: [] } : { batch: last, open };
}

const byId = (one: Batched, other: Batched): number => (one.id < other.id ? -1 : 1);

const hold = (tx: Transaction, workshopId: WorkshopId) =>
	tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('no key update');

export interface PulseRow extends PulseAnswer {
	readonly id: string;
	readonly week: number;
}

export const pulseRowsOf = (reading: Reading, workshopId: WorkshopId): Promise<readonly PulseRow[]> =>
	reading
		.select({
			id: pulseAnswers.id,
			week: pulseAnswers.week,
			marks: pulseAnswers.marks,
			motivators: pulseAnswers.motivators
		})
		.from(pulseAnswers)
		.where(eq(pulseAnswers.workshopId, workshopId))
		.orderBy(asc(pulseAnswers.id));

/** The weeks in which this person answered. */
export async function pulseGivenBy(
	reading: Reading,
	workshopId: WorkshopId,
	personId: PersonId
): Promise<readonly number[]> {
	const rows = await reading
		.select({ week: pulseGiven.week })
		.from(pulseGiven)
		.where(and(eq(pulseGiven.workshopId, workshopId), eq(pulseGiven.personId, personId)));
	return rows.map(({ week }) => week);
}

/** Once a person and week. @throws Problem `already-answered` */
export async function givePulse(
	database: Database,
	{
		workshopId,
		week,
		personId
	}: { readonly workshopId: WorkshopId; readonly week: number; readonly personId: PersonId },
	answer: PulseAnswer,
	size: number
): Promise<void> {
	try {
		await database.transaction(async (tx) => {
			await hold(tx, workshopId);
			await tx.insert(pulseGiven).values({ workshopId, week, personId });
			const rows = (await pulseRowsOf(tx, workshopId)).filter((row) => row.week === week);
			const { batch, open } = filling(rows, size);
			if (open.length > 0)
				await tx.delete(pulseAnswers).where(
					inArray(
						pulseAnswers.id,
						open.map(({ id }) => id)
					)
				);
			const anew = [...open, answer].map(({ marks, motivators }) => ({
				...{ id: idIn(batch), workshopId, week },
				...{ marks, motivators }
			}));
			await tx.insert(pulseAnswers).values(anew.sort(byId));
		});
	} catch (error) {
		if (violatedConstraint(error)?.startsWith('pulse_given') === true) throw answeredAlready();
		throw error;
	}
}

export interface AfterRow extends GivenAnswer {
	readonly id: string;
}

/** The questions of the beginning, as they were answered again. */
export const afterRowsOf = (reading: Reading, workshopId: WorkshopId): Promise<readonly AfterRow[]> =>
	reading
		.select({
			id: baselineAnswers.id,
			department: baselineAnswers.department,
			marks: baselineAnswers.marks,
			words: baselineAnswers.words
		})
		.from(baselineAnswers)
		.where(isAfter(workshopId))
		.orderBy(asc(baselineAnswers.id));

const isAfter = (workshopId: WorkshopId) =>
	and(eq(baselineAnswers.workshopId, workshopId), eq(baselineAnswers.round, 'after'));

/** The week under which it stands that somebody answered the questions of the beginning again. */
const AGAIN = 0;

/** Whoever lost their seat and came back is the same person. */
export const hasGivenAfter = async (reading: Reading, workshopId: WorkshopId, personId: PersonId): Promise<boolean> =>
	(await pulseGivenBy(reading, workshopId, personId)).includes(AGAIN);

/** Once a person, on whichever device. @throws Problem `already-answered` */
export async function giveAfter(
	database: Database,
	{ workshopId, personId }: { readonly workshopId: WorkshopId; readonly personId: PersonId },
	answer: GivenAnswer,
	size: number
): Promise<void> {
	await database.transaction(async (tx) => {
		await hold(tx, workshopId);
		if (await hasGivenAfter(tx, workshopId, personId)) throw answeredAlready();
		await tx.insert(pulseGiven).values({ workshopId, week: AGAIN, personId });
		const { batch, open } = filling(await afterRowsOf(tx, workshopId), size);
		if (open.length > 0)
			await tx.delete(baselineAnswers).where(
				inArray(
					baselineAnswers.id,
					open.map(({ id }) => id)
				)
			);
		const anew = [...open, answer].map(({ department, marks, words }) => ({
			...{ id: idIn(batch), workshopId, round: 'after' as const },
			...{ department, marks, words }
		}));
		await tx.insert(baselineAnswers).values(anew.sort(byId));
	});
}

/** How many answered in a week: a count of people, of no answer. */
export const countIn = (rows: readonly Pick<PulseRow, 'week'>[], week: number): number =>
	rows.filter((row) => row.week === week).length;

const answeredAlready = () =>
	new Problem('already-answered', 'You have answered already. It is sent once, and nobody can change it.');
