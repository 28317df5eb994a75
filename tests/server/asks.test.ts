import { afterAll, expect, test, vi } from 'vitest';
import { createApp } from '#server/app.ts';
import type { Deps } from '#server/deps.ts';
import * as customer from '#lib/http/customer.ts';
import * as follow from '#lib/http/follow.ts';
import * as join from '#lib/http/join.ts';
import * as plan from '#lib/http/plan.ts';
import * as room from '#lib/http/room.ts';
import * as roomServer from '#lib/http/room-server.ts';
import * as votes from '#lib/http/votes.ts';
import * as workshops from '#lib/http/workshops.ts';

type Question = (...words: readonly string[]) => Promise<unknown>;

/** Stands for every dependency: the routes are named, none is asked. */
const anything: object = new Proxy(() => undefined, {
	get: () => anything,
	apply: () => anything,
	construct: () => anything
});
const { routes } = createApp(anything as Deps, null);
const questions = Object.entries({ ...customer, ...follow, ...join, ...plan, ...room, ...roomServer, ...votes, ...workshops }).map(
	([name, question]) => [name, question as unknown as Question] as const
);

afterAll(() => vi.unstubAllGlobals());

/** `/api/workshops/:w/plan` as what matches `/api/workshops/x/plan`. */
const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/:\w+(\{[^}]+\})?/g, '[^/]+')}$`);

test.each(questions)('[PAGE-8] what %s asks is a route of the server', async (_name, question) => {
	let asked = { method: '', path: '' };
	vi.stubGlobal('fetch', async (path: string, { method }: { method: string }) => {
		asked = { method, path };
		return new Response('null');
	});

	await question('x', 'x', 'x', 'x');

	const found = routes.filter(({ method, path }) => method === asked.method && patternOf(path).test(asked.path));
	expect(found, `${asked.method} ${asked.path}`).not.toEqual([]);
});
