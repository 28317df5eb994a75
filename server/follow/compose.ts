/**
 * The letters of a day: what waits for a reader becomes one mail, in their hours, at most one an address and day. The
 * mail and what it tells are written in one transaction, so that nothing is told twice and nothing is lost.
 */
import { setImmediate as breath } from 'node:timers/promises';
import { calendarDay, minutesOfDay } from '#domain/calendar.ts';
import { newId, type MailId, type WorkshopId } from '#domain/ids.ts';
import { meetingCalendar } from '#domain/letter-calendar.ts';
import { isInHours, isWorkday } from '#domain/letter-days.ts';
import { LETTER_KINDS, type LetterKind, type LetterLink } from '#domain/letters.ts';
import type { Log } from '../log.ts';
import { databaseError, type Database, type Transaction } from '../store/database.ts';
import { askedOnceMore, UNANSWERED_UNTIL_SILENT } from '../store/mail-wishes.ts';
import { addLetterMail } from '../store/mails.ts';
import {
	dropNotifications,
	noteUntold,
	recipientsWaiting,
	toldBy,
	waitingFor,
	workshopsWaiting,
	type Waiting
} from '../store/notifications.ts';
import type { Cadence } from './cadence.ts';
import { footerOf, writerFor } from './footer.ts';
import { asItStands } from './part-owner.ts';
import { readPicture, type FollowPicture } from '../store/follow-picture.ts';
import { knownZone, type Reader } from '../store/letter-readers.ts';
import { renderLetter } from './render.ts';
import { signer, type Signer } from './signed-links.ts';
import { comesToday } from './today.ts';

export interface ComposerParts {
	readonly database: Database;
	readonly log: Log;
	readonly cadence: Cadence;
	/** The origin of pages and links. */
	readonly origin: () => string;
}

/** Told within minutes of its reason, whatever the hour, like a code; it is none of the day's letters. */
const AT_ONCE: readonly LetterKind[] = ['subscribe', 'test'];

/** They come again by themselves; what somebody asked for waits until the reader is back. */
const DROPPED_WHILE_AWAY: readonly LetterKind[] = ['digest', 'owner-letter', 'due-soon', 'overdue', 'quiet'];

/** What is worth nothing once it is older than so many days. */
const STALE_DAYS: Partial<Record<LetterKind, number>> = {
	'owner-letter': 4,
	'due-soon': 3,
	overdue: 5,
	quiet: 6,
	confirm: 10,
	digest: 6
};

interface Making {
	readonly sign: Signer;
	readonly mailId: MailId;
}

/** Nothing that people wrote. */
const failureOf = (error: unknown): string =>
	databaseError(error)?.code ?? (error instanceof Error ? error.name : 'unknown');

const dayMs = 24 * 60 * 60 * 1000;
const rank = ({ kind }: Pick<Waiting, 'kind'>): number => LETTER_KINDS.indexOf(kind);

export class Composer {
	readonly #parts: ComposerParts;

	constructor(parts: ComposerParts) {
		this.#parts = parts;
	}

	/** Makes mails of all that may be told at this instant. Others have their turn between two readers. */
	async compose(now: Date): Promise<void> {
		const { database } = this.#parts;
		const workshops = await this.#workshops(now);
		if (workshops.length === 0) return;
		const sign = await signer(database, now);
		for (const workshopId of workshops) {
			await breath();
			await this.#guarded({ workshopId, at: now }, async () => {
				const picture = await readPicture(database.db, workshopId, now);
				if (picture) await this.#workshop(picture, sign);
			});
		}
	}

	/** Those in which somebody may be told something now; nobody else's picture is read. */
	async #workshops(now: Date): Promise<readonly WorkshopId[]> {
		const waiting = await workshopsWaiting(this.#parts.database.db, now);
		const may = waiting.filter(({ kind, timezone, workshopZone, snoozedUntil }) => {
			if (AT_ONCE.includes(kind) || kind === 'signed') return true;
			const zone = knownZone(timezone, workshopZone);
			const today = calendarDay(now, zone);
			const isAway = snoozedUntil !== null && today < snoozedUntil && !DROPPED_WHILE_AWAY.includes(kind);
			return !isAway && isWorkday(today, []) && isInHours(minutesOfDay(now, zone), this.#parts.cadence.hours);
		});
		return [...new Set(may.map(({ workshopId }) => workshopId))];
	}

	/** What fails there holds up nobody else: it is counted, and tried again later and later. */
	async #guarded(
		where: { readonly workshopId: WorkshopId; readonly recipient?: Waiting['recipient']; readonly at: Date },
		work: () => Promise<void>
	): Promise<void> {
		try {
			await work();
		} catch (error) {
			this.#parts.log.error({ workshop: where.workshopId, err: error }, 'letters could not be made');
			await this.#parts.database.transaction((tx) => noteUntold(tx, where, failureOf(error)));
		}
	}

	async #workshop(picture: FollowPicture, sign: Signer): Promise<void> {
		const { database, cadence } = this.#parts;
		const waiting = await recipientsWaiting(database.db, picture.workshopId, picture.at);
		const editions = await comesToday(database.db, picture, cadence);
		const kindsOf = Map.groupBy(waiting, ({ recipient }) => recipient);
		for (const [recipient, rows] of kindsOf) {
			const reader = picture.readers.find((each) => each.recipient === recipient);
			const kinds = rows.map(({ kind }) => kind);
			await this.#guarded({ workshopId: picture.workshopId, recipient, at: picture.at }, async () => {
				if (!reader) return this.#forget(picture, recipient);
				if (kinds.some((kind) => AT_ONCE.includes(kind))) await this.#tell(picture, reader, sign, 'at once');
				const isOpen = this.#isOpen(picture, reader) || (kinds.includes('signed') && isSigningDay(picture));
				if (isOpen && !editions(reader, kinds)) await this.#tell(picture, reader, sign, 'of the day');
			});
			await breath();
		}
	}

	/** A workday's hours on the reader's wall. */
	#isOpen({ at, settings }: FollowPicture, { timezone }: Reader): boolean {
		return (
			isInHours(minutesOfDay(at, timezone), this.#parts.cadence.hours) &&
			isWorkday(calendarDay(at, timezone), settings.holidays)
		);
	}

	/** Somebody who is no longer of the workshop. */
	async #forget({ workshopId, at }: FollowPicture, recipient: Waiting['recipient']): Promise<void> {
		await this.#parts.database.transaction(async (tx) => {
			const rows = await waitingFor(tx, workshopId, recipient, at);
			await dropNotifications(
				tx,
				rows.map(({ id }) => id),
				'left',
				at
			);
		});
	}

	async #tell(picture: FollowPicture, reader: Reader, sign: Signer, which: 'at once' | 'of the day'): Promise<void> {
		const { workshopId, at } = picture;
		await this.#parts.database.transaction(async (tx) => {
			const all = await waitingFor(tx, workshopId, reader.recipient, at);
			const rows = all.filter(({ kind }) => AT_ONCE.includes(kind) === (which === 'at once'));
			const told: Waiting[] = [];
			for (const waited of rows) {
				const row = asItStands(picture, reader, waited);
				const because = row === null ? 'answered meanwhile' : whyNot(picture, reader, row, rows);
				if (row === null || because) await dropNotifications(tx, [waited.id], because ?? '', at);
				else if (!isSnoozed(picture, reader) || which === 'at once') told.push(row);
			}
			const mailId = newId<'Mail'>();
			const mail = await this.#made(tx, picture, reader, told, { sign, mailId });
			if (!mail) return;
			const localDay = which === 'at once' ? null : calendarDay(at, reader.timezone);
			const key = localDay === null ? `letter:${told[0]?.id}` : `letter:${workshopId}:${reader.recipient}:${localDay}`;
			// Taken: the day's letter has gone. What is left waits for the next one.
			if (!(await addLetterMail(tx, mailId, { ...mail, localDay, key, at }))) return;
			await toldBy(
				tx,
				told.map(({ id }) => id),
				mailId
			);
			if (told.some(isAskedOften)) await askedOnceMore(tx, workshopId, reader.recipient);
		});
	}

	/** Null where nothing is left to be told. What no letter can be made of is left out of it, and counted. */
	async #made(tx: Transaction, picture: FollowPicture, reader: Reader, told: Waiting[], how: Making) {
		if (told.length === 0) return null;
		try {
			return this.#mail(picture, reader, inOrder(told), how);
		} catch (error) {
			const whole = told.splice(0);
			for (const row of whole) {
				try {
					this.#mail(picture, reader, [row], how);
					told.push(row);
				} catch (reason) {
					const { workshopId, at } = picture;
					this.#parts.log.error({ workshop: workshopId, letter: row.kind, err: reason }, 'a letter could not be made');
					await noteUntold(tx, { workshopId, id: row.id, at }, failureOf(reason));
				}
			}
			if (told.length === whole.length) throw error;
			return told.length === 0 ? null : this.#mail(picture, reader, inOrder(told), how);
		}
	}

	#mail(picture: FollowPicture, reader: Reader, told: readonly Waiting[], { sign, mailId }: Making) {
		const { workshopId, title, at } = picture;
		const manager = writerFor(picture, reader, told);
		const origin = this.#parts.origin();
		const urlOf = ({ to }: LetterLink): string =>
			to.kind === 'page'
				? `${origin}${to.path}`
				: `${origin}${sign({
						workshopId,
						recipient: reader.recipient,
						address: reader.linkAddress,
						version: reader.wishes.version,
						purpose: to.purpose,
						subjectId: to.subjectId,
						value: to.value
					})}`;
		const footer = footerOf(picture, reader, told, this.#parts.cadence);
		const rendered = renderLetter(picture, {
			parts: told.map(({ part }) => part),
			timezone: reader.timezone,
			footer,
			from: manager?.name ?? '',
			urlOf
		});
		const stop = footer.links.at(-1);
		const meeting = told.find(({ part }) => part.meeting)?.part.meeting;
		return {
			workshopId,
			personId: reader.personId,
			recipient: reader.recipient,
			address: reader.address,
			...rendered,
			senderName: manager?.name ?? title,
			replyTo: manager?.listedAddress ?? '',
			headers: headersOf(workshopId, reader, stop ? urlOf(stop) : ''),
			calendar: meeting
				? meetingCalendar({ ...meeting, uid: `${mailId}@plenary`, startsAt: new Date(meeting.startsAt), madeAt: at })
				: ''
		};
	}
}

/** One thread a reader and plan; one press in the mail program stops it all. */
const headersOf = (workshopId: WorkshopId, { recipient }: Reader, stop: string): Readonly<Record<string, string>> => ({
	References: `<${workshopId}.${recipient.replace(':', '.')}@plenary>`,
	'In-Reply-To': `<${workshopId}.${recipient.replace(':', '.')}@plenary>`,
	...(stop ? { 'List-Unsubscribe': `<${stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {})
});

const inOrder = (rows: readonly Waiting[]): readonly Waiting[] =>
	rows.toSorted((one, other) => rank(one) - rank(other) || one.madeAt.getTime() - other.madeAt.getTime());

const isSigningDay = ({ today, signedOn }: FollowPicture): boolean => today === signedOn;

const isSnoozed = ({ at }: FollowPicture, { wishes, timezone }: Reader): boolean =>
	wishes.snoozedUntil !== null && calendarDay(at, timezone) < wishes.snoozedUntil;

/** What management and other departments are asked stands by itself, and what somebody wrote by hand is theirs to send. */
const ASKED_ONCE: readonly LetterKind[] = ['support-ask', 'department-ask'];

/** Asked again and again by itself: of these, three without an answer are enough. */
const isAskedOften = ({ kind, part }: Pick<Waiting, 'kind' | 'part'>): boolean =>
	part.asks && kind !== 'digest' && part.isByHand !== true && !ASKED_ONCE.includes(kind);

/** Why a row is not told to this reader any more; null where it is. */
function whyNot(picture: FollowPicture, reader: Reader, row: Waiting, rows: readonly Waiting[]): string | null {
	const { wishes } = reader;
	if (row.kind === 'test') return null;
	if (wishes.disownedAt) return 'not theirs';
	if (wishes.stoppedAt) return 'stopped';
	if (!reader.isConfirmed && row.kind !== 'subscribe') return 'not confirmed';
	if (wishes.stoppedActions.some((id) => id === row.subjectId)) return 'stopped for this action';
	if (isAskedOften(row) && wishes.unanswered >= UNANSWERED_UNTIL_SILENT) return 'not answering';
	const isRegular = row.kind === 'digest' || row.kind === 'owner-letter';
	if (isSnoozed(picture, reader) && DROPPED_WHILE_AWAY.includes(row.kind)) return 'snoozed';
	const newer = rows.some(({ kind, period }) => isRegular && kind === row.kind && later(period, row.period));
	if (newer) return 'a newer one';
	const stale = STALE_DAYS[row.kind];
	if (stale !== undefined && picture.at.getTime() - row.notBefore.getTime() > stale * dayMs) return 'too late';
	return isAnswered(picture, row) ? 'answered meanwhile' : null;
}

/** `w10` comes after `w9`, and a later day after an earlier one. */
const later = (one: string, other: string): boolean => one.localeCompare(other, 'en', { numeric: true }) > 0;

/** Somebody wrote about the action since it was to be asked about, or it ended. */
function isAnswered(picture: FollowPicture, { part, subjectId, madeAt }: Waiting): boolean {
	const action = part.asks ? picture.actions.find(({ id }) => id === subjectId) : undefined;
	const last = action?.updates.at(-1);
	return last !== undefined && new Date(last.writtenAt) > madeAt;
}
