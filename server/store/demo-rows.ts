/**
 * Writes rows of the example workshop as they are, with the times at which they happened: the commands of the product
 * would stamp them with now, one by one. Whatever a row may not be, the constraints refuse here as well.
 */
import { eq } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { SyndicateId, WorkshopId } from '#domain/ids.ts';
import * as tables from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';

/** In the order in which they are written: a row stands on those before it. */
const WRITTEN = [
	'sessions',
	'people',
	'seats',
	'documents',
	'feedbackLines',
	'baselineAnswers',
	'votes',
	'ratings',
	'customerPoints',
	'pointPins',
	'questions',
	'questionVotes',
	'issues',
	'issueSources',
	'issueDeals',
	'plans',
	'actions',
	'actionSources',
	'actionHelpers',
	'smallFixes',
	'actionMarks',
	'supportRequests',
	'supportAnswers',
	'outputAnswers',
	'jobs',
	'appointments',
	'signatures',
	'decisions',
	'nextDates',
	'standardsSheets',
	'actionUpdates',
	'actionChanges',
	'handOvers',
	'contacts',
	'departmentAsks',
	'departmentAnswers',
	'letters',
	'actionOffers',
	'actionSteps',
	'todayGoals',
	'thanks',
	'thanksTo',
	'evidence',
	'consents',
	'pulseAnswers',
	'headsUps',
	'headsUpSeen',
	'suggestions',
	'suggestionAnswers',
	'prolongVotes'
] as const;

export type DemoRows = {
	readonly [Table in (typeof WRITTEN)[number]]?: readonly (typeof tables)[Table]['$inferInsert'][];
};

/** Rows of one statement at most: a driver takes a limited number of values. */
const ROWS_A_STATEMENT = 400;

export async function writeDemoRows(tx: Transaction, rows: DemoRows): Promise<void> {
	for (const name of WRITTEN) await insert(tx, tables[name], rows[name] ?? []);
}

async function insert<Table extends PgTable>(
	tx: Transaction,
	table: Table,
	rows: readonly Table['$inferInsert'][]
): Promise<void> {
	for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
		await tx.insert(table).values(rows.slice(at, at + ROWS_A_STATEMENT));
	}
}

export type DemoStep = Omit<typeof tables.stepStates.$inferInsert, 'workshopId'>;
export type DemoRoom = Pick<typeof tables.workshops.$inferInsert, 'timezone' | 'currentStep' | 'screen' | 'compass'>;

/** A chair for each of the people who are expected, and none more. */
export async function setDemoSeats(
	tx: Transaction,
	seats: readonly { readonly syndicateId: SyndicateId; readonly seats: number }[]
): Promise<void> {
	for (const { syndicateId, seats: count } of seats) {
		await tx.update(tables.syndicates).set({ seats: count }).where(eq(tables.syndicates.id, syndicateId));
	}
}

/** How the weeks after the signing are set. */
export async function setDemoFollowUp(
	tx: Transaction,
	workshopId: WorkshopId,
	settings: Pick<typeof tables.workshops.$inferInsert, 'followSettings'>
): Promise<void> {
	await tx.update(tables.workshops).set(settings).where(eq(tables.workshops.id, workshopId));
}

/** Where the room is, and how each step that was reached stands. */
export async function placeDemoRoom(
	tx: Transaction,
	workshopId: WorkshopId,
	room: DemoRoom,
	steps: readonly DemoStep[]
): Promise<void> {
	await tx.update(tables.workshops).set(room).where(eq(tables.workshops.id, workshopId));
	for (const step of steps) {
		await tx
			.insert(tables.stepStates)
			.values({ workshopId, ...step })
			.onConflictDoUpdate({ target: [tables.stepStates.workshopId, tables.stepStates.step], set: step });
	}
}
