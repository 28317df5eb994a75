/** The letters of a workshop as those who follow up see them: drafts, what went, what is to be passed on. */
import { letterStandsFor } from '#domain/letter-title.ts';
import type { WorkshopId } from '#domain/ids.ts';
import type { LetterLink, Recipient } from '#domain/letters.ts';
import type { DraftView, EditionView, HandLetterView, LetterProof, LettersView } from '#protocol/letter-views.ts';
import type { Database } from '../store/database.ts';
import { readPicture, type FollowPicture } from '../store/follow-picture.ts';
import { handMails } from '../store/hand-mails.ts';
import { lettersOf, proofOf, type LetterRow } from '../store/letters.ts';
import { IN_OUTBOX, lastMails, UNSURE_MINUTES, unsureMails, worryOf } from '../store/mails.ts';
import type { Cadence } from './cadence.ts';
import { getsEdition } from './cast.ts';
import { DRAFT_HOURS, isEdition, partsOf, weekOfLetter } from './editions.ts';
import { footerOf } from './footer.ts';
import { milestoneWords } from './part-milestones.ts';
import { renderLetter } from './render.ts';
import { weeklyBetween } from './times.ts';

export interface LetterGround {
	readonly cadence: Cadence;
	/** False where mails become files. */
	readonly hasMailServer: boolean;
	/** The origin under which readers open links. */
	readonly origin: () => string;
}

export interface DeskParts extends LetterGround {
	readonly database: Database;
}

const hourMs = 60 * 60 * 1000;
const NO_PROOF = { all: 0, handedOver: 0, failed: 0, byHand: 0, unsure: 0, leftOut: 0 };
/** As many of the last mails as one looks through. */
const TOLD_MOST = 60;

export class LetterDesk {
	readonly #parts: DeskParts;

	constructor(parts: DeskParts) {
		this.#parts = parts;
	}

	picture(workshopId: WorkshopId, at: Date): Promise<FollowPicture | null> {
		return readPicture(this.#parts.database.db, workshopId, at);
	}

	async letters(picture: FollowPicture, mayWrite: boolean): Promise<LettersView> {
		const { db } = this.#parts.database;
		const { workshopId, at } = picture;
		const rows = await lettersOf(db, workshopId);
		const proofs = await this.#proofs(picture);
		const views = await Promise.all(rows.map((row) => this.#edition(picture, row, proofs)));
		const isDraft = ({ state }: EditionView): boolean => state === 'draft' || state === 'held';
		const hand = await handMails(db, workshopId);
		return {
			drafts: views.filter(isDraft).toReversed(),
			past: views.filter((view) => !isDraft(view)),
			ahead: this.#ahead(picture, rows),
			unsure: (await unsureMails(db, workshopId, at)).map((mail) => ({
				...{ id: mail.id, subject: mail.subject, to: nameOf(picture, mail.recipient), why: worryOf(mail) },
				at: (mail.claimedAt ?? mail.refusedAt ?? at).toISOString()
			})),
			byHand: hand.length,
			hasMailServer: this.#parts.hasMailServer,
			told: (await lastMails(db, workshopId, TOLD_MOST)).map(
				({ recipient, address, subject, madeAt, sentAt, failure }) => ({
					to: nameOf(picture, recipient),
					subject,
					at: (sentAt ?? madeAt).toISOString(),
					how: address === '' || failure === IN_OUTBOX ? 'hand' : sentAt ? 'mail' : 'waiting'
				})
			),
			mayWrite,
			timezone: picture.timezone,
			today: picture.today
		};
	}

	/** As the reader who asks would get it now; somebody of the house where nobody in particular asks. */
	async draft(picture: FollowPicture, row: LetterRow): Promise<DraftView> {
		const { database, cadence } = this.#parts;
		const view = await this.#edition(picture, row, await this.#proofs(picture));
		const { db } = database;
		const week = row.kind === 'digest' ? await weekOfLetter(db, picture, row) : null;
		const words =
			week ?? milestoneWords(picture, isEdition(row.kind) && row.kind !== 'digest' ? row.kind : 'day-30', row.edits);
		const readers = picture.readers.filter((reader) => getsEdition(picture, reader, row));
		const reader = picture.manager ?? readers.find(({ isOutside }) => !isOutside) ?? readers[0];
		const part = reader && (await partsOf({ picture, letter: row, cadence, reading: db }))(reader);
		const rendered =
			reader && part
				? renderLetter(picture, {
						parts: [part],
						timezone: reader.timezone,
						footer: footerOf(picture, reader, [], cadence),
						from: picture.manager?.name ?? '',
						urlOf: this.#shown,
						isPreview: true
					})
				: { text: '', html: '' };
		const without = row.edits.without ?? [];
		return {
			...view,
			headline: words.headline,
			lines: words.lines,
			thanks: words.thanks,
			edits: row.edits,
			updates: (week?.updates ?? []).map((update) => ({ ...update, isLeftOut: without.includes(update.id) })),
			outside: readers.filter(({ isOutside }) => isOutside).length,
			text: rendered.text,
			html: rendered.html
		};
	}

	async byHand(picture: FollowPicture): Promise<readonly HandLetterView[]> {
		const rows = await handMails(this.#parts.database.db, picture.workshopId);
		return rows.map(({ id, recipient, address, subject, text, isAlone, madeAt }) => {
			const isKnown = address !== '' && address === knownAddress(picture, recipient);
			return {
				...{ id, isAlone },
				...(isAlone ? { subject: '', text: '' } : { subject, text }),
				address: isKnown ? address : '',
				hasOwnAddress: address !== '' && !isKnown,
				to: nameOf(picture, recipient),
				at: madeAt.toISOString()
			};
		});
	}

	/** Nobody's own link stands in a preview. */
	readonly #shown = ({ to }: LetterLink): string =>
		to.kind === 'page' ? `${this.#parts.origin()}${to.path}` : `${this.#parts.origin()}/a/…`;

	#proofs({ workshopId, at }: FollowPicture) {
		return proofOf(this.#parts.database.db, workshopId, new Date(at.getTime() - UNSURE_MINUTES * 60_000));
	}

	async #edition(
		picture: FollowPicture,
		row: LetterRow,
		proofs: Awaited<ReturnType<typeof proofOf>>
	): Promise<EditionView> {
		const { all, ...proof } = proofs.get(row.id) ?? NO_PROOF;
		const known = proof.handedOver + proof.failed + proof.byHand + proof.unsure + proof.leftOut;
		const isOpen = row.sentAt === null && row.skippedAt === null;
		const readers = isOpen ? picture.readers.filter((reader) => getsEdition(picture, reader, row)).length : row.sentTo;
		return {
			id: row.id,
			kind: row.kind,
			period: row.period,
			subject: await this.#subject(picture, row),
			goesAt: row.goesAt.toISOString(),
			state: row.sentAt ? 'sent' : row.skippedAt ? 'skipped' : row.heldAt ? 'held' : 'draft',
			readers,
			sentAt: row.sentAt?.toISOString() ?? null,
			sentBy: picture.nameOf(row.sentBy) || null,
			proof: { ...proof, waiting: Math.max(0, all - known) } satisfies LetterProof
		};
	}

	/** A draft says what it would say now; one that went is named by what it was. */
	async #subject(picture: FollowPicture, row: LetterRow): Promise<string> {
		const { kind } = row;
		if (row.sentAt || row.skippedAt || !isEdition(kind))
			return `${letterStandsFor(kind, row.period)}${row.edits.headline ? `: ${row.edits.headline}` : ''}`;
		if (kind === 'digest') {
			const week = await weekOfLetter(this.#parts.database.db, picture, row);
			return `${letterStandsFor(kind, row.period)}: ${week.headline}`;
		}
		return `${letterStandsFor(kind, row.period)}: ${milestoneWords(picture, kind, row.edits).headline}`;
	}

	#ahead(picture: FollowPicture, rows: readonly LetterRow[]): LettersView['ahead'] {
		const { at, timezone, settings, firstMonday, until } = picture;
		const place = { timezone, holidays: settings.holidays };
		const ahead = new Date(at.getTime() + 15 * 24 * hourMs);
		const [next] = weeklyBetween(this.#parts.cadence.digest, place, at, ahead).filter(
			({ day, at: goesAt }) =>
				day >= firstMonday &&
				day <= until &&
				!rows.some((row) => row.kind === 'digest' && row.goesAt.getTime() === goesAt.getTime())
		);
		if (!next) return null;
		return {
			kind: 'digest',
			goesAt: next.at.toISOString(),
			draftAt: new Date(next.at.getTime() - DRAFT_HOURS * hourMs).toISOString(),
			readers: picture.readers.filter((reader) => getsEdition(picture, reader, { kind: 'digest', period: 'w4' })).length
		};
	}
}

/** What those who follow up may read of it: the address on the people's list, or the one under which they wrote outside. */
function knownAddress({ readers }: FollowPicture, recipient: Recipient | null): string {
	const reader = readers.find((each) => each.recipient === recipient);
	if (reader?.role === 'department' || reader?.role === 'board') return reader.address;
	return reader?.listedAddress ?? '';
}

const nameOf = ({ readers }: FollowPicture, recipient: Recipient | null): string =>
	readers.find((reader) => reader.recipient === recipient)?.name ?? 'Somebody who has left';
