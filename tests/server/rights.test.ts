/** Every route of the table, asked by everyone who could ask. One piece: the world it needs is made once. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorize, type Actor } from '#domain/access.ts';
import { asId, newId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import type { WorkshopState } from '#domain/workshop.ts';
import * as tables from '#drizzle/schema.ts';
import type { Route } from '#server/app.ts';
import { hashPassword } from '#server/password.ts';
import { addAccount } from '#server/store/accounts.ts';
import { password, startServer, type Device, type TestServer } from '../support/server.ts';
import { testWorkshop, type TestWorkshop } from '../support/workshop.ts';

interface Asker {
	readonly name: string;
	readonly device: Device;
	/** Who it is in the first workshop; null for an outsider of it. */
	readonly role: 'participant' | 'facilitator' | 'sponsor' | 'customer' | 'screen' | null;
	readonly isSignedIn: boolean;
}

let server: TestServer;
let first: TestWorkshop;
let second: TestWorkshop;
let askers: readonly Asker[];
let strange: Device;
/** Ids of the first workshop's things, by the name they have in a path. */
let things: Readonly<Record<string, string>>;

async function accountDevice(email: string): Promise<Device> {
	const passwordHash = await hashPassword(password);
	await server.database.transaction((tx) =>
		addAccount(tx, { email, name: 'Ben Adler', passwordHash, now: new Date() })
	);
	const device = server.device();
	await device.post('/api/sign-in', { email, password });
	return device;
}

async function linkDevice(workshop: TestWorkshop, purpose: string): Promise<Device> {
	const { body } = await workshop.post('/links', { purpose });
	const token = String(body.path).split(/[#/]/).at(-1);
	const device = server.device();
	const opened = await device.post('/api/links/open', { token });
	if (opened.status !== 200) throw new Error(JSON.stringify(opened.body));
	return device;
}

beforeAll(async () => {
	server = await startServer();
	first = await testWorkshop(server);
	strange = await accountDevice('ben@example.org');
	second = await testWorkshop(server, { facilitator: strange });
	for (const workshop of [first, second])
		await workshop.facilitator.send('PATCH', `/api/workshops/${workshop.id}`, {
			brief: { sponsor: 'Sara', customer: 'Carl' }
		});
	const alder = (await first.view()).syndicates[0]!;
	const birch = (await first.view()).syndicates[1]!;
	const ana = await first.join('Ana', alder.slug);
	const bo = await first.join('Bo', birch.slug);
	const gone = await first.join('Gil', birch.slug);
	await first.post(`/people/${gone.id}/remove`);
	const cleo = await second.join('Cleo', (await second.view()).syndicates[0]!.slug);
	const screen = await linkDevice(first, 'screen');
	const revoked = await linkDevice(first, 'screen');
	const links = (await first.facilitator.get(`/api/workshops/${first.id}/links`)).body as { id: string }[];
	askers = [
		{ name: 'nobody', device: server.device(), role: null, isSignedIn: false },
		{ name: 'an account without a part', device: await accountDevice('ria@example.org'), role: null, isSignedIn: true },
		{ name: 'the facilitator of another workshop', device: strange, role: null, isSignedIn: true },
		{ name: 'a participant of another workshop', device: cleo.device, role: null, isSignedIn: false },
		{
			name: 'the screen of another workshop',
			device: await linkDevice(second, 'screen'),
			role: null,
			isSignedIn: false
		},
		{
			name: 'the sponsor of another workshop',
			device: await linkDevice(second, 'sponsor'),
			role: null,
			isSignedIn: false
		},
		{ name: 'a removed person', device: gone.device, role: null, isSignedIn: false },
		{ name: 'a participant', device: ana.device, role: 'participant', isSignedIn: false },
		{ name: 'a participant of another syndicate', device: bo.device, role: 'participant', isSignedIn: false },
		{ name: 'the screen', device: screen, role: 'screen', isSignedIn: false },
		{ name: 'the sponsor', device: await linkDevice(first, 'sponsor'), role: 'sponsor', isSignedIn: false },
		{ name: 'the customer', device: await linkDevice(first, 'customer'), role: 'customer', isSignedIn: false },
		{ name: 'the facilitator', device: first.facilitator, role: 'facilitator', isSignedIn: true }
	];
	things = await fill(first.id, ana.id, links[0]!.id);
	expect(revoked.cookie).not.toBe('');
});
afterAll(() => server.close());

async function fill(workshop: string, person: string, link: string): Promise<Record<string, string>> {
	const workshopId: WorkshopId = asId(workshop);
	const personId: PersonId = asId(person);
	const [point, question, action, request] = [
		newId<'Point'>(),
		newId<'Question'>(),
		newId<'Action'>(),
		newId<'SupportRequest'>()
	];
	const now = new Date();
	const [entry] = await server.database.rows(`select id from agenda_items where workshop_id = '${workshop}' limit 1`);
	await server.database.transaction(async (tx) => {
		await tx
			.insert(tables.customerPoints)
			.values({ id: point, workshopId, n: 1, kind: 'wish', text: 'Ring back', writtenBy: personId, writtenAt: now });
		await tx.insert(tables.questions).values({ id: question, workshopId, text: 'Why?', askedAt: now });
		await tx.insert(tables.plans).values({ workshopId }).onConflictDoNothing();
		await tx
			.insert(tables.actions)
			.values({ id: action, workshopId, n: 1, text: 'Ring back', sentBy: personId, sentAt: now });
		await tx.insert(tables.supportRequests).values({
			id: request,
			workshopId,
			actionId: action,
			kind: 'time',
			ask: 'An hour',
			askedBy: personId,
			askedAt: now
		});
	});
	return { person, link, point, question, action, request, entry: String(entry?.id) };
}

const pathFor = ({ path }: Route, workshop: string, ids: Readonly<Record<string, string>> = {}): string =>
	path.replace(':id', workshop).replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? 'unknown0');

/** A refusal of rights, told apart from all that can be wrong with a request that is allowed. */
const refusals = new Set(['not-signed-in', 'not-allowed', 'workshop-not-open', 'plan-already-signed']);

async function isRefused({ method }: Route, device: Device, path: string, body: unknown): Promise<boolean> {
	const { cookie } = device;
	const answer = await device.send(method, path, method === 'GET' ? undefined : body);
	device.cookie = cookie;
	expect([path, answer.status === 500]).toEqual([path, false]);
	return refusals.has(answer.body?.code) && [401, 403, 409].includes(answer.status);
}

const actorFor = (role: Asker['role']): Actor => {
	const workshopId: WorkshopId = asId(first.id);
	if (role === null) return { kind: 'anonymous' };
	if (role === 'screen') return { kind: 'screen', workshopId };
	return { kind: 'person', workshopId, personId: asId('x'), role, syndicateId: asId('y'), appointments: [] };
};

const inState = (state: WorkshopState) =>
	server.database.transaction((tx) =>
		tx
			.update(tables.workshops)
			.set({ state })
			.where(eq(tables.workshops.id, asId(first.id)))
	);

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
			await inState(state);
			const wrong: string[] = [];
			for (const route of server.routes.filter(({ path }) => path.includes(':id'))) {
				for (const { name, device, role } of askers) {
					const resource = { kind: 'workshop', workshopId: asId<'Workshop'>(first.id), state } as const;
					const mayDo = authorize(actorFor(role), route.deed, resource);
					// A route that looks first refuses outsiders at once; insiders depend on what is found.
					if (route.asked === 'by the handler' && role !== null) continue;
					// Nothing that would end the others' part.
					if (mayDo && /\/(close|sign|open|remove|revoke)$/.test(route.path)) continue;
					const refused = await isRefused(route, device, pathFor(route, first.id), {});
					if (refused === mayDo)
						wrong.push(
							`${route.method} ${route.path}: ${name} ${mayDo ? 'may, and was refused' : 'may not, and was let in'}`
						);
				}
			}
			await inState('room');

			expect(wrong).toEqual([]);
		}
	);

	test('outside of a workshop', async () => {
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
		for (const route of server.routes.filter(({ path }) => path.includes(':id'))) {
			const body = route.method === 'GET' ? undefined : {};
			const unknown = await strange.send(route.method, pathFor(route, 'abcdefghijklmnop'), body);
			const others = await strange.send(route.method, pathFor(route, first.id), body);
			expect([route.path, unknown.status, unknown.body]).toEqual([route.path, others.status, others.body]);
		}
	});

	test('a revoked link opens nothing any more', async () => {
		const device = await linkDevice(first, 'screen');
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
	move: { syndicate: 'alder', day: 1, before: null },
	':entry': { title: 'Other' },
	moderate: { deed: 'park' },
	vote: { on: true },
	check: { verdict: 'take-back' },
	':action': { text: 'Other' },
	own: { yes: true },
	choose: { place: 'not-now', reason: 'Later' },
	support: { kind: 'time', ask: 'More' },
	answer: { answer: 'yes', words: 'Yes', yes: true },
	updates: { health: 'help', text: 'Late' }
};

test('[RIGHT-2] through a workshop of their own nobody reaches a thing of another', async () => {
	const owned = Object.keys(things).map((name) => `:${name}`);
	const routes = server.routes.filter(({ path }) => path.includes(':id/') && owned.some((name) => path.includes(name)));
	const before = await rowsOf(first.id);

	const answers = [];
	for (const state of ['room', 'signed'] as const) {
		await server.database.transaction((tx) =>
			tx
				.update(tables.workshops)
				.set({ state })
				.where(eq(tables.workshops.id, asId(second.id)))
		);
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

test('[SAFE-13] no reading changes a row, whoever reads', async () => {
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
