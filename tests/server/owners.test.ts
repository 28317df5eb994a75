import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimCodes } from '#drizzle/schema.ts';
import { hashOf } from '#server/live/codes.ts';
import { JoinStore } from '#server/store/joining.ts';
import { planInstallation, type PlanInstallation } from '../support/plan-room.ts';
import { newId } from '#domain/ids.ts';
import { sessions } from '#drizzle/schema.ts';

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

	await room.marcus.post('/plan/own/address', { email: 'marcus@example.org' });
	const printed = (await room.facilitator.post('/plan/claim-codes')).body;
	expect(printed.map(({ personId }: { personId: string }) => personId)).toEqual([room.elin.id]);
	expect(await comesBack(first)).toBeNull();
	expect(await comesBack(printed[0].code)).toBe(room.elin.id);
	expect((await room.elin.post('/plan/claim-codes')).status).toBe(403);

	// Two prints at once: every slip of one of them counts, and no request fails.
	const prints = await Promise.all([1, 2, 3].map(() => room.facilitator.post('/plan/claim-codes')));
	expect(prints.map(({ status }) => status)).toEqual([201, 201, 201]);
	const back = await Promise.all(prints.map(({ body }) => comesBack(body[0].code)));
	expect(back.filter((person) => person === room.elin.id)).toHaveLength(1);
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
