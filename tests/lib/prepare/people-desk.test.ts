import { afterEach, expect, test, vi } from 'vitest';
import { PeopleDesk, type Keeping } from '#lib/prepare/people/people-desk.svelte.ts';
import { Preparing } from '#lib/prepare/preparing.svelte.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { PersonView } from '#protocol/views.ts';

const person = (id: string, syndicateId: string | null): PersonView =>
	({ id, name: id, role: 'participant', syndicateId, department: '', hasArrived: false, listing: null }) as never;

/** As far as sorting people needs a workshop. */
function world() {
	const asked: { path: string; body: unknown }[] = [];
	vi.stubGlobal('fetch', async (path: string, { body }: { body: string }) => {
		asked.push({ path, body: JSON.parse(body) });
		return new Response(null, { status: 204 });
	});
	const workshop = {
		id: 'w1',
		people: [person('ana', 'a'), person('ben', 'b'), person('cleo', null)],
		workshop: {
			syndicates: [
				{ id: 'a', slug: 'alder', name: 'Alder' },
				{ id: 'b', slug: 'birch', name: 'Birch' }
			]
		}
	} as unknown as WorkshopState;
	const kept = new Map<string, string>();
	const keeping: Keeping = { read: (key) => kept.get(key) ?? null, write: (key, text) => void kept.set(key, text) };
	const desk = () => new PeopleDesk(workshop, new Preparing(workshop), keeping);
	return { desk: desk(), again: desk, asked, workshop };
}

afterEach(() => vi.unstubAllGlobals());

test('[PEOPLE-12] who was placed by hand is left there by the next draw, also after the page was left', async () => {
	const { desk, again } = world();

	await desk.move(desk.participants[2]!, 'birch');
	const locked = desk.isLocked('cleo');
	const later = again();
	later.lock('ana', true);

	expect(locked).toBe(true);
	expect(later.isLocked('cleo')).toBe(true);
	expect(later.inDraw().map(({ id, lockedTo }) => [id, lockedTo])).toEqual([
		['ana', 0],
		['ben', null],
		// The list has not been read again: nowhere is no place to be locked to.
		['cleo', null]
	]);
});

test('[PEOPLE-12] a change of places is put back as it was', async () => {
	const { desk, asked } = world();

	await desk.place(
		[
			{ personId: 'ana', syndicate: 'birch' },
			{ personId: 'cleo', syndicate: 'alder' }
		],
		'Two were moved.'
	);
	const words = desk.undo?.words;
	await desk.putBack();

	expect(words).toBe('Two were moved.');
	expect(asked.at(-1)?.body).toEqual({
		places: [
			{ personId: 'ana', syndicate: 'alder' },
			{ personId: 'cleo', syndicate: null }
		]
	});
	expect(desk.undo).toBe(null);
});
