/** Short words of the console. Pure. */
import type { StepId } from '#domain/ids.ts';
import type { Activity } from '#domain/template.ts';
import { count } from '#domain/words/en.ts';
import type { LiveDesk } from '#protocol/live.ts';

/** "just now", "40 s ago", "2 min ago". */
export function agoWords(ms: number): string {
	const seconds = Math.max(0, Math.round(ms / 1000));
	if (seconds < 3) return 'just now';
	return seconds < 60 ? `${seconds} s ago` : `${Math.floor(seconds / 60)} min ago`;
}

/** "Running 3 minutes late", "On time", "2 minutes ahead". */
export function lateWords(minutes: number): string {
	if (minutes === 0) return 'On time';
	return minutes > 0
		? `Running ${count(minutes, 'minute', 'minutes')} late`
		: `${count(-minutes, 'minute', 'minutes')} ahead of the plan`;
}

/** Null where every projector shows the running step, or says nothing of one. That none is open stands in the bar. */
export function projectorWords(
	news: Pick<LiveDesk, 'screens'> | null,
	step: StepId | null,
	steps: readonly Pick<Activity, 'id' | 'short'>[]
): string | null {
	const other = news?.screens.find(({ shows }) => shows !== null && shows !== step);
	const running = steps.find(({ id }) => id === step);
	if (!other || !running) return null;
	const shown = steps.find(({ id }) => id === other.shows);
	return `The projector shows “${shown?.short ?? 'another step'}”, the room is in “${running.short}”.`;
}

/** "3 questions have neither an answer nor a place, 2 of them are to be looked at first." Null where none is left. */
export function questionsLeftWords({ open, held }: { readonly open: number; readonly held: number }): string | null {
	if (open === 0) return null;
	const left = `${count(open, 'question has', 'questions have')} neither an answer nor a place`;
	if (held === 0) return `${left}.`;
	return `${left}, ${held} of them ${held === 1 ? 'is' : 'are'} to be looked at first.`;
}
