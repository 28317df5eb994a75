import { dayWords } from '#domain/words/en.ts';
import type { AgendaDay } from '#protocol/views.ts';

/** "12 and 13 January 2027", "31 January and 1 February 2027"; empty while a day has no date. */
export function datesOf(days: readonly Pick<AgendaDay, 'heldOn'>[]): string {
	const held = days.flatMap(({ heldOn }) => (heldOn === null ? [] : [heldOn]));
	if (held.length === 0 || held.length < days.length) return '';
	const last = held.at(-1) ?? '';
	const parts = held.map((day) =>
		day === last
			? dayWords(day)
			: day.slice(0, 7) === last.slice(0, 7)
				? String(Number(day.slice(8)))
				: dayWords(day, day.slice(0, 4) !== last.slice(0, 4))
	);
	return parts.length === 1 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
