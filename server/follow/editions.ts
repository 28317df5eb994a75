/** Letters that go to many: drafted a day before, sent at their time unless somebody holds them. */
import { setImmediate as breath } from 'node:timers/promises';
import type { PersonId } from '#domain/ids.ts';
import { partWithoutNames } from '#domain/letter-outside.ts';
import { toPerson, type LetterEdits, type LetterKind, type LetterPart } from '#domain/letters.ts';
import type { Database, Reading } from '../store/database.ts';
import type { Job, NewJob } from '../store/jobs.ts';
import { lastSent, LetterStore, type LetterName, type LetterRow } from '../store/letters.ts';
import { notifyAll, type NewNotification } from '../store/notifications.ts';
import type { Cadence } from './cadence.ts';
import { getsEdition, mondayOf, weekNumber } from './cast.ts';
import type { JobKind } from './machine.ts';
import { goesOnBlocks } from './part-asked.ts';
import { digestPart } from './part-digest.ts';
import { milestonePart, type Milestone } from './part-milestones.ts';
import { readPicture, type FollowPicture } from '../store/follow-picture.ts';
import type { Reader } from '../store/letter-readers.ts';
import { weekOf, type Week } from './week.ts';

export type EditionKind = 'digest' | Milestone;

const EDITION_KINDS: readonly LetterKind[] = ['digest', 'day-30', 'day-60', 'day-90'];
export const isEdition = (kind: LetterKind): kind is EditionKind => EDITION_KINDS.includes(kind);

const hourMs = 60 * 60 * 1000;

/** A draft can be read for so long before it goes. */
export const DRAFT_HOURS = 24;

/** What is missed by more than this is left out: the next one tells it. */
const LATE_HOURS = 4 * 24;

export const editionJobs = ({ workshopId, kind, period }: LetterName, goesAt: Date): readonly NewJob[] => {
	const payload = { kind, period, goesAt: goesAt.toISOString() };
	const key = `${workshopId}:${kind}:${period}`;
	const draftAt = new Date(goesAt.getTime() - DRAFT_HOURS * hourMs);
	return [
		{ workshopId, kind: 'draft', key: `draft:${key}`, dueAt: draftAt, payload },
		{ workshopId, kind: 'edition', key: `edition:${key}`, dueAt: goesAt, payload }
	];
};

/** It is to go at another time than it was planned for. */
export const againJob = ({ id, workshopId, kind, period }: LetterRow, goesAt: Date): NewJob => ({
	workshopId,
	kind: 'edition',
	key: `edition:${id}:${goesAt.toISOString()}`,
	dueAt: goesAt,
	payload: { kind, period, goesAt: goesAt.toISOString() }
});

const nameOf = ({ workshopId, payload }: Job): LetterName | null => {
	const kind = EDITION_KINDS.find((each) => each === payload.kind);
	return workshopId && kind && payload.period ? { workshopId, kind, period: payload.period } : null;
};

interface EditionParts {
	readonly database: Database;
	readonly cadence: Cadence;
}

export function editionKinds({ database, cadence }: EditionParts): readonly JobKind[] {
	const letters = new LetterStore(database);
	const rowOf = async (job: Job, now: Date): Promise<LetterRow | null> => {
		const name = nameOf(job);
		return name && letters.ensure(name, new Date(job.payload.goesAt ?? job.dueAt), now);
	};
	return [
		{
			kind: 'draft',
			run: async (job, now) => {
				if (now.getTime() - job.dueAt.getTime() < (LATE_HOURS + DRAFT_HOURS) * hourMs) await rowOf(job, now);
				return [];
			}
		},
		{
			kind: 'edition',
			run: async (job, now) => {
				const letter = await rowOf(job, now);
				if (!letter || letter.sentAt || letter.skippedAt || letter.heldAt || letter.goesAt > now) return [];
				const picture = await readPicture(database.db, letter.workshopId, now);
				if (!picture || now.getTime() - letter.goesAt.getTime() > LATE_HOURS * hourMs) {
					await letters.skip(letter.id, now);
					return [];
				}
				const told = await editionFor({ picture, letter, cadence, reading: database.db });
				await tellInParts(database, told);
				await letters.noteSent(letter.id, now, told.length);
				return [];
			}
		}
	];
}

/** A few readers a transaction: nobody else waits for long. */
async function tellInParts(database: Database, told: readonly NewNotification[]): Promise<void> {
	for (let at = 0; at < told.length; at += 10) {
		await database.transaction((tx) => notifyAll(tx, told.slice(at, at + 10)));
		await breath();
	}
}

export interface EditionOf {
	readonly picture: FollowPicture;
	readonly letter: Pick<LetterRow, 'id' | 'kind' | 'period' | 'edits' | 'goesAt'>;
	readonly cadence: Cadence;
	readonly reading: Reading;
}

/** What each reader is told, as it stands now. */
async function editionFor(edition: EditionOf): Promise<readonly NewNotification[]> {
	const { picture, letter } = edition;
	const part = await partsOf(edition);
	return picture.readers
		.filter((reader) => getsEdition(picture, reader, letter))
		.map((reader) => ({
			workshopId: picture.workshopId,
			recipient: reader.recipient,
			kind: letter.kind,
			subjectId: letter.id,
			period: letter.period,
			part: part(reader),
			notBefore: picture.at,
			at: picture.at
		}));
}

/** To whoever asked alone, at once. */
export async function testOf(edition: EditionOf, personId: PersonId, n: string): Promise<NewNotification | null> {
	const { picture, letter } = edition;
	const recipient = toPerson(personId);
	const reader = picture.readers.find((each) => each.recipient === recipient);
	if (!reader) return null;
	const part = (await partsOf(edition))(reader);
	return {
		workshopId: picture.workshopId,
		recipient,
		kind: 'test',
		subjectId: letter.id,
		period: n,
		part: { ...part, subject: `Test: ${part.subject}`, asks: false },
		notBefore: picture.at,
		at: picture.at
	};
}

/** The parts that differ by reader are few: worked out once each. */
export async function partsOf({
	picture,
	letter,
	cadence,
	reading
}: EditionOf): Promise<(reader: Reader) => LetterPart> {
	const made = new Map<string, LetterPart>();
	const once = (key: string, make: () => LetterPart): LetterPart => {
		const part = made.get(key) ?? make();
		made.set(key, part);
		return part;
	};
	/** Whatever people or whoever follows up wrote: no names outside but of those who agreed. */
	const told = (part: LetterPart, isOutside: boolean): LetterPart =>
		isOutside ? partWithoutNames(part, picture.hidden) : part;
	if (letter.kind === 'digest') {
		const week = await weekOfLetter(reading, picture, letter);
		const next = mondayOf(picture, week.n + 1);
		const goesOn = goesOnBlocks(picture, cadence);
		const signers = new Set(picture.plan.signatures.map(({ personId }) => personId));
		return ({ isOutside, personId }) => {
			const votes = personId !== null && signers.has(personId);
			return once(`${isOutside} ${votes}`, () =>
				told(digestPart(picture, week, { isOutside, next, asked: votes ? goesOn : [] }), isOutside)
			);
		};
	}
	const kind = letter.kind;
	if (!isEdition(kind)) throw new RangeError(`no edition: ${kind}`);
	return ({ isOutside, role }) => {
		const isParticipant = role === 'participant';
		return once(`${isOutside} ${isParticipant}`, () =>
			told(milestonePart(picture, kind, { isOutside, isParticipant }, { edits: letter.edits, cadence }), isOutside)
		);
	};
}

/** What the digest of that week tells: all since the last one that went. */
export async function weekOfLetter(
	reading: Reading,
	picture: FollowPicture,
	letter: Pick<LetterRow, 'kind' | 'period' | 'goesAt'> & { readonly edits?: LetterEdits }
): Promise<Week> {
	const { workshopId } = picture;
	const before = await lastSent(reading, { workshopId, kind: 'digest', period: letter.period }, letter.goesAt);
	return weekOf(
		picture,
		{
			n: Number(letter.period.slice(1)) || weekNumber(picture, picture.today),
			from: before ?? picture.signedAt,
			until: picture.at
		},
		letter.edits
	);
}
