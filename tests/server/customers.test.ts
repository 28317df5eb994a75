/** Customers as people: who they are, the links that are theirs, and what they write down before the talk. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#domain/ids.ts';
import { startServer, type Device, type TestServer } from '../support/server.ts';
import { liveSocket, testWorkshop, type TestWorkshop } from '../support/workshop.ts';

let server: TestServer;
let facilitator: Device;
beforeAll(async () => {
	server = await startServer();
	({ facilitator } = await testWorkshop(server));
});
afterAll(() => server.close());

interface Named {
	readonly id: string;
	readonly name: string;
	readonly role: string;
}

const at = ({ id }: TestWorkshop, path = '') => `/api/workshops/${id}${path}`;

async function fresh(open = true): Promise<TestWorkshop> {
	const workshop = await testWorkshop(server, { facilitator, open });
	await facilitator.send('PATCH', at(workshop), { brief: { customer: 'Ingrid Halvorsen' } });
	return workshop;
}

const customers = async (workshop: TestWorkshop): Promise<readonly Named[]> =>
	((await facilitator.get(at(workshop, '/people'))).body as Named[]).filter(({ role }) => role === 'customer');

const comesAlong = async (workshop: TestWorkshop, name: string): Promise<string> => {
	const { status, body } = await workshop.post('/customers', { name });
	if (status !== 201) throw new Error(JSON.stringify(body));
	return body.id;
};

/** A device that opened a link of this customer. */
async function seat(workshop: TestWorkshop, person?: string) {
	const { body: link } = await workshop.post('/links', { purpose: 'customer', ...(person ? { person } : {}) });
	const device = server.device();
	const opened = await open(device, link.path);
	if (opened.status !== 200) throw new Error(JSON.stringify(opened.body));
	return { device, link };
}

const open = (device: Device, path: string) => device.post('/api/links/open', { token: path.split('/').at(-1) });
const put = (device: Device, workshop: TestWorkshop, id: string, text: string, order = 'a0') =>
	device.send('PUT', at(workshop, `/statements/${id}`), { text, order });
/** Ids of lines are made by devices, and never met again. */
let line = '';
beforeEach(() => {
	line = newId();
});

test('[SEAT-1] up to three come along with the first customer, each a person of their own; a fifth is refused', async () => {
	const workshop = await fresh(false);
	const names = ['Marek Novak', 'Pia Lund', 'Otto Berg'];

	for (const name of names) await comesAlong(workshop, name);
	const fifth = await workshop.post('/customers', { name: 'Eva Falk' });
	const again = await workshop.post('/customers', { name: 'marek  novak' });
	const before = await customers(workshop);
	await facilitator.send('PATCH', at(workshop), { brief: { customer: 'Ingrid Holm' } });
	const renamed = await facilitator.send('PATCH', at(workshop, `/customers/${before[1]!.id}`), { name: 'Marek Novy' });
	const first = await workshop.post(`/customers/${before[0]!.id}/remove`);

	expect(before.map(({ name }) => name)).toEqual(['Ingrid Halvorsen', ...names]);
	expect([fifth.status, fifth.body.code, again.body.code]).toEqual([409, 'too-many-people', 'too-many-people']);
	expect([renamed.status, first.body.code]).toEqual([204, 'in-use']);
	expect((await customers(workshop)).map(({ id, name }) => [id, name])).toEqual([
		[before[0]!.id, 'Ingrid Holm'],
		[before[1]!.id, 'Marek Novy'],
		...before.slice(2).map(({ id, name }) => [id, name])
	]);
});

test('[SEAT-1] the template says both names, somebody taken out has no seat until they are back, and a duplicate knows them', async () => {
	const workshop = await fresh();
	const marek = await comesAlong(workshop, 'Marek Novak');
	const { device } = await seat(workshop, marek);
	const title = async () => (await workshop.view()).steps.find(({ id }) => id === 'issues')!.short;
	const both = await title();

	await workshop.post(`/customers/${marek}/remove`);
	const alone = await title();
	const out = await device.get(at(workshop));
	await workshop.post(`/customers/${marek}/readmit`);
	const back = await device.get(at(workshop));
	const { body: copy } = await workshop.post('/duplicate', { title: 'Once more', withPeople: false });
	const copied = (await facilitator.get(`/api/workshops/${copy.id}/people`)).body as Named[];

	expect([both, alone]).toEqual(['What Ingrid and Marek raised', 'What Ingrid raised']);
	expect([out.status, back.status]).toEqual([401, 200]);
	expect(copied.filter(({ role }) => role === 'customer').map(({ name }) => name)).toEqual([
		'Ingrid Halvorsen',
		'Marek Novak'
	]);
});

test('[SEAT-1] without a first customer nobody comes along, and a link names whose it is', async () => {
	const workshop = await testWorkshop(server, { facilitator });
	const early = await workshop.post('/customers', { name: 'Marek Novak' });
	await facilitator.send('PATCH', at(workshop), { brief: { customer: 'Ingrid Halvorsen' } });
	const marek = await comesAlong(workshop, 'Marek Novak');

	const first = await workshop.post('/links', { purpose: 'customer' });
	const second = await workshop.post('/links', { purpose: 'customer', person: marek });
	const nobodys = await workshop.post('/links', { purpose: 'customer', person: 'nobody-at-all' });

	expect([early.status, early.body.code]).toEqual([400, 'empty']);
	expect([first.body.personId, second.body.personId]).toEqual((await customers(workshop)).map(({ id }) => id));
	expect(nobodys.status).toBe(404);
});

test('[SEAT-7] a link opens on several devices for its own purpose, also after the workshop, and the facilitator sees on how many', async () => {
	const workshop = await fresh();
	const { device, link } = await seat(workshop);
	const [phone, elins] = [server.device(), (await workshop.join('Elin', 'alder')).device];
	const listed = async () =>
		(
			(await facilitator.get(at(workshop, '/links'))).body as { id: string; devices: number; lastOpenedAt: string }[]
		).find(({ id }) => id === link.id)!;
	const one = await listed();

	await open(device, link.path);
	await open(phone, link.path);
	const byElin = await open(elins, link.path);
	const two = await listed();
	await server.database.rows(`update workshops set state = 'signed' where id = '${workshop.id}'`);
	const late = server.device();
	const afterwards = await open(late, link.path);

	expect([one.devices, two.devices]).toEqual([1, 2]);
	expect(two.lastOpenedAt >= one.lastOpenedAt).toBe(true);
	expect([byElin.status, byElin.body.code]).toEqual([409, 'seat-elsewhere']);
	expect((await elins.get(at(workshop, '/statements'))).status).toBe(403);
	expect(afterwards.status).toBe(200);
	expect((await late.get(at(workshop, '/points'))).status).toBe(200);
	expect((await late.post(at(workshop, '/points'), { text: 'Ring back', kind: 'wish' })).status).toBe(403);
});

test('[SEAT-8] a renewed link opens the same seat; the old one and every device it seated end at once', async () => {
	const workshop = await fresh();
	const { device, link } = await seat(workshop);
	const live = liveSocket(server, device, workshop.id);
	await live.until(() => true);

	const renewed = await workshop.post(`/links/${link.id}/renew`);
	const old = await open(server.device(), link.path);
	const again = server.device();
	const opened = await open(again, renewed.body.path);
	const twice = await workshop.post(`/links/${link.id}/renew`);

	expect(await live.closed).toBe(4403);
	expect((await device.get(at(workshop))).status).toBe(401);
	expect([old.status, old.body.code]).toEqual([404, 'link-expired']);
	expect([opened.status, renewed.body.personId]).toEqual([200, link.personId]);
	expect(twice.body.code).toBe('link-expired');
});

test('[SEAT-3] a line is kept as it stands, the same again changes nothing, and another customer’s is not touched', async () => {
	const workshop = await fresh(false);
	const { device } = await seat(workshop);
	const { device: phone } = await seat(workshop);
	const { device: marek } = await seat(workshop, await comesAlong(workshop, 'Marek Novak'));
	const lines = async (of: Device) =>
		((await of.get(at(workshop, '/statements'))).body as { text: string }[]).map(({ text }) => text);

	await put(device, workshop, line, 'Ring back', 'a1');
	await put(device, workshop, line, '  Ring back the same day ', 'a1');
	await put(phone, workshop, 'line-of-ingrid-2', 'Say so when you cannot', 'a0');
	const foreign = await put(marek, workshop, line, 'Mine now');
	const empty = await put(device, workshop, line, '   ');
	const long = await put(device, workshop, line, 'a'.repeat(201));
	await marek.post(at(workshop, `/statements/${line}/remove`));
	const shown = await device.post(at(workshop, `/statements/${line}/show`));
	const ofMarek = await lines(marek);
	const ofBoth = await lines(phone);
	await device.post(at(workshop, `/statements/${line}/remove`));
	await device.post(at(workshop, `/statements/${line}/remove`));
	const without = await lines(device);
	await put(device, workshop, line, 'Ring back the same day', 'a1');

	expect([foreign.status, empty.status, long.status]).toEqual([404, 400, 400]);
	expect([shown.status, shown.body.code]).toEqual([403, 'workshop-not-open']);
	expect([ofMarek, without]).toEqual([[], ['Say so when you cannot']]);
	expect(ofBoth).toEqual(['Say so when you cannot', 'Ring back the same day']);
	expect(await lines(phone)).toEqual(ofBoth);
});

test('[SEAT-3] thirty lines are enough, however fast they come', async () => {
	const workshop = await fresh();
	const { device } = await seat(workshop);

	const answers = await Promise.all(
		Array.from({ length: 32 }, (_, n) => put(device, workshop, `line-number-${n}`, `Line ${n}`))
	);

	expect(answers.filter(({ status }) => status === 200).length).toBe(30);
	expect(answers.find(({ status }) => status !== 200)!.body.code).toBe('malformed');
});

test('[SEAT-4] a line that is shown is one point in the customer’s own words, pressed twice and on two devices', async () => {
	const workshop = await fresh();
	await workshop.go('customer');
	const { device } = await seat(workshop);
	const { device: phone } = await seat(workshop);
	const elin = await workshop.join('Elin', 'alder');
	const live = liveSocket(server, elin.device, workshop.id);
	const { revisions: before } = await live.until(() => true);
	await put(device, workshop, line, 'Ring back the same day');

	const shown = await Promise.all(
		[device, phone, device, phone].map((each) => each.post(at(workshop, `/statements/${line}/show`)))
	);
	await live.until(({ revisions }) => revisions.points > before.points);
	const points = (await elin.device.get(at(workshop, '/points'))).body as { id: string; n: number; text: string }[];
	const late = await put(device, workshop, line, 'Something else');
	const [row] = await server.database.rows(
		`select is_quote, checked_at is not null as checked, said_by, scribe_syndicate_id from customer_points where workshop_id = '${workshop.id}'`
	);
	live.close();

	expect(new Set(shown.map(({ body }) => body.pointId))).toEqual(new Set([points[0]!.id]));
	expect(points.map(({ n, text }) => [n, text])).toEqual([[1, 'Ring back the same day']]);
	expect(row).toEqual({
		is_quote: true,
		checked: true,
		said_by: (await customers(workshop))[0]!.id,
		scribe_syndicate_id: null
	});
	expect([late.status, late.body.code]).toEqual([409, 'in-use']);
});

test('[SEAT-4] two customers and a scribe at once each get a number of their own', async () => {
	const workshop = await fresh();
	await workshop.go('customer');
	const { device: ingrid } = await seat(workshop);
	const { device: marek } = await seat(workshop, await comesAlong(workshop, 'Marek Novak'));
	const elin = await workshop.join('Elin', 'alder');
	await put(ingrid, workshop, line, 'Ring back');
	await put(marek, workshop, 'line-of-marek-1', 'Come once');

	await Promise.all([
		ingrid.post(at(workshop, `/statements/${line}/show`)),
		marek.post(at(workshop, '/statements/line-of-marek-1/show')),
		elin.device.post(at(workshop, '/points'), { text: 'Write it down', kind: 'wish' })
	]);
	const points = (await elin.device.get(at(workshop, '/points'))).body as { n: number; text: string }[];

	expect(points.map(({ n }) => n)).toEqual([1, 2, 3]);
	expect(points.map(({ text }) => text).sort()).toEqual(['Come once', 'Ring back', 'Write it down']);
});

test('[SEAT-4] taken back, a point takes the line along that it came from; another line is nobody’s business', async () => {
	const workshop = await fresh();
	await workshop.go('customer');
	const { device } = await seat(workshop);
	await put(device, workshop, line, 'Ring back the same day');
	const kept: string = newId();
	await put(device, workshop, kept, 'Say so when you cannot', 'a1');
	const { body: shown } = await device.post(at(workshop, `/statements/${line}/show`));

	const taken = await device.post(at(workshop, `/points/${shown.pointId}/check`), { verdict: 'take-back' });
	const lines = (await device.get(at(workshop, '/statements'))).body as { id: string }[];
	const words = await server.database.rows(`select text from customer_statements where workshop_id = '${workshop.id}'`);

	expect(taken.status).toBe(200);
	expect(lines.map(({ id }) => id)).toEqual([kept]);
	expect(words).toEqual([{ text: 'Say so when you cannot' }]);
});

test('[SEAT-4] before the talk has begun nothing is shown, whatever is pressed', async () => {
	const workshop = await fresh();
	const { device } = await seat(workshop);
	await put(device, workshop, line, 'Ring back');
	await workshop.go('experiences');

	const early = await device.post(at(workshop, `/statements/${line}/show`));
	const points = await device.get(at(workshop, '/points'));
	await workshop.go('customer');
	const then = await device.post(at(workshop, `/statements/${line}/show`));

	expect([early.body.code, points.body]).toEqual(['not-your-turn', []]);
	expect(then.status).toBe(200);
});

test('[SEAT-5] a rehearsal’s end leaves what a customer prepared, and none of it has been shown', async () => {
	const workshop = await fresh();
	await workshop.go('customer');
	const { device } = await seat(workshop);
	await put(device, workshop, line, 'Ring back');
	await device.post(at(workshop, `/statements/${line}/show`));

	const ended = await workshop.post('/rehearsal/reset', { title: (await workshop.view()).title });
	const { device: again } = await seat(workshop);
	const lines = (await again.get(at(workshop, '/statements'))).body;

	expect(ended.status).toBe(200);
	expect(lines).toMatchObject([{ id: line, text: 'Ring back', pointId: null }]);
});

test('[SEAT-13] a syndicate that goes keeps nobody who sat in with it, and what it pinned is pinned no more', async () => {
	const workshop = await fresh();
	const name = (...names: string[]) => facilitator.send('PUT', at(workshop, '/syndicates'), { names });
	await name('Alder', 'Birch', 'Cedar');
	const [first] = await customers(workshop);
	const { body: point } = await workshop.post('/points', { text: 'Ring back', kind: 'wish' });
	await workshop.post(`/people/${first!.id}/sit`, { syndicate: 'cedar' });
	const pinned = await server.database.rows(
		`insert into point_pins (point_id, syndicate_id, pinned_at)
		select '${point.id}', id, now() from syndicates where workshop_id = '${workshop.id}' and slug = 'cedar' returning 1`
	);

	const left = await name('Alder', 'Birch');
	const moved = await workshop.post(`/people/${first!.id}/sit`, { syndicate: 'birch' });
	const { body: points } = await facilitator.get(at(workshop, '/points'));

	expect([pinned.length, left.status, moved.status, moved.body.before]).toEqual([1, 200, 200, null]);
	expect(points.map(({ pinnedBy }: { pinnedBy: string[] }) => pinnedBy)).toEqual([[]]);
});
