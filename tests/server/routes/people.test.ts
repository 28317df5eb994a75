/** The list, the door and the draw, through the server's own routes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import { liveSocket, testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let facilitator: Device;

beforeAll(async () => {
	server = await startServer();
	facilitator = (await testWorkshop(server)).facilitator;
});
afterAll(() => server.close());

const fresh = (open = true): Promise<TestWorkshop> => testWorkshop(server, { facilitator, open });

interface Person {
	readonly id: string;
	readonly name: string;
	readonly role: string;
	readonly syndicateId: string | null;
	readonly department: string;
	readonly hasArrived: boolean;
	readonly rolePlace: number | null;
	readonly listing: { readonly email: string | null; readonly reportsTo: string | null } | null;
}

const peopleOf = async (workshop: TestWorkshop, device: Device = facilitator): Promise<readonly Person[]> =>
	(await device.get(`/api/workshops/${workshop.id}/people`)).body;
const named = (people: readonly Person[], name: string): Person => people.find((person) => person.name === name)!;

const LIST = [
	{ name: 'Marcus Okafor', department: 'Planning', email: 'Marcus@marlowe.example', reportsTo: 'Ruth Adeyemi' },
	{ name: 'Ruth Adeyemi', department: 'Planning' },
	{ name: 'Amira Khan', department: 'Sales' }
];

/** Puts them on the list, the first two drawn to Birch. */
async function withList(open = true) {
	const workshop = await fresh(open);
	const { body } = await workshop.post('/people', { people: LIST });
	const people = await peopleOf(workshop);
	await workshop.facilitator.send('PUT', `/api/workshops/${workshop.id}/people/places`, {
		places: ['Marcus Okafor', 'Ruth Adeyemi'].map((name) => ({ personId: named(people, name).id, syndicate: 'birch' }))
	});
	return { workshop, listedAt: String(body.listedAt), people, code: (await workshop.view()).code };
}

test('[PEOPLE-3] people are on the list before they come, with what only facilitators may read', async () => {
	const { workshop } = await withList();
	const ana = await workshop.join('Ana', 'alder');

	const marcus = named(await peopleOf(workshop), 'Marcus Okafor');
	const seen = named(await peopleOf(workshop, ana.device), 'Marcus Okafor');

	expect(marcus).toMatchObject({
		role: 'participant',
		department: 'Planning',
		hasArrived: false,
		listing: { email: 'marcus@marlowe.example', reportsTo: 'ruth adeyemi' }
	});
	expect(seen).toMatchObject({ department: 'Planning', hasArrived: false, listing: null });
	expect(JSON.stringify(await peopleOf(workshop, ana.device))).not.toContain('marlowe.example');
});

test('[PEOPLE-3] nobody is put on the list twice, and of a list with one bad line nothing is taken', async () => {
	const { workshop } = await withList();

	const answers = [
		await workshop.post('/people', { people: [{ name: 'New' }, { name: ' MARCUS  okafor' }] }),
		await workshop.post('/people', { people: [{ name: 'New' }, { name: 'New' }] }),
		await workshop.post('/people', { people: [{ name: 'New' }, { name: 'Newer', email: 'nowhere' }] }),
		await workshop.post('/people', { people: Array.from({ length: 198 }, (_, n) => ({ name: `New ${n}` })) })
	];

	expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
		[409, 'name-taken'],
		[409, 'name-taken'],
		[400, 'malformed'],
		[409, 'too-many-people']
	]);
	expect((await peopleOf(workshop)).length).toBe(4);
});

test('[PEOPLE-3] a list is taken out again as long as nobody of it has come', async () => {
	const { workshop, listedAt, code } = await withList();
	await workshop.join('Ana', 'alder');
	const second = await workshop.post('/people', { people: [{ name: 'Zoë Marsh' }] });
	await server.device().post('/api/join', { code, name: 'Zoë Marsh' });

	const undone = await workshop.post('/people/undo', { listedAt });
	const left = (await peopleOf(workshop)).filter(({ role }) => role === 'participant').map(({ name }) => name);
	const again = await workshop.post('/people/undo', { listedAt });
	const tooLate = await workshop.post('/people/undo', { listedAt: second.body.listedAt });

	expect([undone.status, again.status, tooLate.status, tooLate.body.code]).toEqual([204, 404, 409, 'in-use']);
	expect(left).toEqual(['Ana', 'Zoë Marsh']);
});

test('[JOIN-11] the secret of the QR code opens the room as the code does, and only while it is open', async () => {
	const closed = await fresh(false);
	const workshop = await fresh();
	const { joinToken } = await workshop.view();
	const ana = await workshop.join('Ana', 'alder');

	const found = await server.device().post('/api/join/code', { code: joinToken });
	const joined = await server.device().post('/api/join', { code: joinToken, name: 'Ben', syndicate: 'birch' });
	const notYet = await server.device().post('/api/join/code', { code: (await closed.view()).joinToken });

	expect(joinToken).toMatch(/^[\w-]{22}$/);
	expect([found.status, found.body.workshopId, joined.status]).toEqual([200, workshop.id, 201]);
	expect([notYet.status, notYet.body.code]).toEqual([404, 'code-unknown']);
	expect((await ana.device.get(`/api/workshops/${workshop.id}`)).body.joinToken).toBe(null);
});

test('[JOIN-12] somebody of the list arrives as that person, in the drawn syndicate, also when it is full', async () => {
	const { workshop, code, people } = await withList();
	await workshop.facilitator.send('PATCH', `/api/workshops/${workshop.id}/syndicates/birch`, { seats: 2 });

	const stranger = await server.device().post('/api/join', { code, name: 'Walter', syndicate: 'birch' });
	const marcus = await server.device().post('/api/join', { code, name: ' marcus  OKAFOR ' });

	expect([stranger.status, stranger.body.code]).toEqual([409, 'syndicate-full']);
	expect(marcus.status).toBe(201);
	expect(marcus.body).toMatchObject({
		person: { id: named(people, 'Marcus Okafor').id, name: 'Marcus Okafor' },
		syndicate: 'birch'
	});
	expect(marcus.body.returnCode).toMatch(/^[A-HJKMNP-Z2-9]{8}$/);
	expect(named(await peopleOf(workshop), 'Marcus Okafor').hasArrived).toBe(true);
});

test('[JOIN-12] of two devices that take one name of the list at the same moment, one becomes that person', async () => {
	const { code } = await withList();

	const answers = await Promise.all(
		Array.from({ length: 6 }, () => server.device().post('/api/join', { code, name: 'Amira Khan' }))
	);

	expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
	expect(answers.find(({ status }) => status === 409)?.body.sentence).toMatch(/^There is already a Amira Khan in /);
});

test('[JOIN-12] the door says whom a name may mean, and nothing of anybody else', async () => {
	const { code } = await withList();
	const ask = async (name: string) => (await server.device().post('/api/join/name', { code, name })).body;

	expect(await ask('Marcus Okafor')).toEqual({
		listed: { name: 'Marcus Okafor', department: 'Planning', syndicate: 'birch' },
		near: [],
		taken: null
	});
	expect(await ask('Markus Okafor')).toEqual({
		listed: null,
		near: [{ name: 'Marcus Okafor', department: 'Planning', syndicate: 'birch' }],
		taken: null
	});
	expect(await ask('Somebody Else')).toEqual({ listed: null, near: [], taken: null });
	const unknown = await server.device().post('/api/join/name', { code: '333333', name: 'Marcus Okafor' });
	expect([unknown.status, unknown.body.code]).toEqual([404, 'code-unknown']);
});

test('[JOIN-14] a name that is here already is said to be, before a syndicate is chosen for it', async () => {
	const { workshop, code } = await withList();
	await workshop.join('Ana', 'alder');

	const said = await server.device().post('/api/join/name', { code, name: 'ana' });
	const joined = await server.device().post('/api/join', { code, name: 'ana' });

	expect(said.body.taken).toBe(
		'There is already a Ana in Alder. If that is you, take your seat back. If not, add a letter.'
	);
	expect([joined.status, joined.body.code]).toEqual([409, 'name-taken']);
});

test('[JOIN-16] whoever chooses nothing sits in the smallest syndicate, those counted who are still expected', async () => {
	const { workshop, code } = await withList();
	const join = async (name: string) => (await server.device().post('/api/join', { code, name })).body;

	const seats = [];
	for (const name of ['Uma', 'Dev', 'Kai', 'Lea']) seats.push((await join(name)).syndicate);
	for (const syndicate of ['alder', 'birch'])
		await workshop.facilitator.send('PATCH', `/api/workshops/${workshop.id}/syndicates/${syndicate}`, { seats: 3 });
	const full = await join('Too Late');

	// Two are expected in Birch; of equal ones the syndicate that fewer have come to.
	expect(seats).toEqual(['alder', 'alder', 'birch', 'alder']);
	expect(full.code).toBe('too-many-people');
});

test('[JOIN-13] a syndicate’s laptop writes for it, is counted nowhere, and has no vote and nothing of its own', async () => {
	const workshop = await fresh();
	const { code, syndicates } = await workshop.view();
	const device = server.device();
	const joined = await device.post('/api/join/laptop', { code, syndicate: 'birch' });
	const second = await server.device().post('/api/join/laptop', { code, syndicate: 'birch' });
	await workshop.go('experiences', 'share');

	const live = liveSocket(server, device, workshop.id);
	const state = await live.until(({ step }) => step?.id === 'experiences');
	live.close();
	const writable = (await workshop.documents(device)).filter((place) => place.writable);

	expect(joined.body).toMatchObject({ person: { name: 'Birch’s laptop' }, syndicate: 'birch', returnCode: null });
	expect(second.body.person.id).toBe(joined.body.person.id);
	expect([state.me.role, state.me.votesLeft, state.me.syndicateId]).toEqual(['laptop', null, syndicates[1]!.id]);
	expect(state.syndicates.map(({ people, here }) => [people, here])).toEqual([
		[0, 0],
		[0, 0]
	]);
	expect((await workshop.view()).syndicates.map(({ people }) => people)).toEqual([0, 0]);
	expect(writable.map(({ kind, syndicateId }) => [kind, syndicateId])).toEqual([['board', syndicates[1]!.id]]);
	expect((await device.post(`/api/workshops/${workshop.id}/steps/experiences/private`)).body.code).toBe('not-allowed');
});

test('[JOIN-15] a device gives up its seat, and the same person keeps theirs elsewhere', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	const phone = server.device();
	await phone.post('/api/join/return', { returnCode: ana.returnCode });
	const live = liveSocket(server, ana.device, workshop.id);
	await live.until(() => true);

	const left = await ana.device.post(`/api/workshops/${workshop.id}/leave`);

	expect(left.status).toBe(204);
	expect(await live.closed).toBe(4403);
	expect((await ana.device.get(`/api/workshops/${workshop.id}`)).status).toBe(401);
	expect((await phone.get(`/api/workshops/${workshop.id}`)).status).toBe(200);
	const ben = await workshop.join('Ben', 'birch', ana.device);
	expect(named(await peopleOf(workshop), 'Ana').id).toBe(ana.id);
	expect(ben.id).not.toBe(ana.id);
});

test('[JOIN-17] a new return code ends the old one', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');

	const { body } = await workshop.post(`/people/${ana.id}/return-code`);
	const old = await server.device().post('/api/join/return', { returnCode: ana.returnCode });
	const renewed = await server.device().post('/api/join/return', { returnCode: body.returnCode });

	expect(old.body.code).toBe('return-code-unknown');
	expect(renewed.body).toMatchObject({ person: { id: ana.id } });
});

test('[JOIN-17] with a code on paper somebody of the list comes in for the first time', async () => {
	const { workshop, people } = await withList();
	const { body } = await workshop.post('/people/return-codes');
	const codes = body as { personId: string; returnCode: string }[];
	const amira = named(people, 'Amira Khan');

	const came = await server
		.device()
		.post('/api/join/return', { returnCode: codes.find(({ personId }) => personId === amira.id)!.returnCode });

	expect(codes.length).toBe(3);
	// Nobody had drawn a syndicate for her: the smallest one.
	expect(came.body).toMatchObject({ person: { id: amira.id }, syndicate: 'alder' });
	expect(named(await peopleOf(workshop), 'Amira Khan').hasArrived).toBe(true);
});

test('[JOIN-18] who was taken out comes back by the facilitator’s hand only, and as the same person', async () => {
	const { workshop, code } = await withList();
	const eve = await workshop.join('Eve', 'alder');
	await workshop.post(`/people/${eve.id}/remove`);

	const barred = await server.device().post('/api/join', { code, name: 'eve', syndicate: 'birch' });
	const removed = (await facilitator.get(`/api/workshops/${workshop.id}/people/removed`)).body;
	await workshop.post(`/people/${eve.id}/readmit`);
	const back = await server.device().post('/api/join', { code, name: 'Eve' });

	expect([barred.status, barred.body.code]).toEqual([403, 'not-allowed']);
	expect(removed).toEqual([{ id: eve.id, name: 'Eve' }]);
	expect(back.body).toMatchObject({ person: { id: eve.id }, syndicate: 'alder' });
});

test('[PEOPLE-7] people are put into syndicates all at once or not at all, and their roles are drawn', async () => {
	const { workshop } = await withList(false);
	const people = (await peopleOf(workshop)).filter(({ role }) => role === 'participant');
	const put = (places: readonly unknown[], drawRoles = false) =>
		workshop.facilitator.send('PUT', `/api/workshops/${workshop.id}/people/places`, { places, drawRoles });

	const half = await put([
		{ personId: people[0]!.id, syndicate: 'alder' },
		{ personId: 'nobody00', syndicate: 'alder' }
	]);
	const before = await peopleOf(workshop);
	const whole = await put(
		people.map(({ id }) => ({ personId: id, syndicate: 'alder' })),
		true
	);
	const after = (await peopleOf(workshop)).filter(({ role }) => role === 'participant');
	await put([{ personId: people[0]!.id, syndicate: null }]);

	expect([half.status, whole.status]).toEqual([404, 204]);
	expect(before.map(({ syndicateId }) => syndicateId)).toEqual([null, ...people.map((person) => person.syndicateId)]);
	expect(after.map(({ rolePlace }) => rolePlace).sort()).toEqual([0, 1, 2]);
	expect(named(await peopleOf(workshop), people[0]!.name)).toMatchObject({ syndicateId: null, rolePlace: null });
});

test('[PEOPLE-6] the host of a syndicate is known to the server, and its laptop speaks for it', async () => {
	const workshop = await fresh();
	const { code, syndicates } = await workshop.view();
	const ana = await workshop.join('Ana', 'alder');
	const ben = await workshop.join('Ben', 'alder');
	const { body: laptop } = await server.device().post('/api/join/laptop', { code, syndicate: 'alder' });
	const hosts = async () => {
		const now = await server.deps.workshops.desk.get(workshop.id as never);
		return [ana.id, ben.id, laptop.person.id].map((id) => now.isHost(id as never, syndicates[0]!.id));
	};

	await workshop.go('welcome');
	const first = await hosts();
	await workshop.go('experiences');
	const second = await hosts();

	expect([first, second]).toEqual([
		[true, false, true],
		[false, true, true]
	]);
});
