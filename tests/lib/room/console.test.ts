import { expect, test } from 'vitest';
import { Console } from '#lib/room/console.svelte.ts';
import { hostIn } from '#lib/room/syndicate-roles.ts';
import type { LiveConnection } from '#lib/state/live.svelte.ts';
import { WorkshopState, type WorkshopStart } from '#lib/state/workshop.svelte.ts';
import template from '../../../server/template.json' with { type: 'json' };

const person = (id: string, place: number, syndicateId: string | null, seen = true, role = 'participant') => ({
	id,
	name: id,
	role,
	syndicateId,
	rolePlace: place,
	hasArrived: seen,
	isHereToday: seen,
	isListed: true,
	mergedIds: []
});
const start = {
	workshop: {
		id: 'w1',
		steps: template.activities,
		syndicates: [
			{ id: 's-a', slug: 'alder', name: 'Alder' },
			{ id: 's-b', slug: 'birch', name: 'Birch' }
		]
	},
	people: [
		person('ana', 0, 's-a', false),
		person('ben', 1, 's-a'),
		person('cleo', 2, 's-a'),
		person('laptop', 0, 's-a', true, 'laptop'),
		person('dana', 0, 's-b'),
		person('finn', 0, null)
	],
	documents: []
} as unknown as WorkshopStart;

function workshopOf(syndicateId: string | null): WorkshopState {
	const live = { step: { id: template.activities[0]?.id }, me: { role: 'participant', syndicateId } };
	return new WorkshopState({ live } as unknown as LiveConnection, start);
}

test('[SIGNAL-3] the host is one of those who came, in steps of the whole room too', () => {
	const inStep = (step: string) => hostIn(workshopOf('s-a'), 's-a', step);

	expect(inStep('experiences')).toBe('cleo');
	expect(inStep('gallery')).toBe('ben');
	expect(hostIn(workshopOf('s-b'), 's-c', 'experiences')).toBeNull();
});

test('[ROOM-19] the console counts everybody who is expected in a syndicate, come or not', () => {
	const desk = new Console(workshopOf(null));

	expect(desk.expected('s-a')).toBe(3);
	expect(desk.expected('s-b')).toBe(1);
});
