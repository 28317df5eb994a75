import { expect, test } from 'vitest';
import { Latest } from '#lib/customer/latest.ts';

/** A list elsewhere whose readings take their time, and a clock that stands still until it is let go on. */
function elsewhere(readingMs: number) {
	let now = 0;
	const due: { readonly at: number; readonly go: () => void }[] = [];
	const wait = (ms: number) => new Promise<void>((go) => due.push({ at: now + ms, go }));
	const readAt: number[] = [];
	const taken: number[] = [];
	const list = { revision: 0, fails: false };
	const latest = new Latest<number>(
		{
			read: async () => {
				readAt.push(now);
				const { revision, fails } = list;
				await wait(readingMs);
				if (fails) throw new Error('The network is gone.');
				return revision;
			},
			take: (revision) => taken.push(revision)
		},
		{ now: () => now, wait }
	);
	const settled = () => new Promise((resolve) => setImmediate(resolve));
	return {
		...{ latest, readAt, taken, list },
		/** A change that this device is told of. */
		change: () => {
			list.revision += 1;
			return latest.hear(list.revision);
		},
		until: async (ms: number) => {
			await settled();
			for (;;) {
				const next = due.filter(({ at }) => at <= ms).toSorted((one, other) => one.at - other.at)[0];
				if (!next) break;
				due.splice(due.indexOf(next), 1);
				now = Math.max(now, next.at);
				next.go();
				await settled();
			}
			now = ms;
		}
	};
}

test('[ASK-19] a list is read at once after a change, one reading at a time, and once more for all that changed meanwhile', async () => {
	const { change, until, readAt, taken } = elsewhere(50);

	const first = change();
	await until(10);
	for (let n = 0; n < 5; n += 1) void change();
	await until(2000);
	await first;

	expect(readAt).toEqual([0, 400]);
	expect(taken).toEqual([1, 6]);
});

test('[ASK-19] where changes come faster than they can be read, every answer is shown all the same', async () => {
	const { change, until, taken } = elsewhere(900);

	for (let at = 0; at < 6000; at += 250) {
		await until(at);
		void change();
	}
	await until(9000);

	expect(taken.length).toBeGreaterThan(5);
	expect(taken.at(-1)).toBe(24);
	expect(taken).toEqual(taken.toSorted((one, other) => one - other));
});

test('[ASK-19] an answer that is older than what this device did itself is not shown, and read anew', async () => {
	const { change, until, latest, taken, list } = elsewhere(100);

	void change();
	await until(50);
	list.revision = 2;
	latest.changed();
	await until(1000);

	expect(taken).toEqual([2]);
});

test('[ASK-19] after a reading that failed the next word of the room reads again, also where nothing changed since', async () => {
	const { change, until, latest, taken, list } = elsewhere(100);
	list.fails = true;
	const failed = change().catch((error: Error) => error.message);
	await until(500);
	list.fails = false;

	void latest.hear(1);
	await until(1500);
	void latest.hear(1);
	await until(2500);

	expect(await failed).toBe('The network is gone.');
	expect(taken).toEqual([1]);
});
