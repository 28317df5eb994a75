/** Who gets which letter. */
import { calendarDay, daysBetween, dayPlus } from '#domain/calendar.ts';
import type { LetterKind } from '#domain/letters.ts';
import type { Action } from '#domain/plan.ts';
import type { FollowPicture } from '../store/follow-picture.ts';
import type { Reader } from '../store/letter-readers.ts';

/** Whoever reported within so many days is not asked about that action. */
const FRESH_DAYS = 5;
const ENDED: readonly string[] = ['done', 'learned', 'stopped'];

/** 1 is the week that begins with the first Monday after the signing. */
export const weekNumber = ({ firstMonday }: Pick<FollowPicture, 'firstMonday'>, day: string): number =>
	Math.floor(daysBetween(firstMonday, day) / 7) + 1;

export const mondayOf = ({ firstMonday }: Pick<FollowPicture, 'firstMonday'>, week: number): string =>
	dayPlus(firstMonday, (week - 1) * 7);

/** Once a month instead of every week: in weeks four, eight, twelve, … */
const isMonthlyWeek = (week: number): boolean => week % 4 === 0;

export const isOpen = (picture: FollowPicture, action: Action): boolean => !ENDED.includes(picture.health(action));

/** Those a reader owns that have not ended, and about which they want letters. */
export const openActionsOf = (picture: FollowPicture, { personId, wishes }: Reader): readonly Action[] =>
	personId === null
		? []
		: picture.actions.filter(
				(action) => action.ownerId === personId && isOpen(picture, action) && !wishes.stoppedActions.includes(action.id)
			);

/** Somebody wrote about it lately. */
export function isFresh(picture: FollowPicture, action: Action, days = FRESH_DAYS): boolean {
	const last = action.updates.at(-1);
	return (
		last !== undefined && daysBetween(calendarDay(new Date(last.writtenAt), picture.timezone), picture.today) < days
	);
}

/** What the owner's letter of that day asks about. */
export const askedAbout = (picture: FollowPicture, reader: Reader, day: string): readonly Action[] =>
	reader.wishes.isMonthly && !isMonthlyWeek(weekNumber(picture, day))
		? []
		: openActionsOf(picture, reader).filter((action) => !isFresh(picture, action));

interface Edition {
	readonly kind: LetterKind;
	readonly period: string;
}

/** Those who want it; of several who share an address the first of them, for one letter is enough. */
export const getsEdition = (picture: FollowPicture, reader: Reader, edition: Edition): boolean =>
	wants(reader, edition) &&
	(reader.address === '' ||
		picture.readers.find((each) => each.address === reader.address && wants(each, edition))?.recipient ===
			reader.recipient);

/**
 * Everybody who was part of it, and who asked for it. Another department reads by the week how what it is asked for goes on,
 * without names, and nothing else; with its no that ends. A board that was written to once does not.
 */
function wants(reader: Reader, { kind, period }: Edition): boolean {
	if (reader.role === 'board' || !reader.isConfirmed) return false;
	if (reader.role === 'department' && (kind !== 'digest' || reader.hasDeclined)) return false;
	if (reader.wishes.stoppedAt || reader.wishes.disownedAt) return false;
	if (kind !== 'digest' || !reader.wishes.isMonthly) return true;
	return isMonthlyWeek(Number(period.slice(1)));
}
