/**
 * What falls due in a workshop: one job a day looks at it and writes what its people are to be told, and the jobs of
 * letters with a time of their own. Looked at twice, or a week late, it writes nothing twice and nothing that is over.
 */
import { setImmediate as breath } from 'node:timers/promises';
import { calendarDay, dayPlus, daysBetween } from '#domain/calendar.ts';
import type { ActionId, PersonId, WorkshopId } from '#domain/ids.ts';
import { workdayPlus } from '#domain/letter-days.ts';
import type { LetterKind, LetterPart } from '#domain/letters.ts';
import { parseRef } from '#domain/refs.ts';
import type { ReplyView } from '#protocol/reply-views.ts';
import { walkKept } from '../signing/chain.ts';
import { ChainStore } from '../store/chain.ts';
import type { Database, Transaction } from '../store/database.ts';
import { addJobs, type Job, type NewJob } from '../store/jobs.ts';
import { notifyAll, type NewNotification } from '../store/notifications.ts';
import { unplannedWorkshops } from '../store/signed-workshops.ts';
import type { Cadence } from './cadence.ts';
import { askedAbout, getsEdition, isFresh, openActionsOf } from './cast.ts';
import { editionJobs } from './editions.ts';
import { customerDays, milestoneDay } from './last-letter.ts';
import type { JobKind } from './machine.ts';
import { milestoneOf } from './part-milestones.ts';
import { confirmPart, dueSoonPart, overduePart, ownerPart, quietPart } from './part-owner.ts';
import { authorsDay, noteLedPart, signedPart, type LedNote } from './part-signed.ts';
import { toldPart } from './part-told.ts';
import { readPicture, type FollowPicture } from '../store/follow-picture.ts';
import type { Reader } from '../store/letter-readers.ts';
import { instantOn, weeklyBetween } from './times.ts';

export interface PlannerParts {
	readonly database: Database;
	readonly cadence: Cadence;
	/** The reply as customers read it: what was approved. */
	readonly reply: (workshopId: WorkshopId) => Promise<ReplyView>;
}

const hourMs = 60 * 60 * 1000;
/** So far ahead the letters of a day are put into the list: longer than a day and the draft's. */
const AHEAD_HOURS = 50;
/** A letter of the week that was missed by more is left to the next one. */
const DIGEST_LATE_HOURS = 4 * 24;
const OWNER_LATE_HOURS = 20;
const MILESTONE_LATE_DAYS = 4;
/** Days from one on which something is begun: later it is no news. */
const NEWS_DAYS = 3;
const AUTHORS_LATE_DAYS = 20;
const DUE_SOON_DAYS = 3;

/** Once a day, soon after midnight of the workshop. */
const LOOK_AT = '00:05';

/** Workshops that were signed and that nobody looks at yet. */
export async function beginPlanning(database: Database, now: Date): Promise<void> {
	const found = await unplannedWorkshops(database.db);
	if (found.length === 0) return;
	await database.transaction((tx) =>
		addJobs(
			tx,
			found.map((id) => dayJob(id, now))
		)
	);
}

/** A follow-up that had ended is looked at again, not in a week. */
export const lookNow = (tx: Transaction, workshopId: WorkshopId, now: Date): Promise<void> =>
	addJobs(tx, [dayJob(workshopId, now)]);

const dayJob = (workshopId: WorkshopId, dueAt: Date): NewJob => ({
	workshopId,
	kind: 'follow-day',
	key: `follow-day:${workshopId}:${dueAt.toISOString()}`,
	dueAt
});

export function plannerKinds(parts: PlannerParts): readonly JobKind[] {
	const { database } = parts;
	const of = async ({ workshopId }: Job, now: Date) => workshopId && readPicture(database.db, workshopId, now);
	return [
		{
			kind: 'follow-day',
			run: async (job, now) => {
				const picture = await of(job, now);
				// Put away, or opened again: looked at in a week, as one whose letters have ended.
				if (!picture) return job.workshopId ? [dayJob(job.workshopId, new Date(now.getTime() + 7 * 24 * hourMs))] : [];
				await tell(database, await toldToday(parts, picture));
				return [...lettersAhead(parts.cadence, picture), nextLook(picture)];
			}
		},
		{
			kind: 'owner-letter',
			run: async (job, now) => {
				const picture = await of(job, now);
				const isLate = now.getTime() - job.dueAt.getTime() > OWNER_LATE_HOURS * hourMs;
				if (!picture || isLate || !job.payload.day) return [];
				await tell(database, ownerLetters(picture, job.payload.day, job.payload.timezone ?? picture.timezone));
				return [];
			}
		}
	];
}

/** A few rows a transaction, so that nobody else waits for long. */
async function tell(database: Database, told: readonly NewNotification[]): Promise<void> {
	for (let at = 0; at < told.length; at += 10) {
		await breath();
		await database.transaction((tx) => notifyAll(tx, told.slice(at, at + 10)));
	}
}

function nextLook({ workshopId, today, timezone, until, at }: FollowPicture): NewJob {
	const isOver = today > dayPlus(until, 14);
	return dayJob(
		workshopId,
		isOver ? new Date(at.getTime() + 7 * 24 * hourMs) : instantOn(dayPlus(today, 1), LOOK_AT, timezone)
	);
}

/** Letters with a time of their own that fall in the next two days, and those just missed. */
function lettersAhead(cadence: Cadence, picture: FollowPicture): readonly NewJob[] {
	const { digest, ownerLetter, milestones } = cadence;
	const { workshopId, timezone, at, firstMonday, until, settings } = picture;
	const { holidays } = settings;
	const ahead = new Date(at.getTime() + AHEAD_HOURS * hourMs);
	const ago = (hours: number): Date => new Date(at.getTime() - hours * hourMs);
	const digests = weeklyBetween(digest, { timezone, holidays }, ago(DIGEST_LATE_HOURS), ahead)
		.filter(({ day }) => day >= firstMonday && day <= until)
		.slice(-2)
		.flatMap(({ day, at: goesAt }) =>
			editionJobs({ workshopId, kind: 'digest', period: `w${daysBetween(firstMonday, day) / 7 + 1}` }, goesAt)
		);
	const zones = new Set(
		picture.readers.filter((reader) => openActionsOf(picture, reader).length > 0).map((reader) => reader.timezone)
	);
	const owners = [...zones].flatMap((zone) =>
		weeklyBetween(ownerLetter, { timezone: zone, holidays }, ago(OWNER_LATE_HOURS), ahead)
			.filter(({ day }) => day >= firstMonday && day <= until)
			.map(({ day, at: dueAt }): NewJob => ({
				workshopId,
				kind: 'owner-letter',
				key: `owner-letter:${workshopId}:${day}:${zone}`,
				dueAt,
				payload: { day, timezone: zone }
			}))
	);
	const milestoneJobs = milestones.flatMap((days) => {
		const kind = milestoneOf(days);
		const day = milestoneDay(cadence, picture, days);
		const goesAt = instantOn(day, digest.time, timezone);
		const isNear = goesAt <= ahead && goesAt > ago(MILESTONE_LATE_DAYS * 24);
		return kind && isNear ? editionJobs({ workshopId, kind, period: `day-${days}` }, goesAt) : [];
	});
	return [...digests, ...owners, ...milestoneJobs];
}

/** One letter an owner, about all that is open and that nobody wrote about lately. */
function ownerLetters(picture: FollowPicture, day: string, timezone: string): readonly NewNotification[] {
	return picture.readers
		.filter((reader) => reader.timezone === timezone)
		.flatMap((reader) => {
			const actions = askedAbout(picture, reader, day);
			return actions.length === 0
				? []
				: [row(picture, reader, 'owner-letter', '', day, ownerPart(picture, reader, actions))];
		});
}

const row = (
	{ workshopId, at }: FollowPicture,
	{ recipient }: Reader,
	kind: LetterKind,
	subjectId: string,
	period: string,
	part: LetterPart
): NewNotification => ({ workshopId, recipient, kind, subjectId, period, part, notBefore: at, at });

/** What is told without a time of its own: in the reader's next hours. */
async function toldToday(parts: PlannerParts, picture: FollowPicture): Promise<readonly NewNotification[]> {
	return [
		...justSigned(picture),
		...picture.readers.flatMap((reader) => ownerRows(parts.cadence, picture, reader)),
		...(await authorRows(parts.database, picture)),
		...(await customerRows(parts, picture))
	];
}

const justSigned = (picture: FollowPicture): readonly NewNotification[] =>
	daysBetween(picture.signedOn, picture.today) > NEWS_DAYS
		? []
		: picture.readers
				.filter((reader) => getsEdition(picture, reader, { kind: 'signed', period: '' }))
				.map((reader) => row(picture, reader, 'signed', '', '', signedPart(picture, reader)));

function ownerRows(cadence: Cadence, picture: FollowPicture, reader: Reader): readonly NewNotification[] {
	if (picture.today > picture.until) return [];
	const { holidays } = picture.settings;
	const { today } = picture;
	const asksFrom = workdayPlus(picture.signedOn, 2, holidays);
	return openActionsOf(picture, reader).flatMap((action) => {
		const { id, dueOn } = action;
		const health = picture.health(action);
		const rows: NewNotification[] = [];
		const isNews = today >= asksFrom && today <= workdayPlus(asksFrom, NEWS_DAYS, holidays);
		if (isNews && action.updates.length === 0 && !tookItOver(picture, action.id, reader.personId)) {
			rows.push(row(picture, reader, 'confirm', id, '', confirmPart(picture, reader, action)));
		}
		// Whoever waits for management is not asked why nothing moves.
		if (health === 'waiting' || dueOn === null) return rows;
		const left = daysBetween(today, dueOn);
		if (
			left >= 0 &&
			left <= DUE_SOON_DAYS &&
			!isFresh(picture, action) &&
			!isCovered(cadence, picture, reader, dueOn)
		) {
			rows.push(row(picture, reader, 'due-soon', id, dueOn, dueSoonPart(reader, action)));
		}
		const wroteSince = action.updates.some(
			({ writtenAt }) => calendarDay(new Date(writtenAt), picture.timezone) > dueOn
		);
		const overdueFrom = workdayPlus(dueOn, 1, holidays);
		if (health === 'late' && !wroteSince && today >= overdueFrom && today < workdayPlus(dueOn, 4, holidays)) {
			rows.push(row(picture, reader, 'overdue', id, dueOn, overduePart(picture, reader, action)));
		}
		if (health === 'quiet') {
			const since = action.updates.at(-1)?.writtenAt ?? picture.signedAt.toISOString();
			rows.push(row(picture, reader, 'quiet', id, since.slice(0, 10), quietPart(picture, reader, action)));
		}
		return rows;
	});
}

/** Whoever took it over after the signing said yes that day. */
const tookItOver = ({ changes }: FollowPicture, action: ActionId, personId: PersonId | null): boolean =>
	changes.some(({ actionId, part, changedBy }) => actionId === action && part === 'owner' && changedBy === personId);

/** The owner's letter of that week says it. */
function isCovered({ ownerLetter }: Cadence, picture: FollowPicture, reader: Reader, dueOn: string): boolean {
	if (reader.wishes.isMonthly) return false;
	const place = { timezone: reader.timezone, holidays: picture.settings.holidays };
	const from = instantOn(dayPlus(dueOn, -DUE_SOON_DAYS), '00:00', reader.timezone);
	const until = instantOn(dayPlus(dueOn, 1), '00:00', reader.timezone);
	return weeklyBetween(ownerLetter, place, from, until).some(({ day }) => day >= picture.firstMonday && day <= dueOn);
}

/** Authors hear what became of their notes before everybody does; those without a name on their own device alone. */
async function authorRows(database: Database, picture: FollowPicture): Promise<readonly NewNotification[]> {
	const from = authorsDay(picture);
	if (picture.today < from || picture.today > dayPlus(from, AUTHORS_LATE_DAYS)) return [];
	const kept = await new ChainStore(database).kept(picture.workshopId);
	const led = new Map<PersonId, Map<string, LedNote>>();
	for (const action of picture.actions) {
		for (const { ref, text, authorId } of walkKept(action.sources, kept, [])) {
			if (authorId === null || parseRef(ref)?.kind !== 'note' || text.trim() === '') continue;
			const own = led.get(authorId) ?? new Map<string, LedNote>();
			own.set(ref, { text, actions: [...(own.get(ref)?.actions ?? []), action] });
			led.set(authorId, own);
		}
	}
	return picture.readers.flatMap((reader) => {
		const own = reader.personId && led.get(reader.personId);
		return own ? [row(picture, reader, 'note-led', '', '', noteLedPart(picture, reader, [...own.values()]))] : [];
	});
}

async function customerRows(
	{ cadence, reply }: PlannerParts,
	picture: FollowPicture
): Promise<readonly NewNotification[]> {
	const week = cadence.customerHears.find((each) => {
		const { from, to } = customerDays(picture, each);
		return picture.today >= from && picture.today <= to;
	});
	const customers = picture.readers.filter(({ role }) => role === 'customer');
	if (week === undefined || customers.length === 0) return [];
	const approved = await reply(picture.workshopId);
	return customers.flatMap((reader) => {
		const part = toldPart(picture, reader, approved);
		return part ? [row(picture, reader, 'you-told-us', '', `w${week}`, part)] : [];
	});
}
