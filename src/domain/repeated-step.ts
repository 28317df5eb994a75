/** Steps that stand in an agenda more than once. */

/** The id of a step that stands in the agenda again: `experiences`, `experiences-2`, `experiences-3`. */
export function freeStepId(step: string, taken: ReadonlySet<string>): string {
	const base = methodStep(step);
	for (let n = 1; ; n += 1) {
		const id = n === 1 ? base : `${base}-${n}`;
		if (!taken.has(id)) return id;
	}
}

/** The step of the method that this one repeats. */
export const methodStep = (step: string): string => step.replace(/-\d+$/, '');

/**
 * Where a step that is put into the agenda reads from: of a step that stands there more than once, the last one before
 * it, or the first at all. What was there before goes on reading from where it did.
 */
export function aimed(from: string, before: readonly string[], all: readonly string[]): string {
	const [step = '', ...zone] = from.split('.');
	const repeats = (id: string): boolean => methodStep(id) === methodStep(step);
	const source = before.findLast(repeats) ?? all.find(repeats) ?? step;
	return [source, ...zone].join('.');
}
