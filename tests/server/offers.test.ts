// An action that looks for an owner.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { offerAction } from '#server/store/offers.ts';
import { holdPlan } from '#server/store/plan-rows.ts';
import { asId, type ActionId } from '#domain/ids.ts';
import { notifications, workshops } from '#drizzle/schema.ts';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

/** A signed plan whose one action is Elin's, of Alder; Marcus of Birch follows up. */
async function signedRoom() {
	installation.setNow('2027-01-13T14:00:00Z');
	const room = await installation.openRoom();
	const { id } = await room.signed();
	installation.setNow('2027-03-15T09:00:00Z');
	return { room, id };
}

const offer = (by: Sitting, id: string, reason = 'I change to another job') =>
	by.post(`/actions/${id}/offer`, { reason });
const action = async (who: Sitting) => (await who.get('/plan')).body.actions[0];
const told = async ({ workshopId }: PlanRoom) =>
	(await installation.database.db.select().from(notifications).where(eq(notifications.workshopId, workshopId)))
		.filter(({ kind }) => kind === 'offer')
		.map(({ recipient }) => recipient.replace('person:', ''));

test('[FOLLOW-8] its syndicate is asked first, each once; one of it takes it with the own yes, and then it is on offer no more', async () => {
	const { room, id } = await signedRoom();
	const { elin, amira, marcus } = room;
	const ben = await room.sit('Ben Adler', 'participant', room.alder);
	const noor = await room.sit('Noor Haddad', 'participant', room.birch);
	await room.reload();

	const byOthers = await offer(amira, id);
	const silent = await offer(elin, id, ' ');
	const [first, second] = await Promise.all([offer(elin, id), offer(elin, id)]);
	const onOffer = await action(amira);
	const taken = await amira.post(`/actions/${id}/take`, { reason: 'I sit beside the board' });
	const late = await ben.post(`/actions/${id}/take`, { reason: 'Me too' });
	const after = await action(noor);

	expect([byOthers.status, silent.body.code]).toEqual([403, 'reason-missing']);
	expect([first.status, second.status].sort()).toEqual([201, 409]);
	expect(await told(room)).toHaveLength(2);
	expect((await told(room)).sort()).toEqual([amira.id, ben.id].sort());
	expect(onOffer).toMatchObject({
		ownerId: null,
		may: { take: true },
		offer: { syndicateId: room.alder, reason: 'I change to another job' }
	});
	expect([taken.status, late.status]).toEqual([201, 409]);
	expect(after).toMatchObject({ ownerId: amira.id, offer: null });
	expect((await offer(marcus, id)).status).toBe(201);
});

test('[FOLLOW-9] an owner who is here keeps it until somebody says yes; who follows up offers it with a reason, and can end that', async () => {
	const { room, id } = await signedRoom();
	const { elin, amira, marcus } = room;

	const early = await amira.post(`/actions/${id}/take`, { reason: 'Mine' });
	await offer(marcus, id, 'Elin has two others');
	const kept = await action(amira);
	const own = (await action(elin)).may.take;
	const ended = await marcus.post(`/actions/${id}/offer/end`);
	const again = await marcus.post(`/actions/${id}/offer/end`);
	const barred = await amira.post(`/actions/${id}/take`, { reason: 'Mine' });
	await offer(marcus, id, 'Elin has two others');
	const taken = await amira.post(`/actions/${id}/take`, { reason: 'Then I do' });

	expect([early.status, barred.status, taken.status]).toEqual([409, 409, 201]);
	expect([kept.ownerId, kept.may.take, own]).toEqual([elin.id, true, false]);
	expect([ended.status, again.status]).toEqual([200, 404]);
	expect((await action(elin)).ownerId).toBe(amira.id);
});

test('[FOLLOW-9] it is taken from an owner who has left', async () => {
	const { room, id } = await signedRoom();
	const { elin, marcus, workshopId, database } = room;
	await database.transaction((tx) =>
		tx
			.update(workshops)
			.set({ followSettings: { left: [elin.id] } })
			.where(eq(workshops.id, workshopId))
	);

	await offer(marcus, id, 'Elin has left');

	expect(await action(marcus)).toMatchObject({ ownerId: null, offer: { reason: 'Elin has left' } });
	expect(await told(room)).toEqual([room.amira.id]);
});

test('[FOLLOW-10] after five workdays everybody else is asked, each once', async () => {
	const { room, id } = await signedRoom();
	const { elin, amira, marcus, workshopId, database } = room;
	await database.transaction((tx) =>
		tx
			.update(workshops)
			.set({ followSettings: { holidays: ['2027-03-17'] } })
			.where(eq(workshops.id, workshopId))
	);
	await database.transaction(async (tx) => {
		await holdPlan(tx, workshopId);
		const offeredBy = elin.id;
		return offerAction(tx, {
			...{ workshopId, actionId: asId(id) as ActionId, reason: 'Not me', offeredBy },
			at: new Date('2027-03-15T09:00:00Z')
		});
	});

	const asked: unknown[] = [];
	for (const day of ['19', '22', '23', '24']) {
		installation.setNow(`2027-03-${day}T${day === '22' ? '11:30' : '15:00'}:00Z`);
		await installation.followUp.rest();
		await installation.followUp.rest();
		asked.push([day, (await action(marcus)).offer.syndicateId, (await told(room)).length]);
	}

	expect(asked).toEqual([
		['19', room.alder, 1],
		['22', room.alder, 1],
		['23', null, 2],
		['24', null, 2]
	]);
	expect((await told(room)).sort()).toEqual([amira.id, marcus.id].sort());
});

test('[FOLLOW-11] whoever takes it over finds what was signed, where it comes from and every word about it', async () => {
	const { room, id } = await signedRoom();
	const { elin, amira } = room;
	await elin.post(`/actions/${id}/updates`, { health: 'on-course', text: 'The board hangs', reading: 64 });
	const before = await action(elin);
	const chain = (await elin.get(`/actions/${id}/chain`)).body;

	await offer(elin, id);
	await amira.post(`/actions/${id}/take`, { reason: 'I sit beside the board' });
	const after = await action(amira);

	expect(after.updates).toEqual(before.updates);
	expect((await amira.get(`/actions/${id}/chain`)).body).toEqual(chain);
	expect(
		after.changes.map(({ part, signed, value }: { part: string; signed: string; value: string }) => [
			part,
			signed,
			value
		])
	).toEqual([
		['owner', elin.id, ''],
		['owner', elin.id, amira.id]
	]);
});
