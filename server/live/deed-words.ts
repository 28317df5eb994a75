/** How a console says what another one did: "Ben" and one of these. */
import type { StepId, SyndicateId } from '#domain/ids.ts';
import type { ReportBackDeed } from '#domain/report-back.ts';
import { fillPlaceholders } from '#domain/template.ts';
import { count } from '#domain/words/en.ts';
import type { ClockDeed } from './clock.ts';
import { breakEntry } from './place.ts';
import type { WorkshopNow } from './workshop-now.ts';
import { placeholdersOf } from './workshop-view.ts';

export function deedWords(now: WorkshopNow) {
	const filled = (text: string) => fillPlaceholders(text, placeholdersOf(now));
	const step = (id: StepId) => `“${filled(now.activities.get(id)?.title ?? id)}”`;
	return {
		step,
		syndicate: (id: SyndicateId) => now.syndicates.find((known) => known.id === id)?.name ?? 'a syndicate',
		moved: () => {
			const resting = breakEntry(now);
			const running = now.running();
			if (resting) return `began the break “${resting.title}”`;
			const phase = running?.phase ? `, ${filled(running.phase.title)}` : '';
			return running ? `moved the room to ${step(running.activity.id)}${phase}` : 'moved the room';
		},
		clock: (deed: ClockDeed) => {
			switch (deed.deed) {
				case 'start':
					return `started the clock with ${count(deed.minutes, 'minute', 'minutes')}`;
				case 'add':
					return deed.minutes < 0
						? `took ${count(-deed.minutes, 'minute', 'minutes')} off the clock`
						: `gave ${count(deed.minutes, 'minute', 'minutes')} more`;
				case 'pause':
					return 'stopped the clock for now';
				case 'resume':
					return 'let the clock run on';
				case 'stop':
					return 'took the clock away';
			}
		},
		reportBack: ({ deed }: ReportBackDeed) =>
			deed === 'start'
				? 'began the report back'
				: deed === 'stop'
					? 'ended the report back'
					: deed === 'next'
						? 'called the next syndicate'
						: 'changed the time of the report back'
	};
}
