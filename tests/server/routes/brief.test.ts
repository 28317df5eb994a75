import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PreparationView } from '#protocol/brief.ts';
import { linkDevice } from '../../support/rights.ts';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import { testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
let at: string;
let sponsor: Device;
beforeAll(async () => {
	server = await startServer();
	workshop = await testWorkshop(server, { open: false });
	at = `/api/workshops/${workshop.id}`;
	await workshop.facilitator.send('PATCH', at, { brief: { sponsor: 'Tom Beckett', customer: 'Ingrid Solheim' } });
	sponsor = await linkDevice(server, workshop, 'sponsor');
});
afterAll(() => server.close());

const ask = (device: Device, method: string, path: string, body: unknown) => device.send(method, `${at}${path}`, body);
const brief = async () => (await workshop.view()).brief;

test('[BRIEF-1] two facilitators who write different parts at once both keep theirs', async () => {
	const parts = [
		{ situation: 'People are tired of chasing us.' },
		{ scope: 'Repairs.' },
		{ notOnTheTable: 'Pay.' },
		{ keepUntil: '2027-06-30' },
		{ contact: 'Ines, 0171 555' },
		{ customerLine: 'Tell us.' }
	];

	await Promise.all([
		...parts.map((brief) => ask(workshop.facilitator, 'PATCH', '', { brief })),
		ask(sponsor, 'PATCH', '/promise', { budget: '£10,000' }),
		workshop.post('/tried', { what: 'Training', when: '2024', became: 'Faded.' })
	]);

	const kept = await brief();
	expect(kept).toMatchObject(Object.assign({}, ...parts, { budget: '£10,000', sponsor: 'Tom Beckett' }));
	expect(kept.triedBefore).toHaveLength(1);
});

test('[BRIEF-1] what is no day, or too long, is refused and changes nothing', async () => {
	const before = await brief();

	const refused = [
		await ask(workshop.facilitator, 'PATCH', '', { brief: { keepUntil: '2027-02-31' } }),
		await ask(workshop.facilitator, 'PATCH', '', { brief: { situation: 'x'.repeat(1001) } }),
		await ask(sponsor, 'PATCH', '/promise', { hoursPerPerson: 41 }),
		await ask(sponsor, 'PATCH', '/promise', { promise: 'x'.repeat(1001) })
	];

	expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
	expect(await brief()).toEqual(before);
});

test('[BRIEF-2] rows of what was tried are added, changed, ordered, removed, and put back where they stood', async () => {
	const add = async (what: string) =>
		(await workshop.post('/tried', { what, when: '', became: '' })).body.brief.triedBefore.at(-1).id;
	const words = async () => (await brief()).triedBefore.map(({ what }) => what);
	const [survey, roles] = [await add('Survey'), await add('Job descriptions')];

	await ask(workshop.facilitator, 'PATCH', `/tried/${survey}`, { became: 'Filed.' });
	await workshop.post(`/tried/${roles}/move`, { before: survey });
	const ordered = await words();
	const row = (await brief()).triedBefore[2]!;
	await workshop.post(`/tried/${roles}/remove`);
	const gone = await workshop.post(`/tried/${roles}/remove`);
	const without = await words();
	await workshop.post('/tried', { id: roles, what: 'Job descriptions', when: '', became: '', before: survey });

	expect(row).toEqual({ id: survey, what: 'Survey', when: '', became: 'Filed.' });
	expect(ordered).toEqual(['Training', 'Job descriptions', 'Survey']);
	expect([gone.status, gone.body.code]).toEqual([404, 'not-found']);
	expect(without).toEqual(['Training', 'Survey']);
	expect(await words()).toEqual(ordered);
});

test('[BRIEF-2] two rows that are changed at once are both kept, and the list ends at thirty', async () => {
	const [first, second] = (await brief()).triedBefore;

	await Promise.all([
		ask(workshop.facilitator, 'PATCH', `/tried/${first!.id}`, { when: '2023' }),
		ask(workshop.facilitator, 'PATCH', `/tried/${second!.id}`, { when: '2025' })
	]);
	const kept = (await brief()).triedBefore.map(({ when }) => when);
	for (let n = 3; n < 30; n += 1) await workshop.post('/tried', { what: `Effort ${n}`, when: '', became: '' });
	const full = await workshop.post('/tried', { what: 'One more', when: '', became: '' });

	expect(kept).toEqual(['2023', '2025', '']);
	expect([full.status, full.body.code]).toEqual([413, 'too-large']);
	expect((await brief()).triedBefore).toHaveLength(30);
});

test('[BRIEF-3] the sponsor promises by link, and a facilitator may write it for them; nobody else may', async () => {
	const customer = await linkDevice(server, workshop, 'customer');

	const bySponsor = await ask(sponsor, 'PATCH', '/promise', { promise: 'I answer every request.', hoursPerPerson: 2 });
	const byFacilitator = await ask(workshop.facilitator, 'PATCH', '/promise', {
		whyHard: 'A small yes becomes a rule.'
	});
	const byCustomer = await ask(customer, 'PATCH', '/promise', { promise: 'Other words' });

	expect([bySponsor.status, byFacilitator.status, byCustomer.status]).toEqual([200, 200, 403]);
	expect(await brief()).toMatchObject({
		promise: 'I answer every request.',
		hoursPerPerson: 2,
		whyHard: 'A small yes becomes a rule.'
	});
});

test('[BRIEF-4] a task is ticked off and taken back; one that is done by writing is not ticked', async () => {
	const done = async () => {
		const { tasks } = (await sponsor.get(`${at}/preparation`)).body as PreparationView;
		return tasks.filter(({ isDone }) => isDone).map(({ id }) => id);
	};

	await ask(sponsor, 'POST', '/sponsor-tasks/listen', { done: true });
	const ticked = await done();
	await ask(workshop.facilitator, 'POST', '/sponsor-tasks/listen', { done: false });
	const back = await done();
	const written = await ask(sponsor, 'POST', '/sponsor-tasks/promise', { done: true });
	const unknown = await ask(sponsor, 'POST', '/sponsor-tasks/other', { done: true });

	expect(ticked).toEqual(['promise', 'off-the-table', 'budget', 'why-hard', 'listen']);
	expect(back).toEqual(['promise', 'off-the-table', 'budget', 'why-hard']);
	expect([written.status, unknown.status]).toEqual([404, 404]);
});

test('[BRIEF-5] everybody reads the promise and what is not on the table; the rest is for those it is meant for', async () => {
	await workshop.post('/open');
	const [syndicate] = (await workshop.view()).syndicates;
	const ana = await workshop.join('Ana', syndicate!.slug);
	const customer = await linkDevice(server, workshop, 'customer');
	const briefFor = async (device: Device) => (await device.get(at)).body.brief;
	const preparationFor = async (device: Device): Promise<PreparationView> =>
		(await device.get(`${at}/preparation`)).body;

	expect(await briefFor(ana.device)).toMatchObject({
		promise: 'I answer every request.',
		notOnTheTable: 'Pay.',
		situation: '',
		contact: '',
		budget: '',
		hoursPerPerson: null,
		whyHard: ''
	});
	expect(await briefFor(sponsor)).toMatchObject({ situation: 'People are tired of chasing us.', budget: '£10,000' });
	expect(await preparationFor(ana.device)).toEqual({ asks: [], tasks: [], leaderNotes: [], customerBrief: null });
	expect(await preparationFor(sponsor)).toMatchObject({ asks: [], customerBrief: null });
	expect((await preparationFor(sponsor)).leaderNotes.map(({ id }) => id)).toContain('opening');
	expect(await preparationFor(customer)).toMatchObject({
		tasks: [],
		leaderNotes: [],
		customerBrief: { line: 'Tell us.', prompts: { length: 3 } }
	});
	expect((await preparationFor(workshop.facilitator)).asks.map(({ id }) => id)).toContain('tried-before');
});
