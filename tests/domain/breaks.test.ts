import { expect, test } from 'vitest';
import { breaksDue, longestStretch, reflow, troublesOf, type Paced } from '#domain/agenda.ts';

const step = (minutes: number, isBreakLeftOut = false): Paced => ({ step: 'any', minutes, isBreakLeftOut });
const rest = (minutes: number): Paced => ({ step: null, minutes, isBreakLeftOut: false });

test('[PREP-11] a break is due before the step that makes more than ninety minutes in a row', () => {
	expect(breaksDue([step(30), step(60)])).toEqual([]);
	expect(breaksDue([step(30), step(60), step(1)])).toEqual([2]);
	expect(breaksDue([step(60), step(60), step(60)])).toEqual([1, 2]);
	expect(breaksDue([step(45), step(50), step(40), step(10)])).toEqual([1, 3]);
});

test('[PREP-11] a break of five minutes is one, a shorter one is not', () => {
	expect(breaksDue([step(60), rest(5), step(60)])).toEqual([]);
	expect(breaksDue([step(60), rest(4), step(60)])).toEqual([2]);
});

test('[PREP-11] a step longer than ninety minutes has its break before it and after it', () => {
	expect(breaksDue([step(120)])).toEqual([]);
	expect(breaksDue([step(20), step(120), step(20)])).toEqual([1, 2]);
});

test('[PREP-12] where a break was left out none is put in, and the minutes go on', () => {
	expect(breaksDue([step(60), step(60, true)])).toEqual([]);
	expect(breaksDue([step(60), step(60, true), step(20)])).toEqual([2]);
	expect(longestStretch([step(60), step(70, true), rest(10), step(80)])).toBe(130);
});

test('[PREP-13] an entry that runs over a pinned one and time left open before one are told in minutes', () => {
	const at = (minutes: number, pinnedAt: string | null = null) => ({ minutes, pinnedAt });
	const troubles = (...slots: ReturnType<typeof at>[]) => troublesOf('09:00', reflow('09:00', slots));

	expect(troubles(at(30), at(180), at(60, '12:30'), at(30))).toEqual([]);
	expect(troubles(at(30), at(200), at(60, '12:30'))).toEqual([{ kind: 'clash', at: 2, before: 1, minutes: 20 }]);
	expect(troubles(at(30), at(160), at(60, '12:30'))).toEqual([{ kind: 'gap', at: 2, before: 1, minutes: 20 }]);
	expect(troubles(at(30, '08:45'))).toEqual([{ kind: 'clash', at: 0, before: null, minutes: 15 }]);
});
