/** A report-back, syndicate by syndicate: who spoke how long, who speaks, who is next. */
import type { SyndicateId } from './ids.ts';
import type { ReportBack } from './workshop.ts';

export interface Speaker {
	readonly syndicateId: SyndicateId;
	readonly when: 'done' | 'now' | 'next';
	/** Milliseconds, of those that are done. */
	readonly tookMs: number | null;
}

export const speakersOf = ({ queue, at, tookMs }: ReportBack): readonly Speaker[] =>
	queue.map((syndicateId, place) => ({
		syndicateId,
		when: place < at ? 'done' : place === at ? 'now' : 'next',
		tookMs: place < at ? (tookMs[place] ?? null) : null
	}));

/** `4:52`; minutes and seconds somebody spoke. */
export function minutesSpoken(ms: number): string {
	const seconds = Math.round(ms / 1000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
