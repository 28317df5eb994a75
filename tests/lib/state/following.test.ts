import { expect, test } from 'vitest';
import { Following } from '#lib/state/following.svelte.ts';
import type { LiveConnection } from '#lib/state/live.svelte.ts';
import { WorkshopState, type WorkshopStart } from '#lib/state/workshop.svelte.ts';
import template from '../../../server/template.json' with { type: 'json' };

const helen = { id: 'h', name: 'Helen', role: 'facilitator', syndicateId: null, appointments: [] };
const start = {
	workshop: {
		id: 'w1',
		steps: template.activities,
		syndicates: [
			{ id: 's-a', slug: 'alder', name: 'Alder' },
			{ id: 's-b', slug: 'birch', name: 'Birch' }
		]
	},
	people: [helen],
	documents: []
} as unknown as WorkshopStart;

function phone() {
	const connection = { live: null as unknown };
	const workshop = new WorkshopState(connection as unknown as LiveConnection, start);
	const went: string[] = [];
	const waits: (() => void)[] = [];
	const following = new Following(
		workshop,
		(path) => went.push(path),
		(deed) => {
			waits.push(deed);
			return () => {};
		}
	);
	const room = (
		step: string | null,
		path: string,
		{ role = 'participant', syndicateId = 's-a' as string | null, isHeld = false, broughtAt = 0 } = {}
	) => {
		connection.live = {
			workshop: { state: 'room' },
			step: step === null ? null : { id: step },
			me: { role, syndicateId },
			isHeld,
			lastMove:
				broughtAt === 0 ? null : { at: broughtAt, from: { step, phase: null }, to: { step, phase: null, break: null } }
		};
		following.follow(path);
	};
	return { following, room, went, waits };
}

const board = '/w/w1/s/alder/experiences';

test('[PAGE-2] a page of the room goes along when the room moves, says who brought it, and offers the way back', () => {
	const { following, room, went } = phone();

	room('experiences', board);
	room('gallery', board);
	const told = following.move;
	following.goBack();

	expect(told).toEqual({ sentence: 'Helen brought everyone here.', from: board });
	expect(went).toEqual(['/w/w1/room/gallery', board]);
	expect(following.move).toBeNull();
});

test('[PAGE-2] whoever went back stays there until the room moves again', () => {
	const { following, room, went } = phone();
	room('experiences', board);
	room('gallery', board);
	following.goBack();

	room('gallery', board);
	room('definitions', board);

	expect(went).toEqual(['/w/w1/room/gallery', board, '/w/w1/s/alder/definitions']);
});

test('[PAGE-2] a later phase of the same step, and the first look at a page, move nobody', () => {
	const { following, room, went } = phone();

	room('gallery', board);
	room('gallery', board);

	expect(went).toEqual([]);
	expect(following.move).toBeNull();
});

test('[PAGE-2] pages outside the room stay where they are', () => {
	const { room, went } = phone();

	room('experiences', '/w/w1/actions/3');
	room('gallery', '/w/w1/actions/3');

	expect(went).toEqual([]);
});

test('[PAGE-2] a person who is moved to another syndicate is told where she sits now', () => {
	const { following, room, went } = phone();
	room('experiences', board);

	room('experiences', board, { syndicateId: 's-b' });

	expect(went).toEqual(['/w/w1/s/birch/experiences']);
	expect(following.move?.sentence).toBe('You are in Birch now. What you wrote stays where it was, with your name.');
});

test('[PAGE-2] the offer to go back ends by itself', () => {
	const { following, room, waits } = phone();
	room('experiences', board);
	room('gallery', board);

	for (const deed of waits) deed();

	expect(following.move).toBeNull();
});

test('[ROOM-18] whoever looked back comes along when somebody brings everyone to where the room is', () => {
	const { room, went, following } = phone();
	const earlier = '/w/w1/s/alder/definitions';
	room('experiences', earlier);

	room('experiences', earlier, { broughtAt: 5 });
	expect(went).toEqual([board]);
	expect(following.move?.sentence).toBe('Helen brought everyone here.');
	room('experiences', earlier, { broughtAt: 5 });
	expect(went).toEqual([board]);
});

test('[ROOM-18] while everyone is held no page stays behind, and no way back is offered', () => {
	const { room, went, following } = phone();
	const earlier = '/w/w1/s/alder/definitions';
	room('experiences', earlier);
	room('experiences', earlier);
	expect(went).toEqual([]);

	room('experiences', earlier, { isHeld: true });
	expect(following.move).toEqual({ sentence: 'Helen keeps everyone in this step.', from: null });
	following.goBack();
	expect(went).toEqual([board]);
	room('gallery', board, { isHeld: true });
	expect(went).toEqual([board, '/w/w1/room/gallery']);
	expect(following.move?.from).toBeNull();
});

test('[ROOM-18] a page that is opened elsewhere while everyone is held comes along, a facilitator’s does not', () => {
	const opened = phone();
	const steers = phone();

	opened.room('gallery', board, { isHeld: true });
	steers.room('gallery', board, { role: 'facilitator', isHeld: true });
	steers.room('gallery', board, { role: 'facilitator', isHeld: true });

	expect(opened.went).toEqual(['/w/w1/room/gallery']);
	expect(opened.following.move?.sentence).toBe('Helen keeps everyone in this step.');
	expect(steers.went).toEqual([]);
});
