import { afterAll, beforeAll, expect, test } from 'vitest';
import { calendarOf } from '#server/follow/calendar.ts';
import { planInstallation, type PlanInstallation } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

/** Folded lines are one. */
const unfolded = (text: string): readonly string[] => text.replaceAll('\r\n ', '').split('\r\n');

test('[LINK-46] somebody makes a calendar of their own, and ends it', async () => {
	const room = await installation.openRoom();
	const early = await room.elin.post('/calendar-feed');
	const { id } = await room.signed();
	await room.elin.post(`/actions/${id}/steps`, { text: 'Paint; then hang it', dueOn: '2027-01-22' });
	await room.facilitator.post('/next-date', { heldOn: '2027-02-12', heldAt: '14:00', words: 'Twenty minutes' });
	const none = (await room.elin.get('/calendar-feed')).body;
	const { body: made } = await room.elin.post('/calendar-feed');
	const { body: amiras } = await room.amira.post('/calendar-feed');
	const file = await room.request(made.path);
	const lines = unfolded(await file.text());
	const ofAmira = unfolded(await (await room.request(amiras.path)).text());
	const { body: again } = await room.elin.post('/calendar-feed');
	const old = await room.request(made.path);
	const before = await room.request(again.path);
	await room.elin.post('/calendar-feed/end');
	const ended = await room.request(again.path);
	const never = await room.request('/calendar/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.ics');

	expect(early.status).toBe(403);
	expect(none).toEqual({ madeAt: null });
	expect(file.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
	expect(file.headers.get('cache-control')).toBe('no-store');
	expect(file.headers.get('x-robots-tag')).toBe('noindex');
	expect(lines).toContain(`UID:action-${id}@plenary`);
	expect(lines).toContain('SUMMARY:Due: Every promise to call back has a name');
	expect(lines).toContain('DTSTART;VALUE=DATE:20270226');
	expect(lines).toContain('SUMMARY:Small step: Paint\\; then hang it');
	expect(lines).toContain('DTSTART:20270212T140000Z');
	expect(ofAmira.filter((line) => line.startsWith('SUMMARY'))).toEqual(['SUMMARY:Twenty minutes']);
	expect([old.status, before.status, ended.status, never.status]).toEqual([404, 200, 404, 404]);
	expect(await ended.text()).toBe(await never.text());
	expect(JSON.stringify(await installation.database.rows('select * from calendar_feeds'))).not.toContain(
		amiras.path.slice('/calendar/'.length, -4)
	);
});

test('[LINK-46] a day that is over with its action is gone from the calendar', async () => {
	const room = await installation.openRoom();
	const { id } = await room.signed();
	const { body: made } = await room.elin.post('/calendar-feed');
	await room.elin.post(`/actions/${id}/updates`, { health: 'done', text: 'Nine of ten are kept' });

	expect(await (await room.request(made.path)).text()).not.toContain('Due:');
});

test('[LINK-47] lines are no longer than 75 octets, words stay words, and hours are told over a change of clocks', () => {
	const entry = { id: 'a', words: '', at: '', minutes: 0 };
	const text = calendarOf({
		...{ title: 'Zwei Tage, für uns', timezone: 'Europe/Berlin', madeAt: new Date('2027-03-01T09:00:00Z') },
		host: 'plenary',
		entries: [
			{ ...entry, title: `${'Größe '.repeat(40)}\nBEGIN:VEVENT; a, b \\ c`, on: '2027-12-31' },
			{ ...entry, id: 'b', title: 'Before', on: '2027-03-26', at: '09:00', minutes: 20 },
			{ ...entry, id: 'c', title: 'After', on: '2027-03-29', at: '09:00', minutes: 20 }
		]
	});
	const lines = text.split('\r\n');

	expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
	expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
	expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(3);
	expect(unfolded(text).find((line) => line.startsWith('SUMMARY:Größe'))).toContain('\\nBEGIN:VEVENT\\; a\\, b \\\\ c');
	expect(lines).toContain('DTEND;VALUE=DATE:20280101');
	expect(lines).toContain('DTSTART:20270326T080000Z');
	expect(lines).toContain('DTSTART:20270329T070000Z');
});

test('[FOLLOW-81] the last day there is has no end after it in a calendar', () => {
	const entry = { id: 'a', words: '', at: '', minutes: 0, title: 'Far', on: '9999-12-31' };
	const text = calendarOf({
		...{ title: 'T', timezone: 'Europe/Berlin', madeAt: new Date('2027-03-01T09:00:00Z') },
		...{ host: 'plenary', entries: [entry] }
	});

	expect(unfolded(text).filter((line) => line.startsWith('DT') && line.includes('DATE'))).toEqual([
		'DTSTART;VALUE=DATE:99991231'
	]);
});
