// What is asked of management and of other departments in the weeks after the signing.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { toContact, type Recipient } from '#domain/letters.ts';
import { mailWishes } from '#drizzle/schema.ts';
import { asId } from '#domain/ids.ts';
import { signer } from '#server/follow/signed-links.ts';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;
let room: PlanRoom;
let ruth: Sitting;
let actionId: string;

beforeAll(async () => {
	installation = await planInstallation();
});
beforeEach(async () => {
	installation.setNow('2027-01-13T14:00:00Z');
	room = await installation.openRoom();
	actionId = (await room.signed()).id;
	ruth = await room.sit('Ruth Adler', 'sponsor');
	await room.reload();
	installation.setNow('2027-01-20T08:00:00Z');
});
afterAll(() => installation.close());

const ask = async (kind = 'money', words = 'Two screens by the window') => {
	await room.elin.post(`/actions/${actionId}/support`, { kind, ask: words });
	const { body } = await room.elin.get('/plan');
	return body.actions[0].support.find((each: { readonly ask: string }) => each.ask === words).id as string;
};

/** Who was told what, in the order of its writing. */
const told = async (kind: string) =>
	(
		await installation.database.rows(
			`select recipient, period, part->>'subject' subject from notifications
			 where workshop_id = '${room.workshopId}' and kind = '${kind}' order by made_at, recipient`
		)
	).map(({ recipient, period, subject }) => [recipient, period, subject]);

test('[SUPPORT-30] a request after the signing reaches management by mail, and its answer whoever asked', async () => {
	const request = await ask();
	await ask();
	const words = 'Bought by Friday';
	await ruth.post(`/support/${request}/answer`, { answer: 'yes-with-a-limit', limit: '£400', words });
	await ruth.post(`/support/${request}/answer`, { answer: 'yes-with-a-limit', limit: '£400', words });
	await ruth.post(`/support/${request}/answer`, { answer: 'yes', words: 'All of it' });

	expect(await told('support-ask')).toEqual([
		[`person:${ruth.id}`, '', 'Elin Strand asks you: Two screens by the window']
	]);
	expect(await told('support-answer')).toEqual([
		[`person:${room.elin.id}`, '1', 'Ruth Adler answered: Yes, with a limit, up to £400'],
		[`person:${room.elin.id}`, '2', 'Ruth Adler answered: Yes']
	]);
});

test('[SUPPORT-30] what was asked in the room is told to nobody by mail', async () => {
	const other = await installation.openRoom();
	await other.sit('Ruth Adler', 'sponsor');
	const id = await other.ready('Every promise has a name');
	await other.elin.post(`/actions/${id}/support`, { kind: 'money', ask: 'Two screens' });

	expect(
		await installation.database.rows(`select 1 from notifications where workshop_id = '${other.workshopId}'`)
	).toEqual([]);
});

test('[SUPPORT-31] “not now” comes back on the morning of its day, once, to management and to whoever asked', async () => {
	const request = await ask();
	const later = { answer: 'not-now', words: 'After the budget round', answerBy: '2027-02-10' };
	await ruth.post(`/support/${request}/answer`, later);
	installation.setNow('2027-02-09T23:30:00Z');
	await installation.followUp.rest();
	const before = await told('support-ask');
	installation.setNow('2027-02-10T00:30:00Z');
	await installation.followUp.rest();
	await installation.followUp.rest();

	expect(before).toHaveLength(1);
	expect((await told('support-ask')).slice(1)).toEqual([
		[`person:${ruth.id}`, '2027-02-10', 'Today is the day you named: Two screens by the window']
	]);
	expect((await told('support-answer')).slice(1)).toEqual([
		[`person:${room.elin.id}`, 'due-2027-02-10', '“Not now” comes due today: Two screens by the window']
	]);
	expect((await room.elin.get('/plan')).body.actions[0].health).toBe('waiting');
});

test('[SUPPORT-31] a “not now” that was answered before its day does not come back', async () => {
	const request = await ask();
	const later = { answer: 'not-now', words: 'After the budget round', answerBy: '2027-02-10' };
	await ruth.post(`/support/${request}/answer`, later);
	await ruth.post(`/support/${request}/answer`, { answer: 'no', words: 'There is no money this year' });
	installation.setNow('2027-02-11T08:00:00Z');
	await installation.followUp.rest();

	expect(await told('support-ask')).toHaveLength(1);
});

const ben = { name: 'Ben Ode', department: 'Finance', email: 'Ben@Example.org' };

/** The link of the letter that asked. */
async function departmentLink(askId: string): Promise<string> {
	const [row] = await installation.database.rows(`select contact_id id from department_asks where id = '${askId}'`);
	const sign = await signer(installation.database, installation.now());
	const recipient = toContact(asId<'Contact'>(String(row?.['id'])));
	const reader = { workshopId: room.workshopId, recipient, address: 'ben@example.org', version: 1 };
	return sign({ ...reader, purpose: 'department', subjectId: askId, value: 'accepted' });
}

const press = (path: string, fields: Readonly<Record<string, string>>) =>
	room.request(path, { method: 'POST', body: new URLSearchParams(fields) });

test('[SUPPORT-32] another department takes it on by a link, with a name and a day, and those who asked hear it', async () => {
	const request = await ask('other-department', 'Invoices that say who to ring');
	const asked = await room.elin.post(`/support/${request}/department`, ben);
	const twice = await room.marcus.post(`/support/${request}/department`, { ...ben, email: 'ben@example.org' });
	const byAmira = await room.amira.post(`/support/${request}/department`, ben);
	const path = await departmentLink(asked.body.asks[0].id);
	const page = await (await room.request(path)).text();
	const taken = { answer: 'accepted', ownerName: 'Ines Roth', dueOn: '2027-02-15', words: 'From the next run on' };
	const nameless = await press(path, { ...taken, ownerName: '' });
	const past = await press(path, { ...taken, dueOn: '2027-01-01' });
	await Promise.all([press(path, taken), press(path, taken)]);
	const { body, text } = await room.amira.get('/department-asks').then(({ body }) => ({
		body,
		text: JSON.stringify(body)
	}));

	expect([asked.status, twice.status, byAmira.status]).toEqual([201, 409, 403]);
	expect(page).toContain('Invoices that say who to ring');
	expect(page).not.toContain('Every promise to call back has a name');
	expect([nameless.status, past.status]).toEqual([400, 400]);
	expect(body.asks[0]).toMatchObject({ name: 'Ben Ode', department: 'Finance', requestId: request });
	expect(body.asks[0].answers).toMatchObject([taken]);
	expect(text.toLowerCase()).not.toContain('ben@example.org');
	expect(await told('department-ask')).toHaveLength(1);
	expect(await told('support-answer')).toEqual([
		[`person:${room.elin.id}`, '1', 'Ben Ode, Finance takes it on: Invoices that say who to ring']
	]);
});

test('[SUPPORT-32] a no of another department needs its reason, and can become a yes', async () => {
	const request = await ask('other-department', 'Invoices that say who to ring');
	const { body } = await room.marcus.post(`/support/${request}/department`, ben);
	const path = await departmentLink(body.asks[0].id);
	const without = await press(path, { answer: 'declined', words: ' ' });
	await press(path, { answer: 'declined', words: 'The printer is rented until May' });
	await press(path, { answer: 'accepted', ownerName: 'Ben Ode', dueOn: '2027-06-01', words: '' });
	const { answers } = (await room.elin.get('/department-asks')).body.asks[0];

	expect(without.status).toBe(400);
	expect(answers).toMatchObject([
		{ answer: 'declined', words: 'The printer is rented until May', ownerName: '', dueOn: null },
		{ answer: 'accepted', ownerName: 'Ben Ode', dueOn: '2027-06-01' }
	]);
});

test('[SUPPORT-32] what is asked of management goes to no department', async () => {
	const request = await ask();
	expect((await room.elin.post(`/support/${request}/department`, ben)).status).toBe(403);
	expect(await told('department-ask')).toEqual([]);
});

test('[SUPPORT-40] what was asked of somebody stays under their name when the address is given with another one', async () => {
	const [first, second] = [
		await ask('other-department', 'Invoices that say who to ring'),
		await ask('other-department', 'A number on each box')
	];
	await room.elin.post(`/support/${first}/department`, ben);
	const again = await room.elin.post(`/support/${second}/department`, { ...ben, name: 'Ann Ode', department: 'Sales' });

	expect(again.status).toBe(201);
	const known = { name: 'Ben Ode', department: 'Finance' };
	expect(again.body.asks).toMatchObject([known, known]);
});

test('[SUPPORT-41] who wants no letters is not asked by one, and whoever asks hears it', async () => {
	const [first, second] = [
		await ask('other-department', 'Invoices that say who to ring'),
		await ask('other-department', 'A number on each box')
	];
	await room.elin.post(`/support/${first}/department`, ben);
	const [{ recipient }] = (await installation.database.rows(
		`select recipient from notifications where kind = 'department-ask' and workshop_id = '${room.workshopId}'`
	)) as [{ recipient: Recipient }];
	await installation.database.transaction((tx) =>
		tx.insert(mailWishes).values({ workshopId: room.workshopId, recipient, stoppedAt: installation.now() })
	);
	const refused = await room.elin.post(`/support/${second}/department`, ben);

	expect([refused.status, refused.body.sentence]).toEqual([
		409,
		'Ben Ode wants no letters from here. Ask in person, or somebody else.'
	]);
	expect(await told('department-ask')).toHaveLength(1);
});

test('[MAIL-40] what is answered before its letter goes is asked nobody: neither management nor whoever stands above', async () => {
	const request = await ask();
	const other = await ask('money', 'A third screen');
	await room.marcus.post('/monday/nudge', { ref: `support:${request}` });
	installation.setNow('2027-01-22T17:59:00Z');
	const above = { name: 'Ingrid Solheim', email: 'ingrid@example.org' };
	await room.marcus.post('/monday/raise', { requestId: request, ...above });
	await ruth.post(`/support/${request}/answer`, { answer: 'not-now', words: 'After the move', answerBy: '2027-01-29' });
	const dropped = await installation.database.rows(
		`select kind, subject_id subject, dropped_because because from notifications
		 where workshop_id = '${room.workshopId}' and kind in ('support-ask', 'raise') order by dropped_because, kind`
	);

	expect(dropped).toEqual([
		{ kind: 'support-ask', subject: other, because: '' },
		{ kind: 'raise', subject: request, because: 'answered meanwhile' },
		{ kind: 'raise', subject: request, because: 'answered meanwhile' },
		{ kind: 'support-ask', subject: request, because: 'answered meanwhile' },
		{ kind: 'support-ask', subject: request, because: 'answered meanwhile' }
	]);
});
