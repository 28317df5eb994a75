import type { PairedMeasure } from '#domain/plan.ts';

/** `61 to 90 %`; null while the measure has no name, or neither a value of today nor a target. */
export function measureWords({ name, unit, baseline, target }: PairedMeasure): string | null {
	if (name === '' || (baseline === null && target === null)) return null;
	return `${baseline ?? '?'} to ${target ?? '?'}${unit === '' ? '' : ` ${unit}`}`;
}

/** What was typed into a figure's field; null when it is empty or no number. A comma is a decimal point too. */
export function figureOf(typed: string): number | null {
	const tidy = typed.trim().replace(',', '.');
	return tidy === '' || !Number.isFinite(Number(tidy)) ? null : Number(tidy);
}
