import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { breakAfter } from '#lib/room/agenda-places.ts';
import { agoWords, lateWords, projectorWords } from '#lib/room/console-words.ts';
import { moveWords } from '#lib/room/move-words.ts';
import { syndicateChoices } from '#lib/room/syndicate-deeds.ts';
import { thumbZones } from '#lib/room/thumb.ts';
import type { LivePlace } from '#protocol/live.ts';
import type { AgendaDay } from '#protocol/views.ts';
import { experiences, gallery } from './steps.ts';

const steps = [experiences, gallery];
const entry = (id: string, step: string | null) => ({ id, step: step === null ? null : asId<'Step'>(step), title: id });
const days = [
	{ entries: [entry('e1', 'experiences'), entry('coffee', null), entry('pause', null), entry('e2', 'gallery')] }
] as unknown as readonly AgendaDay[];
const place = (step: string, phase: string | null = null, resting: string | null = null): LivePlace => ({
	step: asId(step),
	phase: phase === null ? null : asId(phase),
	break: resting
});
const move = (from: LivePlace, to: LivePlace) => ({ by: 'abc', at: 0, from, to, opened: false });

test.each([
	[move(place('experiences', 'share'), place('gallery', 'read')), 'brought everyone to “Gallery walk”'],
	[move(place('experiences', 'share'), place('experiences', 'group')), 'went to “Group”'],
	[move(place('experiences', 'share'), place('experiences', 'share')), 'brought everyone to this step'],
	[move(place('experiences', 'share'), place('experiences', 'share', 'coffee')), 'began the break “coffee”'],
	[
		move(place('experiences', 'share', 'coffee'), place('experiences', 'share')),
		'brought everyone to “Our experiences”'
	]
])('[ROOM-14] the bar that takes a move back says what it was: %o', (moved, words) => {
	expect(moveWords(moved, steps, days)).toBe(words);
});

test('[ROOM-15] what the console says of time and projectors is short and true', () => {
	expect([0, 2_000, 40_400, 125_000].map(agoWords)).toEqual(['just now', 'just now', '40 s ago', '2 min ago']);
	expect([0, 1, 3, -2].map(lateWords)).toEqual([
		'On time',
		'Running 1 minute late',
		'Running 3 minutes late',
		'2 minutes ahead of the plan'
	]);
	const at = asId<'Step'>('experiences');
	const shows = (step: string | null) => ({ screens: [{ shows: step === null ? null : asId<'Step'>(step) }] });
	expect(projectorWords(shows('gallery'), at, steps)).toContain('The projector shows');
	expect(projectorWords(shows('experiences'), at, steps)).toBeNull();
	expect(projectorWords(shows(null), at, steps)).toBeNull();
	expect(projectorWords({ screens: [] }, at, steps)).toBeNull();
});

test('[ROOM-12] the next break is found from the step and from the break before', () => {
	const at = asId<'Step'>('experiences');
	expect(breakAfter(days, at, null)?.entry).toBe('coffee');
	expect(breakAfter(days, at, 'coffee')?.entry).toBe('pause');
	expect(breakAfter(days, at, 'pause')).toBeNull();
	expect(breakAfter(days, asId('gallery'), null)).toBeNull();
	expect(breakAfter(days, null, null)).toBeNull();
});

test('[ROOM-16] a board is drawn from the places of its notes', () => {
	const zones = [{ id: asId<'Zone'>('good'), tone: 'good' as const }, { id: asId<'Zone'>('other') }];
	expect(thumbZones('..3z/.', zones)).toEqual([
		{ id: 'good', tone: 'good', marks: [1, 1, 3, 35] },
		{ id: 'other', tone: 'plain', marks: [1] }
	]);
	expect(thumbZones(null, zones).map(({ marks }) => marks)).toEqual([[], []]);
});

test('[ROOM-17] a tile offers what makes sense for its syndicate now, and nothing else', () => {
	const birch = { name: 'Birch', clock: null, isClosed: false, isRevealed: false };
	const ids = (more: object) =>
		syndicateChoices({
			syndicate: birch,
			isQuiet: false,
			isAlone: false,
			hasBoard: true,
			hasClock: true,
			roles: '',
			...more
		}).map(({ id }) => id);
	expect(ids({})).toEqual(['close', 'minute', 'five', 'spotlight']);
	expect(ids({ isQuiet: true })[0]).toBe('nudge');
	expect(ids({ isAlone: true })).toContain('open-notes');
	expect(ids({ syndicate: { ...birch, isClosed: true } })).toContain('open');
	expect(ids({ syndicate: { ...birch, clock: { kind: 'paused', remainingMs: 0, lengthMs: 0 } } })).toContain(
		'room-clock'
	);
	expect(ids({ hasBoard: false, hasClock: false })).toEqual(['spotlight']);
	expect(ids({ roles: 'Host: Amira' }).at(-1)).toBe('roles');
});
