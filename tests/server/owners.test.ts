import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimCodes, ownerAddresses, people, sessions } from '#drizzle/schema.ts';
import { hashOf } from '#server/live/codes.ts';
import { workshopView } from '#server/live/workshop-view.ts';
import { JoinStore } from '#server/store/joining.ts';
import { MergeStore } from '#server/store/merging.ts';
import { PeopleStore } from '#server/store/people.ts';
import { RehearsalStore } from '#server/store/rehearsal.ts';
import { planInstallation, type PlanInstallation } from '../support/plan-room.ts';
import { newId } from '#domain/ids.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

test('[PLAN-55] an owner leaves an address, which no facilitator reads, and is counted as reachable', async () => {
	const room = await installation.openRoom();
	await room.ready('One', room.elin);
	await room.ready('Two', room.marcus);
	const reach = async () => (await room.facilitator.get('/plan/owners')).body;

	expect((await reach()).reachable).toBe(0);
	const left = await room.elin.post('/plan/own/address', { email: ' Elin@Example.org ' });
	expect([left.status, left.body.email]).toEqual([200, 'elin@example.org']);
	expect((await room.elin.post('/plan/own/address', { email: 'not an address' })).status).toBe(400);

	const told = await reach();
	expect(told).toEqual({
		owners: [
			{ personId: room.elin.id, name: 'Elin Strand', actions: [1], by: 'mail' },
			{ personId: room.marcus.id, name: 'Marcus Okafor', actions: [2], by: null }
		],
		reachable: 1
	});
	expect(JSON.stringify([told, (await room.facilitator.get('/plan')).body])).not.toContain('example.org');
	expect((await room.amira.get('/plan/own')).body.email).toBe('');
	expect((await room.amira.get('/plan/owners')).status).toBe(403);
	await room.elin.post('/plan/own/address', { email: '' });
	expect((await reach()).reachable).toBe(0);
});

test('[PLAN-55] a code on paper brings its owner back, a new one ends it, and only its fingerprint is kept', async () => {
	const room = await installation.openRoom();
	await room.ready('One', room.elin);
	await room.ready('Two', room.marcus);
	const joining = new JoinStore(room.database);
	const at = new Date('2027-01-13T16:00:00Z');
	const comesBack = async (code: string) => {
		const sessionId = newId<'Session'>();
		const found = await joining.comeBack(
			hashOf(code),
			async (tx) => {
				await tx.insert(sessions).values({ id: sessionId, tokenHash: sessionId, createdAt: at, expiresAt: at });
				return sessionId;
			},
			at
		);
		return found?.personId ?? null;
	};

	expect((await room.amira.post('/plan/own/claim-code')).status).toBe(409);
	const first = (await room.elin.post('/plan/own/claim-code')).body.code;
	expect(await comesBack(first)).toBe(room.elin.id);
	const [row] = await room.database.db.select().from(claimCodes).where(eq(claimCodes.personId, room.elin.id));
	expect(row!.codeHash).not.toContain(first);

	const second = (await room.elin.post('/plan/own/claim-code')).body.code;
	expect([await comesBack(first), await comesBack(second)]).toEqual([null, room.elin.id]);

	// Prints at once: a slip is made for who has none, once, and what Elin wrote down goes on counting.
	const prints = await Promise.all([1, 2, 3].map(() => room.facilitator.post('/plan/claim-codes')));
	expect(prints.map(({ status }) => status)).toEqual([201, 201, 201]);
	const slips = prints.flatMap(({ body }) => body);
	expect(slips.map(({ personId }) => personId)).toEqual([room.marcus.id]);
	expect([await comesBack(second), await comesBack(slips[0].code)]).toEqual([room.elin.id, room.marcus.id]);

	// Another one for somebody by name: it ends the one before, and no other.
	const again = await room.facilitator.post(`/plan/claim-codes/${room.elin.id}`);
	expect([again.status, again.body.personId]).toEqual([201, room.elin.id]);
	expect(await comesBack(again.body.code)).toBe(room.elin.id);
	expect([await comesBack(second), await comesBack(slips[0].code)]).toEqual([null, room.marcus.id]);
	expect((await room.facilitator.post(`/plan/claim-codes/${room.amira.id}`)).body.code).toBe('in-use');
	for (const path of ['/plan/claim-codes', `/plan/claim-codes/${room.elin.id}`])
		expect((await room.elin.post(path)).status).toBe(403);
});

test('[PLAN-40] an address is in no answer to anybody else, the list says another thing, and a rehearsal takes it along', async () => {
	const room = await installation.openRoom();
	await room.ready('One', room.elin);
	await room.elin.post('/plan/own/address', { email: 'elin@example.org' });
	await room.reload();

	const now = await room.desk.get(room.workshopId);
	const facilitator = { ...{ kind: 'person', personId: room.facilitator.id, role: 'facilitator' } };
	const actor = { ...facilitator, workshopId: room.workshopId, syndicateId: null, appointments: [] } as never;
	const answers = [workshopView(now, actor)];
	for (const other of [room.facilitator, room.amira, room.marcus])
		for (const path of ['/plan', '/plan/own', '/plan/owners', '/actions/marks', '/plan/causes'])
			answers.push((await other.get(path)).body);
	expect(JSON.stringify(answers)).toContain('Elin Strand');
	expect(JSON.stringify(answers)).not.toContain('elin@example.org');

	const known = { name: 'Elin Strand', department: 'Service', email: null, reportsTo: null };
	await new PeopleStore(room.database).describe(room.workshopId, room.elin.id, known);
	expect((await room.elin.get('/plan/own')).body.email).toBe('elin@example.org');
	expect((await room.facilitator.get('/plan/owners')).body.reachable).toBe(1);
	// What the list says of somebody is another thing, and makes nobody reachable.
	await new PeopleStore(room.database).describe(room.workshopId, room.elin.id, { ...known, email: 'list@example.org' });
	await room.elin.post('/plan/own/address', { email: '' });
	expect((await room.elin.get('/plan/own')).body.email).toBe('');
	expect((await room.facilitator.get('/plan/owners')).body.reachable).toBe(0);

	await room.elin.post('/plan/own/address', { email: 'elin@example.org' });
	const door = { code: 'REHEAR', joinToken: 'rehearsed' };
	await new RehearsalStore(room.database).end(room.workshopId, () => door);
	const left = eq(ownerAddresses.workshopId, room.workshopId);
	expect(await room.database.db.$count(ownerAddresses, left)).toBe(0);
});

test('[PLAN-41] of two entries that are one person, one address and one code stay', async () => {
	const room = await installation.openRoom();
	const twin = await room.sit('Elin S.', 'participant', room.alder);
	const other = await room.sit('Marcus O.', 'participant', room.birch);
	await room.ready('One', room.elin);
	await room.ready('Two', twin);
	await room.ready('Three', other);
	await room.elin.post('/plan/own/address', { email: 'elin@example.org' });
	await twin.post('/plan/own/address', { email: 'twin@example.org' });
	const [kept, ended, moved] = [
		(await room.elin.post('/plan/own/claim-code')).body.code,
		(await twin.post('/plan/own/claim-code')).body.code,
		(await other.post('/plan/own/claim-code')).body.code
	];
	await other.post('/plan/own/address', { email: 'marcus@example.org' });
	// The older entry stays.
	const earlier = { joinedAt: new Date('2027-01-12T08:00:00Z') };
	for (const { id } of [room.elin, room.marcus])
		await room.database.transaction((tx) => tx.update(people).set(earlier).where(eq(people.id, id)));

	const merging = new MergeStore(room.database);
	const at = new Date('2027-01-13T15:00:00Z');
	await merging.merge(room.workshopId, room.elin.id, twin.id, [], at);
	await merging.merge(room.workshopId, room.marcus.id, other.id, [], at);

	const codes = await room.database.db.select().from(claimCodes).where(eq(claimCodes.workshopId, room.workshopId));
	expect(new Map(codes.map(({ codeHash, personId }) => [codeHash, personId]))).toEqual(
		new Map([
			[hashOf(kept), room.elin.id],
			[hashOf(moved), room.marcus.id]
		])
	);
	expect(codes.some(({ codeHash }) => codeHash === hashOf(ended))).toBe(false);
	expect((await room.elin.get('/plan/own')).body.email).toBe('elin@example.org');
	expect((await room.marcus.get('/plan/own')).body.email).toBe('marcus@example.org');
});

test('[PLAN-56] what somebody wants to learn is read by nobody else', async () => {
	const room = await installation.openRoom();
	const wish = 'How the vans are planned';

	expect((await room.elin.post('/plan/own/wish', { text: wish })).body.wish).toBe(wish);
	expect((await room.again(room.elin)).id).toBe(room.elin.id);
	expect((await (await room.again(room.elin)).get('/plan/own')).body.wish).toBe(wish);
	for (const other of [room.amira, room.marcus]) expect((await other.get('/plan/own')).body.wish).toBe('');
	expect((await room.facilitator.get('/plan/own')).status).toBe(403);
	expect(JSON.stringify((await room.facilitator.get('/plan')).body)).not.toContain(wish);
	expect((await room.elin.post('/plan/own/wish', { text: '' })).body.wish).toBe('');
	expect((await room.elin.post('/plan/own/wish', { text: 'x'.repeat(121) })).status).toBe(400);
});
