/** The brief: rows of what was tried before, and what the sponsor does before the first day. */
import { dayPlus } from './calendar.ts';
import type { SponsorTask } from './template.ts';
import type { Brief, Tried } from './workshop.ts';

/** Rows the brief holds. */
export const TRIED_LIMIT = 30;

/** A task of the sponsor as it stands. */
export interface SponsorTaskNow extends Pick<SponsorTask, 'id' | 'title' | 'ask'> {
	/** `YYYY-MM-DD`; null while the first day has no date. */
	readonly dueOn: string | null;
	readonly isDone: boolean;
	/** The sponsor says so; the others are done once their words are written. */
	readonly isTicked: boolean;
}

/** Tasks that are words on the sponsor's page: done as soon as they stand there. */
const WRITTEN: Readonly<Record<string, (brief: Brief) => boolean>> = {
	promise: ({ promise }) => promise !== '',
	'off-the-table': ({ notOnTheTable }) => notOnTheTable !== '',
	budget: ({ budget, hoursPerPerson }) => budget !== '' || hoursPerPerson !== null,
	'why-hard': ({ whyHard }) => whyHard !== ''
};

/** Whether somebody ticks this task off by hand. */
export const isTicked = (task: string): boolean => !(task in WRITTEN);

export const sponsorTasks = (
	tasks: readonly SponsorTask[],
	{
		brief,
		ticked,
		firstDay
	}: { readonly brief: Brief; readonly ticked: Readonly<Record<string, string>>; readonly firstDay: string | null }
): readonly SponsorTaskNow[] =>
	tasks.map(({ id, title, ask, dueDays }) => ({
		id,
		title,
		ask,
		dueOn: firstDay === null ? null : dayPlus(firstDay, dueDays),
		isDone: WRITTEN[id]?.(brief) ?? ticked[id] !== undefined,
		isTicked: isTicked(id)
	}));

/** The rows with one more before another, or at the end where that one is not there. */
export function putTried(rows: readonly Tried[], row: Tried, before: string | null): readonly Tried[] {
	const others = rows.filter(({ id }) => id !== row.id);
	const at = others.findIndex(({ id }) => id === before);
	return at === -1 ? [...others, row] : [...others.slice(0, at), row, ...others.slice(at)];
}
