import { beforeEach, expect, test, vi } from 'vitest';
import { CapturedHere } from '#lib/customer/captured-here.ts';
import { PointsState } from '#lib/customer/points.svelte.ts';
import { sendCaptured } from '#lib/customer/send-captured.ts';
import { whatWaits } from '#lib/visit/what-waits.ts';
import type { PointView } from '#protocol/point-views.ts';

/** What a device keeps, and what the line does: it is there, gone, or loses the answer. */
let kept: Map<string, string>;
let line: 'there' | 'gone' | 'loses the answer';
let rows: Map<string, PointView>;
let asked: string[];
/** Words the server takes no longer. */
let refuses: string | null;
/** A list takes longer than the next change. */
let slow: boolean;

beforeEach(() => {
	vi.useFakeTimers();
	kept = new Map();
	rows = new Map();
	asked = [];
	line = 'there';
	refuses = null;
	slow = false;
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value),
		removeItem: (key: string) => kept.delete(key)
	});
	vi.stubGlobal('fetch', async (_path: string, { method, body }: { method: string; body?: string }) => {
		await Promise.resolve();
		if (line === 'gone') throw new TypeError('Failed to fetch');
		if (method === 'GET' && slow) await new Promise((go) => setTimeout(go, 300));
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

test('[POINT-9] a device that is full loses no point while the page is open, says so, and sends each once', async () => {
	const page = opened();
	line = 'gone';
	say(page, 'One');
	vi.stubGlobal('localStorage', {
		...localStorage,
		setItem: () => {
			throw new DOMException('full', 'QuotaExceededError');
		}
	});
	say(page, 'Two', 'Three');
	await whileItTries();
	const waiting = [page.isKeptHere, texts(page.waitingHere)];
	line = 'there';
	await whileItTries();

	expect(waiting).toEqual([false, ['One', 'Two', 'Three']]);
	expect(asked).toEqual(['One', 'Two', 'Three']);
	expect(page.waitingHere).toEqual([]);
});

test('[POINT-9] what waits is sent from any page of the workshop, is said there, and the words being written stay', async () => {
	line = 'gone';
	const page = opened();
	say(page, 'One', 'Two');
	page.newWords = 'And the invo';
	await whileItTries();
	page.dispose();
	const room = { id: 'w1', me: { personId: 'elin' }, documents: [] } as unknown as Parameters<typeof whatWaits>[0];
	const said = whatWaits(room);
	line = 'there';
	const sent = await sendCaptured('w1', new CapturedHere('w1', 'elin'));

	expect(said).toEqual(['2 points wait on this device: what the customer said.']);
	expect([sent, asked, whatWaits(room)]).toEqual([true, ['One', 'Two'], []]);
	expect(opened().newWords).toBe('And the invo');
});

test('[POINT-9] points that are written faster than they can be read are shown all the same', async () => {
	slow = true;
	const page = opened();
	const seen: number[] = [];
	for (let revision = 1; revision <= 20; revision += 1) {
		const point = { id: `p${revision}`, n: revision, text: `Point ${revision}`, kind: 'wish', state: 'as-said' };
		rows.set(point.id, { ...point, joinedTo: null } as PointView);
		void page.hear(revision);
		await vi.advanceTimersByTimeAsync(100);
		seen.push(page.points.length);
	}
	await vi.advanceTimersByTimeAsync(2000);

	expect(seen.filter((count) => count > 0).length).toBeGreaterThan(10);
	expect(page.points.length).toBe(20);
});

test('[POINT-3] a correction that is being written stays with its words where it is, whatever the point is found to be', async () => {
	const page = opened();
	const point = { id: 'p1', n: 1, text: 'Ring back', kind: 'wish', state: 'as-said', joinedTo: null } as PointView;
	rows.set('p1', point);
	void page.hear(1);
	await vi.advanceTimersByTimeAsync(1000);
	page.begin(point, 'correct');
	page.reword('p1', 'Ring back the same');
	rows.set('p1', { ...point, kind: 'praise' });
	void page.hear(2);
	await vi.advanceTimersByTimeAsync(1000);
	const meanwhile = [page.wishes.length, page.praise.length, page.drafts['p1']?.words];
	page.leave('p1');

	expect(page.points[0]?.kind).toBe('praise');
	expect(meanwhile).toEqual([1, 0, 'Ring back the same']);
	expect([page.wishes.length, page.praise.length, page.drafts]).toEqual([0, 1, {}]);
});
