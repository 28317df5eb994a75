/** What the agenda says about its days: how long people work without a break, what runs into what, and places by name. */
import { LONGEST_WITHOUT_BREAK, longestStretch, troublesOf } from '#domain/agenda.ts';
import type { AgendaDay } from '#protocol/views.ts';

/** `130` as "2 h 10", `60` as "1 h", `45` as "45 min". */
export function lengthWords(minutes: number): string {
	const hours = Math.floor(minutes / 60);
	const rest = minutes % 60;
	if (hours === 0) return `${rest} min`;
	return rest === 0 ? `${hours} h` : `${hours} h ${rest}`;
}

/** The day's name: the weekday once it has a date, unless the facilitator gave it a name of its own. */
export const dayName = ({ day, title, heldOn }: Pick<AgendaDay, 'day' | 'title' | 'heldOn'>): string =>
	heldOn === null || title !== `Day ${day}`
		? title
		: new Date(`${heldOn}T12:00:00Z`).toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' });

/** "2 h 10 without a break"; null for a day with enough of them. */
export function strainWords({ entries }: AgendaDay): string | null {
	const longest = longestStretch(entries);
	return longest > LONGEST_WITHOUT_BREAK ? `${lengthWords(longest)} without a break` : null;
}

export interface TroubleWords {
	readonly kind: 'clash' | 'gap';
	readonly words: string;
}

/** By the id of the entry before which it stands. */
export function troubleWords({ starts, ends, entries }: AgendaDay): ReadonlyMap<string, TroubleWords> {
	return new Map(
		troublesOf(starts, { entries, ends }).flatMap(({ kind, at, before, minutes }) => {
			const entry = entries[at];
			if (!entry) return [];
			const earlier = before === null ? null : (entries[before]?.title ?? null);
			const words =
				kind === 'gap'
					? `${lengthWords(minutes)} free before ${entry.title}`
					: earlier === null
						? `${entry.title} is pinned ${lengthWords(minutes)} before the day starts`
						: `${earlier} runs ${lengthWords(minutes)} into ${entry.title}`;
			return [[entry.id, { kind, words }] as const];
		})
	);
}

export interface NamedPlace {
	readonly id: string;
	readonly label: string;
	readonly day: number;
	readonly before: string | null;
	/** It is there now. */
	readonly isHere: boolean;
}

/** Every place of a day that an entry could have, first to last. */
export function placesIn(day: AgendaDay, moving: string): readonly NamedPlace[] {
	const others = day.entries.filter(({ id }) => id !== moving);
	const own = day.entries.findIndex(({ id }) => id === moving);
	const places = others.map(({ id, title }, at) => ({
		id: `${day.day}-${id}`,
		label: at === 0 ? `First, before ${title}` : `Before ${title}`,
		day: day.day,
		before: id,
		isHere: own >= 0 && day.entries[own + 1]?.id === id
	}));
	const last = {
		id: `${day.day}-end`,
		label: others.length === 0 ? 'In this empty day' : `Last, after ${others.at(-1)?.title ?? ''}`,
		day: day.day,
		before: null,
		isHere: own >= 0 && own === day.entries.length - 1
	};
	return [...places, last];
}
