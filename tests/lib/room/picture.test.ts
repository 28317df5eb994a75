import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import type { ScreenView, WorkshopState } from '#domain/workshop.ts';
import { pictureOf } from '#lib/room/picture.ts';
import { activity, experiences, gallery, sign, welcome } from './steps.ts';

const vision = activity('vision', { scope: 'room', kind: 'vision', from: 'definitions', zones: ['compass'] });
const yesterday = activity('yesterday', { scope: 'room', kind: 'spotlight', from: 'vision', zones: [] });
const customer = activity('customer', { scope: 'room', kind: 'points', zones: ['points'] });
const plan = activity('plan', { scope: 'room', kind: 'plan', zones: ['plan'] });
const steps = [welcome, experiences, gallery, vision, yesterday, customer, plan, sign];

const show = (
	screen: ScreenView['kind'],
	step: string | null,
	phase: string | null = null,
	state: WorkshopState = 'room'
) =>
	pictureOf(
		state,
		screen === 'spotlight' ? { kind: screen, syndicateId: asId('birch') } : { kind: screen },
		step === null ? null : { id: asId(step), phase: phase === null ? null : asId(phase) },
		steps
	);

test('[SCREEN-3] before the first step, and whenever the console says so, the code is shown', () => {
	expect(show('wall', null)).toEqual({ kind: 'code' });
	expect(show('code', 'experiences')).toEqual({ kind: 'code' });
	expect(show('code', null, null, 'preparing')).toEqual({ kind: 'waiting' });
	expect(show('wall', 'sign', null, 'signed')).toEqual({ kind: 'signed' });
});

test('[SCREEN-3] the wall shows the boards the step is about', () => {
	expect(show('wall', 'experiences', 'share')).toEqual({ kind: 'wall', step: 'experiences', isHidden: false });
	expect(show('wall', 'gallery')).toEqual({ kind: 'wall', step: 'experiences', isHidden: false });
	expect(show('wall', 'vision')).toEqual({ kind: 'columns', step: 'vision', isHidden: false });
	expect(show('wall', 'yesterday')).toEqual({ kind: 'columns', step: 'vision', isHidden: false });
});

test('[SCREEN-3] a step without boards shows what is its own', () => {
	expect(show('wall', 'customer')).toEqual({ kind: 'customer' });
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
