import { expect, test, vi } from 'vitest';
import { Problem } from '#domain/problem.ts';
import { Sitting } from '#lib/prepare/people/sitting.svelte.ts';

/** A server in memory that says who sat where before. */
function memory() {
	vi.useFakeTimers();
	const sits = new Map<string, string | null>();
	const world = { refuses: false, sits };
	const sitting = new Sitting('w1', async (_workshop, person, syndicate) => {
		if (world.refuses) throw new Problem('not-allowed', 'The step is over.');
		const before = sits.get(person) ?? null;
		sits.set(person, syndicate);
		return { before };
	});
	return { world, sitting };
}

test('[SEAT-13] presses made one soon after the other each stand until the list of people has them', async () => {
	const { sitting } = memory();

	await sitting.sit('elin', 'alder', 'Elin sits with Alder.');
	await vi.advanceTimersByTimeAsync(900);
	await sitting.sit('jonas', 'birch', 'Jonas sits with Birch.');
	await vi.advanceTimersByTimeAsync(200);
	const later = [sitting.at('elin', null), sitting.at('jonas', null)];
	await vi.advanceTimersByTimeAsync(1000);

	expect(later).toEqual([null, 'birch']);
	expect(sitting.at('jonas', null)).toBe(null);
});

test('[SEAT-13] an undo that is refused can be pressed again', async () => {
	const { world, sitting } = memory();
	await sitting.sit('elin', 'alder', 'Elin sits with Alder.');
	world.refuses = true;
	await sitting.takeBack();
	const refused = [sitting.undo?.words, sitting.refusal, sitting.at('elin', 'alder')];
	world.refuses = false;
	await sitting.takeBack();

	expect(refused).toEqual(['Elin sits with Alder.', 'The step is over.', 'alder']);
	expect([sitting.undo, world.sits.get('elin')]).toEqual([null, null]);
});
