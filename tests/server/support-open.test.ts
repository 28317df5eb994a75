// Requests while they are open: put right until they are answered, also after the signing, by those whose they are.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { asId, type SupportRequestId } from '#domain/ids.ts';
import { supportRequests } from '#drizzle/schema.ts';
import { violatedConstraint } from '#server/store/database.ts';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const details = { what: 'Put things right', limit: '£60', who: 'everyone who answers calls', from: '2027-01-18' };
const AUTHORITY = { kind: 'authority', ask: '£60 to put things right' };

type Asked = { readonly id: string; readonly ask: string; readonly contactId: string | null; readonly details: object };
const requestsOf = async (by: Sitting, action: string): Promise<readonly Asked[]> =>
	(await by.get('/plan')).body.actions.find(({ id }: { id: string }) => id === action).support;
const asked = async (by: Sitting, action: string, body: { readonly ask: string }): Promise<Asked> => {
	const { status, body: answer } = await by.post(`/actions/${action}/support`, body);
	if (status !== 200) throw new Error(answer.sentence);
	return (await requestsOf(by, action)).find(({ ask }) => ask === body.ask)!;
};
/** A closed plan with a sponsor, and its action. */
async function signedRoom() {
	const room = await installation.openRoom();
	const joanna = await room.sit('Joanna Pike', 'sponsor');
	await room.reload();
	const id = await room.ready('Every promise has a name');
	const aside = await room.sent('After the summer', room.marcus);
	const sealed = await asked(room.marcus, aside, { ...{ kind: 'time' }, ask: 'A day each month' });
	await room.facilitator.post(`/actions/${aside}/choose`, { place: 'not-now', reason: 'After the summer' });
	await room.followedUp();
	for (const person of [room.elin, room.marcus, joanna]) await person.post('/plan/sign');
	const { status, body } = await room.facilitator.post('/plan/close');
	if (status !== 200) throw new Error(body.sentence);
	return { room, joanna, id, sealed };
}

test('[SUPPORT-20] after the signing an open request may name another contact and say anew what it is about; what was signed stays', async () => {
	const { room, joanna, id, sealed } = await signedRoom();
	installation.setNow('2027-02-01T09:00:00Z');
	const request = await asked(room.elin, id, { ...AUTHORITY, ...{ details } });
	const contact = (by: Sitting, of: string, personId: string) => by.post(`/support/${of}/contact`, { personId });

	const named = await contact(room.elin, request.id, room.amira.id);
	const said = await room.elin.post(`/support/${request.id}/authority`, { ...details, limit: '£80' });
	const [after] = await requestsOf(room.elin, id);
	const ofSigned = await contact(room.marcus, sealed.id, room.elin.id);
	await joanna.post(`/support/${request.id}/answer`, { answer: 'yes', words: 'From Monday.' });
	const late = await contact(room.elin, request.id, room.marcus.id);
	installation.setNow('2027-01-13T14:00:00Z');

	expect([named.status, said.status]).toEqual([200, 200]);
	expect(after).toMatchObject({ contactId: room.amira.id, details: { limit: '£80' } });
	expect([ofSigned.status, ofSigned.body.code]).toEqual([409, 'plan-already-signed']);
	expect([late.status, late.body.code]).toEqual([409, 'already-answered']);
});

test('[SUPPORT-20] no statement rewords a request after the signing, nor moves it, nor takes it away', async () => {
	const { room, id, sealed } = await signedRoom();
	const request = await asked(room.elin, id, { ...{ kind: 'time' }, ask: 'An hour a week' });
	const change = (of: string, set: Partial<typeof supportRequests.$inferInsert>) =>
		room.database.transaction((tx) =>
			tx
				.update(supportRequests)
				.set(set)
				.where(eq(supportRequests.id, asId<'SupportRequest'>(of)))
		);
	const tried = [
		change(request.id, { ask: 'Two hours a week' }),
		change(request.id, { askedBy: room.marcus.id }),
		change(request.id, { askedAt: new Date('2027-01-01T00:00:00Z') }),
		change(sealed.id, { contactId: room.elin.id }),
		change(sealed.id, { details: { limit: '1' } }),
		room.database.transaction((tx) =>
			tx.delete(supportRequests).where(eq(supportRequests.id, request.id as SupportRequestId))
		)
	];

	const refusals = await Promise.all(
		tried.map((one) =>
			one.then(
				() => 'changed',
				(error: unknown) => violatedConstraint(error)
			)
		)
	);

	expect(refusals).toEqual(tried.map(() => 'plan_is_signed'));
});

test('[SUPPORT-21] whom to talk to is changed by who asked, the action’s syndicate and owner, and facilitators, by nobody else', async () => {
	const room = await installation.openRoom();
	const olga = await room.sit('Olga Ivanova', 'participant', room.birch);
	const joanna = await room.sit('Joanna Pike', 'sponsor');
	await room.reload();
	const action = await room.sent('Every promise has a name');
	await room.marcus.post(`/actions/${action}/own`, { yes: true });
	const third = await room.sit('Sam Reed', 'participant', room.birch);
	await room.reload();
	const { id } = await asked(olga, action, { ...{ kind: 'time' }, ask: 'An hour' });
	const change = async (by: Sitting) => (await by.post(`/support/${id}/contact`, { personId: room.amira.id })).status;

	const may = [];
	for (const by of [olga, room.elin, room.marcus, room.facilitator]) may.push(await change(by));
	const mayNot = [];
	for (const by of [third, joanna, room.stranger]) mayNot.push(await change(by));
	const authority = await third.post(`/support/${id}/authority`, details);

	expect(may).toEqual([200, 200, 200, 200]);
	expect(mayNot).toEqual([403, 403, 401]);
	expect(authority.status).toBe(403);
	const seen = async (by: Sitting) => (await by.get('/plan')).body.actions[0].may.contact;
	expect([await seen(room.elin), await seen(third)]).toEqual([true, false]);
});

test('[SUPPORT-22] sent again with a corrected limit or another contact it is one request, with what was said last', async () => {
	const room: PlanRoom = await installation.openRoom();
	const action = await room.sent('Every promise has a name');

	await asked(room.elin, action, { ...AUTHORITY, ...{ details } });
	await asked(room.elin, action, {
		...AUTHORITY,
		...{ details: { ...details, limit: '£80' }, contactId: room.amira.id }
	});

	const requests = await requestsOf(room.elin, action);
	expect(requests).toHaveLength(1);
	expect(requests[0]).toMatchObject({ contactId: room.amira.id, details: { limit: '£80' } });
});

test('[SUPPORT-23] whoever asks, or says something of themselves, more often than a hand does is refused with a time, and nobody else', async () => {
	const room = await installation.openRoom();
	const action = await room.sent('Every promise has a name');
	const request = await asked(room.marcus, action, { ...{ kind: 'time' }, ask: 'An hour' });
	const flood = async (path: string, body: object | undefined, by = room.amira) => {
		const answers = [];
		for (let n = 0; n < 31; n += 1) answers.push(await by.post(path, body));
		return answers;
	};

	const floods = [
		await flood(`/actions/${action}/support`, { kind: 'time', ask: 'An hour' }),
		await flood(`/support/${request.id}/contact`, { personId: room.amira.id }),
		await flood('/plan/own/address', { email: 'not an address' }),
		await flood('/plan/own/wish', { text: 'More' }),
		await flood('/plan/own/claim-code', undefined)
	];
	const beside = await room.elin.post('/plan/own/wish', { text: 'More' });

	expect(floods.map((answers) => answers.filter(({ status }) => status === 429).length)).toEqual([1, 1, 1, 1, 1]);
	expect(floods.every((answers) => answers.at(-1)!.body.retryAfterSeconds > 0)).toBe(true);
	expect(beside.status).toBe(200);
});
