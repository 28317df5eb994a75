/** Every route of the table, asked by everyone who could ask. One piece: the world it needs is made once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorize, type Actor } from '#domain/access.ts';
import { asId } from '#domain/ids.ts';
import {
	inState,
	isRefused,
	linkDevice,
	pathFor,
	rightsWorld,
	wronglyAnswered,
	type RightsWorld
} from '../support/rights.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let world: RightsWorld;

beforeAll(async () => {
	server = await startServer();
	world = await rightsWorld(server);
	// A workshop in each state, with rows behind every route.
}, 120_000);
afterAll(() => server.close());

describe('[RIGHT-1] every route asked by everyone', () => {
	test('the table holds the routes of the product, each with its deed', () => {
		expect(server.routes.length).toBeGreaterThan(45);
		expect(
			server.routes
				.filter(({ path }) => path.startsWith('/api/workshops/:id'))
				.every(({ asked }) => asked !== 'of the installation')
		).toBe(true);
	});

	// A few thousand requests each.
	test.each(['preparing', 'room', 'signed'] as const)(
		'in a workshop that is %s',
		{ timeout: 90_000 },
		async (state) => {
			const { asked, wrong } = await wronglyAnswered(server, world, state);

			expect(asked).toBeGreaterThan(300);
			expect(wrong).toEqual([]);
		}
	);

	test('outside of a workshop', async () => {
		const { askers, first } = world;
		const wrong: string[] = [];
		for (const route of server.routes.filter(({ asked }) => asked === 'of the installation')) {
			for (const { name, device, isSignedIn } of askers) {
				const actor: Actor = isSignedIn ? { kind: 'account', accountId: asId('x') } : { kind: 'anonymous' };
				const mayDo = authorize(actor, route.deed, { kind: 'installation' });
				if (mayDo && route.path === '/api/sign-out') continue;
				const refused = await isRefused(route, device, pathFor(route, first.id), {});
				if (refused === mayDo) wrong.push(`${route.method} ${route.path}: ${name} ${mayDo ? 'may' : 'may not'}`);
			}
		}

		expect(wrong).toEqual([]);
	});

	test('an unknown workshop and one of others look the same', async () => {
		const { strange, first } = world;
		for (const route of server.routes.filter(({ path }) => path.includes(':id'))) {
			const body = route.method === 'GET' ? undefined : {};
			const unknown = await strange.send(route.method, pathFor(route, 'abcdefghijklmnop'), body);
			const others = await strange.send(route.method, pathFor(route, first.id), body);
			expect([route.path, unknown.status, unknown.body]).toEqual([route.path, others.status, others.body]);
		}
	});

	test('a revoked link opens nothing any more', async () => {
		const { first } = world;
		const device = await linkDevice(server, first, 'screen');
		const before = await device.get(`/api/workshops/${first.id}`);
		const links = (await first.facilitator.get(`/api/workshops/${first.id}/links`)).body as {
			id: string;
			purpose: string;
		}[];
		const newest = (
			await server.database.rows(`select link_id from seats where link_id is not null order by created_at desc limit 1`)
		)[0]!;
		expect(links.map(({ id }) => id)).toContain(newest.link_id);

		await first.post(`/links/${String(newest.link_id)}/revoke`);
		const after = await device.get(`/api/workshops/${first.id}`);

		expect([before.status, after.status]).toEqual([200, 401]);
	});
});

/** Bodies that pass their schema, so that the look for the thing itself is reached. */
const bodies: Readonly<Record<string, unknown>> = {
	move: { syndicate: 'alder', before: null },
	':tried': { what: 'Other' },
	':syndicate': { seats: 6 },
	read: { read: true },
	'no-action': { read: true },
	// Of a customer's line, and of an issue.
	deal: { syndicate: null, syndicates: [] },
	':person': { name: 'Other' },
	sit: { syndicate: null },
	hears: { hears: 'customer' },
	merge: { other: 'abcdefgh' },
	hand: { up: true },
	ready: { up: true },
	clock: { deed: 'pause' },
	moderate: { deed: 'hide' },
	reword: { text: 'Other?' },
	title: { title: 'Other' },
	join: { to: 'abcdefgh', into: 'abcdefgh' },
	'take-out': { ref: 'point:abcdefgh' },
	vote: { on: true, yes: true },
	answers: { answer: 'done', words: 'Done' },
	withdraw: { because: 'Later' },
	check: { verdict: 'take-back' },
	// Of the reply: a line, and words that were written back.
	':issue': { text: 'Other', isLeftOut: true, saw: { text: '', isLeftOut: false } },
	change: { text: 'Other' },
	':point': { text: 'Other' },
	pin: { on: true },
	':action': { text: 'Other' },
	own: { yes: true },
	finish: { done: true },
	marks: { about: 'impact', target: 'action:abcdefgh', mark: 3 },
	choose: { place: 'not-now', reason: 'Later' },
	front: { front: true },
	support: { kind: 'time', ask: 'More' },
	answer: { answer: 'yes', words: 'Yes', yes: true },
	contact: { personId: 'abcdefgh' },
	department: { name: 'Ben Ode', department: 'Finance', email: 'ben@example.org' },
	authority: { what: 'Decide' },
	updates: { health: 'help', text: 'Late' },
	changes: { part: 'dueOn', value: '2099-01-01', reason: 'Later' },
	take: { reason: 'I want it' },
	offer: { reason: 'No time' },
	nudge: { ref: 'action:abcdefgh' },
	raise: { requestId: 'abcdefgh', name: 'Ingrid', email: 'ingrid@example.org' },
	call: { ref: 'action:abcdefgh', words: 'Rang' },
	'put-away': { ref: 'action:abcdefgh' },
	left: { personId: 'abcdefgh', left: true },
	edit: { headline: 'Other' },
	settle: { went: true },
	outcome: { outcome: 'Yes' },
	email: { email: '' },
	steps: { text: 'Paint it' },
	':step': { isDone: true },
	evidence: { text: 'It hangs' },
	growth: { lines: [] },
	standard: { part: 'fixed', text: 'We ring back' },
	':skill': { text: '' }
};

test('[RIGHT-2] through a workshop of their own nobody reaches a thing of another', async () => {
	const { first, second, strange, things } = world;
	// A day has a number in every workshop: it is nobody's thing.
	const owned = Object.keys(things).flatMap((name) => (name === 'day' ? [] : [`:${name}`]));
	const routes = server.routes.filter(({ path }) => path.includes(':id/') && owned.some((name) => path.includes(name)));
	const before = await rowsOf(first.id);

	const answers = [];
	for (const state of ['room', 'signed'] as const) {
		await inState(server, second, state);
		for (const route of routes) {
			const body = bodies[route.path.split('/').at(-1)!] ?? {};
			const { status } = await strange.send(
				route.method,
				pathFor(route, second.id, things),
				route.method === 'GET' ? undefined : body
			);
			answers.push([route.method, route.path, status]);
		}
	}

	expect(routes.length).toBeGreaterThan(8);
	expect(answers.filter(([, , status]) => ![403, 404, 409].includes(Number(status)))).toEqual([]);
	expect(await rowsOf(first.id)).toEqual(before);
});

// A thousand readings and the rows twice.
test('[SAFE-13] no reading changes a row, whoever reads', { timeout: 90_000 }, async () => {
	const { first, askers, things } = world;
	const before = await rowsOf();
	const steps = ['experiences', 'definitions', 'vision', 'house', 'unknown0'];

	for (const route of server.routes.filter(({ method }) => method === 'GET')) {
		for (const { device } of askers) {
			for (const step of route.path.includes(':step') ? steps : ['none'])
				await device.get(pathFor(route, first.id, { ...things, step }));
		}
	}

	expect(await rowsOf()).toEqual(before);
});

/** A hash of every table, or of the rows of one workshop in those that name it. */
async function rowsOf(workshop?: string): Promise<Readonly<Record<string, unknown>>> {
	const columns = await server.database.rows(
		`select table_name, bool_or(column_name = 'workshop_id') as is_inside from information_schema.columns
		 where table_schema = 'public' group by table_name order by table_name`
	);
	const hashes: Record<string, unknown> = {};
	for (const { table_name: table, is_inside: isInside } of columns) {
		if (workshop !== undefined && isInside !== true) continue;
		const where = workshop === undefined ? '' : `where workshop_id = '${workshop}'`;
		const [row] = await server.database.rows(
			`select count(*)::int as n, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from ${String(table)} t ${where}`
		);
		hashes[String(table)] = row;
	}
	return hashes;
}
