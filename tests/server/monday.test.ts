// Monday of whoever follows up, and what is done from there.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toPerson } from '#domain/letters.ts';
import { mailWishes, notifications, people, seats } from '#drizzle/schema.ts';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

/** A signed plan whose one action is Elin's, due on 26 February; Marcus follows up. */
async function signedRoom() {
	installation.setNow('2027-01-13T14:00:00Z');
	const room = await installation.openRoom();
	const { id } = await room.signed();
	const sponsor = await room.sit('Tom Beckett', 'sponsor');
	await room.reload();
	return { room, sponsor, id };
}

const monday = async (who: Sitting) => (await who.get('/monday')).body;
const needs = async (who: Sitting) =>
	(await monday(who)).needs.map(({ kind, ref }: { kind: string; ref: string }) => [kind, ref]);
const told = async ({ workshopId }: PlanRoom, kind: string) =>
	(await installation.database.db.select().from(notifications).where(eq(notifications.workshopId, workshopId))).filter(
		(each) => each.kind === kind
	);

test('[FOLLOW-12] Monday is made of what lies in the tables, for the day it is read on', async () => {
	const { room, id } = await signedRoom();
	const { elin, marcus } = room;

	const first = await monday(marcus);
	installation.setNow('2027-01-27T09:30:00Z');
	const quiet = await monday(marcus);
	await elin.post(`/actions/${id}/support`, { kind: 'time', ask: 'Two hours a week' });
	installation.setNow('2027-02-04T09:30:00Z');
	const waits = await monday(marcus);

	expect(first).toMatchObject({ today: '2027-01-13', time: '14:00', week: 0, needs: [], mayAct: true });
	expect(first.settings).toMatchObject({ quietAfterDays: 14, until: '2027-04-07', deputyRotates: false, left: [] });
	expect(quiet).toMatchObject({ week: 2, needs: [{ kind: 'quiet', ref: `action:${id}`, days: 14 }] });
	expect(waits.needs).toMatchObject([{ kind: 'support', days: 8, words: 'Two hours a week' }]);
});

test('[FOLLOW-14] who leads reads Monday without the words of calls, others not at all, and lost readers are told to those who follow up alone', async () => {
	const { room, sponsor, id } = await signedRoom();
	const { elin, marcus, facilitator, workshopId, database } = room;
	installation.setNow('2027-02-01T09:00:00Z');
	const ref = `action:${id}`;
	await database.transaction((tx) =>
		tx
			.insert(mailWishes)
			.values({ workshopId, recipient: toPerson(elin.id), disownedAt: new Date('2027-01-30T09:00:00Z') })
	);

	const call = await marcus.post('/monday/call', { ref, words: 'Her mother is ill' });
	const read = await facilitator.get('/monday');
	const refused = await Promise.all([elin, sponsor].map((each) => each.get('/monday')));

	expect(call.status).toBe(201);
	expect(await needs(marcus)).toEqual([
		['quiet', ref],
		['address', `address:person:${elin.id}`]
	]);
	expect((await monday(marcus)).needs[0].notes).toMatchObject([{ kind: 'call', words: 'Her mother is ill' }]);
	expect(JSON.stringify(read.body)).not.toContain('mother');
	expect(read.body.needs.map(({ kind }: { kind: string }) => kind)).toEqual(['quiet']);
	expect(refused.map(({ status }) => status)).toEqual([403, 403]);
});

test('[FOLLOW-13] a row that was put away is away, and comes back when that is taken back or a word is written', async () => {
	const { room, id } = await signedRoom();
	const { elin, marcus } = room;
	installation.setNow('2027-02-01T09:00:00Z');
	const ref = `action:${id}`;

	const away = (await marcus.post('/monday/put-away', { ref })).body;
	const note = away.putAway[0].notes[0].id;
	const back = (await marcus.post(`/monday/notes/${note}/take-back`)).body;
	const twice = await marcus.post(`/monday/notes/${note}/take-back`);
	await marcus.post('/monday/put-away', { ref });
	installation.setNow('2027-02-02T09:00:00Z');
	await elin.post(`/actions/${id}/updates`, { health: 'help', text: 'The hooks do not hold' });

	expect([away.needs.length, away.putAway.length]).toEqual([0, 1]);
	expect([back.needs.length, back.putAway.length, twice.status]).toEqual([1, 0, 404]);
	expect(await needs(marcus)).toEqual([['help', ref]]);
});

test('[FOLLOW-15] an owner gets one letter in 48 hours, however often and by how many it is pressed; it is taken back by nobody', async () => {
	const { room, id } = await signedRoom();
	const { elin, marcus, facilitator } = room;
	installation.setNow('2027-02-01T09:00:00Z');
	const ref = `action:${id}`;

	const pressed = await Promise.all(
		[marcus, facilitator, marcus].map((each) => each.post('/monday/nudge', { ref, words: 'How are the hooks?' }))
	);
	const [written] = (await monday(marcus)).needs;
	const takenBack = await marcus.post(`/monday/notes/${written.notes[0].id}/take-back`);
	installation.setNow('2027-02-03T09:00:00Z');
	const again = await marcus.post('/monday/nudge', { ref });
	const nobodys = await marcus.post('/monday/nudge', { ref: 'action:abcdefghabcdefgh' });

	expect(pressed.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
	expect(written.nudgeAgainAt).toBe('2027-02-03T09:00:00.000Z');
	expect([takenBack.status, again.status, nobodys.status]).toEqual([403, 201, 404]);
	const letters = await told(room, 'quiet');
	expect(letters.map(({ recipient }) => recipient)).toEqual([toPerson(elin.id), toPerson(elin.id)]);
	expect(JSON.stringify(letters[0]!.part)).toContain('How are the hooks?');
});

test('[FOLLOW-15] management is reminded, and what stays unanswered is raised by a person, with a count of the reminders', async () => {
	const { room, sponsor, id } = await signedRoom();
	const { elin, marcus } = room;
	await elin.post(`/actions/${id}/support`, { kind: 'rule-change', ask: 'Call length off the wall' });
	const [{ id: requestId }] = (await elin.get('/plan')).body.actions[0].support;
	installation.setNow('2027-01-25T09:00:00Z');
	const ref = `support:${requestId}`;
	const body = { requestId, name: 'Ingrid Solheim', email: 'Ingrid@example.org' };

	await marcus.post('/monday/nudge', { ref });
	const [raised, twice] = await Promise.all([1, 2].map(() => marcus.post('/monday/raise', body)));
	await sponsor.post(`/support/${requestId}/answer`, { answer: 'yes', words: 'Off it goes' });
	const answered = await marcus.post('/monday/raise', body);

	expect([raised!.status, twice!.status].sort()).toEqual([201, 409]);
	expect(answered.status).toBe(404);
	expect((await told(room, 'support-ask')).filter(({ subjectId }) => subjectId === requestId).length).toBeGreaterThan(
		0
	);
	const raisedWith = await told(room, 'raise');
	const letter = raisedWith.find(({ recipient }) => recipient.startsWith('contact:'));
	expect(raisedWith.map(({ recipient }) => recipient.split(':')[0]).sort()).toEqual(['contact', 'person']);
	const toSponsor = raisedWith.find(({ recipient }) => recipient === toPerson(sponsor.id));
	expect(toSponsor!.part).toMatchObject({
		subject: 'Marcus Okafor writes to Ingrid Solheim: Call length off the wall'
	});
	expect(JSON.stringify(letter!.part)).toContain('Tom Beckett knows that Marcus Okafor is writing to you.');
	expect(letter!.part).toMatchObject({ subject: 'Unanswered for 12 days: Call length off the wall' });
	expect(JSON.stringify(letter!.part)).toContain('There has been one reminder.');
	expect(await needs(marcus)).toEqual([]);
});

test('[FOLLOW-17] who left keeps the name under the plan; what was theirs looks for an owner, and who follows up hands over first', async () => {
	const { room, id } = await signedRoom();
	const { elin, amira, marcus, database, workshopId } = room;
	installation.setNow('2027-01-20T09:00:00Z');

	const byOthers = await elin.post('/follow-up/left', { personId: elin.id, left: true });
	const manager = await marcus.post('/follow-up/left', { personId: marcus.id, left: true });
	const left = await marcus.post('/follow-up/left', { personId: elin.id, left: true });
	const plan = (await amira.get('/plan')).body;
	const back = await marcus.post('/follow-up/left', { personId: elin.id, left: false });
	const retaken = await elin.post(`/actions/${id}/take`, { reason: 'I am back' });

	expect([byOthers.status, manager.status, left.status]).toEqual([403, 403, 200]);
	expect(left.body).toMatchObject({ settings: { left: [elin.id] }, needs: [{ kind: 'owner', ref: `action:${id}` }] });
	expect(plan.actions[0]).toMatchObject({
		ownerId: null,
		offer: { syndicateId: room.alder, reason: 'Elin Strand has left.' }
	});
	expect(plan.signatures.map(({ personId }: { personId: string }) => personId)).toContain(elin.id);
	const [row] = await database.db.select().from(people).where(eq(people.id, elin.id));
	expect([row!.name, row!.removedAt, row!.workshopId]).toEqual(['Elin Strand', null, workshopId]);
	expect(back.body.settings.left).toEqual([]);
	expect([retaken.status, await needs(marcus)]).toEqual([201, []]);
});

test('[FOLLOW-17] what is at its end stays with who left', async () => {
	const { room, id } = await signedRoom();
	const { elin, marcus } = room;
	await elin.post(`/actions/${id}/updates`, { health: 'done', text: 'It hangs' });

	await marcus.post('/follow-up/left', { personId: elin.id, left: true });

	expect((await marcus.get('/plan')).body.actions[0]).toMatchObject({ ownerId: elin.id, offer: null });
});

test('[FOLLOW-18] those who follow up and who led the room set holidays, the quiet days and the last day', async () => {
	const { room } = await signedRoom();
	const { elin, marcus, facilitator } = room;
	const set = (who: Sitting, body: unknown) => who.post('/follow-up/settings', body);

	const byOthers = await set(elin, { quietAfterDays: 21 });
	const over = await set(marcus, { until: '2027-01-12' });
	const odd = await set(marcus, { quietAfterDays: 2 });
	await Promise.all([
		set(marcus, { holidays: ['2027-03-29', '2027-03-26', '2027-03-29'] }),
		set(facilitator, { until: '2027-06-30', quietAfterDays: 21 })
	]);
	installation.setNow('2027-01-28T09:00:00Z');
	const after = await monday(marcus);

	expect([byOthers.status, over.body.code, odd.status]).toEqual([403, 'day-past', 400]);
	expect(after.settings).toMatchObject({
		...{ holidays: ['2027-03-26', '2027-03-29'], quietAfterDays: 21 },
		...{ until: '2027-06-30', firstUntil: '2027-04-07' }
	});
	expect(after.needs).toEqual([]);
});

test('[FOLLOW-19] both change places on the fourth Monday, once, and rights go with it', async () => {
	const { room } = await signedRoom();
	const { amira, marcus, facilitator } = room;
	await facilitator.post('/appointments', { role: 'deputy', personId: amira.id });
	await amira.post('/appointments/deputy/answer', { yes: true, words: '' });

	const set = await marcus.post('/follow-up/settings', { deputyRotates: true });
	await marcus.post('/follow-up/settings', { deputyRotates: true });
	const held: unknown[] = [];
	for (const at of ['2027-02-14T23:30:00Z', '2027-02-15T00:30:00Z', '2027-02-16T08:00:00Z', '2027-03-15T08:00:00Z']) {
		installation.setNow(at);
		await installation.followUp.rest();
		await installation.followUp.rest();
		const { body } = await facilitator.get('/plan');
		held.push(body.appointments.find(({ role }: { role: string }) => role === 'follow-up-manager').personId);
	}
	const { body } = await facilitator.get('/plan');

	expect(set.body.settings).toMatchObject({ deputyRotates: true, rotatesOn: '2027-02-15' });
	expect(held).toEqual([marcus.id, amira.id, amira.id, marcus.id]);
	expect(body.handOvers).toHaveLength(2);
	expect((await amira.get('/monday')).status).toBe(200);
});

test('[FOLLOW-20] one Monday holds all workshops that a device or an account follows up, and no other', async () => {
	const { room, id } = await signedRoom();
	const { room: second } = await signedRoom();
	const { room: third } = await signedRoom();
	const { marcus, elin, database } = room;
	installation.setNow('2027-02-01T09:00:00Z');
	// The same device has a seat as who follows up in the second, and as nobody special in the third.
	await database.transaction(async (tx) => {
		const [seat] = await tx.select().from(seats).where(eq(seats.personId, marcus.id));
		for (const other of [second.marcus, third.elin]) {
			const workshopId = other === second.marcus ? second.workshopId : third.workshopId;
			await tx
				.insert(seats)
				.values({ sessionId: seat!.sessionId, workshopId, personId: other.id, createdAt: new Date() });
		}
	});

	const all = await marcus.all('/monday');
	const none = await elin.all('/monday');
	const nobody = await installation.app.request('http://room.test/api/monday');

	expect(all.body.map((each: { id: string }) => each.id).sort()).toEqual([room.workshopId, second.workshopId].sort());
	expect(all.body.find((each: { id: string }) => each.id === room.workshopId)).toMatchObject({
		...{ title: 'Two days', company: 'Marlowe', week: 3, counts: { quiet: 1 } },
		needs: [
			{ kind: 'quiet', ref: `action:${id}`, n: 1, text: 'Every promise to call back has a name', person: 'Elin Strand' }
		]
	});
	expect([none.body, await nobody.json()]).toEqual([[], []]);
});
