import type { Health } from '#domain/plan.ts';
import { dayPlus } from '#domain/calendar.ts';
import { dayWords } from '#domain/words/en.ts';
import type { ReplyActionView } from '#protocol/reply-views.ts';

/** How an action begins when it is told to whoever asked for it. */
const BEGINS: Readonly<Record<Health, string>> = {
	done: 'We did',
	learned: 'We tried, and learned',
	stopped: 'We did not',
	'on-course': 'We do',
	help: 'We do',
	waiting: 'We do',
	quiet: 'We do',
	late: 'We do'
};

export const beginningOf = ({ health }: ReplyActionView): string => BEGINS[health];

/** The day that its last word is of, else the day it is due. */
export const whenOf = ({ latest, dueOn, health }: ReplyActionView): string =>
	latest
		? dayWords(latest.writtenAt)
		: dueOn === null
			? ''
			: `${health === 'late' ? 'was due' : 'due'} ${dayWords(dueOn)}`;

/** The days on which whoever told us something hears what we did, from the day of the signing. */
export const hearingDays = (signedAt: string): string =>
	[6, 12].map((week) => dayWords(dayPlus(signedAt.slice(0, 10), week * 7))).join(' and ');
