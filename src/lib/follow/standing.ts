import type { Health } from '#domain/plan.ts';
import { count, dayWords } from '#domain/words/en.ts';
import { daysBetween } from '#domain/calendar.ts';
import type { ActionView } from '#protocol/views.ts';

/** Who needs somebody first: what waits for management, what is late, a call for help, silence. */
const URGENCY: readonly Health[] = ['late', 'help', 'waiting', 'quiet'];

/** The actions that need somebody, most urgent first. */
export const needing = (actions: readonly ActionView[]): readonly ActionView[] =>
	actions
		.filter(({ health }) => URGENCY.includes(health))
		.toSorted((one, other) => URGENCY.indexOf(one.health) - URGENCY.indexOf(other.health) || one.n - other.n);

/** `Late, 3 days`; undefined where the bare word says enough. */
export function healthWords({ health, dueOn, daysSinceWord, support }: ActionView, today: string): string | undefined {
	const days = (n: number) => count(n, 'day', 'days');
	if (health === 'late' && dueOn !== null) return `Late, ${days(daysBetween(dueOn, today))}`;
	if (health === 'quiet') return `Quiet, ${days(daysSinceWord)}`;
	if (health === 'waiting') {
		const asked = support.filter(({ answers }) => answers.length === 0).map(({ askedAt }) => askedAt.slice(0, 10));
		const first = asked.toSorted()[0];
		return first === undefined ? undefined : `Waiting, ${days(daysBetween(first, today))}`;
	}
	return undefined;
}

/** What a person should know in one line: the last word, or that there was none. */
export function lastWord({ updates, dueOn }: ActionView): string {
	const last = updates.at(-1);
	const due = dueOn === null ? '' : `Due ${dayWords(dueOn, false)}. `;
	return last ? `${due}Last word: “${last.text}”` : `${due}No word yet.`;
}

/** "Four actions are on course and one is done." in numbers, most first. */
export function summary(actions: readonly ActionView[]): string {
	const WORDS: readonly (readonly [Health, string])[] = [
		['done', 'done'],
		['on-course', 'on course'],
		['waiting', 'waiting for management'],
		['help', 'asking for help'],
		['quiet', 'quiet'],
		['late', 'late'],
		['learned', 'tried and learned'],
		['stopped', 'stopped']
	];
	const parts = WORDS.map(
		([health, word]) => [actions.filter((action) => action.health === health).length, word] as const
	)
		.filter(([n]) => n > 0)
		.map(([n, word]) => `${n} ${word}`);
	return parts.length === 0
		? 'No actions were signed.'
		: `${count(actions.length, 'action', 'actions')}: ${parts.join(', ')}.`;
}
