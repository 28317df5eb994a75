/** Our own house on the server: marks that spread, customers' words, coverage, and the quiet request. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import type { FeedbackView } from '#protocol/brief.ts';
import type { CoverageView, SourceView, SpreadView } from '#protocol/views.ts';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import { linkDevice } from '../../support/rights.ts';
import {
	liveSocket,
	openBoard,
	testWorkshop,
	type OpenBoard,
	type Participant,
	type TestWorkshop
} from '../../support/workshop.ts';

let server: TestServer;
let facilitator: Device | undefined;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.close());

/** A room in its own house: two standards, three people in Alder, one in Birch. */
async function inTheHouse(phase = 'rate') {
	const workshop = await testWorkshop(server, facilitator ? { facilitator } : {});
	facilitator = workshop.facilitator;
	const people = [
		await workshop.join('Ana', 'alder'),
		await workshop.join('Abe', 'alder'),
		await workshop.join('Amy', 'alder'),
		await workshop.join('Ben', 'birch')
	] as const;
	await workshop.go('vision', 'place');
	const [writer] = people;
	await workshop.post('/steps/vision/writers', { people: [writer.id] });
	const places = await workshop.documents(writer.device);
	const vision = await openBoard(
		server,
		writer.device,
		places.find(({ step }) => step === 'vision')!
	);
	for (const text of ['We say what happens next.', 'Whoever picks it up keeps it.'])
		vision.board.addNote({ zone: asId('standards'), text });
	await vision.saved();
	vision.close();
	await workshop.go('house', phase);
	const { syndicates } = await workshop.view();
	return { workshop, people, alder: syndicates[0]!, birch: syndicates[1]! };
}

const at = ({ id }: TestWorkshop, path: string) => `/api/workshops/${id}${path}`;

const houseOf = async (
	workshop: TestWorkshop,
	{ device }: Participant
): Promise<OpenBoard & { documentId: string }> => {
	const place = (await workshop.documents(device)).find(({ step, kind }) => step === 'house' && kind === 'board')!;
	return { ...(await openBoard(server, device, place)), documentId: place.id };
};

/** The cells of a zone, in the order of the lines. */
const cellsIn = ({ board }: OpenBoard, zone: string) =>
	board.notes().filter((note) => note.zone === asId<'Zone'>(zone) && note.removedAt === null);

const spread = async (workshop: TestWorkshop, device: Device): Promise<SpreadView> =>
	(await device.get(at(workshop, '/steps/house/spread'))).body;

async function rate(workshop: TestWorkshop, who: Participant, target: string, mark: number) {
	expect((await who.device.post(at(workshop, '/steps/house/ratings'), { target, mark })).status).toBe(200);
}

test('[HOUSE-1] [HOUSE-6] marks are shown as figures once all of a syndicate have rated or the phase is over, below three never', async () => {
	const { workshop, people, alder, birch } = await inTheHouse();
	const [ana, abe, amy, ben] = people;
	const screen = await linkDevice(server, workshop, 'screen');
	const [house, other] = [await houseOf(workshop, ana), await houseOf(workshop, ben)];
	await house.until(() => cellsIn(house, 'today').length === 2);
	const [first, second] = cellsIn(house, 'today').map(({ id }) => noteRef(house.documentId, id));

	for (const [who, mark] of [
		[ana, 1],
		[abe, 5],
		[amy, 3]
	] as const)
		await rate(workshop, who, first!, mark);
	for (const who of [ana, abe]) await rate(workshop, who, second!, 2);
	const rating = await spread(workshop, screen);
	expect(rating.lines.map(({ marks, syndicates }) => [marks, syndicates])).toEqual([
		[null, []],
		[null, []]
	]);
	expect(rating.syndicates.find(({ syndicateId }) => syndicateId === alder.id)).toMatchObject({
		people: 3,
		given: 2,
		isShown: false
	});

	await rate(workshop, amy, second!, 2);
	await rate(workshop, ben, noteRef(other.documentId, cellsIn(other, 'today')[0]!.id), 4);
	const all = await spread(workshop, screen);
	const byText = Object.fromEntries(all.lines.map((line) => [line.text, line]));
	const lineOf = (ref: string) => house.board.notes().find(({ id }) => ref.endsWith(id))!.from[0];
	expect(all.widest).toBe(lineOf(first!));
	expect(byText['We say what happens next.']).toBeDefined();
	expect(all.lines.find(({ ref }) => ref === lineOf(first!))?.syndicates).toEqual([
		{ syndicateId: alder.id, marks: [1, 0, 1, 0, 1] }
	]);

	expect((await workshop.post('/screen', { kind: 'spread' })).status).toBe(204);
	const told = (await ben.device.get(at(workshop, '/on-screen'))).body;
	expect(told.title).toBe('Today, honestly');
	expect(told.parts).toEqual(
		expect.arrayContaining([
			{ heading: expect.stringContaining('(start with this one)'), lines: ['Alder 3.0 of 5'] },
			{ heading: expect.not.stringContaining('start with'), lines: ['Alder 2.0 of 5'] }
		])
	);

	// One mark of one person is no figure, whatever the phase.
	await workshop.go('house', 'fill');
	const over = await spread(workshop, screen);
	expect(over.lines.flatMap(({ syndicates }) => syndicates.map(({ syndicateId }) => syndicateId))).toEqual([
		alder.id,
		alder.id
	]);
	const bens = await spread(workshop, ben.device);
	expect(bens.syndicates.map(({ syndicateId }) => syndicateId)).toEqual([birch.id]);
	expect(bens.lines.every(({ marks }) => marks === null)).toBe(true);
	house.close();
	other.close();
});

test('[FEEDBACK-1] lines are dealt evenly in one press and changed by hand; people read what was dealt to their own syndicate', async () => {
	const { workshop, people, alder, birch } = await inTheHouse('fill');
	const [ana, , , ben] = people;
	await workshop.post('/feedback', { lines: ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven'] });
	const listed = async (device: Device): Promise<readonly FeedbackView[]> =>
		(await device.get(at(workshop, '/feedback/dealt'))).body;
	const live = liveSocket(server, ana.device, workshop.id);
	const { revisions } = await live.until(() => true);

	expect(await listed(ana.device)).toEqual([]);
	expect((await workshop.post('/feedback/deal')).body).toEqual({ dealt: 7 });
	await live.until((state) => state.revisions.feedback > revisions.feedback);
	const counts = new Map<string | null, number>();
	for (const { syndicateId } of await listed(workshop.facilitator))
		counts.set(syndicateId, (counts.get(syndicateId) ?? 0) + 1);
	expect([...counts.values()].sort()).toEqual([3, 4]);

	const [mine] = await listed(ana.device);
	await workshop.post(`/feedback/${mine!.id}/deal`, { syndicate: birch.id });
	expect((await listed(ben.device)).map(({ id }) => id)).toContain(mine!.id);
	expect((await listed(ana.device)).every(({ syndicateId }) => syndicateId === alder.id)).toBe(true);
	expect((await workshop.post(`/feedback/${mine!.id}/deal`, { syndicate: 'unknown0' })).status).toBe(404);
	live.close();
});

test('[FEEDBACK-2] a line finds its place by a link or by “no action”, which is taken back; nobody touches another syndicate’s', async () => {
	const { workshop, people, alder } = await inTheHouse('fill');
	const [ana, , , ben] = people;
	const { body } = await workshop.post('/feedback', { lines: ['Nobody rang back.', 'You were kind.'] });
	const [first, second]: string[] = body.added;
	for (const line of [first, second]) await workshop.post(`/feedback/${line}/deal`, { syndicate: alder.id });
	const unused = async () =>
		((await workshop.facilitator.get(at(workshop, '/coverage'))).body as CoverageView).feedback.unused;
	const sources = async (device: Device): Promise<readonly SourceView[]> =>
		(await device.get(at(workshop, '/steps/house/sources'))).body;
	const live = liveSocket(server, workshop.facilitator, workshop.id);
	const { revisions } = await live.until(() => true);
	expect(await unused()).toBe(2);

	expect((await sources(ana.device)).filter(({ ref }) => ref.startsWith('feedback:'))).toMatchObject([
		{ ref: `feedback:${first}`, text: 'Nobody rang back.', zone: 'feedback' },
		{ text: 'You were kind.' }
	]);
	expect((await sources(ben.device)).some(({ ref }) => ref.startsWith('feedback:'))).toBe(false);

	const house = await houseOf(workshop, ana);
	house.board.link(cellsIn(house, 'shows')[0]!.id, `feedback:${first}`);
	await house.saved();
	expect(await unused()).toBe(1);
	// A console is open: it hears that a line has a place now.
	await live.until((state) => state.revisions.feedback > revisions.feedback);
	const [linked] = (await ana.device.get(at(workshop, '/feedback/dealt'))).body as FeedbackView[];
	expect(linked).toMatchObject({ id: first, isLinked: true, isRead: false });

	const away = (device: Device, read: boolean) => device.post(at(workshop, `/feedback/${second}/no-action`), { read });
	expect((await away(ben.device, true)).status).toBe(404);
	expect(await unused()).toBe(1);
	expect((await away(ana.device, true)).status).toBe(204);
	expect(await unused()).toBe(0);
	expect((await away(ana.device, false)).status).toBe(204);
	expect(await unused()).toBe(1);
	house.close();
	live.close();
});

test('[COVER-1] coverage tells numbers only: tags nobody used, standards without both parts, people without a note', async () => {
	const { workshop, people, alder, birch } = await inTheHouse('fill');
	const [ana] = people;
	const coverage = async (): Promise<CoverageView> => (await workshop.facilitator.get(at(workshop, '/coverage'))).body;
	const house = await houseOf(workshop, ana);
	const [cell] = cellsIn(house, 'in-the-way');
	house.board.textOf(cell!.id)!.insert(0, 'Every refund needs a team leader.');
	house.board.setChoice(cell!.id, asId('causes'), 'Authority');
	house.board.textOf(cellsIn(house, 'fixed')[0]!.id)!.insert(0, 'We ring back the same day.');
	await house.saved();

	const told = await coverage();
	expect(told.causes.filter(({ notes }) => notes > 0)).toEqual([{ title: 'Authority', notes: 1 }]);
	expect(told.sheets.filter(({ syndicateId }) => syndicateId === alder.id)).toMatchObject([
		{ zone: 'fixed', lines: 2, empty: 1 },
		{ zone: 'may-decide', lines: 2, empty: 2 }
	]);
	expect(told.syndicates.filter(({ id }) => id === alder.id || id === birch.id)).toEqual([
		{ id: alder.id, withoutNote: 2 },
		{ id: birch.id, withoutNote: 1 }
	]);
	for (const { name, id } of people) {
		expect(JSON.stringify(told)).not.toContain(name);
		expect(JSON.stringify(told)).not.toContain(id);
	}
	for (const { device } of people) expect((await device.get(at(workshop, '/coverage'))).status).toBe(403);
	house.close();
});

test('[COVER-3] who has no note is asked once, on the own device alone, and puts it away', async () => {
	const { workshop, people } = await inTheHouse('fill');
	const [ana, abe, amy] = people;
	const house = await houseOf(workshop, ana);
	house.board.textOf(cellsIn(house, 'try')[0]!.id)!.insert(0, 'A board by the window.');
	await house.saved();
	const [anas, abes, console_] = [ana, abe, null].map((who) =>
		liveSocket(server, who?.device ?? workshop.facilitator, workshop.id)
	);
	await Promise.all([anas, abes, console_].map((socket) => socket!.until(({ here }) => here.length === 3)));
	const ask = async () => (await workshop.post('/steps/house/quiet-request')).body;

	// Amy has no page open: nobody is asked who is not here.
	expect(await ask()).toEqual({ asked: 1 });
	await abes!.until(({ me }) => me.isAskedQuietly === true);
	expect(await ask()).toEqual({ asked: 0 });
	expect(anas!.states.some(({ me }) => me.isAskedQuietly)).toBe(false);
	const others = JSON.stringify([...anas!.states, ...console_!.states]);
	expect(others).not.toContain('isAskedQuietly');

	expect((await abe.device.post(at(workshop, '/steps/house/quiet-request/put-away'))).status).toBe(204);
	await abes!.until(({ me }) => me.isAskedQuietly === undefined);
	expect(await ask()).toEqual({ asked: 0 });
	expect((await amy.device.post(at(workshop, '/steps/house/quiet-request'))).status).toBe(403);
	expect((await workshop.post('/steps/vision/quiet-request')).body.code).toBe('step-closed');
	for (const socket of [anas, abes, console_]) socket!.close();
	house.close();
});

test('[COVER-3] while people write alone their own hidden notes count, and the facilitator learns a number', async () => {
	const { workshop, people } = await inTheHouse('fill');
	const [ana, abe] = people;
	await workshop.go('experiences', 'write');
	const place = (await ana.device.post(at(workshop, '/steps/experiences/private'))).body;
	const own = await openBoard(server, ana.device, place);
	own.board.addNote({ zone: asId('good'), text: 'A hidden story' });
	await own.saved();
	const sockets = [ana, abe].map(({ device }) => liveSocket(server, device, workshop.id));
	await Promise.all(sockets.map((socket) => socket.until(({ here }) => here.length === 2)));

	expect((await workshop.post('/steps/experiences/quiet-request')).body).toEqual({ asked: 1 });
	await sockets[1]!.until(({ me }) => me.isAskedQuietly === true);
	expect(sockets[0]!.states.some(({ me }) => me.isAskedQuietly)).toBe(false);
	for (const socket of sockets) socket.close();
	own.close();
});

test('[HOUSE-3] a cell that waits for words is no note: not on the projector, and not in the console’s picture', async () => {
	const { workshop, people } = await inTheHouse('fill');
	const [ana] = people;
	await workshop.post('/screen', { kind: 'wall' });
	const onScreen = async () => (await ana.device.get(at(workshop, '/on-screen'))).body;
	const live = liveSocket(server, workshop.facilitator, workshop.id);
	await live.until(({ me }) => me.desk?.syndicates[0]?.thumb === '///////');

	expect((await onScreen()).parts[0]).toEqual({ heading: 'Alder, 0 notes', lines: [] });

	const house = await houseOf(workshop, ana);
	house.board.textOf(cellsIn(house, 'try')[0]!.id)!.insert(0, 'A board by the window.');
	await house.saved();
	await live.until(({ me }) => me.desk?.syndicates[0]?.thumb === '///.////');
	await workshop.post('/screen', { kind: 'step' });
	await workshop.post('/screen', { kind: 'wall' });
	expect((await onScreen()).parts[0]).toEqual({ heading: 'Alder, 1 note', lines: ['A board by the window.'] });
	house.close();
	live.close();
});
