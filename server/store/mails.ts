/**
 * Mails that are to go out. One is written in the transaction of what it is about, claimed before it is handed to the
 * mail server and noted afterwards: what was claimed and never noted is not sent a second time.
 */
import { and, asc, desc, eq, isNotNull, isNull, lt, lte, ne, or, sql } from 'drizzle-orm';
import { newId, type MailId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import type { Recipient } from '#domain/letters.ts';
import type { MailWords } from '#domain/words/mails.ts';
import { mails } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { giveUpOld, stillGoes } from './mail-checks.ts';

export type MailKind = 'link-code' | 'letter';

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

export type ClaimedMail = Pick<
	typeof mails.$inferSelect,
	| 'id'
	| 'address'
	| 'subject'
	| 'text'
	| 'tries'
	| 'html'
	| 'replyTo'
	| 'senderName'
	| 'headers'
	| 'calendar'
	| 'claimedAt'
>;

/** A letter of the follow-up: one a reader and day. */
export interface NewLetterMail extends MailWords {
	readonly workshopId: WorkshopId;
	/** Null for a reader outside the workshop. */
	readonly personId: PersonId | null;
	readonly recipient: Recipient;
	/** Empty where nobody knows one: it is handed over. */
	readonly address: string;
	/** The reader's calendar day; null for one that does not count among the day's, like a test. */
	readonly localDay: string | null;
	readonly key: string;
	readonly html: string;
	readonly replyTo: string;
	readonly senderName: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly calendar: string;
	readonly at: Date;
}

const minuteMs = 60_000;
/** Between two tries: one minute, two, four, … up to four hours. */
const isRested = (now: Date) =>
	sql`${mails.claimedAt} + least(power(2, ${mails.tries} - 1), 240) * interval '1 minute' <= ${now.toISOString()}::timestamptz`;

/** Its address, or what it says, was refused for good. */
export const REFUSED = 'refused';

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

/** Null where this reader has had the letter of that day, in whatever workshop. */
export async function addLetterMail(
	tx: Transaction,
	id: MailId,
	{ at: madeAt, ...mail }: NewLetterMail
): Promise<MailId | null> {
	const written = await tx
		.insert(mails)
		.values({ id, kind: 'letter', ...mail, madeAt })
		.onConflictDoNothing()
		.returning({ id: mails.id });
	return written[0]?.id ?? null;
}

/**
 * A mail that was handed over for so long without a word from the mail server may or may not have gone: its process
 * ended in between. It is not sent again by itself.
 */
export const UNSURE_MINUTES = 10;

/** Somebody has to look into it: it may or may not have gone, or it is not tried again by itself. */
export const isUnsure = (now: Date) =>
	and(
		isNull(mails.sentAt),
		isNull(mails.settledAt),
		or(
			isNotNull(mails.refusedAt),
			and(eq(mails.failure, ''), lt(mails.claimedAt, new Date(now.getTime() - UNSURE_MINUTES * minuteMs)))
		)
	);

/** Why somebody has to look into a letter: its address was refused, no mail server took it in time, or nobody knows. */
export const worryOf = ({ refusedAt, failure }: Pick<typeof mails.$inferSelect, 'refusedAt' | 'failure'>) =>
	refusedAt === null ? 'unsure' : failure === REFUSED ? 'refused' : 'given up';

/** Letters of a workshop that may or may not have gone, or that nobody took. */
export const unsureMails = (reading: Reading, workshopId: WorkshopId, now: Date) =>
	reading
		.select({
			id: mails.id,
			recipient: mails.recipient,
			subject: mails.subject,
			claimedAt: mails.claimedAt,
			refusedAt: mails.refusedAt,
			failure: mails.failure
		})
		.from(mails)
		.where(and(eq(mails.workshopId, workshopId), eq(mails.kind, 'letter'), isUnsure(now)))
		.orderBy(asc(mails.claimedAt), asc(mails.id));

/** What was told lately, the last first; no words of it. */
export const lastMails = (reading: Reading, workshopId: WorkshopId, most: number) =>
	reading
		.select({
			recipient: mails.recipient,
			address: mails.address,
			subject: mails.subject,
			madeAt: mails.madeAt,
			sentAt: mails.sentAt,
			failure: mails.failure
		})
		.from(mails)
		.where(and(eq(mails.workshopId, workshopId), eq(mails.kind, 'letter'), isNotNull(mails.localDay)))
		.orderBy(desc(mails.madeAt), asc(mails.id))
		.limit(most);

export class MailStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** The next one that is due, which from now on nobody else sends; null for none. What waits holds up nothing new. */
	async claim(now: Date): Promise<ClaimedMail | null> {
		for (;;) {
			const found = await this.#claim(now);
			if (found !== 'left out') return found;
		}
	}

	#claim(now: Date): Promise<ClaimedMail | null | 'left out'> {
		return this.#database.transaction(async (tx) => {
			const [due] = await tx
				.select()
				.from(mails)
				.where(
					and(
						isNull(mails.sentAt),
						ne(mails.address, ''),
						ne(mails.text, ''),
						isNull(mails.refusedAt),
						or(isNull(mails.goesAt), lte(mails.goesAt, now)),
						or(isNull(mails.claimedAt), and(ne(mails.failure, ''), isRested(now)))
					)
				)
				.orderBy(asc(mails.madeAt))
				.limit(1)
				.for('update', { skipLocked: true });
			if (!due) return null;
			if (!(await stillGoes(tx, due, now))) return 'left out';
			const tries = due.tries + 1;
			await tx.update(mails).set({ claimedAt: now, failure: '', tries }).where(eq(mails.id, due.id));
			return { ...due, tries, claimedAt: now };
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

	/** `refusedAt`: the mail server will never take it, so it is not tried again by itself. */
	async noteFailed(id: MailId, failure: string, refusedAt: Date | null = null): Promise<void> {
		await this.#database.transaction(async (tx) => {
			await tx
				.update(mails)
				.set(refusedAt === null ? { failure: failure.slice(0, 300) || 'unknown' } : { failure: REFUSED, refusedAt })
				.where(eq(mails.id, id));
		});
	}

	/**
	 * Whoever follows up says what became of a mail that may or may not have gone: it went, or it is sent again. False
	 * where there is no such mail any more.
	 */
	settle(
		place: { readonly workshopId: WorkshopId; readonly id: MailId },
		hasGone: boolean,
		now: Date
	): Promise<boolean> {
		return this.#database.transaction(async (tx) => {
			const settled = hasGone
				? { sentAt: sql`coalesce(${mails.claimedAt}, ${now.toISOString()}::timestamptz)`, settledAt: now }
				: { claimedAt: null, settledAt: null, refusedAt: null, failure: '', tries: 0, goesAt: now };
			const rows = await tx
				.update(mails)
				.set(settled)
				.where(and(eq(mails.workshopId, place.workshopId), eq(mails.id, place.id), isUnsure(now)))
				.returning({ id: mails.id });
			return rows.length > 0;
		});
	}

	/** Somebody passed it on. False where there is no such letter. */
	passedOn(place: { readonly workshopId: WorkshopId; readonly id: MailId }, now: Date): Promise<boolean> {
		return this.#database.transaction(async (tx) => {
			const rows = await tx
				.update(mails)
				.set({ settledAt: now, sentAt: sql`coalesce(${mails.sentAt}, ${now.toISOString()}::timestamptz)` })
				.where(
					and(
						eq(mails.workshopId, place.workshopId),
						eq(mails.id, place.id),
						isNull(mails.settledAt),
						or(eq(mails.address, ''), eq(mails.failure, IN_OUTBOX))
					)
				)
				.returning({ id: mails.id });
			return rows.length > 0;
		});
	}

	async giveUpOld(now: Date): Promise<void> {
		await this.#database.transaction((tx) => giveUpOld(tx, now));
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
