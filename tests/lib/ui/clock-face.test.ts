import { expect, test } from 'vitest';
import { clockFace } from '#lib/ui/clock-face.ts';

test.each([
	[760_000, '12:40', 'running'],
	[759_001, '12:40', 'running'],
	[61_000, '1:01', 'running'],
	[60_000, '1:00', 'last-minute'],
	[500, '0:01', 'last-minute'],
	[0, '0:00', 'over'],
	[-999, '0:00', 'over'],
	[-32_000, '+0:32', 'over'],
	[3_900_000, '1:05:00', 'running']
] as const)('with %i ms left the clock shows %s', (remainingMs, text, moment) => {
	expect(clockFace(remainingMs)).toMatchObject({ text, moment });
});

test('the clock is said aloud at five minutes, at one minute and at the end only', () => {
	const said = [301_000, 300_000, 200_000, 61_000, 60_000, 1_000, 0, -5_000].map(
		(remainingMs) => clockFace(remainingMs).announcement
	);

	expect([...new Set(said)]).toEqual(['', 'Less than five minutes left', 'Less than one minute left', 'Time is up']);
});

test('ears get words instead of digits', () => {
	expect(clockFace(760_000).spoken).toBe('12 minutes 40 seconds left');
	expect(clockFace(60_000).spoken).toBe('1 minute left');
	expect(clockFace(-1_000).spoken).toBe('1 second over');
});
