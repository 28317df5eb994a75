import { expect, test } from 'vitest';
import { calendarDay, minutesOfDay } from '#domain/calendar.ts';
import { workdayFrom, workdayPlus } from '#domain/letter-days.ts';
import { weekdayOf } from '#domain/next-date.ts';
import { instantOn, weeklyBetween } from '#server/follow/times.ts';

/** The weeks around both changes of the clock; Lord Howe's is half an hour. */
const ZONES = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Auckland'];
const year = { from: new Date('2027-01-01T00:00:00Z'), until: new Date('2027-12-31T00:00:00Z') };

test('[FOLLOW-104] a weekly letter goes at the same time on the wall over both changes of the clock, once a week', () => {
	for (const timezone of ZONES) {
		const found = weeklyBetween(
			{ weekday: 'Monday', time: '10:00' },
			{ timezone, holidays: [] },
			year.from,
			year.until
		);
		expect(found).toHaveLength(52);
		for (const { day, at } of found) {
			expect(weekdayOf(calendarDay(at, timezone))).toBe('Monday');
			expect(calendarDay(at, timezone)).toBe(day);
			expect(minutesOfDay(at, timezone)).toBe(600);
		}
		const apart = new Set(found.slice(1).map(({ at }, n) => (at.getTime() - found[n]!.at.getTime()) / 3_600_000 - 168));
		const half = timezone === 'Australia/Lord_Howe' ? 0.5 : 1;
		expect([...apart].toSorted((a, b) => a - b)).toEqual([-half, 0, half]);
	}
});

test('[FOLLOW-104] a time that is skipped in spring is the first after it; one that comes twice counts once', () => {
	expect(instantOn('2027-03-28', '01:30', 'Europe/London').toISOString()).toBe('2027-03-28T01:00:00.000Z');
	expect(instantOn('2027-10-31', '01:30', 'Europe/London').toISOString()).toBe('2027-10-31T00:30:00.000Z');
	expect(instantOn('2027-03-14', '02:30', 'America/New_York').toISOString()).toBe('2027-03-14T07:00:00.000Z');
	expect(instantOn('2027-10-03', '02:15', 'Australia/Lord_Howe').toISOString()).toBe('2027-10-02T15:30:00.000Z');
});

test('[FOLLOW-105] a holiday moves a letter to the next workday, and workdays are counted without weekends and holidays', () => {
	const easter = ['2027-03-26', '2027-03-29'];
	const [found] = weeklyBetween(
		{ weekday: 'Monday', time: '10:00' },
		{ timezone: 'Europe/London', holidays: easter },
		new Date('2027-03-26T00:00:00Z'),
		new Date('2027-04-01T00:00:00Z')
	);
	expect(found).toEqual({ day: '2027-03-29', at: new Date('2027-03-30T09:00:00Z') });
	expect(workdayPlus('2027-03-25', 1, easter)).toBe('2027-03-30');
	expect(workdayPlus('2027-01-13', 2, [])).toBe('2027-01-15');
	expect(workdayFrom('2027-01-16', [])).toBe('2027-01-18');
	// A list that names every day holds nothing up for good.
	const all = Array.from({ length: 400 }, (_, n) => new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10));
	expect(workdayFrom('2027-03-01', all)).toBe('2027-03-01');
});
