import { describe, expect, test } from 'vitest';
import { catchUp, paceOf, type PacedSlot } from '#domain/pace.ts';

const slot = (id: string, minutes: number, more: Partial<PacedSlot> = {}): PacedSlot => ({
	id,
	minutes,
	pinnedAt: null,
	isBreak: false,
	startedAt: null,
	endedAt: null,
	...more
});
const at = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) + Number(time.slice(6) || 0) / 60;

describe('[STEER-1] how late the room is follows from when it really began and how long it stays', () => {
	const day = (startedAt: string) => [
		slot('opening', 30, { startedAt: at('09:00'), endedAt: at(startedAt) }),
		slot('stories', 60, { startedAt: at(startedAt) }),
		slot('coffee', 20, { isBreak: true }),
		slot('lunch', 60, { isBreak: true, pinnedAt: '12:00' }),
		slot('house', 60)
	];

	test('an entry that began late ends late, and the rest begins later, but lunch is served when it is served', () => {
		expect(paceOf('09:00', day('09:37'), at('09:50'))).toEqual({
			lateMinutes: 7,
			entries: [
				{ id: 'opening', planned: '09:00', starts: '09:00', state: 'done' },
				{ id: 'stories', planned: '09:30', starts: '09:37', state: 'running' },
				{ id: 'coffee', planned: '10:30', starts: '10:37', state: 'ahead' },
				{ id: 'lunch', planned: '12:00', starts: '12:00', state: 'ahead' },
				{ id: 'house', planned: '13:00', starts: '13:00', state: 'ahead' }
			],
			ends: '14:00'
		});
	});
	test('one that began in time is late once its time is over', () => {
		expect(paceOf('09:00', day('09:30'), at('10:29'))?.lateMinutes).toBe(0);
		expect(paceOf('09:00', day('09:30'), at('10:33:40'))?.lateMinutes).toBe(3);
	});
	test('ahead of the plan is told as well, and lunch moves when the morning runs over it', () => {
		expect(paceOf('09:00', day('09:20'), at('09:25'))?.lateMinutes).toBe(-10);
		const late = paceOf('09:00', day('09:30'), at('12:10'));
		expect(late?.entries.map(({ starts }) => starts)).toEqual(['09:00', '09:30', '12:10', '12:30', '13:30']);
		expect(late?.lateMinutes).toBe(100);
	});
	test('nothing is said before the first entry began', () => {
		expect(paceOf('09:00', [slot('opening', 30)], at('10:00'))).toBeNull();
	});
});

describe('[STEER-2] catching up makes later steps shorter, never breaks, and none by more than half', () => {
	const slots = [
		slot('stories', 60, { startedAt: at('09:30') }),
		slot('share', 40),
		slot('coffee', 20, { isBreak: true }),
		slot('definitions', 80),
		slot('lunch', 60, { isBreak: true, pinnedAt: '13:00' }),
		slot('house', 60)
	];
	const given = (late: number) => catchUp(slots, late).reduce((sum, { from, to }) => sum + from - to, 0);

	test('each gives in proportion to its length, up to the next entry pinned to the clock', () => {
		expect(catchUp(slots, 12)).toEqual([
			{ id: 'share', from: 40, to: 36 },
			{ id: 'definitions', from: 80, to: 72 }
		]);
	});
	test('every minute is made up for, down to half of each', () => {
		for (let late = 1; late <= 60; late += 1) expect(given(late)).toBe(late);
		expect(given(90)).toBe(60);
		expect(catchUp(slots, 90).map(({ to }) => to)).toEqual([20, 40]);
	});
	test('in time there is nothing to make up for', () => {
		expect(catchUp(slots, 0)).toEqual([]);
		expect(catchUp(slots, -5)).toEqual([]);
	});
});
