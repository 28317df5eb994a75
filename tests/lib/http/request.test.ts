import { afterEach, expect, test, vi } from 'vitest';
import { Problem } from '#domain/problem.ts';
import { get, post, sentenceOf, Unreachable } from '#lib/http/request.ts';

const answering = (status: number, body: string) =>
	vi.stubGlobal('fetch', async () => new Response(status === 204 ? null : body, { status }));
const refused = (asked: Promise<unknown>): Promise<unknown> => asked.catch((error: unknown) => error);

afterEach(() => vi.unstubAllGlobals());

test('[PAGE-7] a refusal of the server arrives word for word', async () => {
	answering(429, JSON.stringify({ code: 'too-many-tries', sentence: 'Wait 30 seconds.', retryAfterSeconds: 30 }));

	const problem = await refused(post('/join/code', { code: 'HRV7KM' }));

	expect(problem).toBeInstanceOf(Problem);
	expect(problem).toMatchObject({ code: 'too-many-tries', message: 'Wait 30 seconds.', retryAfterSeconds: 30 });
	expect(sentenceOf(problem)).toBe('Wait 30 seconds.');
});

test('[PAGE-7] no network, and a page of some proxy, are said as what they are', async () => {
	answering(502, '<html>Bad gateway</html>');
	const proxy = await refused(get('/me'));
	vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
	const away = await refused(get('/me'));
	const half = new ReadableStream({ start: (stream) => stream.error(new TypeError('Failed to fetch')) });
	vi.stubGlobal('fetch', async () => new Response(half));
	const cut = await refused(get('/me'));

	expect([proxy, away, cut].every((error) => error instanceof Unreachable)).toBe(true);
	expect(sentenceOf(away)).toMatch(/^Plenary cannot be reached from here/);
});

test('[PAGE-7] a fault of ours is not dressed up as a refusal', () => {
	expect(() => sentenceOf(new TypeError('x is undefined'))).toThrow(TypeError);
});

test('[PAGE-7] an answer without a body is nothing', async () => {
	answering(204, '');

	expect(await post('/sign-out')).toBeNull();
});
