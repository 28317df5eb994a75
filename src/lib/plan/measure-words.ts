import { figureIn } from '#domain/figure.ts';
import type { PairedMeasure } from '#domain/plan.ts';

/** `61 to 90 %`; null while the measure has no name, or neither a value of today nor a target. */
export function measureWords({ name, unit, baseline, target }: PairedMeasure): string | null {
	if (name === '' || (baseline === null && target === null)) return null;
	return `${baseline ?? '?'} to ${target ?? '?'}${unit === '' ? '' : ` ${unit}`}`;
}

/** What was typed into a figure's field; null when it is empty or no figure. */
export function figureOf(typed: string): number | null {
	const figure = figureIn(typed);
	return Number.isNaN(figure) ? null : figure;
}
