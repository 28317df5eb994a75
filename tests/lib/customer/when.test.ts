import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { happening, whenOf } from '#lib/customer/seat/when.ts';
import { loadTemplate } from '#server/template.ts';

const { activities } = await loadTemplate();
const steps = activities.filter(({ id }) => ['customer', 'questions', 'issues'].includes(id));
const day = (heldOn: string | null) => ({
	...{ day: 2, title: '', heldOn, starts: '09:00', ends: '16:30' },
	entries: [
		{
			...{ id: 'entry', day: 2, step: asId<'Step'>('customer'), number: 4, title: '', minutes: 45, pinnedAt: null },
			...{ starts: '09:15', isQuiet: false, isSponsorHere: false, isBreakLeftOut: false }
		}
	]
});
const room = { id: asId<'Workshop'>('w'), title: '', state: 'room' as const, compass: '' };
const quiet = { workshop: room, step: null, states: {}, onBreak: null, lateMinutes: null };
const inStep = (id: string, phase: string) => ({
	...quiet,
	step: {
		...{ id: asId<'Step'>(id), phase: asId<'Phase'>(phase), state: 'open' as const },
		...{ clock: null, votesClosed: false, writers: [] }
	}
});
const tell = (live: Parameters<typeof happening>[0]['live'], me = 'Ingrid', guest = 'Ingrid') =>
	happening({ live, days: [day('2027-01-13')], steps, me, guest });

test('[SEAT-14] before the talk the page says when to come, and how late the room is', () => {
	const early = tell(quiet);
	const late = tell({ ...quiet, lateMinutes: 12 }, '', 'Ingrid and Marek');
	const atLunch = tell({
		...quiet,
		onBreak: { entry: 'x', title: 'Lunch', clock: { kind: 'paused', remainingMs: 0, lengthMs: 0 } }
	});

	expect(early.kind).toBe('ahead');
	expect(early.line).toBe('Come on Wednesday 13 January at 09:15. This page follows the room by itself.');
	expect(late.title).toBe('You are invited to hear Ingrid and Marek.');
	expect(late.line).toContain('The room is 12 minutes late.');
	expect(atLunch).toEqual(early);
	expect([whenOf([day(null)], 'customer'), whenOf([], 'customer')]).toEqual(['09:15 on day 2', '']);
});

test('[SEAT-14] what is happening is said to whose page it is', () => {
	const titles = [
		tell(inStep('customer', 'speak')),
		tell(inStep('customer', 'speak'), '', 'Ingrid and Marek'),
		tell(inStep('customer', 'check')),
		tell(inStep('questions', 'answer')),
		tell(inStep('issues', 'one')),
		tell(inStep('issues', 'report')),
		tell({ ...quiet, states: { customer: 'closed' } }),
		tell({ ...quiet, workshop: { ...room, state: 'signed' } })
	].map(({ kind, title }) => `${kind}: ${title}`);

	expect(titles).toEqual([
		'now: It is your turn.',
		'now: Ingrid and Marek speak now.',
		'now: Is this what you said?',
		'now: The room asks you.',
		'now: The syndicates discuss what you said.',
		'now: The syndicates tell the room.',
		'between: The room is busy with another part.',
		'over: Thank you, Ingrid.'
	]);
});
