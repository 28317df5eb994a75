/** How readers want to be written to. Without a row: every letter, in the workshop's time zone. */
import { and, eq, gt, or, sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { ActionId, WorkshopId } from '#domain/ids.ts';
import type { Recipient } from '#domain/letters.ts';
import {
	actionChanges,
	actions,
	actionSteps,
	actionUpdates,
	departmentAnswers,
	departmentAsks,
	evidence,
	linkUses,
	mails,
	mailWishes,
	notifications,
	supportAnswers,
	supportRequests
} from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';

export interface MailWishes {
	/** IANA name; null: the workshop's. */
	readonly timezone: string | null;
	readonly isMonthly: boolean;
	readonly stoppedAt: Date | null;
	/** Calendar day until which nothing comes. */
	readonly snoozedUntil: string | null;
	readonly stoppedActions: readonly ActionId[];
	/** Letters that asked and had no answer, in a row. */
	readonly unanswered: number;
	/** Signed links carry it. */
	readonly version: number;
	readonly disownedAt: Date | null;
}

export const EVERY_LETTER: MailWishes = {
	timezone: null,
	isMonthly: false,
	stoppedAt: null,
	snoozedUntil: null,
	stoppedActions: [],
	unanswered: 0,
	version: 1,
	disownedAt: null
};

/** So many letters that ask without any answer, and nothing more is asked. */
export const UNANSWERED_UNTIL_SILENT = 3;

const columns = {
	recipient: mailWishes.recipient,
	timezone: mailWishes.timezone,
	isMonthly: mailWishes.isMonthly,
	stoppedAt: mailWishes.stoppedAt,
	snoozedUntil: mailWishes.snoozedUntil,
	stoppedActions: mailWishes.stoppedActions,
	unanswered: mailWishes.unanswered,
	version: mailWishes.version,
	disownedAt: mailWishes.disownedAt
};

/** Of everybody who has some. */
export async function wishesOf(reading: Reading, workshopId: WorkshopId): Promise<ReadonlyMap<Recipient, MailWishes>> {
	const rows = await reading.select(columns).from(mailWishes).where(eq(mailWishes.workshopId, workshopId));
	return new Map(rows.map(({ recipient, ...wishes }) => [recipient, wishes]));
}

/** One more letter asks something of this reader. */
export async function askedOnceMore(tx: Transaction, workshopId: WorkshopId, recipient: Recipient): Promise<void> {
	await tx
		.insert(mailWishes)
		.values({ workshopId, recipient, unanswered: 1 })
		.onConflictDoUpdate({
			target: [mailWishes.workshopId, mailWishes.recipient],
			set: { unanswered: sql`${mailWishes.unanswered} + 1` }
		});
}

/** Whoever did something about an action or a request, or pressed a link, since the last letter that asked: it begins anew. */
export async function forgiveAnswered(tx: Transaction): Promise<void> {
	const asked = sql`(select max(m.made_at) from ${mails} m join ${notifications} n on n.mail_id = m.id
		where m.workshop_id = ${mailWishes.workshopId} and m.recipient = ${mailWishes.recipient} and n.asks)`;
	const since = (by: SQL, at: SQL): SQL => sql`${by} = ${mailWishes.recipient} and ${at} >= ${asked}`;
	const ofAction = (table: PgTable, by: SQL, at: SQL): SQL =>
		sql`exists (select 1 from ${table} d join ${actions} a on a.id = d.action_id
			where a.workshop_id = ${mailWishes.workshopId} and ${since(sql`'person:' || ${by}`, at)})`;
	const pressed = sql`exists (select 1 from ${linkUses} l
		where l.workshop_id = ${mailWishes.workshopId} and ${since(sql`l.recipient`, sql`l.used_at`)})`;
	const answered = sql`exists (select 1 from ${supportAnswers} s join ${supportRequests} r on r.id = s.request_id
		where r.workshop_id = ${mailWishes.workshopId} and ${since(sql`'person:' || s.answered_by`, sql`s.answered_at`)})`;
	const told = sql`exists (select 1 from ${departmentAnswers} t join ${departmentAsks} k on k.id = t.ask_id
		where k.workshop_id = ${mailWishes.workshopId} and ${since(sql`'contact:' || k.contact_id`, sql`t.answered_at`)})`;
	const deeds = [
		ofAction(actionUpdates, sql`d.written_by`, sql`d.written_at`),
		ofAction(actionChanges, sql`d.changed_by`, sql`d.changed_at`),
		ofAction(actionSteps, sql`d.written_by`, sql`d.written_at`),
		ofAction(evidence, sql`d.written_by`, sql`d.written_at`)
	];
	await tx
		.update(mailWishes)
		.set({ unanswered: 0 })
		.where(and(gt(mailWishes.unanswered, 0), or(...deeds, pressed, answered, told)));
}
