import { expect, test } from 'vitest';
import { applyAll, Misplaced, type AgendaEdit, type Days, type Maker, type Piece } from '#domain/agenda-edit.ts';
import { daysToPace, dueBreaks } from '#domain/agenda-pace.ts';
import { asId } from '#domain/ids.ts';
import { aimed, freeStepId } from '#domain/repeated-step.ts';

const piece = (id: string, minutes = 30, more: Partial<Piece> = {}): Piece => ({
	id,
	step: asId(id),
	title: id,
	minutes,
	pinnedAt: null,
	isQuiet: false,
	isSponsorHere: false,
	isBreakLeftOut: false,
	...more
});
const pause = (id: string, minutes = 15) => piece(id, minutes, { step: null, isQuiet: true });
const day = (title: string, ...pieces: Piece[]) => ({ title, heldOn: null, starts: '09:00', pieces });
const two: Days<Piece> = [
	day('One', piece('a'), pause('tea'), piece('b'), piece('c')),
	day('Two', piece('d'), piece('e'))
];
const maker: Maker<Piece> = {
	addStep: ({ id }) => piece(id),
	addBreak: ({ id, minutes }) => pause(id, minutes),
	changeStep: (changed) => ({ piece: changed, undo: {} }),
	changed: (changed) => changed
};
const done = (days: Days<Piece>, ...edits: AgendaEdit<Piece>[]) => applyAll(days, edits, maker);
const order = (days: Days<Piece>) => days.map(({ pieces }) => pieces.map(({ id }) => id).join(' '));

const place = { day: 1, before: 'b' };
const deeds: readonly AgendaEdit<Piece>[] = [
	{ deed: 'move', entry: 'c', day: 1, before: 'a' },
	{ deed: 'move', entry: 'tea', day: 2, before: null },
	{ deed: 'change', entry: 'b', minutes: 90, pinnedAt: '12:00', isSponsorHere: true },
	{ deed: 'add-step', id: 'new', from: { kind: 'blank', title: 'New' }, ...place },
	{ deed: 'add-break', id: 'rest', title: 'Rest', minutes: 10, ...place },
	{ deed: 'remove', entry: 'tea', leavesOut: true },
	{ deed: 'remove', entry: 'e', leavesOut: false },
	{ deed: 'put-back', piece: piece('z'), day: 2, before: null },
	{ deed: 'add-day', day: 2, head: { title: 'Between', heldOn: '2027-01-13', starts: '08:30' } },
	{ deed: 'change-day', day: 2, head: { title: 'Second', starts: '10:00' } }
];

test.each(deeds)('[PREP-14] what was done to the agenda is taken back whole, whatever it was: $deed', (deed) => {
	const { days, undo } = done(two, deed);

	expect(days).not.toEqual(two);
	expect(done(days, ...undo).days).toEqual(two);
	expect(done(days, ...undo, ...done(days, ...undo).undo).days).toEqual(days);
});

test('[PREP-14] several deeds are taken back together, a day with all that was in it too', () => {
	const { days, undo } = done(
		two,
		...deeds.slice(0, 3),
		{ deed: 'remove', entry: 'd', leavesOut: false },
		{ deed: 'remove', entry: 'e', leavesOut: false },
		{ deed: 'move', entry: 'tea', day: 1, before: null },
		{ deed: 'remove-day', day: 2 }
	);

	expect(order(days)).toEqual(['c a b tea']);
	expect(done(days, ...undo).days).toEqual(two);
});

test('[PREP-14] what no longer fits is not done in part', () => {
	const gone: readonly AgendaEdit<Piece>[] = [
		{ deed: 'move', entry: 'nobody', day: 1, before: null },
		{ deed: 'move', entry: 'a', day: 3, before: null },
		{ deed: 'move', entry: 'a', day: 2, before: 'b' },
		{ deed: 'remove-day', day: 1 },
		{ deed: 'put-back', piece: piece('a'), day: 1, before: null }
	];

	for (const deed of gone) expect(() => done(two, deed), deed.deed).toThrow(Misplaced);
	const four = [...two, day('Three'), day('Four')];
	expect(() => done(four, { deed: 'add-day', day: 5, head: { title: 'x', heldOn: null, starts: '09:00' } })).toThrow();
	expect(() => done([day('One')], { deed: 'remove-day', day: 1 })).toThrow();
});

test('[PREP-11] breaks are put in where steps were added, lengthened or moved, and nowhere else', () => {
	const pace = (edit: AgendaEdit<Piece>) => daysToPace(two, [edit], done(two, edit).days);

	expect(pace({ deed: 'change', entry: 'd', minutes: 80 })).toEqual([2]);
	expect(pace({ deed: 'change', entry: 'd', minutes: 20 })).toEqual([]);
	expect(pace({ deed: 'change', entry: 'tea', minutes: 3 })).toEqual([1]);
	expect(pace({ deed: 'change', entry: 'd', title: 'Other' })).toEqual([]);
	expect(pace({ deed: 'move', entry: 'tea', day: 2, before: 'e' })).toEqual([2, 1]);
	expect(pace({ deed: 'remove', entry: 'tea', leavesOut: true })).toEqual([]);
	const { days } = done(two, { deed: 'change', entry: 'd', minutes: 80 });
	expect(dueBreaks(days, [1, 2])).toMatchObject([{ deed: 'add-break', day: 2, before: 'e', minutes: 15 }]);
});

test('[PREP-12] a break that was left out is remembered at its place, and forgotten when that is moved', () => {
	const { days } = done(two, { deed: 'remove', entry: 'tea', leavesOut: true });
	const b = () => days[0]!.pieces.find(({ id }) => id === 'b');

	expect(b()?.isBreakLeftOut).toBe(true);
	const moved = done(days, { deed: 'move', entry: 'b', day: 2, before: 'd' });
	expect(moved.days[1]!.pieces[0]).toMatchObject({ id: 'b', isBreakLeftOut: false });
	expect(done(moved.days, ...moved.undo).days).toEqual(days);
});

test('[PREP-15] a repeated step is a step of its own, and what reads from one finds the last before it', () => {
	expect(freeStepId('experiences', new Set())).toBe('experiences');
	expect(freeStepId('experiences', new Set(['experiences']))).toBe('experiences-2');
	expect(freeStepId('experiences-2', new Set(['experiences', 'experiences-2']))).toBe('experiences-3');
	const all = ['experiences', 'gallery', 'experiences-2', 'vision'];
	expect(aimed('experiences', ['experiences', 'gallery'], all)).toBe('experiences');
	expect(aimed('experiences', all, all)).toBe('experiences-2');
	expect(aimed('vision.standards', all, all)).toBe('vision.standards');
	expect(aimed('points and questions', all, all)).toBe('points and questions');
});
