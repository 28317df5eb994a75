import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PointView } from '#protocol/point-views.ts';
import type { AgendaEntry, WorkshopView } from '#protocol/views.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	workshop = await testWorkshop(server, { open: false });
});
afterAll(() => server.close());

const ask = (method: string, path: string, body?: unknown) =>
	workshop.facilitator.send(method, `/api/workshops/${workshop.id}${path}`, body);
const entriesOf = (view: WorkshopView): readonly AgendaEntry[] => view.days.flatMap(({ entries }) => entries);
const fresh = () => testWorkshop(server, { facilitator: workshop.facilitator, open: false });

test('[PREP-2] a new workshop is the template with its steps, breaks and times, two syndicates and a code', async () => {
	const view = await workshop.view();

	expect(view.days.map(({ starts, ends, entries }) => [starts, ends, entries.length])).toEqual([
		['09:00', '16:45', 12],
		['09:00', '16:00', 12]
	]);
	expect(entriesOf(view).map(({ starts, step }) => `${starts} ${step ?? '-'}`)).toContain('13:30 vision');
	expect(view.steps).toHaveLength(15);
	expect(view.syndicates.map(({ slug, letter }) => [slug, letter])).toEqual([
		['alder', 'a'],
		['birch', 'b']
	]);
	expect(view.code).toMatch(/^[A-HJKMNP-Z2-9]{6}$/);
	expect(view.state).toBe('preparing');
});

test('[PREP-4] two to eight syndicates keep their ids by their letter, and boards follow in an open room', async () => {
	const own = await testWorkshop(server, { facilitator: workshop.facilitator });
	const before = await own.view();

	const named = await own.facilitator.send('PUT', `/api/workshops/${own.id}/syndicates`, {
		names: ['Harbour', 'Birch', 'Cedar']
	});

	const after: WorkshopView = named.body;
	expect(after.syndicates.slice(0, 2).map(({ id }) => id)).toEqual(before.syndicates.map(({ id }) => id));
	// The room is open: an address somebody may have on screen stays.
	expect(after.syndicates.map(({ name, slug }) => [name, slug])).toEqual([
		['Harbour', 'alder'],
		['Birch', 'birch'],
		['Cedar', 'cedar']
	]);
	const boards = (await own.documents(own.facilitator)).filter(({ step }) => step === 'experiences');
	expect(boards).toHaveLength(3);
	const bad = [['One'], Array.from({ length: 9 }, (_, n) => `S${n}`), ['Same', ' same ']];
	for (const names of bad) {
		const refused = await own.facilitator.send('PUT', `/api/workshops/${own.id}/syndicates`, { names });
		expect(refused.status).toBeGreaterThanOrEqual(400);
	}
	expect((await own.view()).syndicates).toHaveLength(3);
});

test('[PREP-4] a syndicate with people in it does not vanish', async () => {
	const own = await testWorkshop(server, { facilitator: workshop.facilitator });
	const named = (names: string[]) => own.facilitator.send('PUT', `/api/workshops/${own.id}/syndicates`, { names });
	await named(['Alder', 'Birch', 'Cedar']);
	await own.join('Ana', 'cedar');

	const refused = await named(['Alder', 'Birch']);

	expect([refused.status, refused.body.code]).toEqual([409, 'in-use']);
	expect((await own.view()).syndicates).toHaveLength(3);
});

test('[PREP-4] a syndicate that nobody is in any more vanishes with its pins; who sat with it and what it said stay', async () => {
	const own = await testWorkshop(server, { facilitator: workshop.facilitator });
	const at = `/api/workshops/${own.id}`;
	const named = (names: string[]) => own.facilitator.send('PUT', `${at}/syndicates`, { names });
	await named(['Alder', 'Birch', 'Cedar']);
	const ana = await own.join('Ana', 'cedar');
	const { body: point } = await ana.device.post(`${at}/points`, { text: 'Tell me first', kind: 'wish' });
	await ana.device.post(`${at}/points/${point.id}/pin`, { on: true });
	const [, birch, cedar] = (await own.view()).syndicates;
	// A guest sits in with it, and Ana moved to another.
	await server.database.rows(`update people set syndicate_id = '${birch!.id}', sits_with = '${cedar!.id}'
		where workshop_id = '${own.id}' and syndicate_id = '${cedar!.id}'`);

	const gone = await named(['Alder', 'Birch']);

	expect(gone.status).toBe(200);
	expect((await own.view()).syndicates).toHaveLength(2);
	const { body: points } = await own.facilitator.get(`${at}/points`);
	expect(points.map(({ text, pinnedBy }: PointView) => [text, pinnedBy])).toEqual([['Tell me first', []]]);
	const [sat] = await server.database.rows(
		`select count(*)::int as n from people where workshop_id = '${own.id}' and sits_with is not null`
	);
	expect(sat?.n).toBe(0);
});

test('[PREP-5] names take the place of braces; notes, code and situation are the facilitators’ alone', async () => {
	const own = await testWorkshop(server, { facilitator: workshop.facilitator });
	const ana = await own.join('Ana', 'alder');
	await own.facilitator.send('PATCH', `/api/workshops/${own.id}`, {
		company: 'Marlowe Heating',
		brief: { customer: 'Ruth Adeyemi', sponsor: 'Helen Marlowe', situation: 'We lose calls.' }
	});

	const theirs: WorkshopView = (await ana.device.get(`/api/workshops/${own.id}`)).body;
	const ours = await own.view();

	const texts = JSON.stringify(theirs);
	expect(texts).not.toMatch(/\{(company|sponsor|guest|facilitator|followUp)\}/);
	expect(texts).toContain('What Ruth asked for');
	expect(theirs.steps[0]!.board.zones[1]!.title).toBe('Marlowe Heating wants');
	expect(theirs.steps.flatMap(({ facilitatorNotes }) => facilitatorNotes)).toEqual([]);
	expect([theirs.code, theirs.brief.situation]).toEqual([null, '']);
	expect(ours.steps[0]!.facilitatorNotes.length).toBeGreaterThan(0);
	expect(ours.brief.situation).toBe('We lose calls.');
});

test('[PREP-6] the sponsor and the customer are people, and follow their names in the brief', async () => {
	const own = await fresh();
	const brief = (sponsor: string) => own.facilitator.send('PATCH', `/api/workshops/${own.id}`, { brief: { sponsor } });
	const people = async () => (await own.facilitator.get(`/api/workshops/${own.id}/people`)).body;

	await brief('Helen Marlow');
	const [named] = (await people()).filter(({ role }: { role: string }) => role === 'sponsor');
	await brief('Helen Marlowe');
	const [renamed] = (await people()).filter(({ role }: { role: string }) => role === 'sponsor');
	await brief('');

	expect(named.name).toBe('Helen Marlow');
	expect(renamed).toEqual({ ...named, name: 'Helen Marlowe' });
	expect((await people()).map(({ role }: { role: string }) => role)).toEqual(['facilitator']);
});

test('[PREP-7] a facilitator finds their own workshops, and nobody else’s', async () => {
	const listed = await workshop.facilitator.get('/api/workshops');
	const stranger = await server.device().get('/api/workshops');

	expect(listed.body.map(({ id }: { id: string }) => id)).toContain(workshop.id);
	expect(stranger.status).toBe(401);
});

test('[PREP-8] what cannot be is refused and changes nothing', async () => {
	const before = await workshop.view();
	const entry = entriesOf(before)[0]!.id;
	const change = (part: object) => ask('POST', '/agenda', { edits: [{ deed: 'change', entry, ...part }] });

	const refused = await Promise.all([
		change({ minutes: 0 }),
		change({ pinnedAt: '25:00' }),
		change({ entry: 'unknown-entry', minutes: 10 }),
		ask('PATCH', '', { title: '' }),
		ask('PATCH', '', { purpose: 'x'.repeat(401) })
	]);

	expect(refused.map(({ status }) => status)).toEqual([400, 400, 404, 400, 400]);
	expect(await workshop.view()).toEqual(before);
});
