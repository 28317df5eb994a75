/**
 * Mails that are to go out. One is written in the transaction of what it is about, claimed before it is handed to the
 * mail server and noted afterwards: what was claimed and never noted is not sent a second time.
 */
import { and, asc, eq, isNull, lt, ne, or, sql } from 'drizzle-orm';
import { newId, type MailId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import type { MailWords } from '#domain/words/mails.ts';
import { mails } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';

export type MailKind = 'link-code';

export interface NewMail extends MailWords {
	readonly workshopId: WorkshopId;
	readonly personId: PersonId;
	/** What makes it the only one of its kind. */
	readonly key: string;
	readonly kind: MailKind;
	/** Empty where nobody knows one: it is then only handed over. */
	readonly address: string;
	readonly at: Date;
}

export type ClaimedMail = Pick<typeof mails.$inferSelect, 'id' | 'address' | 'subject' | 'text' | 'tries'>;

/** A mail server that refused it so often will not take it. */
const MOST_TRIES = 12;
const minuteMs = 60_000;
/** Between two tries: one minute, two, four, … up to four hours. */
const isRested = (now: Date) =>
	sql`${mails.claimedAt} + least(power(2, ${mails.tries} - 1), 240) * interval '1 minute' <= ${now.toISOString()}::timestamptz`;

/** Written as a file, since there is no mail server. */
export const IN_OUTBOX = 'outbox';

/** A code is worth nothing afterwards, and its words go. */
export const CODE_MINUTES = 10;

/** In the transaction of what it is about. The same key is the same mail. */
export async function addMail(tx: Transaction, { at: madeAt, ...mail }: NewMail): Promise<void> {
	await tx
		.insert(mails)
		.values({ id: newId<'Mail'>(), ...mail, madeAt })
		.onConflictDoNothing({ target: mails.key });
}

export class MailStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** The next one that is due, which from now on nobody else sends; null for none. What waits holds up nothing new. */
	claim(now: Date): Promise<ClaimedMail | null> {
		return this.#database.transaction(async (tx) => {
			const [due] = await tx
				.select()
				.from(mails)
				.where(
					and(
						isNull(mails.sentAt),
						ne(mails.address, ''),
						ne(mails.text, ''),
						lt(mails.tries, MOST_TRIES),
						or(isNull(mails.claimedAt), and(ne(mails.failure, ''), isRested(now)))
					)
				)
				.orderBy(asc(mails.madeAt))
				.limit(1)
				.for('update', { skipLocked: true });
			if (!due) return null;
			const tries = due.tries + 1;
			await tx.update(mails).set({ claimedAt: now, failure: '', tries }).where(eq(mails.id, due.id));
			return { ...due, tries };
		});
	}

	/** A code that a mail server took is not kept; one in the outbox folder is handed over by a facilitator. */
	async noteSent(id: MailId, sentAt: Date, { isMailed }: { readonly isMailed: boolean }): Promise<void> {
		const noted = isMailed ? { failure: '', ...forgotten } : { failure: IN_OUTBOX };
		await this.#database.transaction(async (tx) => {
			await tx
				.update(mails)
				.set({ sentAt, ...noted })
				.where(eq(mails.id, id));
		});
	}

	async noteFailed(id: MailId, failure: string): Promise<void> {
		await this.#database.transaction(async (tx) => {
			await tx
				.update(mails)
				.set({ failure: failure.slice(0, 300) || 'unknown' })
				.where(eq(mails.id, id));
		});
	}

	/** Words of codes that have run out. */
	async forgetOldCodes(now: Date): Promise<void> {
		const before = new Date(now.getTime() - CODE_MINUTES * minuteMs);
		await this.#database.transaction(async (tx) => {
			await tx
				.update(mails)
				.set({ subject: '', text: '' })
				.where(and(eq(mails.kind, 'link-code'), lt(mails.madeAt, before), ne(mails.text, '')));
		});
	}
}

const forgotten = {
	subject: sql`case when ${mails.kind} = 'link-code' then '' else ${mails.subject} end`,
	text: sql`case when ${mails.kind} = 'link-code' then '' else ${mails.text} end`
};
