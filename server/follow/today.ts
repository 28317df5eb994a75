/** Whether a reader gets a letter later today anyway: then what waits rides along, since there is one a day. */
import { calendarDay, minutesOfDay } from '#domain/calendar.ts';
import { isInHours } from '#domain/letter-days.ts';
import type { LetterKind } from '#domain/letters.ts';
import type { Reading } from '../store/database.ts';
import { upcomingLetters } from '../store/letters.ts';
import type { Cadence } from './cadence.ts';
import { getsEdition, openActionsOf } from './cast.ts';
import type { FollowPicture } from '../store/follow-picture.ts';
import type { Reader } from '../store/letter-readers.ts';
import { weeklyBetween } from './times.ts';

/** What is the letter of the day itself, or does not wait for one. */
const LEADING: readonly LetterKind[] = ['signed', 'digest', 'owner-letter', 'day-30', 'day-60', 'day-90'];
const dayMs = 24 * 60 * 60 * 1000;

export async function comesToday(
	reading: Reading,
	picture: FollowPicture,
	{ ownerLetter, hours }: Cadence
): Promise<(reader: Reader, kinds: readonly LetterKind[]) => boolean> {
	const editions = await upcomingLetters(reading, picture.workshopId, picture.at);
	const { holidays } = picture.settings;
	const tomorrow = new Date(picture.at.getTime() + dayMs);
	const isToday = (at: Date, { timezone }: Reader): boolean =>
		calendarDay(at, timezone) === calendarDay(picture.at, timezone) && isInHours(minutesOfDay(at, timezone), hours);
	return (reader, kinds) => {
		if (kinds.some((kind) => LEADING.includes(kind))) return false;
		if (editions.some((edition) => getsEdition(picture, reader, edition) && isToday(edition.goesAt, reader)))
			return true;
		if (openActionsOf(picture, reader).length === 0) return false;
		return weeklyBetween(ownerLetter, { timezone: reader.timezone, holidays }, picture.at, tomorrow).some(
			({ day, at }) => day >= picture.firstMonday && day <= picture.until && isToday(at, reader)
		);
	};
}
