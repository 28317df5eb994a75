import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, type FieldId, type ZoneId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import type { ClosedDayView, StoryView } from '#protocol/views.ts';
import { linkDevice } from '../support/rights.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { liveSocket, openBoard, testWorkshop, type Participant, type TestWorkshop } from '../support/workshop.ts';

let server: TestServer;
let first: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	first = await testWorkshop(server);
});
afterAll(() => server.close());

const zone = (id: string): ZoneId => asId(id);
const fresh = () => testWorkshop(server, { facilitator: first.facilitator });

interface Told {
	readonly at: string;
	readonly text: string;
	readonly mayShare?: boolean;
}

/** Writes notes on the board of the person's syndicate, or of the room; the refs, in their order. */
async function write(
	workshop: TestWorkshop,
	{ device }: Participant,
	step: string,
	notes: readonly Told[]
): Promise<readonly string[]> {
	const place = (await workshop.documents(device)).find((one) => one.step === step && one.kind !== 'private')!;
	const open = await openBoard(server, device, place);
	const refs = notes.map(({ at, text, mayShare = false }) => {
		const field: FieldId = asId('mayShare');
		const fields = mayShare ? [{ id: field, kind: 'yes-no' as const, value: 'yes' }] : [];
		return noteRef(place.id, open.board.addNote({ zone: zone(at), text, fields }));
	});
	await open.saved();
	open.close();
	return refs;
}

/** Once the two seconds of grace are over. */
async function isClosed(workshop: TestWorkshop, step: string): Promise<void> {
	const live = liveSocket(server, workshop.facilitator, workshop.id);
	await live.until(({ states }) => states[step] === 'closed');
	live.close();
}

const dayOne = async (workshop: TestWorkshop) => workshop.facilitator.get(`/api/workshops/${workshop.id}/days/1`);
const storiesFor = async (workshop: TestWorkshop, { device }: Pick<Participant, 'device'>): Promise<StoryView[]> =>
	(await device.get(`/api/workshops/${workshop.id}/stories`)).body;

test('[DAY-1] a facilitator closes a day: every board of it is kept as it stands, later days are not', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	await workshop.go('experiences', 'share');
	const [ref] = await write(workshop, ana, 'experiences', [{ at: 'good', text: 'They rang back' }]);
	await workshop.go('read-back', 'thanks');

	const before = await dayOne(workshop);
	const closed = await workshop.post('/days/1/close');
	const kept: ClosedDayView = (await dayOne(workshop)).body;

	expect(before.status).toBe(404);
	expect(closed.body).toEqual(kept);
	const board = kept.boards.find(({ step }) => step === 'experiences');
	expect(board?.notes).toEqual([{ ref, zone: 'good', text: 'They rang back', group: '', votes: 0, authorId: ana.id }]);
	expect((await workshop.post('/days/9/close')).status).toBe(404);
});

test('[DAY-2] what people still write alone, and whose names the step hides, is in no kept day', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	await workshop.go('welcome', 'goals');
	const path = `/api/workshops/${workshop.id}/steps/welcome/private`;
	const own = await openBoard(server, ana.device, (await ana.device.post(path, {})).body);
	own.board.addNote({ zone: zone('i-want'), text: 'Fewer Mondays' });
	await own.saved();

	const alone: ClosedDayView = (await workshop.post('/days/1/close')).body;
	await workshop.go('welcome', 'pairs');
	const opened: ClosedDayView = (await workshop.post('/days/1/close')).body;
	own.close();

	expect(alone.boards).toEqual([]);
	expect(opened.boards.map(({ step, notes }) => [step, notes.map(({ text, authorId }) => [text, authorId])])).toEqual([
		['welcome', [['Fewer Mondays', null]]]
	]);
});

test('[DAY-2] names that are hidden after a day was closed are hidden in what was kept of it, too', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	await workshop.go('experiences', 'share');
	await write(workshop, ana, 'experiences', [{ at: 'good', text: 'They rang back' }]);
	const authors = ({ boards }: ClosedDayView) => boards.flatMap(({ notes }) => notes.map(({ authorId }) => authorId));
	const named = authors((await workshop.post('/days/1/close')).body);

	await workshop.post('/steps/experiences/names', { names: 'anonymous' });

	expect([named, authors((await dayOne(workshop)).body)]).toEqual([[ana.id], [null]]);
});

test('[DAY-3] a day closes by itself once the room is in a later one; what was written last is in it', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	await workshop.go('read-back', 'write');
	const path = `/api/workshops/${workshop.id}/steps/read-back/private`;
	const own = await openBoard(server, ana.device, (await ana.device.post(path, {})).body);
	own.board.addNote({ zone: zone('differently'), text: 'Our letters are for us, not for them' });
	await own.saved();
	own.close();

	await workshop.go('yesterday');
	await isClosed(workshop, 'read-back');
	// Every board of the day is read for it.
	await expect.poll(async () => (await dayOne(workshop)).status, { timeout: 10_000 }).toBe(200);

	const kept: ClosedDayView = (await dayOne(workshop)).body;
	expect(kept.boards.flatMap(({ notes }) => notes.map(({ text }) => text))).toEqual([
		'Our letters are for us, not for them'
	]);
});

test('[DAY-4] the second day opens with stories their authors released, by name, and never with one they did not', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	const bo = await workshop.join('Bo', 'birch');
	const screen = await linkDevice(server, workshop, 'screen');
	await workshop.go('experiences', 'share');
	await write(workshop, ana, 'experiences', [
		{ at: 'good', text: 'They rang back', mayShare: true },
		{ at: 'good', text: 'Told to my syndicate only' },
		{ at: 'bad', text: 'Four transfers', mayShare: true }
	]);
	const [chosen] = await write(workshop, bo, 'experiences', [{ at: 'good', text: 'She stayed until it worked' }]);
	await workshop.go('experiences', 'vote');
	await bo.device.post(`/api/workshops/${workshop.id}/steps/experiences/votes`, { target: chosen });

	const during = await storiesFor(workshop, { device: screen });
	await workshop.go('yesterday');
	await isClosed(workshop, 'experiences');
	const after = await storiesFor(workshop, { device: screen });

	expect(during).toEqual([]);
	// Chosen by the room, and not released: told as nobody's.
	expect(after.map(({ text, authorId }) => [text, authorId])).toEqual([
		['They rang back', ana.id],
		['She stayed until it worked', null]
	]);
	expect(await storiesFor(workshop, bo)).toEqual(after);
});

test('[DAY-4] a story that its author takes back is told by nobody’s name from that moment on, on every page', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	const screen = await linkDevice(server, workshop, 'screen');
	await workshop.go('experiences', 'share');
	const [target] = await write(workshop, ana, 'experiences', [{ at: 'good', text: 'They rang back', mayShare: true }]);
	await workshop.go('yesterday');
	await isClosed(workshop, 'experiences');
	const live = liveSocket(server, screen, workshop.id);
	const { revisions } = await live.until(() => true);
	const onScreen = async () => JSON.stringify((await screen.get(`/api/workshops/${workshop.id}/on-screen`)).body);
	const before = [(await storiesFor(workshop, { device: screen })).map(({ authorId }) => authorId), await onScreen()];

	for (const device of [workshop.facilitator, screen])
		expect((await device.post(`/api/workshops/${workshop.id}/story-book`, { target, on: false })).status).not.toBe(200);
	expect((await ana.device.post(`/api/workshops/${workshop.id}/story-book`, { target, on: false })).status).toBe(200);

	expect(before).toEqual([[ana.id], expect.stringContaining('Ana, ')]);
	expect([await storiesFor(workshop, { device: screen }), await onScreen()]).toEqual([
		[],
		expect.not.stringContaining('Ana')
	]);
	// Open pages are told to look again.
	await live.until((state) => state.revisions.gallery > revisions.gallery);
	live.close();
});
