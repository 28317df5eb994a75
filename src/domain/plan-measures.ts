/** Rules of an action's measure: what it needs beside it, and whether its figures are a way to go. */
import { MEASURE_GROUPS } from './plan-words.ts';
import type { Measure, PairedMeasure } from './plan.ts';

const tidy = (name: string): string => name.trim().toLowerCase();

const isCostName = (name: string): boolean =>
	MEASURE_GROUPS.some(({ id, measures }) => id === 'cost' && measures.some((each) => tidy(each) === tidy(name)));

/** It counts cost or speed, by its group or by its name: own words in another group change nothing. */
export const countsCostOnly = ({ name, group }: Pick<Measure, 'name' | 'group'>): boolean =>
	group === 'cost' || isCostName(name);

/** A customer's outcome that can stand beside a cost: named, and no cost itself. */
const isOutcome = (pair: PairedMeasure | null): boolean =>
	pair !== null && pair.name.trim() !== '' && !countsCostOnly({ name: pair.name, group: '' });

/** A measure of cost with nothing beside it that keeps people from rushing the customer. */
export const needsPair = (measure: Pick<Measure, 'name' | 'group' | 'pair'>): boolean =>
	countsCostOnly(measure) && !isOutcome(measure.pair);

/** A target that is where it stands today already. */
export const isNoWay = ({ baseline, target }: Pick<Measure, 'baseline' | 'target'>): boolean =>
	baseline !== null && baseline === target;
