import type { StepId } from '#domain/ids.ts';
import type { Activity } from '#domain/template.ts';
import type { StepPlace } from '#lib/ui/step-place.ts';

/**
 * The numbered steps of the method for a bar, each number once: done before the running step, next after it. `agenda`
 * is in its order; a plenary without a number belongs to the number before it.
 */
export function stepPlaces(agenda: readonly Activity[], running: StepId | null): readonly StepPlace[] {
	const at = agenda.findIndex(({ id }) => id === running);
	const numberNow = agenda.slice(0, at + 1).findLast(({ step }) => step !== null)?.step ?? 0;
	const numbers = [...new Set(agenda.map(({ step }) => step).filter((step) => step !== null))];
	return numbers.map((number) => {
		const named = number === numberNow ? agenda[at] : agenda.find(({ step }) => step === number);
		return {
			number,
			name: named?.short ?? '',
			when: number < numberNow ? 'done' : number === numberNow ? 'now' : 'next'
		};
	});
}
