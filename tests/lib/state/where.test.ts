import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import type { Activity } from '#domain/template.ts';
import { whereNow, type Whereabouts } from '#lib/state/where.ts';
import template from '../../../server/template.json' with { type: 'json' };

const activities = template.activities as unknown as readonly Activity[];

const where = (change: Partial<Whereabouts>): string | null =>
	whereNow({
		workshopId: 'w1',
		state: 'room',
		step: asId('experiences'),
		activities,
		syndicates: [
			{ id: asId('s-a'), slug: 'alder' },
			{ id: asId('s-b'), slug: 'birch' }
		],
		me: { role: 'participant', syndicateId: asId('s-b') },
		...change
	});

test('[PAGE-1] every step of the template has one page, and a participant is sent to it', () => {
	const pages = activities.map(({ id }) => [id, where({ step: id })]);

	expect(Object.fromEntries(pages)).toEqual({
		welcome: '/w/w1/room/welcome',
		experiences: '/w/w1/s/birch/experiences',
		gallery: '/w/w1/room/gallery',
		definitions: '/w/w1/s/birch/definitions',
		vision: '/w/w1/room/vision',
		house: '/w/w1/s/birch/house',
		'read-back': '/w/w1/room/read-back',
		yesterday: '/w/w1/room/yesterday',
		customer: '/w/w1/room/customer',
		questions: '/w/w1/room/customer',
		issues: '/w/w1/s/birch/issues',
		draft: '/w/w1/s/birch/draft',
		plan: '/w/w1/room/plan',
		support: '/w/w1/room/sign',
		sign: '/w/w1/room/sign'
	});
});

test('[PAGE-1] before the first step, in an unknown one and without a syndicate there is only waiting', () => {
	expect(where({ step: null })).toBeNull();
	expect(where({ step: asId('of-another-day') })).toBeNull();
	expect(where({ me: { role: 'participant', syndicateId: null } })).toBeNull();
	expect(where({ state: 'preparing', step: null })).toBeNull();
});

test('[PAGE-1] facilitator, sponsor, customer and screen have pages of their own', () => {
	expect(where({ me: { role: 'facilitator', syndicateId: null } })).toBe('/w/w1/run');
	expect(where({ me: { role: 'facilitator', syndicateId: null }, state: 'preparing' })).toBe('/w/w1/prepare/agenda');
	expect(where({ me: { role: 'sponsor', syndicateId: null } })).toBe('/w/w1/support');
	expect(where({ me: { role: 'sponsor', syndicateId: null }, state: 'signed' })).toBe('/w/w1/support');
	expect(where({ me: { role: 'customer', syndicateId: null } })).toBe('/w/w1/room/customer');
	expect(where({ me: { role: 'screen', syndicateId: null } })).toBe('/w/w1/screen');
});

test('[PAGE-1] once the plan is signed everybody in the room follows it', () => {
	expect(where({ state: 'signed' })).toBe('/w/w1/follow');
	expect(where({ state: 'signed', me: { role: 'facilitator', syndicateId: null } })).toBe('/w/w1/follow');
});
