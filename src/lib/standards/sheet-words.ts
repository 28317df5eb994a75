/** What a sheet says of itself, on the screen and on paper. */
import type { SheetBalance } from '#domain/standards.ts';
import { count } from '#domain/words/en.ts';

/** How much is fixed and how much is somebody's to decide. */
export const heldWords = ({ fixed, open, neither }: SheetBalance): string =>
	`${count(fixed, 'line says', 'lines say')} what always holds, ${open} what you may decide${
		neither > 0 ? `; ${neither} ${neither === 1 ? 'says' : 'say'} neither yet` : ''
	}`;

export const leansWords = ({ warm, quick }: SheetBalance): string =>
	`Made of ${count(warm, 'warm sentence', 'warm sentences')} and ${count(quick, 'quick one', 'quick ones')}`;

/** A hint where the balance leans; empty where it does not. */
export function leanHint({ fixed, open, warm, quick }: SheetBalance): string {
	if (open === 0 && fixed > 0) return 'Nothing is left to decide. Who may bend what, up to how much?';
	if (fixed === 0 && open > 0) return 'Nothing always holds. What can every customer rely on?';
	if (warm > 0 && quick === 0) return 'Warm, and not quick. What would the same look like in a minute?';
	if (quick > 0 && warm === 0) return 'Quick, and not warm. What would show that somebody cares?';
	return '';
}

/** A moment of the room's day, as people say it. */
export const momentWords = (instant: string): string =>
	new Date(instant).toLocaleString('en-GB', {
		day: 'numeric',
		month: 'long',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit'
	});
