import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#domain/ids.ts';
import { complete, planInstallation, sending, type PlanInstallation } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
beforeEach(() => installation.setNow('2027-01-13T14:00:00Z'));
afterAll(() => installation.close());

const TOKEN = 'the-secret-address-of-this-page';

type Room = Awaited<ReturnType<PlanInstallation['openRoom']>>;

const shownTo = async (room: Room, token: string) => {
	const answer = await room.request(`/api/progress/${token}`);
	return answer.json();
};

const ask = (token: string, body: unknown) =>
	installation.app.request(`http://room.test/api/progress/${token}/subscribe`, {
		method: 'POST',
		headers: { origin: 'http://room.test', 'content-type': 'application/json' },
		body: JSON.stringify(body)
	});

test('[FOLLOW-70] a name is shown once its person agreed and until they take it back; others write of "one of us"', async () => {
	const room = await installation.openRoom();
	const { id } = await room.signed();
	const token = `${TOKEN}-70`;
	await room.link('progress', token);
	await room.elin.post(`/actions/${id}/updates`, {
		health: 'on-course',
		text: 'Elin Strand hung the board. Marcus helped.'
	});
	const before = await shownTo(room, token);

	const agreed = await room.elin.post('/progress-page/my-name', { on: true });
	const named = await shownTo(room, token);
	const forOthers = await room.amira.get('/progress-page/house');
	const list = await room.marcus.get('/progress-page');
	await room.elin.post('/progress-page/my-name', { on: false });
	const after = await shownTo(room, token);

	expect(before.rows[0]).toMatchObject({ did: 'One of us hung the board. One of us helped.', owner: '' });
	expect([agreed.status, named.rows[0].did, named.rows[0].owner]).toEqual([
		204,
		'Elin Strand hung the board. One of us helped.',
		'Elin Strand'
	]);
	expect([list.body.named, forOthers.body.isNamed]).toEqual([['Elin Strand'], false]);
	expect(after).toEqual(before);
	expect((await room.amira.get('/progress-page')).status).toBe(403);
});

test('[FOLLOW-71] what was stopped, learned, declined or put aside stands there with its reason', async () => {
	const room = await installation.openRoom();
	const sponsor = await room.sit('Tom Beckett', 'sponsor');
	const aside = await room.sent('A shop in the high street');
	await room.facilitator.post(`/actions/${aside}/choose`, { place: 'not-now', reason: 'Too much at once' });
	const stopped = await room.ready('Drop the quiet room', room.marcus);
	const { body: asked } = await room.marcus.post(`/actions/${stopped}/support`, {
		kind: 'money',
		ask: 'Ask for a lock'
	});
	const request = asked.actions.find((action: { id: string }) => action.id === stopped).support[0].id;
	await sponsor.post(`/support/${request}/answer`, { answer: 'no', words: 'It would not be used' });
	const id = await room.ready('Every promise to call back has a name');
	await room.followedUp();
	for (const person of [room.elin, room.marcus, sponsor]) await person.post('/plan/sign');
	await room.facilitator.post('/plan/close');
	const token = `${TOKEN}-71`;
	await room.link('progress', token);

	const first = await shownTo(room, token);
	await room.elin.post(`/actions/${id}/updates`, {
		...{ health: 'learned', text: 'Nobody reads the board at night', lesson: 'Tell the night shift first' }
	});
	await room.marcus.post(`/actions/${stopped}/updates`, { health: 'stopped', text: 'The room is gone' });
	const then = await shownTo(room, token);

	expect([first.firstNewsOn, then.firstNewsOn]).toEqual(['2027-01-18', null]);
	expect(then.rows).toEqual([]);
	expect(then.notDone.map(({ about, did, now }: Record<string, string>) => [about, did, now])).toEqual([
		['Drop the quiet room', 'The room is gone', 'stopped'],
		['Every promise to call back has a name', 'Nobody reads the board at night. Tell the night shift first', 'learned'],
		['Ask for a lock', 'It would not be used', 'no'],
		['A shop in the high street', 'Too much at once', 'not-now']
	]);
	expect(then.counts).toEqual({ actions: 2, done: 0, onCourse: 0, push: 0, asked: 1, answered: 1 });
});

test('[FOLLOW-5] without a word of a customer it is a syndicate’s answer about our own house, and never a story', async () => {
	const room = await installation.openRoom();
	const story = await room.note('experiences', room.alder, { zone: 'bad' as never, text: 'My own bad night' });
	const cell = await room.note('house', room.alder, {
		zone: 'in-the-way' as never,
		text: 'We ask for permission for a part',
		from: [story.ref]
	});
	const draft = await room.draft('Everyone may spend forty', { from: [cell.ref] });
	const { body: plan } = await room.elin.post('/plan/send', sending(draft));
	const mine = plan.actions.find(({ text }: { text: string }) => text === 'Everyone may spend forty').id;
	await room.elin.post(`/actions/${mine}/own`, { yes: true });
	await room.elin.patch(`/actions/${mine}`, complete);
	await room.signed();
	const token = `${TOKEN}-5`;
	await room.link('progress', token);

	const page = await shownTo(room, token);

	const row = page.rows.find(({ about }: { about: string }) => about === 'Everyone may spend forty');
	expect(row.said).toEqual([
		{ words: 'We ask for permission for a part', by: 'A syndicate’s answer to “What is in the way”' }
	]);
	expect(JSON.stringify(page)).not.toContain('My own bad night');
});

test('[FOLLOW-72] whoever asks for the weekly letter is asked back once a day, and the answer tells nothing', async () => {
	const room = await installation.openRoom();
	await room.signed();
	const token = `${TOKEN}-72`;
	await room.link('progress', token);
	const rows = () =>
		installation.database.rows(
			`select c.email, c.confirmed_at, n.kind, n.period from contacts c join notifications n on n.subject_id = c.id where c.workshop_id = '${room.workshopId}' order by n.period`
		);
	const reader = { name: 'Nora Lind', email: ' Nora@Example.org ' };

	const answers = await Promise.all([ask(token, reader), ask(token, reader), ask(token, reader)]);
	const sameDay = await rows();
	installation.setNow('2027-01-14T09:00:00Z');
	await ask(token, reader);
	const nextDay = await rows();
	await installation.database.transaction(async (tx) => {
		const { contacts } = await import('#drizzle/schema.ts');
		await tx.update(contacts).set({ confirmedAt: installation.now() });
	});
	installation.setNow('2027-01-15T09:00:00Z');
	const known = await ask(token, reader);
	const elsewhere = await ask('no-such-address', reader);
	const wrong = await ask(token, { name: 'Nora', email: 'nora' });

	expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
	expect(sameDay).toEqual([{ email: 'nora@example.org', confirmed_at: null, kind: 'subscribe', period: '2027-01-13' }]);
	expect(nextDay.map((row) => (row as { period: string }).period)).toEqual(['2027-01-13', '2027-01-14']);
	expect([known.status, (await rows()).length]).toEqual([204, 2]);
	expect([elsewhere.status, wrong.status]).toEqual([404, 400]);
	expect((await room.marcus.get('/progress-page')).body.subscribers).toEqual({ confirmed: 1, waiting: 0 });
});

test('[MAIL-38] whoever said that the weekly letter is not theirs is asked anew, once somebody asks for it again', async () => {
	const room = await installation.openRoom();
	await room.signed();
	const token = `${TOKEN}-38`;
	await room.link('progress', token);
	const nora = { name: 'Nora', email: 'nora38@example.org' };
	await ask(token, nora);
	const rows = () =>
		installation.database.rows(
			`select c.id, c.ended_at is not null ended from contacts c join notifications n on n.subject_id = c.id where c.email = '${nora.email}' order by c.made_at`
		);
	const [first] = await rows();
	await installation.database.rows(`update contacts set confirmed_at = made_at where id = '${String(first?.['id'])}'`);
	await installation.database.rows(
		`insert into mail_wishes (workshop_id, recipient, disowned_at) values ('${room.workshopId}', 'contact:${String(first?.['id'])}', '2027-01-13T10:00:00Z')`
	);
	const again = await ask(token, nora);

	expect(again.status).toBe(204);
	expect((await rows()).map((row) => row['ended'])).toEqual([true, false]);
});

test('[FOLLOW-72] an address that never says yes gets three mails at most, none with a word of whoever asked, and nobody shuts the list', async () => {
	const room = await installation.openRoom();
	await room.signed();
	const token = `${TOKEN}-72b`;
	await room.link('progress', token);
	const asked = async () =>
		installation.database.rows(
			`select n.part from contacts c join notifications n on n.subject_id = c.id where c.workshop_id = '${room.workshopId}' and c.email = 'nora@example.org'`
		);
	for (const day of ['13', '14', '15', '16', '24', '25']) {
		installation.setNow(`2027-01-${day}T09:00:00Z`);
		await ask(token, { name: 'You have won', email: 'nora@example.org' });
	}
	const letters = await asked();
	const fill = async (n: number, confirmedAt: Date | null) =>
		installation.database.transaction(async (tx) => {
			const { contacts } = await import('#drizzle/schema.ts');
			const rows = Array.from({ length: n }, (_, each) => ({
				...{ id: newId<'Contact'>(), workshopId: room.workshopId, kind: 'subscriber' as const, name: 'X' },
				...{ email: `${confirmedAt ? 'yes' : 'x'}${each}@example.org`, madeAt: installation.now(), confirmedAt }
			}));
			await tx.insert(contacts).values(rows);
		});
	await fill(600, null);
	installation.setNow('2027-01-25T10:00:00Z');
	const real = await ask(token, { name: 'Ada', email: 'ada@example.org' });
	const { waiting } = (await room.marcus.get('/progress-page')).body.subscribers;
	await fill(500, installation.now());
	const full = [
		await ask(token, { name: 'New', email: 'new@example.org' }),
		await ask(token, { name: 'Known', email: 'yes7@example.org' })
	];

	expect(letters).toHaveLength(3);
	expect(JSON.stringify(letters)).not.toContain('You have won');
	expect([real.status, waiting]).toEqual([204, 200]);
	expect(full.map(({ status }) => status)).toEqual([409, 409]);
});
