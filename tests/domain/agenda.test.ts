import { expect, test } from 'vitest';
import { minutesOf, reflow, timeOf } from '#domain/agenda.ts';

const slot = (minutes: number, pinnedAt: string | null = null) => ({ minutes, pinnedAt });
const starts = (day: ReturnType<typeof reflow>) => day.entries.map((entry) => entry.starts);

test('[PREP-1] every entry starts where the one before it ends', () => {
	const day = reflow('09:00', [slot(30), slot(60), slot(20)]);

	expect(starts(day)).toEqual(['09:00', '09:30', '10:30']);
	expect(day.ends).toBe('10:50');
});

test('[PREP-1] a changed duration moves what follows, and stops at an entry that is pinned to the clock', () => {
	const day = reflow('09:00', [slot(45), slot(60), slot(60, '12:30'), slot(30)]);

	expect(starts(day)).toEqual(['09:00', '09:45', '12:30', '13:30']);
});

test('[PREP-1] a pinned entry keeps its time when those before run over it', () => {
	const day = reflow('09:00', [slot(240), slot(60, '12:30'), slot(15)]);

	expect(starts(day)).toEqual(['09:00', '12:30', '13:30']);
	expect(day.ends).toBe('13:45');
});

test('[PREP-1] a day without entries ends when it starts, and one past midnight goes on with the clock', () => {
	expect(reflow('09:00', [])).toEqual({ entries: [], ends: '09:00' });
	expect(reflow('23:30', [slot(45)]).ends).toBe('00:15');
});

test('[PREP-1] times and minutes belong together', () => {
	expect(['00:00', '09:05', '23:59'].map((time) => timeOf(minutesOf(time)))).toEqual(['00:00', '09:05', '23:59']);
});
