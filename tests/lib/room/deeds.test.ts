import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { questionsLeftWords } from '#lib/room/console-words.ts';
import { askBeforeRest, askFirst, backDeed, nextDeed, type Standing } from '#lib/room/deeds.ts';
import { activity, experiences, gallery, sign, welcome } from './steps.ts';

const steps = [welcome, experiences, gallery, sign];

const at = (step: string | null, phase: string | null = null, more: Partial<Standing> = {}): Standing => ({
	step: step === null ? null : asId(step),
	phase: phase === null ? null : asId(phase),
	state: 'open',
	votesClosed: false,
	hiddenNotes: 0,
	...more
});

test.each([
	[at(null), 'Begin: Welcome'],
	[at('welcome', 'promise'), 'Next: Meet your neighbour'],
	[at('welcome', 'pairs'), 'Next: Our experiences'],
	[at('experiences', 'write'), 'Open the notes'],
	[at('experiences', null), 'Open the notes'],
	[at('experiences', 'share'), 'Begin grouping'],
	[at('experiences', 'group'), 'Begin voting'],
	[at('experiences', 'vote'), 'Close voting'],
	[at('experiences', 'vote', { votesClosed: true }), 'Next: Gallery walk'],
	[at('experiences', 'vote', { state: 'closed' }), 'Next: Gallery walk'],
	[at('gallery', 'read'), 'Next: Everyone signs'],
	[at('sign', 'sign'), 'Go to the signatures']
])('[ROOM-1] the green button says the deed: %o', (standing, label) => {
	expect(nextDeed(steps, standing)?.label).toBe(label);
});

test('[ROOM-1] without any step there is no green button', () => {
	expect(nextDeed([], at(null))).toBeNull();
});

test('[ROOM-1] closing the vote stays in the step, and going on names step and phase', () => {
	expect(nextDeed(steps, at('experiences', 'vote'))).toEqual({
		kind: 'close-votes',
		step: 'experiences',
		label: 'Close voting'
	});
	expect(nextDeed(steps, at('experiences', 'share'))).toEqual({
		kind: 'go',
		step: 'experiences',
		phase: 'group',
		label: 'Begin grouping'
	});
});

test.each([
	[at(null), undefined],
	[at('welcome', 'promise'), undefined],
	[at('welcome', 'pairs'), 'Back to “The promise”'],
	[at('experiences', 'write'), 'Back to Welcome'],
	[at('experiences', 'share'), 'Back to writing alone'],
	[at('experiences', 'vote'), 'Back to grouping'],
	[at('gallery', 'read'), 'Back to Experiences']
])('[ROOM-1] the way back says where it leads: %o', (standing, label) => {
	expect(backDeed(steps, standing)?.label).toBe(label);
});

const going = (step: string, phase: string | null = null) => ({
	step: asId<'Step'>(step),
	phase: phase === null ? null : asId<'Phase'>(phase)
});

test('[ROOM-2] opening hidden notes asks first and says how many', () => {
	const question = askFirst(steps, at('experiences', 'write', { hiddenNotes: 12 }), going('experiences', 'share'));

	expect(question?.title).toBe('Open the notes now?');
	expect(question?.sentence).toContain('12 notes are still hidden.');
});

test('[ROOM-2] with nothing hidden the notes open at once', () => {
	expect(askFirst(steps, at('experiences', 'write'), going('experiences', 'share'))).toBeNull();
});

test('[ROOM-2] leaving a step in which people may write asks first', () => {
	const hidden = askFirst(steps, at('experiences', 'write', { hiddenNotes: 1 }), going('gallery'));

	expect(hidden?.sentence).toContain('1 note is still hidden. They open now.');
	expect(askFirst(steps, at('experiences', 'group'), going('gallery'))?.title).toBe(
		'Bring everyone to “Gallery walk”?'
	);
});

test('[ROOM-2] a step that is read, closed or voted to its end is left at once', () => {
	expect(askFirst(steps, at('gallery', 'read'), going('sign'))).toBeNull();
	expect(askFirst(steps, at('experiences', 'group', { state: 'closed' }), going('gallery'))).toBeNull();
	expect(askFirst(steps, at('experiences', 'vote', { votesClosed: true }), going('gallery'))).toBeNull();
	expect(askFirst(steps, at('experiences', 'share'), going('experiences', 'group'))).toBeNull();
	expect(askFirst(steps, at(null), going('welcome'))).toBeNull();
});

const coffee = { entry: 'e1', title: 'Coffee' };

test('[ROOM-12] a break is what comes next where the agenda has one, and the day goes on from it', () => {
	expect(nextDeed(steps, at('experiences', 'vote', { votesClosed: true, breakNext: coffee }))).toEqual({
		kind: 'rest',
		entry: 'e1',
		label: 'Next: Coffee'
	});
	expect(nextDeed(steps, at('experiences', 'share', { breakNext: coffee }))?.label).toBe('Begin grouping');
	const resting = at('experiences', 'vote', { resting: coffee });
	expect(nextDeed(steps, resting)?.label).toBe('Next: Gallery walk');
	expect(backDeed(steps, resting)?.label).toBe('Back to Experiences');
	expect(nextDeed(steps, { ...resting, breakNext: { entry: 'e2', title: 'Lunch' } })?.label).toBe('Next: Lunch');
});

test('[ROOM-13] before people are moved the console says with numbers what is not saved yet', () => {
	const unsaved = [{ name: 'Birch', changes: 3, devices: 2 }];
	const words = 'Birch has 3 unsaved changes on 2 devices.';
	const to = (step: string, phase: string | null = null) => ({
		step: asId<'Step'>(step),
		phase: phase === null ? null : asId<'Phase'>(phase)
	});
	expect(askFirst(steps, at('experiences', 'group', { unsaved }), to('gallery'))?.sentence).toContain(words);
	expect(askFirst(steps, at('experiences', 'share', { unsaved }), to('experiences', 'group'))?.sentence).toContain(
		words
	);
	expect(askFirst(steps, at('experiences', 'share'), to('experiences', 'group'))).toBeNull();
	const opening = askFirst(steps, at('experiences', 'write', { unsaved, hiddenNotes: 2 }), to('experiences', 'share'));
	expect(opening?.sentence).toContain(words);
	expect(opening?.sentence).toContain('they stay open, also when you take the move back');
});

const queue = activity('questions', {
	scope: 'room',
	title: 'Questions to the customer',
	kind: 'queue',
	phases: [{ id: 'place', kind: 'group', title: 'No question without a place', writes: 'facilitator' }]
});

test('[ROOM-20] whoever leaves the questions is told how many are without a place, before a break as well', () => {
	const asked = [...steps, queue];
	const to = { step: gallery.id, phase: null };
	const words = '2 questions have neither an answer nor a place.';

	expect(askFirst(asked, at('questions', 'place', { withoutPlace: 2 }), to)?.sentence).toContain(words);
	expect(askFirst(asked, at('questions', 'place'), to)?.sentence).not.toContain('place.');
	expect(askBeforeRest(asked, at('questions', 'place', { withoutPlace: 2 }))?.sentence).toContain(words);
	expect(askBeforeRest(asked, at('questions', 'place', { withoutPlace: 0 }))).toBeNull();
	// What was left behind is counted, and nobody is asked about it at every later break.
	expect(askBeforeRest(asked, at('gallery', 'read', { withoutPlace: 2 }))).toBeNull();
	expect(questionsLeftWords({ open: 3, held: 1 })).toBe(
		'3 questions have neither an answer nor a place, 1 of them is to be looked at first.'
	);
	expect(questionsLeftWords({ open: 0, held: 0 })).toBeNull();
});
