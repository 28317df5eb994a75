import { beforeEach, expect, test, vi } from 'vitest';
import { PointsState } from '#lib/customer/points.svelte.ts';
import type { PointView } from '#protocol/point-views.ts';

/** What a device keeps, and what the line does: it is there, gone, or loses the answer. */
let kept: Map<string, string>;
let line: 'there' | 'gone' | 'loses the answer';
let rows: Map<string, PointView>;
let asked: string[];
/** Words the server takes no longer. */
let refuses: string | null;

beforeEach(() => {
	vi.useFakeTimers();
	kept = new Map();
	rows = new Map();
	asked = [];
	line = 'there';
	refuses = null;
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value),
		removeItem: (key: string) => kept.delete(key)
	});
	vi.stubGlobal('fetch', async (_path: string, { method, body }: { method: string; body?: string }) => {
		await Promise.resolve();
		if (line === 'gone') throw new TypeError('Failed to fetch');
		if (method === 'GET') return new Response(JSON.stringify([...rows.values()]));
		const { text, sendKey, kind } = JSON.parse(body ?? '{}');
		asked.push(text);
		if (text === refuses)
			return new Response(JSON.stringify({ code: 'not-allowed', sentence: 'Your seat was taken away.' }), {
				status: 403
			});
		const known = rows.get(sendKey);
		const point =
			known ?? ({ id: sendKey, n: rows.size + 1, text, kind, state: 'as-said', joinedTo: null } as PointView);
		rows.set(sendKey, point);
		if (line === 'loses the answer') throw new TypeError('Failed to fetch');
		return new Response(JSON.stringify(point), { status: 201 });
	});
});

const opened = () => new PointsState('w1', 'elin');
const say = (points: PointsState, ...texts: readonly string[]) =>
	texts.forEach((text) => points.write({ text, kind: 'wish' }));
const texts = (points: readonly { readonly text: string | null }[]) => points.map(({ text }) => text);
const whileItTries = () => vi.advanceTimersByTimeAsync(5000);

test('[POINT-9] points written down without a line wait on the device in their order, and are sent by themselves when it returns', async () => {
	const page = opened();
	line = 'gone';
	say(page, 'One', 'Two', 'Three');
	await whileItTries();
	const waiting = texts(page.waitingHere);
	line = 'there';
	await whileItTries();

	expect(waiting).toEqual(['One', 'Two', 'Three']);
	expect(page.waitingHere).toEqual([]);
	expect(texts(page.points)).toEqual(['One', 'Two', 'Three']);
	expect(kept.size).toBe(0);
});

test('[POINT-9] a reload without a line loses none, and an answer that was lost makes no second point', async () => {
	const before = opened();
	line = 'loses the answer';
	say(before, 'One', 'Two');
	await whileItTries();
	before.dispose();
	line = 'gone';
	const after = opened();
	await whileItTries();
	const waiting = texts(after.waitingHere);
	line = 'there';
	await whileItTries();

	expect(waiting).toEqual(['One', 'Two']);
	expect([...rows.values()].map(({ n, text }) => [n, text])).toEqual([
		[1, 'One'],
		[2, 'Two']
	]);
	expect(texts(after.points)).toEqual(['One', 'Two']);
});

test('[POINT-9] a refused point stays with its words and the reason, and those after it go on', async () => {
	refuses = 'Two';
	const page = opened();
	say(page, 'One', 'Two', 'Three');
	await whileItTries();
	const [left] = page.waitingHere;
	const again = opened();
	await whileItTries();

	expect(asked).toEqual(['One', 'Two', 'Three']);
	expect([left?.text, left?.refused]).toEqual(['Two', 'Your seat was taken away.']);
	expect(texts(again.waitingHere)).toEqual(['Two']);
	again.letGo(again.waitingHere[0]!);
	expect([again.waitingHere, kept.size]).toEqual([[], 0]);
});

test('[POINT-9] what another person of this device wrote down is not sent by this one', async () => {
	line = 'gone';
	say(opened(), 'Mine');
	await whileItTries();

	expect(new PointsState('w1', 'amira').waitingHere).toEqual([]);
	expect(new PointsState('w2', 'elin').waitingHere).toEqual([]);
});
