/** What a move did, as the bar that takes it back says it: "brought everyone to “Gallery walk”". */
import { phaseOf, type Activity } from '#domain/template.ts';
import type { LiveMove } from '#protocol/live.ts';
import type { AgendaDay } from '#protocol/views.ts';

export function moveWords({ from, to }: LiveMove, steps: readonly Activity[], days: readonly AgendaDay[]): string {
	if (to.break !== null) {
		const title = days.flatMap(({ entries }) => entries).find(({ id }) => id === to.break)?.title;
		return `began the break${title === undefined ? '' : ` “${title}”`}`;
	}
	const activity = steps.find(({ id }) => id === to.step);
	if (!activity) return 'moved the room';
	if (from.step !== to.step || from.break !== null) return `brought everyone to “${activity.title}”`;
	if (from.phase === to.phase) return 'brought everyone to this step';
	return `went to “${phaseOf(activity, to.phase)?.title ?? activity.title}”`;
}
