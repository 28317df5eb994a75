// Steering on a clock of its own. One piece, because every claim is made of the same room, console and clock.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { asId, type ZoneId } from '#domain/ids.ts';
import type { AgendaEntry } from '#protocol/views.ts';
import { openWorkshops } from '#server/live/workshops.ts';
import { password, startServer, type TestServer } from '../../support/server.ts';
import { liveSocket, openBoard, testWorkshop, type Participant, type TestWorkshop } from '../../support/workshop.ts';

/** 09:00 in a workshop whose time zone is UTC. */
const NINE = Date.parse('2027-01-12T09:00:00Z');
let nowMs = NINE;
/** Since when time goes by of itself, as whatever is written needs it to; null while it stands. */
let goesSince: number | null = null;
let server: TestServer;
let first: TestWorkshop;

beforeAll(async () => {
	server = await startServer({ now: () => new Date(nowMs + (goesSince === null ? 0 : performance.now() - goesSince)) });
	first = await testWorkshop(server);
});
afterAll(() => server.close());
beforeEach(() => {
	nowMs = NINE;
	goesSince = null;
});

const zone = (id: string): ZoneId => asId(id);
const letTimeGo = () => (goesSince = performance.now());
const pass = (minutes: number) => (nowMs += minutes * 60_000);
const fresh = () => testWorkshop(server, { facilitator: first.facilitator });
const console_ = (workshop: TestWorkshop) => liveSocket(server, workshop.facilitator, workshop.id);
const stepNow = (live: ReturnType<typeof liveSocket>) => {
	const { step } = live.states.at(-1)!;
	return [step?.id, step?.phase, step?.clock];
};
const entries = async (workshop: TestWorkshop, day = 1): Promise<readonly AgendaEntry[]> =>
	(await workshop.view()).days.find((known) => known.day === day)?.entries ?? [];
async function privateNote(workshop: TestWorkshop, person: Participant, text: string) {
	const { body } = await person.device.post(`/api/workshops/${workshop.id}/steps/experiences/private`, {});
	const open = await openBoard(server, person.device, body);
	open.board.addNote({ zone: zone('good'), text });
	await open.saved();
	return open;
}
const boardOf = async (workshop: TestWorkshop, person: Participant, syndicate: string) => {
	const id = (await workshop.view()).syndicates.find(({ slug }) => slug === syndicate)?.id;
	return (await workshop.documents(person.device)).find(
		(place) => place.step === 'experiences' && place.kind === 'board' && place.syndicateId === id
	);
};
const syndicateId = async (workshop: TestWorkshop, slug: string) =>
	(await workshop.view()).syndicates.find((known) => known.slug === slug)!.id;

test('[STEER-3] every move can be taken back for thirty seconds: step, phase and clock are as before', async () => {
	const workshop = await fresh();
	const live = console_(workshop);
	await workshop.go('experiences', 'group');
	await workshop.post('/clock', { deed: 'start', minutes: 20 });
	await live.until(({ step }) => step?.clock?.kind === 'running');
	const before = stepNow(live);

	for (const [step, phase] of [
		['experiences', 'vote'],
		['experiences', 'share'],
		['definitions', undefined],
		['welcome', undefined]
	] as const) {
		pass(1);
		await workshop.go(step, phase);
		const moved = await live.until((state) => state.lastMove?.at === nowMs);
		expect(moved.lastMove).toMatchObject({ from: { step: 'experiences', phase: 'group' }, to: { step } });
		expect((await workshop.post('/undo', { at: moved.lastMove!.at })).status).toBe(204);
		await live.until((state) => state.step?.phase === 'group' && state.lastMove === null);
		expect(stepNow(live)).toEqual(before);
	}
	await live.until(({ states }) => states['definitions'] === undefined);
	live.close();
});

test('[STEER-3] a move is taken back once, and not after thirty seconds', async () => {
	const workshop = await fresh();
	const live = console_(workshop);
	await workshop.go('experiences');
	await workshop.go('definitions');
	const { lastMove } = await live.until(({ step }) => step?.id === 'definitions');
	const at = lastMove!.at;

	expect((await workshop.post('/undo', { at: at - 1 })).body.code).toBe('taken-back');
	expect((await workshop.post('/undo', { at })).status).toBe(204);
	expect((await workshop.post('/undo', { at })).body.code).toBe('taken-back');
	await live.until(({ step }) => step?.id === 'experiences');
	await workshop.go('definitions');
	nowMs += 30_000;
	expect((await workshop.post('/undo', { at: NINE })).status).toBe(409);
	await workshop.post('/clock', { deed: 'resume' });
	const late = await live.until(({ step }) => step?.clock?.kind === 'running');
	expect([late.step?.id, late.lastMove]).toEqual(['definitions', null]);
	live.close();
});

test('[STEER-3] taking back “Open the notes” brings the phase back, and the notes stay open', async () => {
	const workshop = await fresh();
	letTimeGo();
	const [ana, ben] = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'alder')];
	const live = console_(workshop);
	await workshop.go('experiences');
	const open = await privateNote(workshop, ana, 'They rang back');
	nowMs += 1000;
	await workshop.go('experiences', 'share');
	const moved = await live.until(({ step }) => step?.phase === 'share');
	expect(moved.lastMove?.opened).toBe(true);
	await workshop.post('/undo', { at: moved.lastMove!.at });
	await live.until(({ step }) => step?.phase === 'write');
	const again = await privateNote(workshop, ben, 'Not shown yet');

	const board = await openBoard(server, ben.device, (await boardOf(workshop, ben, 'alder'))!);
	expect(board.board.notes().map(({ text }) => text)).toEqual(['They rang back']);
	for (const each of [open, again, board]) each.close();
	live.close();
});

test('[STEER-4] the last move survives the end of the server', async () => {
	const workshop = await fresh();
	await workshop.go('experiences', 'group');
	nowMs += 1000;
	await workshop.go('definitions');
	// As the next process finds it.
	const again = await openWorkshops(server.deps, server.deps.workshops.template);
	await again.steering.undo(asId(workshop.id), nowMs);
	const { workshop: room } = await again.desk.get(asId(workshop.id));
	const after = (await again.desk.get(asId(workshop.id))).step(asId('experiences'));
	expect([room.currentStep, room.lastMove, after.phase, after.state]).toEqual(['experiences', null, 'group', 'open']);
	await again.sync.close();
	await again.live.close();
});

test('[STEER-3] a move that two facilitators press at once is one move, and can be taken back; a break begins once', async () => {
	const workshop = await fresh();
	const live = console_(workshop);
	await workshop.go('experiences', 'group');
	pass(1);
	await workshop.go('experiences', 'vote');
	const movedAt = nowMs;
	nowMs += 1000;
	await workshop.go('experiences', 'vote');
	await live.until(({ step }) => step?.phase === 'vote');
	expect((await workshop.post('/undo', { at: movedAt })).status).toBe(204);
	await live.until(({ step }) => step?.phase === 'group');

	const coffee = (await entries(workshop)).find(({ step }) => step === null)!;
	pass(1);
	await workshop.post(`/breaks/${coffee.id}/go`);
	const restedAt = nowMs;
	nowMs += 1000;
	await workshop.post(`/breaks/${coffee.id}/go`);
	const resting = await live.until(({ onBreak }) => onBreak !== null);
	expect(resting.onBreak?.clock).toMatchObject({ endsAtMs: restedAt + coffee.minutes * 60_000 });
	expect((await workshop.post('/undo', { at: restedAt })).status).toBe(204);
	await live.until(({ onBreak, step }) => onBreak === null && step?.phase === 'group');
	live.close();
});

test('[STEER-5] a break is a place of the room: quiet, with its own clock, and the day goes on from it', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	const live = liveSocket(server, ana.device, workshop.id);
	await workshop.go('experiences', 'group');
	await workshop.post('/clock', { deed: 'start', minutes: 10 });
	const coffee = (await entries(workshop)).find(({ step }) => step === null)!;
	pass(2);

	expect((await workshop.post(`/breaks/${coffee.id}/go`)).status).toBe(204);
	const resting = await live.until(({ onBreak }) => onBreak !== null);
	expect(resting.onBreak).toEqual({
		entry: coffee.id,
		title: coffee.title,
		clock: { kind: 'running', endsAtMs: nowMs + coffee.minutes * 60_000, lengthMs: coffee.minutes * 60_000 }
	});
	expect([resting.isQuiet, resting.step?.id, resting.step?.clock?.kind]).toEqual([true, 'experiences', 'paused']);
	await workshop.post('/clock', { deed: 'add', minutes: 5 });
	await live.until(({ onBreak }) => onBreak?.clock.lengthMs === (coffee.minutes + 5) * 60_000);

	await workshop.post('/undo', { at: nowMs });
	const back = await live.until(({ onBreak }) => onBreak === null);
	expect(back.step?.clock).toMatchObject({ kind: 'running' });
	nowMs += 1000;
	await workshop.post(`/breaks/${coffee.id}/go`);
	await live.until(({ onBreak }) => onBreak !== null);
	nowMs += 1000;
	await workshop.go('gallery');
	const on = await live.until(({ step }) => step?.id === 'gallery');
	expect([on.onBreak, on.isQuiet]).toEqual([null, false]);
	await workshop.post('/undo', { at: nowMs });
	await live.until(({ onBreak }) => onBreak?.entry === coffee.id);
	expect((await workshop.post(`/breaks/${(await entries(workshop))[0]!.id}/go`)).status).toBe(404);
	live.close();
});

test('[STEER-6] the console sees when entries really began, how late the day is, and can make later steps shorter', async () => {
	const workshop = await fresh();
	const live = console_(workshop);
	const planned = await entries(workshop);
	await workshop.go('welcome');
	const welcome = planned.find(({ step }) => step === 'welcome')!;
	pass(welcome.minutes + 6);
	await workshop.go('experiences');
	const told = await live.until(({ lateMinutes }) => lateMinutes === 6);
	expect(told.me.desk?.pace?.entries.filter(({ state }) => state !== 'ahead').at(-1)).toMatchObject({
		state: 'running'
	});

	const { body: rest } = await workshop.facilitator.get(`/api/workshops/${workshop.id}/day`);
	expect(rest.shorter.length).toBeGreaterThan(0);
	const isBreak = (id: string) => planned.find((entry) => entry.id === id)?.step === null;
	expect(rest.shorter.some(({ id }: { id: string }) => isBreak(id))).toBe(false);
	expect((await workshop.post('/day', { changes: rest.shorter })).status).toBe(204);
	const minutesOf = async (id: string) => (await entries(workshop)).find((entry) => entry.id === id)?.minutes;
	for (const { id, to } of rest.shorter) expect(await minutesOf(id)).toBe(to);
	expect((await workshop.post('/day', { changes: rest.shorter })).status).toBe(404);
	const back = rest.shorter.map(({ id, from, to }: { id: string; from: number; to: number }) => ({
		id,
		from: to,
		to: from
	}));
	await workshop.post('/day', { changes: back });
	expect((await entries(workshop)).map(({ minutes }) => minutes)).toEqual(planned.map(({ minutes }) => minutes));
	live.close();
});

test('[STEER-7] the board of one syndicate closes while the others write, and nobody else may read it for that', async () => {
	const workshop = await fresh();
	const [ana, ben] = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'birch')];
	await workshop.go('experiences', 'share');
	const birch = await syndicateId(workshop, 'birch');
	const writable = async (person: Participant, syndicate: string) =>
		(await boardOf(workshop, person, syndicate))?.writable;
	expect([await writable(ana, 'alder'), await writable(ben, 'birch')]).toEqual([true, true]);

	await workshop.post(`/syndicates/${birch}/close`);
	expect([await writable(ana, 'alder'), await writable(ben, 'birch')]).toEqual([true, false]);
	expect(await boardOf(workshop, ana, 'birch')).toBeUndefined();
	await workshop.post(`/syndicates/${birch}/open`);
	expect(await writable(ben, 'birch')).toBe(true);
	expect((await workshop.post('/syndicates/unknown0/close')).status).toBe(404);
});

test('[REVEAL-8] the notes of one syndicate open alone: it goes on, the others still write alone, and no byte of theirs is shown', async () => {
	const workshop = await fresh();
	letTimeGo();
	const ana = await workshop.join('Ana', 'alder');
	const [ben, bo] = [await workshop.join('Ben', 'birch'), await workshop.join('Bo', 'birch')];
	await workshop.go('experiences');
	const anas = await privateNote(workshop, ana, 'MARKER of Alder');
	const bens = await privateNote(workshop, ben, 'From Birch');
	const birch = await syndicateId(workshop, 'birch');
	const live = liveSocket(server, bo.device, workshop.id);

	expect((await workshop.post(`/syndicates/${birch}/notes/open`)).status).toBe(204);
	const told = await live.until(({ syndicates }) => syndicates[1]?.notes === 1 && syndicates[1].hiddenNotes === 0);
	expect(told.syndicates.map(({ isRevealed, hiddenNotes }) => [isRevealed, hiddenNotes])).toEqual([
		[false, 1],
		[true, 0]
	]);
	expect(told.step?.phase).toBe('write');
	const board = await openBoard(server, bo.device, (await boardOf(workshop, bo, 'birch'))!);
	await board.until((known) => known.notes().length === 1);
	expect((await boardOf(workshop, bo, 'birch'))?.writable).toBe(true);
	board.board.addNote({ zone: zone('good'), text: 'Written together' });
	await board.saved();
	expect((await boardOf(workshop, ana, 'alder'))?.writable).toBe(false);
	const alders = await openBoard(
		server,
		workshop.facilitator,
		(await boardOf(workshop, { ...ana, device: workshop.facilitator }, 'alder'))!
	);
	expect(alders.board.notes()).toEqual([]);
	expect(JSON.stringify(live.states)).not.toContain('MARKER');

	// Late words of Birch follow; nobody of Birch begins to write alone any more, Alder does.
	bens.board.addNote({ zone: zone('bad'), text: 'A late one' });
	await bens.saved();
	await board.until((known) => known.notes().some(({ text }) => text === 'A late one'));
	const begin = (person: Participant) =>
		person.device.post(`/api/workshops/${workshop.id}/steps/experiences/private`, {});
	expect((await begin(bo)).status).toBe(409);
	expect((await begin(ana)).status).toBe(200);

	await workshop.go('experiences', 'share');
	await alders.until((known) => known.notes().length === 1);
	expect(board.board.notes().length).toBe(3);
	const after = await live.until(({ step }) => step?.phase === 'share');
	expect(after.syndicates.every(({ isRevealed }) => !isRevealed)).toBe(true);
	for (const each of [anas, bens, board, alders]) each.close();
	live.close();
});

test('[STEER-8] a syndicate has its own clock until it takes the room’s again, or the phase ends', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	const live = console_(workshop);
	await workshop.go('experiences', 'share');
	await workshop.post('/clock', { deed: 'start', minutes: 10 });
	const birch = await syndicateId(workshop, 'birch');
	const alder = await syndicateId(workshop, 'alder');
	const clocks = ({ syndicates }: { readonly syndicates: readonly { readonly clock: unknown }[] }) =>
		syndicates.map(({ clock }) => clock);
	const lonely = { kind: 'running', endsAtMs: nowMs + 15 * 60_000, lengthMs: 15 * 60_000 };

	await workshop.post(`/syndicates/${birch}/clock`, { deed: 'add', minutes: 5 });
	const own = await live.until(({ syndicates }) => syndicates[1]?.clock !== null);
	expect(clocks(own)).toEqual([null, lonely]);
	expect(own.step?.clock).toMatchObject({ lengthMs: 600_000 });
	const hers = (id: string) =>
		ana.device.post(`/api/workshops/${workshop.id}/syndicates/${id}/clock`, { deed: 'pause' });
	expect((await hers(alder)).status).toBe(204);
	expect((await hers(birch)).body.code).toBe('not-your-syndicate');
	await workshop.post(`/syndicates/${alder}/clock`, { deed: 'room' });
	expect(clocks(await live.until(({ syndicates }) => syndicates[0]?.clock === null))).toEqual([null, lonely]);
	await workshop.go('experiences', 'group');
	expect(clocks(await live.until(({ step }) => step?.phase === 'group'))).toEqual([null, null]);
	live.close();
});

test('[STEER-9] names can be hidden during the day, also on the notes that are there, and never shown again', async () => {
	const workshop = await fresh();
	letTimeGo();
	const ana = await workshop.join('Ana', 'alder');
	const { steps } = await workshop.view();
	const step = steps.find(
		({ names, board, phases }) =>
			names === 'named' &&
			board.perSyndicate &&
			phases.some(({ kind, writes }) => writes === 'syndicate' && kind !== 'write-alone')
	)!;
	const phase = step.phases.find(({ kind, writes }) => writes === 'syndicate' && kind !== 'write-alone')!;
	await workshop.go(step.id, phase.id);
	const place = (await workshop.documents(ana.device)).find(
		(known) => known.step === step.id && known.kind === 'board'
	)!;
	const open = await openBoard(server, ana.device, place);
	const note = open.board.addNote({ zone: step.board.zones[0]!.id, text: 'By me' });
	await open.until((board) => board.note(note)?.author === ana.id);

	expect((await workshop.post(`/steps/${step.id}/names`, { names: 'anonymous' })).status).toBe(204);
	await open.until((board) => board.note(note)?.author !== ana.id);
	expect((await workshop.view()).steps.find(({ id }) => id === step.id)?.names).toBe('anonymous');
	for (const names of ['named', 'syndicate', 'anonymous']) {
		expect((await workshop.post(`/steps/${step.id}/names`, { names })).status, names).toBe(403);
	}
	open.close();
});

test('[STEER-10] everyone is held or may look back, and what was said to the room can be read again', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	const live = liveSocket(server, ana.device, workshop.id);
	await workshop.post('/hold', { held: true });
	await live.until(({ isHeld }) => isHeld);
	await workshop.post('/hold', { held: false });
	await live.until(({ isHeld }) => !isHeld);
	for (const text of ['Three votes each.', 'Coffee is ready.']) await workshop.post('/message', { text });
	const birch = await syndicateId(workshop, 'birch');
	await workshop.post('/message', { text: 'How is it going?', syndicate: birch });
	const console = console_(workshop);
	await console.until(({ message }) => message?.to === birch);
	const there = await workshop.join('Ben', 'birch');
	const other = liveSocket(server, there.device, workshop.id);
	await other.until(({ message }) => message?.text === 'How is it going?');
	await live.until(({ syndicates }) => syndicates.some(({ id, here }) => id === birch && here === 1));
	expect(live.states.at(-1)?.message?.text).toBe('Coffee is ready.');
	expect(live.states.filter(({ message }) => message?.to === birch)).toEqual([]);
	for (const each of [console, other]) each.close();
	const { body } = await ana.device.get(`/api/workshops/${workshop.id}/messages`);
	expect(body.map(({ text }: { text: string }) => text)).toEqual(['Coffee is ready.', 'Three votes each.']);
	const own = await workshop.facilitator.get(`/api/workshops/${workshop.id}/messages`);
	expect(own.body[0].text).toBe('How is it going?');
	live.close();
});

test('[STEER-11] of two facilitators the last deed wins, and both are told', async () => {
	const workshop = await fresh();
	const live = console_(workshop);
	await workshop.go('experiences', 'share');
	const { me } = await live.until((state) => (state.me.desk?.lastDeed ?? null) !== null);
	const saw = me.desk!.deed;
	const ben = asId<'Person'>('somebody-else-00');
	server.deps.workshops.desk.did(asId(workshop.id), ben, 'moved the room to “Welcome”');
	const told = await live.until((state) => state.me.desk?.lastDeed?.by === ben);
	expect(told.me.desk?.lastDeed).toMatchObject({ words: 'moved the room to “Welcome”', number: saw + 1 });

	const blind = await workshop.post(`/steps/experiences/go?saw=${saw}`, { phase: 'group' });
	expect([blind.status, blind.body.overtook?.by]).toEqual([200, ben]);
	await live.until(({ step }) => step?.phase === 'group');
	const seeing = await workshop.post(`/clock?saw=${saw + 2}`, { deed: 'start', minutes: 5 });
	expect(seeing.status).toBe(204);
	live.close();
});

test('[STEER-13] the facilitator’s seat goes to another device by signing in there; both consoles live, and either steers', async () => {
	const workshop = await fresh();
	const one = console_(workshop);
	const laptop = server.device();
	expect((await laptop.post('/api/sign-in', { email: 'facilitator@example.org', password })).status).toBe(200);
	const other = liveSocket(server, laptop, workshop.id);
	const [here, there] = [
		await one.until(({ me }) => me.desk !== undefined),
		await other.until(({ me }) => me.desk !== undefined)
	];
	expect([here.me.role, there.me.role, there.me.personId]).toEqual(['facilitator', 'facilitator', here.me.personId]);

	const go = (device: typeof laptop, phase: string) =>
		device.post(`/api/workshops/${workshop.id}/steps/experiences/go`, { phase });
	expect((await go(laptop, 'share')).status).toBe(204);
	await one.until(({ step }) => step?.phase === 'share');
	one.close();
	const moved = await other.until(({ lastMove }) => lastMove !== null);
	expect((await laptop.post(`/api/workshops/${workshop.id}/undo`, { at: moved.lastMove!.at })).status).toBe(204);
	expect((await go(workshop.facilitator, 'group')).status).toBe(204);
	await other.until(({ step }) => step?.phase === 'group');
	other.close();
});

test('[STEER-12] syndicates report back one after the other with the same time, and what each took is kept', async () => {
	const workshop = await fresh();
	const live = console_(workshop);
	await workshop.go('experiences', 'share');
	const queue = (await workshop.view()).syndicates.map(({ id }) => id);
	const deed = (body: object) => workshop.post('/report-back', body);
	expect((await deed({ deed: 'start', queue: [queue[0], queue[0]], minutesEach: 5 })).status).toBe(400);
	expect((await deed({ deed: 'start', queue: ['unknown0'], minutesEach: 5 })).status).toBe(404);

	await deed({ deed: 'start', queue, minutesEach: 5 });
	const first = await live.until(({ reportBack }) => reportBack?.at === 0);
	expect(first.screen).toEqual({ kind: 'report-back' });
	await deed({ deed: 'add', minutes: 1 });
	pass(7);
	await deed({ deed: 'next' });
	const second = await live.until(({ reportBack }) => reportBack?.at === 1);
	expect(second.reportBack).toMatchObject({
		queue,
		tookMs: [7 * 60_000],
		clock: { kind: 'running', endsAtMs: nowMs + 5 * 60_000, lengthMs: 5 * 60_000 }
	});
	pass(4);
	await deed({ deed: 'next' });
	const done = await live.until(({ reportBack }) => reportBack?.at === 2);
	expect(done.reportBack?.tookMs).toEqual([7 * 60_000, 4 * 60_000]);
	await deed({ deed: 'stop' });
	const over = await live.until(({ reportBack }) => reportBack === null);
	expect(over.screen).toEqual({ kind: 'step' });
	live.close();
});

test('[STEER-16] the board of whoever speaks follows the queue on the screen, which stays what it was for whoever opens it anew', async () => {
	const workshop = await fresh();
	const live = console_(workshop);
	await workshop.go('experiences', 'share');
	const queue = (await workshop.view()).syndicates.map(({ id }) => id).toReversed();
	const deed = (body: object) => workshop.post('/report-back', body);
	const screen = () => live.states.at(-1)?.screen;

	await deed({ deed: 'start', queue, minutesEach: 3 });
	await workshop.post('/screen', { kind: 'spotlight', syndicateId: queue[0] });
	await live.until((state) => state.screen.kind === 'spotlight');
	pass(2);
	await deed({ deed: 'next' });
	await live.until((state) => state.screen.kind === 'spotlight' && state.screen.syndicateId === queue[1]);
	const now = live.states.at(-1)?.reportBack;
	pass(1);
	// A projector that is opened anew is told the same: who speaks, and until when.
	const anew = console_(workshop);
	const first = await anew.until(() => true);

	expect([first.screen, first.reportBack]).toEqual([screen(), now]);
	expect(first.reportBack?.clock).toMatchObject({ kind: 'running', endsAtMs: nowMs + 2 * 60_000 });
	await deed({ deed: 'next' });
	await live.until((state) => state.screen.kind === 'report-back');
	expect(live.states.at(-1)?.reportBack?.tookMs).toEqual([2 * 60_000, 60_000]);
	anew.close();
	live.close();
});

test('[SIGNAL-1] a syndicate raises its hand and lights its lamp, the facilitator says who goes over, a new phase clears both', async () => {
	const workshop = await fresh();
	const [ana, ben] = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'birch')];
	const live = liveSocket(server, ben.device, workshop.id);
	await workshop.go('experiences', 'share');
	const alder = await syndicateId(workshop, 'alder');
	const at = (path: string) => `/api/workshops/${workshop.id}/syndicates/${alder}${path}`;

	expect((await ana.device.post(at('/hand'), { up: true })).status).toBe(204);
	const raisedAt = nowMs;
	pass(2);
	// A second press keeps the place in the queue.
	await ana.device.post(at('/hand'), { up: true });
	await ana.device.post(at('/ready'), { up: true });
	const up = await live.until(({ syndicates }) => syndicates[0]?.isReady === true);
	expect(up.syndicates[0]?.hand).toMatchObject({ at: raisedAt, answeredBy: null });
	expect(ana.id.startsWith(up.syndicates[0]!.hand!.by)).toBe(true);
	expect((await ben.device.post(at('/hand'), { up: false })).body.code).toBe('not-your-syndicate');
	expect((await ben.device.post(at('/ready'), { up: false })).body.code).toBe('not-your-syndicate');
	expect((await ben.device.post(at('/hand/answer'))).status).toBe(403);
	expect((await workshop.post(`/syndicates/${alder}/hand/answer`)).status).toBe(204);
	await live.until(({ syndicates }) => (syndicates[0]?.hand?.answeredBy ?? null) !== null);
	await workshop.go('experiences', 'group');
	const clear = await live.until(({ step }) => step?.phase === 'group');
	expect([clear.syndicates[0]?.hand, clear.syndicates[0]?.isReady]).toEqual([null, false]);
	expect((await workshop.post(`/syndicates/${alder}/hand/answer`)).body.code).toBe('taken-back');
	await ana.device.post(at('/hand'), { up: true });
	await live.until(({ syndicates }) => syndicates[0]?.hand != null);
	await workshop.post(`/syndicates/${alder}/hand/down`);
	await live.until(({ syndicates }) => syndicates[0]?.hand === null);
	live.close();
});

test('[SIGNAL-2] the host and the laptop of a syndicate set its light and its clock, its other people only raise the hand', async () => {
	const workshop = await fresh();
	const people = [await workshop.join('Ana', 'alder'), await workshop.join('Abe', 'alder')];
	await workshop.go('experiences', 'share');
	const alder = await syndicateId(workshop, 'alder');
	const give = (path: string, body: object) =>
		Promise.all(
			people.map(async ({ device }) => {
				const answer = await device.post(`/api/workshops/${workshop.id}/syndicates/${alder}/${path}`, body);
				return answer.body?.code ?? answer.status;
			})
		);
	const sorted = (answers: readonly unknown[]) => answers.map(String).sort();
	expect(sorted(await give('ready', { up: true }))).toEqual(['204', 'not-your-turn']);
	expect(sorted(await give('clock', { deed: 'start', minutes: 3 }))).toEqual(['204', 'not-your-turn']);
	expect(await give('hand', { up: true })).toEqual([204, 204]);
});

test('[LIVE-10] the console draws each board from the places of its notes, without a word, and knows who is quiet', async () => {
	const workshop = await fresh();
	letTimeGo();
	const ana = await workshop.join('Ana', 'alder');
	await workshop.go('experiences', 'share');
	const live = console_(workshop);
	const open = await openBoard(server, ana.device, (await boardOf(workshop, ana, 'alder'))!);
	const inAlder = ({ me }: (typeof live.states)[number]) => me.desk?.syndicates[0];
	await live.until((state) => inAlder(state)?.thumb === '/');
	const [a, b] = [
		open.board.addNote({ zone: zone('good'), text: 'MARKER one' }),
		open.board.addNote({ zone: zone('good'), text: 'MARKER two' })
	];
	open.board.addNote({ zone: zone('bad'), text: 'MARKER three' });
	await live.until((state) => inAlder(state)?.thumb === '../.');
	const group = open.board.addGroup(zone('good'), 'Ringing back');
	for (const note of [a, b]) open.board.join(note, group);
	const grouped = await live.until((state) => inAlder(state)?.thumb === '2/.');
	expect(inAlder(grouped)?.quietMs).toBeLessThan(30_000);
	pass(4);
	await workshop.post('/message', { text: 'Look up.' });
	const quiet = await live.until((state) => (inAlder(state)?.quietMs ?? 0) >= 240_000);
	expect(quiet.me.desk?.quietAfterMs).toBe(180_000);
	expect(JSON.stringify(live.states)).not.toContain('MARKER');
	open.close();
	live.close();
});

test('[STEER-15] with the first step the projector leaves the code, and later moves leave it to the console', async () => {
	const workshop = await fresh();
	const live = console_(workshop);
	const before = await live.until(() => true);
	await workshop.go('welcome');
	const first = await live.until(({ step }) => step?.id === 'welcome');
	await workshop.post('/screen', { kind: 'code' });
	await live.until(({ screen }) => screen.kind === 'code');
	await workshop.go('experiences');
	const second = await live.until(({ step }) => step?.id === 'experiences');

	expect([before, first, second].map(({ screen }) => screen.kind)).toEqual(['code', 'step', 'code']);
	live.close();
});
