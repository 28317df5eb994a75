/** A code by mail, the second half of a sponsor's link: for one device, for ten minutes, for five tries. */
import { and, desc, eq, gt, inArray, isNull, like, ne, or } from 'drizzle-orm';
import type { LinkId, PersonId, SessionId, WorkshopId } from '#domain/ids.ts';
import { toPerson } from '#domain/letters.ts';
import { Problem } from '#domain/problem.ts';
import type { MailWords } from '#domain/words/mails.ts';
import { linkCodes, mails, people, seats, shareLinks } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { reachedAgain } from './link-uses.ts';
import { linkExpired } from './links.ts';
import { addMail, CODE_MINUTES, IN_OUTBOX } from './mails.ts';

const MOST_TRIES = 5;
/** Between two codes for one device, and how many of a link there may be in an hour. */
const AGAIN_MS = 60_000;
const MOST_AN_HOUR = 6;
const hourMs = 3_600_000;
const lifeMs = CODE_MINUTES * 60_000;

/** A device that sits in a workshop by a link. */
export interface LinkSeat {
	readonly workshopId: WorkshopId;
	readonly sessionId: SessionId;
}

export interface NewCode {
	/** Six digits. */
	readonly code: string;
	readonly hash: string;
	readonly at: Date;
	readonly wordsFor: (name: string) => MailWords;
}

/** A code that no mail server took: facilitators hand it over. */
export interface WaitingCode {
	readonly personId: PersonId;
	readonly words: string;
	readonly madeAt: Date;
	readonly address: string;
	readonly failure: string;
}

export class LinkCodeStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** The link of the seat, where it is a sponsor's, and whose; null for a device that has an own seat. */
	async linkOf({ workshopId, sessionId }: LinkSeat) {
		const [row] = await this.#database.db
			.select({
				id: shareLinks.id,
				email: people.email,
				madeAt: linkCodes.madeAt,
				confirmedAt: linkCodes.confirmedAt
			})
			.from(seats)
			.innerJoin(shareLinks, eq(shareLinks.id, seats.linkId))
			.innerJoin(people, eq(people.id, seats.personId))
			.leftJoin(linkCodes, and(eq(linkCodes.linkId, shareLinks.id), eq(linkCodes.sessionId, seats.sessionId)))
			.where(and(eq(seats.workshopId, workshopId), eq(seats.sessionId, sessionId), eq(shareLinks.purpose, 'sponsor')));
		return row ?? null;
	}

	/**
	 * A new code in place of the one before, with the mail that carries it.
	 * @throws Problem `link-expired`, `too-many-tries`
	 */
	make({ workshopId, sessionId }: LinkSeat, { code, hash, at, wordsFor }: NewCode): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const link = await heldLink(tx, { workshopId, sessionId });
			const [last] = await tx
				.select({ madeAt: linkCodes.madeAt, confirmedAt: linkCodes.confirmedAt })
				.from(linkCodes)
				.where(and(eq(linkCodes.linkId, link.id), eq(linkCodes.sessionId, sessionId)));
			if (last?.confirmedAt) return;
			if (last) refuseBefore(last.madeAt.getTime() + AGAIN_MS, at);
			const made = await tx
				.select({ at: mails.madeAt })
				.from(mails)
				.where(and(like(mails.key, `link-code:${link.id}:%`), gt(mails.madeAt, new Date(at.getTime() - hourMs))))
				.orderBy(desc(mails.madeAt))
				.limit(MOST_AN_HOUR);
			// The next one, once the oldest of the last six is an hour old.
			const sixth = made[MOST_AN_HOUR - 1];
			if (sixth) refuseBefore(sixth.at.getTime() + hourMs, at);
			const row = { codeHash: hash, madeAt: at, tries: 0 };
			await tx
				.insert(linkCodes)
				.values({ linkId: link.id, sessionId, ...row })
				.onConflictDoUpdate({ target: [linkCodes.linkId, linkCodes.sessionId], set: row });
			await forgetWords(tx, link.id, sessionId);
			const { personId, name, email } = link;
			await addMail(tx, {
				...{ workshopId, personId, kind: 'link-code', address: email ?? '', at },
				key: `link-code:${link.id}:${sessionId}:${at.getTime()}`,
				...wordsFor(name),
				// Handed over without a mail: only the code is needed.
				...(email === null ? { subject: code } : {})
			});
		});
	}

	/** `wrong` is counted; after five of them, or ten minutes, only another code helps. */
	confirm(
		seat: LinkSeat,
		isRight: (linkId: LinkId, hash: string) => boolean,
		at: Date
	): Promise<'right' | 'wrong' | 'ended'> {
		return this.#database.transaction(async (tx) => {
			const { id } = await heldLink(tx, seat);
			const own = and(eq(linkCodes.linkId, id), eq(linkCodes.sessionId, seat.sessionId));
			const [row] = await tx.select().from(linkCodes).where(own).for('update');
			if (row?.confirmedAt) return 'right';
			if (!row || row.tries >= MOST_TRIES || row.madeAt.getTime() + lifeMs <= at.getTime()) return 'ended';
			if (!isRight(id, row.codeHash)) {
				await tx
					.update(linkCodes)
					.set({ tries: row.tries + 1 })
					.where(own);
				return row.tries + 1 >= MOST_TRIES ? 'ended' : 'wrong';
			}
			await tx.update(linkCodes).set({ confirmedAt: at }).where(own);
			await forgetWords(tx, id, seat.sessionId);
			return 'right';
		});
	}

	/** Codes to hand over: still good, not taken by any mail server. Newest first. */
	async waiting(workshopId: WorkshopId, at: Date): Promise<readonly WaitingCode[]> {
		const rows = await this.#database.db
			.select({
				personId: mails.personId,
				words: mails.subject,
				madeAt: mails.madeAt,
				address: mails.address,
				failure: mails.failure
			})
			.from(mails)
			.where(
				and(
					eq(mails.workshopId, workshopId),
					eq(mails.kind, 'link-code'),
					ne(mails.text, ''),
					or(isNull(mails.sentAt), eq(mails.failure, IN_OUTBOX)),
					gt(mails.madeAt, new Date(at.getTime() - lifeMs))
				)
			)
			.orderBy(desc(mails.madeAt));
		return rows.flatMap(({ personId, ...row }) => (personId === null ? [] : [{ ...row, personId }]));
	}

	/**
	 * The sponsor's address. Another one ends what was confirmed by the one before.
	 * @throws Problem `not-found`
	 */
	setEmail(workshopId: WorkshopId, personId: PersonId, email: string | null): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const [person] = await tx
				.select({ email: people.email })
				.from(people)
				.where(
					and(
						eq(people.workshopId, workshopId),
						eq(people.id, personId),
						eq(people.role, 'sponsor'),
						isNull(people.removedAt)
					)
				)
				.for('no key update');
			if (!person) throw new Problem('not-found', 'The sponsor is not here any more. Load the page again.');
			if (person.email === email) return;
			await tx.update(people).set({ email }).where(eq(people.id, personId));
			await reachedAgain(tx, { workshopId, recipient: toPerson(personId) });
			const links = tx.select({ id: shareLinks.id }).from(shareLinks).where(eq(shareLinks.personId, personId));
			await tx.delete(linkCodes).where(inArray(linkCodes.linkId, links));
		});
	}

	/** Null for none. @throws Problem `not-found` */
	async emailOf(workshopId: WorkshopId, personId: PersonId): Promise<string | null> {
		const [person] = await this.#database.db
			.select({ email: people.email })
			.from(people)
			.where(and(eq(people.workshopId, workshopId), eq(people.id, personId), eq(people.role, 'sponsor')));
		if (!person) throw new Problem('not-found', 'The sponsor is not here any more. Load the page again.');
		return person.email;
	}
}

/** Held, so that two codes at once are one after the other. @throws Problem `link-expired` */
async function heldLink(tx: Transaction, { workshopId, sessionId }: LinkSeat) {
	const [link] = await tx
		.select({ id: shareLinks.id, personId: people.id, name: people.name, email: people.email })
		.from(seats)
		.innerJoin(shareLinks, eq(shareLinks.id, seats.linkId))
		.innerJoin(people, eq(people.id, seats.personId))
		.where(
			and(
				eq(seats.workshopId, workshopId),
				eq(seats.sessionId, sessionId),
				eq(shareLinks.purpose, 'sponsor'),
				isNull(shareLinks.revokedAt),
				isNull(people.removedAt)
			)
		)
		.for('update', { of: shareLinks });
	if (!link) throw linkExpired();
	return link;
}

/** What was written of earlier codes of this device. */
const forgetWords = (tx: Transaction, link: LinkId, session: SessionId) =>
	tx
		.update(mails)
		.set({ subject: '', text: '' })
		.where(and(like(mails.key, `link-code:${link}:${session}:%`), ne(mails.text, '')));

function refuseBefore(untilMs: number, at: Date): void {
	const seconds = Math.ceil((untilMs - at.getTime()) / 1000);
	if (seconds <= 0) return;
	throw new Problem('too-many-tries', `A code was made just now. Another one can be asked for in ${seconds} seconds.`, {
		retryAfterSeconds: seconds
	});
}
