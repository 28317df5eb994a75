/** The agenda beside the room: which day it is in, and what comes next. */
import type { StepId } from '#domain/ids.ts';
import type { AgendaDay, AgendaEntry } from '#protocol/views.ts';

/** The day of the running step, else the first. */
export const dayOf = (days: readonly AgendaDay[], step: StepId | null): AgendaDay | undefined =>
	days.find(({ entries }) => entries.some((entry) => step !== null && entry.step === step)) ?? days[0];

/** What follows the running step on the same day, breaks included; before the first step, what the day begins with. */
export function entryAfter(days: readonly AgendaDay[], step: StepId | null): AgendaEntry | null {
	const entries = dayOf(days, step)?.entries ?? [];
	return entries[entries.findIndex((entry) => step !== null && entry.step === step) + 1] ?? null;
}

/** The break that follows the step or the break the room is in, if that is what comes next. */
export function breakAfter(
	days: readonly AgendaDay[],
	step: StepId | null,
	resting: string | null
): { readonly entry: string; readonly title: string } | null {
	const isHere = (entry: AgendaEntry) =>
		resting === null ? step !== null && entry.step === step : entry.id === resting;
	const entries = days.find((day) => day.entries.some(isHere))?.entries ?? [];
	const next = entries[entries.findIndex(isHere) + 1];
	return next?.step === null ? { entry: next.id, title: next.title } : null;
}

/** "Tuesday" where the day is known, else its title. */
export const dayName = ({ heldOn, title, day }: AgendaDay): string =>
	heldOn === null
		? title || `Day ${day}`
		: new Date(`${heldOn}T12:00:00Z`).toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' });
