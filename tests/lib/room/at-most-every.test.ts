import { expect, test } from 'vitest';
import { atMostEvery } from '#lib/room/at-most-every.ts';

test('[SCREEN-10] forty notes within a second are one arrival on the projector, and the last one is not lost', () => {
	let now = 0;
	const waiting: { readonly at: number; readonly deed: () => void }[] = [];
	const pass = (until: number) => {
		for (; waiting[0] && waiting[0].at <= until;) {
			const next = waiting.shift()!;
			now = next.at;
			next.deed();
		}
		now = until;
	};
	const shownAt: number[] = [];
	const changed = atMostEvery(1000, () => shownAt.push(now), {
		now: () => now,
		later: (deed, ms) => waiting.push({ at: now + ms, deed })
	});

	for (let note = 0; note < 40; note += 1) {
		pass(note * 60);
		changed();
	}
	pass(10_000);
	changed();

	expect(shownAt).toEqual([0, 1000, 2000, 3000, 10_000]);
});
