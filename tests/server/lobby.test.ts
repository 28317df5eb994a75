import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, type ZoneId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import type { PersonView, SourceView } from '#protocol/views.ts';
import { linkDevice } from '../support/rights.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { liveSocket, openBoard, testWorkshop, type TestWorkshop } from '../support/workshop.ts';

let server: TestServer;
let first: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	first = await testWorkshop(server);
});
afterAll(() => server.close());

const fresh = () => testWorkshop(server, { facilitator: first.facilitator });
const zone = (id: string): ZoneId => asId(id);
/** Well above what it takes, and the second that is promised. */
const WITHIN_MS = 1000;

test('[LOBBY-1] the projector hears of everybody who joins within a second, and finds them in the list of people', async () => {
	const workshop = await fresh();
	const screen = await linkDevice(server, workshop, 'screen');
	const live = liveSocket(server, screen, workshop.id);
	await live.until(({ me }) => me.role === 'screen');

	const names = ['Ana', 'Bo', 'Cleo', 'Dan', 'Elin', 'Finn'];
	const took: number[] = [];
	for (const [at, name] of names.entries()) {
		await workshop.join(name, at % 2 === 0 ? 'alder' : 'birch');
		const joinedAt = performance.now();
		await live.until(({ syndicates }) => syndicates.reduce((sum, { people }) => sum + people, 0) === at + 1);
		took.push(performance.now() - joinedAt);
		const people: PersonView[] = (await screen.get(`/api/workshops/${workshop.id}/people`)).body;
		expect(people.filter(({ role, hasArrived }) => role === 'participant' && hasArrived)).toHaveLength(at + 1);
	}
	live.close();

	// The middle one: other work of the machine may hold one of them up.
	expect(took.toSorted((a, b) => a - b)[3]).toBeLessThan(WITHIN_MS);
});

test('[LOBBY-2] who was listed before is told from who came by the code alone', async () => {
	const workshop = await fresh();
	await workshop.post('/people', { people: [{ name: 'Ana Ruiz' }] });
	await workshop.join('Bo', 'birch');
	const screen = await linkDevice(server, workshop, 'screen');

	const people: PersonView[] = (await screen.get(`/api/workshops/${workshop.id}/people`)).body;

	expect(
		people
			.filter(({ role }) => role === 'participant')
			.map(({ name, hasArrived, isListed }) => [name, hasArrived, isListed])
	).toEqual(
		expect.arrayContaining([
			['Ana Ruiz', false, true],
			['Bo', true, false]
		])
	);
});

test(
	'[WELCOME-3] thirty-eight people write a goal each, alone; opened, a definition can link to where both sides meet',
	{ timeout: 60_000 },
	async () => {
		const workshop = await fresh();
		// A syndicate takes twelve.
		await workshop.facilitator.send('PUT', `/api/workshops/${workshop.id}/syndicates`, {
			names: ['Alder', 'Birch', 'Cedar', 'Damson']
		});
		const slugs = ['alder', 'birch', 'cedar', 'damson'];
		const people = [];
		for (let at = 0; at < 38; at += 1) people.push(await workshop.join(`Person ${at}`, slugs[at % 4]!));
		await workshop.go('welcome', 'goals');
		const zones = ['i-want', 'company-wants', 'we-meet'];
		await Promise.all(
			people.map(async ({ device, name }, at) => {
				const path = `/api/workshops/${workshop.id}/steps/welcome/private`;
				const own = await openBoard(server, device, (await device.post(path, {})).body);
				own.board.addNote({ zone: zone(zones[at % 3]!), text: `A goal of ${name}` });
				await own.saved();
				own.close();
			})
		);
		const place = (await workshop.documents(people[0]!.device)).find(
			({ step, kind }) => step === 'welcome' && kind === 'room'
		)!;
		const before = await openBoard(server, people[0]!.device, place);
		const seen = before.board.notes().length;
		await workshop.go('welcome', 'pairs');
		await before.until((board) => board.notes().length === 38);
		const opened = before.board.notes();
		before.close();
		await workshop.go('definitions', 'share');
		const sources: SourceView[] = (
			await people[5]!.device.get(`/api/workshops/${workshop.id}/steps/definitions/sources`)
		).body;

		expect(seen).toBe(0);
		expect(new Set(opened.map(({ text }) => text)).size).toBe(38);
		expect(opened.every(({ author }) => author === null || author === 'hidden')).toBe(true);
		const meet = opened.filter((note) => note.zone === 'we-meet').map(({ id }) => noteRef(place.id, id));
		const offered = sources.filter(({ step, zone }) => step === 'welcome' && zone === 'we-meet');
		expect(offered.map(({ ref }) => ref).toSorted()).toEqual(meet.toSorted());
		expect(offered.every(({ authorId, text }) => authorId === null && text !== '')).toBe(true);
	}
);
