import { afterAll, expect, test, vi } from 'vitest';
import { createApp } from '#server/app.ts';
import type { Deps } from '#server/deps.ts';
import * as agenda from '#lib/http/agenda.ts';
import * as brief from '#lib/http/brief.ts';
import * as calendar from '#lib/http/calendar.ts';
import * as commitment from '#lib/http/commitment.ts';
import * as customer from '#lib/http/customer.ts';
import * as drafts from '#lib/http/drafts.ts';
import * as follow from '#lib/http/follow.ts';
import * as invitations from '#lib/http/invitations.ts';
import * as issues from '#lib/http/issues.ts';
import * as join from '#lib/http/join.ts';
import * as letters from '#lib/http/letters.ts';
import * as monday from '#lib/http/monday.ts';
import * as owners from '#lib/http/owners.ts';
import * as people from '#lib/http/people.ts';
import * as plan from '#lib/http/plan.ts';
import * as questionsAsked from '#lib/http/questions.ts';
import * as reply from '#lib/http/reply.ts';
import { RoomApi } from '#lib/http/room.ts';
import * as roomServer from '#lib/http/room-server.ts';
import * as seat from '#lib/http/seat.ts';
import * as support from '#lib/http/support.ts';
import * as me from '#lib/http/me.ts';
import * as steps from '#lib/http/steps.ts';
import * as thanks from '#lib/http/thanks.ts';
import * as templates from '#lib/http/templates.ts';
import * as votes from '#lib/http/votes.ts';
import * as weeks from '#lib/http/weeks.ts';
import * as workshops from '#lib/http/workshops.ts';

type Question = (...words: readonly string[]) => Promise<unknown>;

/** Stands for every dependency: the routes are named, none is asked. */
const anything: object = new Proxy(() => undefined, {
	get: () => anything,
	apply: () => anything,
	construct: () => anything
});
/** A file goes out another way, and a download is an address. */
const { addAttachment, attachmentAddress, ...asking } = brief;
const { routes } = createApp(anything as Deps, null);
const questions = Object.entries({
	...agenda,
	...asking,
	...calendar,
	...commitment,
	...customer,
	...drafts,
	...follow,
	...invitations,
	...issues,
	...join,
	...letters,
	...monday,
	...owners,
	...people,
	...plan,
	...questionsAsked,
	...reply,
	...support,
	...new RoomApi('x', () => undefined),
	...roomServer,
	...seat,
	...templates,
	...me,
	...steps,
	...thanks,
	...votes,
	...weeks,
	...workshops
}).map(([name, question]) => [name, question as unknown as Question] as const);

afterAll(() => vi.unstubAllGlobals());

/** `/api/workshops/:w/plan` as what matches `/api/workshops/x/plan`. */
const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/:\w+(\{[^}]+\})?/g, '[^/]+')}$`);

test.each(questions)('[PAGE-8] what %s asks is a route of the server', async (_name, question) => {
	let asked = { method: '', path: '' };
	vi.stubGlobal('fetch', async (path: string, { method }: { method: string }) => {
		asked = { method, path };
		return new Response('null');
	});

	// The empty answer is not what a live state is unpacked from; what counts is what was asked.
	await question('x', 'x', 'x', 'x').catch(() => undefined);
	expect(asked.path).not.toBe('');

	// What stands behind the question mark is no part of a route.
	const [path = ''] = asked.path.split('?');
	const found = routes.filter((route) => route.method === asked.method && patternOf(route.path).test(path));
	expect(found, `${asked.method} ${asked.path}`).not.toEqual([]);
});

test('[PAGE-8] a file goes to a route of the server, and comes from one', () => {
	let asked = '';
	vi.stubGlobal(
		'XMLHttpRequest',
		class {
			upload = { addEventListener: () => {} };
			addEventListener() {}
			setRequestHeader() {}
			send() {}
			open(method: string, path: string) {
				asked = `${method} ${path}`;
			}
		}
	);

	void addAttachment('x', new File(['y'], 'a survey.csv'), () => {});

	expect(asked).toBe('POST /api/workshops/x/attachments?name=a%20survey.csv');
	const paths = routes.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, 'x')}`);
	expect(paths).toContain('POST /api/workshops/x/attachments');
	expect(paths).toContain(`GET ${attachmentAddress('x', 'x')}`);
});
