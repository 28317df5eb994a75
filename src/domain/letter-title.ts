/** What an edition is called, in lists and before its headline. */
import type { LetterKind } from './letters.ts';

export function letterStandsFor(kind: LetterKind, period: string): string {
	if (kind === 'digest') return `Week ${period.replace(/^w/, '')}`;
	if (kind === 'day-30') return 'One month on';
	if (kind === 'day-60') return 'Two months on';
	return kind === 'day-90' ? 'Three months on' : 'Letter';
}
