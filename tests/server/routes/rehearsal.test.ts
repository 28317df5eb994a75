import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, newId, type PersonId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import * as tables from '#drizzle/schema.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { inState } from '../../support/rights.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { liveSocket, openBoard, testWorkshop, type Participant, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let first: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	first = await testWorkshop(server, { open: false });
});
afterAll(() => server.close());

const TITLE = 'Service, spring';
const reset = (own: TestWorkshop, title = TITLE) => own.post('/rehearsal/reset', { title });
const placeOf = async (own: TestWorkshop, device: Participant['device'], step: string): Promise<DocumentPlace> =>
	(await own.documents(device)).find((place) => place.step === step)!;

/** Every row of every table as text; bytes as hex. */
async function everything(): Promise<string> {
	const names = await server.database.rows(
		`select table_name as name from information_schema.tables where table_schema = 'public'`
	);
	const rows = await Promise.all(
		names.map(({ name }) => server.database.rows(`select t::text as row from "${String(name)}" t`))
	);
	return rows
		.flat()
		.map(({ row }) => String(row))
		.join('\n');
}
const holds = (text: string, marker: string): boolean =>
	text.includes(marker) || text.includes(Buffer.from(marker).toString('hex'));

/** What people leave in a workshop beside their boards, every kind of it. */
async function leaveTraces(own: TestWorkshop, person: PersonId, syndicateId: SyndicateId, marker: string) {
	const workshopId: WorkshopId = asId(own.id);
	const now = new Date();
	const [action, request] = [newId<'Action'>(), newId<'SupportRequest'>()];
	await server.database.transaction(async (tx) => {
		const by = { workshopId, personId: person };
		const step = asId<'Step'>('experiences');
		await tx.insert(tables.votes).values({ ...by, step, target: `note:x:${marker}`, slot: 1, budget: 3, castAt: now });
		await tx.insert(tables.ratings).values({ ...by, step, target: `note:x:${marker}`, mark: 3, ratedAt: now });
		await tx.insert(tables.customerPoints).values({
			id: newId(),
			workshopId,
			n: 1,
			kind: 'wish',
			text: marker,
			writtenBy: person,
			writtenAt: now
		});
		const question = newId<'Question'>();
		await tx.insert(tables.questions).values({ id: question, workshopId, text: marker, askedBy: person, askedAt: now });
		await tx.insert(tables.questionVotes).values({ questionId: question, personId: person, castAt: now });
		await tx.insert(tables.plans).values({ workshopId });
		await tx.insert(tables.actions).values({
			id: action,
			workshopId,
			n: 1,
			text: marker,
			ownerId: person,
			acceptedAt: now,
			sentBy: person,
			sentAt: now
		});
		await tx.insert(tables.actionSources).values({ actionId: action, ref: `note:x:${marker}`, position: 1 });
		await tx.insert(tables.chainLinks).values({
			workshopId,
			ref: `note:x:${marker}`,
			step,
			zone: 'good',
			text: marker,
			authorId: person,
			from: []
		});
		await tx
			.insert(tables.supportRequests)
			.values({ id: request, workshopId, actionId: action, kind: 'time', ask: marker, askedBy: person, askedAt: now });
		await tx.insert(tables.supportAnswers).values({
			requestId: request,
			n: 1,
			answer: 'yes',
			words: marker,
			answeredBy: person,
			answeredAt: now
		});
		await tx.insert(tables.appointments).values({ ...by, role: 'deputy', words: marker, askedAt: now });
		await tx.insert(tables.signatures).values({ ...by, signedAt: now });
		await tx.insert(tables.signals).values({ ...by, step, syndicateId, kind: 'hand', raisedAt: now });
		// The live socket may have told already that they are here.
		await tx
			.insert(tables.attendances)
			.values({ ...by, heldOn: '2026-11-22', firstAt: now })
			.onConflictDoNothing();
		await tx.insert(tables.daySnapshots).values({ workshopId, day: 1, takenAt: now, contents: { marker } as never });
		await tx.update(tables.workshops).set({ compass: marker, isHeld: true }).where(eq(tables.workshops.id, workshopId));
	});
}

test('[REHEARSE-1] after a rehearsal no row of the installation holds anything of it', async () => {
	const own = await testWorkshop(server, { facilitator: first.facilitator });
	const marker = 'zebra-crossing';
	const before = await own.view();
	const ana = await own.join(`Ana ${marker}`, 'alder');
	await own.go('experiences', 'write');
	const alone = await openBoard(
		server,
		ana.device,
		(await ana.device.post(`/api/workshops/${own.id}/steps/experiences/private`)).body
	);
	alone.board.addNote({ zone: asId<'Zone'>('good'), text: `${marker} alone` });
	await alone.saved();
	await own.go('experiences', 'share');
	const board = await openBoard(server, ana.device, await placeOf(own, ana.device, 'experiences'));
	board.board.addNote({ zone: asId<'Zone'>('bad'), text: `${marker} together` });
	await board.saved();
	await own.post('/message', { text: marker });
	await leaveTraces(own, asId(ana.id), asId(before.syndicates[0]!.id), marker);
	expect(holds(await everything(), marker)).toBe(true);
	const began = performance.now();

	const { status, body } = await reset(own);

	expect(status).toBe(200);
	expect(performance.now() - began).toBeLessThan(5000);
	await Promise.all([alone.closed, board.closed]);
	expect(holds(await everything(), marker)).toBe(false);
	expect(body).toMatchObject({ state: 'preparing', compass: '', days: before.days, steps: before.steps });
	expect(body.code).toMatch(/^[A-HJKMNP-Z2-9]{6}$/);
	expect(body.code).not.toBe(before.code);
	expect(await own.documents(own.facilitator)).toEqual([]);
	[alone, board].forEach((open) => open.close());
});

test('[REHEARSE-2] a laptop with its own copy comes back and brings nothing with it', async () => {
	const own = await testWorkshop(server, { facilitator: first.facilitator });
	const ana = await own.join('Ana', 'alder');
	await own.go('experiences', 'share');
	const place = await placeOf(own, ana.device, 'experiences');
	const laptop = await openBoard(server, ana.device, place);
	const desk = await openBoard(server, own.facilitator, place);
	laptop.offline();
	laptop.board.addNote({ zone: asId<'Zone'>('good'), text: 'Written without a network' });

	await reset(own);
	const told = await desk.closed;
	laptop.online();
	const back = await laptop.closed;
	await own.post('/open');
	await own.go('experiences', 'share');
	const bo = await own.join('Bo', 'alder');
	const fresh = await placeOf(own, bo.device, 'experiences');
	const board = await openBoard(server, bo.device, fresh);

	expect(told).toBe(4404);
	expect([4401, 4403, 4404]).toContain(back);
	expect(fresh.id).not.toBe(place.id);
	expect(board.board.notes()).toEqual([]);
	await expect(openBoard(server, bo.device, place)).rejects.toThrow('4404');
	expect((await ana.device.get(`/api/workshops/${own.id}`)).status).toBeGreaterThanOrEqual(401);
	[laptop, desk, board].forEach((open) => open.close());
});

test('[REHEARSE-3] the list stays as it was drawn, and nobody on it has come yet', async () => {
	const own = await testWorkshop(server, { facilitator: first.facilitator });
	const workshopId: WorkshopId = asId(own.id);
	const { syndicates } = await own.view();
	const listed = { workshopId, role: 'participant', syndicateId: asId<'Syndicate'>(syndicates[1]!.id) } as const;
	const early = new Date('2026-11-01T09:00:00Z');
	const [cleo, dan] = [newId<'Person'>(), newId<'Person'>()];
	await server.database.transaction(async (tx) => {
		await tx.insert(tables.people).values([
			{ ...listed, id: cleo, name: 'Cleo', nameKey: 'cleo', joinedAt: early, arrivedAt: new Date(), rolePlace: 2 },
			{ ...listed, id: dan, name: 'Dan', nameKey: 'dan', joinedAt: early }
		]);
	});
	const ana = await own.join('Ana', 'alder');
	const live = liveSocket(server, ana.device, own.id);
	await live.until(({ me }) => me.personId === ana.id);

	await reset(own);

	expect(await live.closed).toBe(4403);
	const people = await server.database.rows(
		`select name, arrived_at, role_place, syndicate_id from people where workshop_id = '${own.id}' and role = 'participant' order by name`
	);
	expect(people).toEqual([
		{ name: 'Cleo', arrived_at: null, role_place: 2, syndicate_id: syndicates[1]!.id },
		{ name: 'Dan', arrived_at: null, role_place: null, syndicate_id: syndicates[1]!.id }
	]);
	const back = await server.device().post('/api/join/return', { returnCode: ana.returnCode });
	expect([back.status, back.body.code]).toEqual([404, 'return-code-unknown']);
});

test('[REHEARSE-4] ending a rehearsal is asked for by the title, and refused once the plan is signed', async () => {
	const own = await testWorkshop(server, { facilitator: first.facilitator });
	const ana = await own.join('Ana', 'alder');

	const untyped = await reset(own, 'Another');
	const participant = await ana.device.post(`/api/workshops/${own.id}/rehearsal/reset`, { title: TITLE });
	await inState(server, own, 'signed');
	const signed = await reset(own);

	expect([untyped.status, untyped.body.field]).toEqual([400, 'title']);
	expect(participant.status).toBe(403);
	expect([signed.status, signed.body.code]).toEqual([409, 'plan-already-signed']);
	const people = await server.database.rows(`select id from people where id = '${ana.id}'`);
	expect(people).toHaveLength(1);
});

test('[REHEARSE-3] whoever rehearsed in the morning is noted as here when the day begins in the afternoon', async () => {
	const own = await testWorkshop(server, { facilitator: first.facilitator });
	await own.post('/people', { people: [{ name: 'Ana', department: '' }] });
	const attended = async () =>
		(await own.facilitator.get(`/api/workshops/${own.id}/attendance`)).body.people.length as number;
	const came = await own.join('Ana', 'alder');
	const before = await attended();
	await reset(own);
	await own.post('/open');
	const { code } = (await own.view()) as { code: string };
	const { body } = await server.device().post('/api/join', { code, name: 'Ana', syndicate: 'alder' });

	expect([before, body.person.id, await attended()]).toEqual([1, came.id, 1]);
});
