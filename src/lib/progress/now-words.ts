import type { RowFigure, RowNow } from '#domain/said-did.ts';

/** How something stands, said to people outside. */
export const NOW_WORDS = {
	'on-course': 'On course',
	help: 'Needs a push',
	waiting: 'With management',
	quiet: 'No news lately',
	late: 'Taking longer',
	done: 'Done',
	learned: 'Tried and learned',
	stopped: 'Stopped',
	'not-now': 'Not now',
	no: 'Management said no'
} as const satisfies Record<RowNow, string>;

const withUnit = (value: number, unit: string): string =>
	`${value.toLocaleString('en-GB')}${unit === '' ? '' : ` ${unit}`}`;

/** `Call-backs kept: 61 % at the start, 78 % now, 90 % is the target.` */
export const figureWords = ({ name, unit, before, now, target }: RowFigure): string =>
	`${name}: ${withUnit(before, unit)} at the start, ${withUnit(now, unit)} now${target === null ? '' : `, ${withUnit(target, unit)} is the target`}.`;
