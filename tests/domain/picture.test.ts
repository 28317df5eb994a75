import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import type { ScreenView } from '#domain/workshop.ts';
import { pictureOf, type ScreenMoment } from '#domain/picture.ts';
import { activity, experiences, gallery, sign, welcome } from '../lib/room/steps.ts';

const vision = activity('vision', { scope: 'room', kind: 'vision', from: 'definitions', zones: ['compass'] });
const yesterday = activity('yesterday', {
	scope: 'room',
	kind: 'spotlight',
	board: 'recap',
	from: 'vision',
	zones: []
});
const customer = activity('customer', { scope: 'room', kind: 'points', zones: ['points'] });
const plan = activity('plan', { scope: 'room', kind: 'plan', zones: ['plan'] });
const readBack = activity('read-back', {
	scope: 'room',
	zones: ['differently'],
	phases: [{ id: 'write', kind: 'write-alone' }, { id: 'thanks' }]
});
const support = activity('support', {
	scope: 'room',
	kind: 'requests',
	zones: ['requests'],
	phases: [{ id: 'answers' }, { id: 'follow-up', kind: 'vote' }]
});
const steps = [welcome, experiences, gallery, vision, readBack, yesterday, customer, plan, support, sign];

const show = (
	screen: Exclude<ScreenView['kind'], 'brief'>,
	step: string | null,
	phase: string | null = null,
	{
		state = 'room',
		isOnBreak = false,
		isReportingBack = false
	}: Partial<Pick<ScreenMoment, 'state' | 'isOnBreak' | 'isReportingBack'>> = {}
) =>
	pictureOf(
		{
			state,
			screen: screen === 'spotlight' ? { kind: screen, syndicateId: asId('birch') } : { kind: screen },
			step: step === null ? null : { id: asId(step), phase: phase === null ? null : asId(phase) },
			isOnBreak,
			isReportingBack
		},
		steps
	);

test('[SCREEN-3] before the first step, and whenever the console says so, the code is shown', () => {
	expect(show('wall', null)).toEqual({ kind: 'code' });
	expect(show('code', 'experiences')).toEqual({ kind: 'code' });
	expect(show('code', null, null, { state: 'preparing' })).toEqual({ kind: 'waiting' });
	expect(show('wall', 'sign', null, { state: 'signed' })).toEqual({ kind: 'signed' });
});

test('[SCREEN-3] the wall shows the boards the step is about', () => {
	expect(show('wall', 'experiences', 'share')).toEqual({ kind: 'wall', step: 'experiences', isHidden: false });
	expect(show('wall', 'gallery')).toEqual({ kind: 'wall', step: 'experiences', isHidden: false });
	expect(show('wall', 'vision')).toEqual({ kind: 'columns', step: 'vision', isHidden: false });
	expect(show('wall', 'yesterday')).toEqual({ kind: 'columns', step: 'vision', isHidden: false });
});

test('[SCREEN-3] a step without boards shows what is its own', () => {
	expect(show('wall', 'customer')).toEqual({ kind: 'customer' });
	expect(show('wall', 'support', 'answers')).toEqual({ kind: 'support' });
	expect(show('step', 'support', 'follow-up')).toEqual({ kind: 'plan' });
	expect(show('spotlight', 'plan')).toEqual({ kind: 'plan' });
	expect(show('step', 'sign')).toEqual({ kind: 'signing' });
	expect(show('step', 'experiences')).toEqual({ kind: 'prompt' });
});

test('[SCREEN-4] while people write alone the projector gets counts only', () => {
	expect(show('wall', 'experiences', 'write')).toEqual({ kind: 'wall', step: 'experiences', isHidden: true });
	expect(show('spotlight', 'experiences', 'write')).toEqual({
		kind: 'spotlight',
		step: 'experiences',
		syndicateId: 'birch',
		isHidden: true
	});
});

test('[SCREEN-5] what is read out at the opening is shown whatever step the room is in', () => {
	const screen = { kind: 'brief', part: 'tried-before' } as const;
	const moment = { state: 'room', screen, isOnBreak: false, isReportingBack: false } as const;

	expect(pictureOf({ ...moment, step: null }, steps)).toEqual(screen);
	expect(pictureOf({ ...moment, step: { id: asId('experiences'), phase: null } }, steps)).toEqual(screen);
	expect(show('step', 'welcome', 'promise')).toEqual({ kind: 'brief', part: 'promise' });
	expect(show('step', 'welcome', 'pairs')).toEqual({ kind: 'pairs' });
	expect(show('step', 'yesterday')).toEqual({ kind: 'stories' });
});

test('[SCREEN-13] at the close of a day the good stories are read out', () => {
	expect(show('step', 'read-back', 'thanks')).toEqual({ kind: 'stories' });
	expect(show('step', 'read-back', 'write')).toEqual({ kind: 'prompt' });
});

test('[SCREEN-6] in a break the screen rests, until the console shows the code again', () => {
	expect(show('wall', 'experiences', 'share', { isOnBreak: true })).toEqual({ kind: 'break' });
	expect(show('report-back', 'gallery', null, { isOnBreak: true, isReportingBack: true })).toEqual({ kind: 'break' });
	expect(show('code', 'experiences', 'share', { isOnBreak: true })).toEqual({ kind: 'code' });
	expect(show('break', 'experiences', 'share')).toEqual({ kind: 'prompt' });
});

test('[SCREEN-7] a report-back is shown while syndicates report, and the step itself once they are done', () => {
	expect(show('report-back', 'gallery', null, { isReportingBack: true })).toEqual({ kind: 'report-back' });
	expect(show('report-back', 'gallery')).toEqual({ kind: 'prompt' });
});
