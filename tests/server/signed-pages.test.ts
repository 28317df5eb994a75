import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '#domain/ids.ts';
import { toContact, toPerson, type SignedPurpose } from '#domain/letters.ts';
import { contacts, mailWishes } from '#drizzle/schema.ts';
import { signer } from '#server/follow/signed-links.ts';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;
let room: PlanRoom;
let actionId: string;

beforeAll(async () => {
	installation = await planInstallation();
});
beforeEach(async () => {
	installation.setNow('2027-01-13T14:00:00Z');
	room = await installation.openRoom();
	actionId = (await room.signed()).id;
	installation.setNow('2027-01-21T08:00:00Z');
});
afterAll(() => installation.close());

async function link(value: string, { purpose = 'report', who = room.elin, subjectId = actionId }: Of = {}) {
	const sign = await signer(installation.database, installation.now());
	const recipient = toPerson(who.id);
	const [wishes] = await installation.database.db.select().from(mailWishes).where(eq(mailWishes.recipient, recipient));
	const reader = { workshopId: room.workshopId, recipient, address: '', version: wishes?.version ?? 1 };
	return sign({ ...reader, purpose, subjectId, value });
}

interface Of {
	readonly purpose?: SignedPurpose;
	readonly who?: Sitting;
	readonly subjectId?: string;
}

const look = async (path: string, method = 'GET') => {
	const answer = await room.request(path, { method });
	return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

/** As a browser without scripts sends a form, and goes where it is led. */
async function press(path: string, fields: Readonly<Record<string, string>> = {}) {
	const body = new URLSearchParams(fields);
	const answer = await room.request(path, { method: 'POST', body });
	const to = answer.headers.get('location');
	return { status: answer.status, text: to ? (await look(to)).text : await answer.text() };
}

const updates = async () => (await room.marcus.get('/plan')).body.actions[0].updates;
const wishes = async () => {
	const recipient = toPerson(room.elin.id);
	const [row] = await installation.database.db.select().from(mailWishes).where(eq(mailWishes.recipient, recipient));
	return row;
};

test('[LINK-34] looking at a link writes nothing, and tells nobody where it came from', async () => {
	const path = await link('done');
	const before = await installation.database.rows('select count(*)::int n from link_uses');
	const looks = [await look(path), await look(path, 'HEAD'), await look(path)];

	expect(looks.map(({ status }) => status)).toEqual([200, 200, 200]);
	expect(looks[0]?.text).toContain('Every promise to call back has a name');
	expect(looks[0]?.text).toMatch(/value="done"\s+required\s+checked/);
	for (const { headers } of looks) {
		expect(headers.get('cache-control')).toBe('no-store');
		expect(headers.get('x-robots-tag')).toBe('noindex');
		expect(headers.get('set-cookie')).toBeNull();
	}
	expect(await updates()).toEqual([]);
	expect(await installation.database.rows('select count(*)::int n from link_uses')).toEqual(before);
});

test('[LINK-35] two presses of a button write one update, in the words of whoever pressed', async () => {
	const path = await link('on-course');
	const said = { health: 'on-course', text: 'The board hangs', reading: '66' };
	const answers = await Promise.all([press(path, said), press(path, said), press(path, said)]);
	const again = await press(path, said);

	expect([...answers, again].map(({ text }) => text.includes('Noted: On course'))).toEqual([true, true, true, true]);
	expect(await updates()).toMatchObject([
		{ health: 'on-course', text: 'The board hangs', reading: 66, writtenBy: room.elin.id }
	]);
});

test('[LINK-35] one tap is enough, and more can be said afterwards', async () => {
	const path = await link('done');
	await press(path, { health: 'done', end: 'done' });
	const learned = { health: 'done', end: 'learned', lesson: 'Ask the night shift first', evidence: '91 of 100 kept' };
	await press(path, learned);
	const rows = await installation.database.rows(
		`select u.health, u.text, u.lesson from action_updates u where u.action_id = '${actionId}' order by written_at`
	);
	const shown = await installation.database.rows(`select text from evidence where action_id = '${actionId}'`);

	expect(rows).toEqual([
		{ health: 'done', text: 'Done.', lesson: '' },
		{ health: 'learned', text: 'Ask the night shift first', lesson: 'Ask the night shift first' }
	]);
	expect(shown).toEqual([{ text: '91 of 100 kept' }]);
});

test('[LINK-35] an end needs what it is worth: a lesson, a reason, a figure that is one; and no word is lost by a refusal', async () => {
	const path = await link('done');
	const answers = [
		await press(path, { health: 'done', end: 'learned', text: 'It was the wrong hour' }),
		await press(path, { health: 'done', end: 'stopped' }),
		await press(path, { health: 'on-course', reading: 'many' }),
		await press(path, { health: 'on-course', text: 'x'.repeat(281) }),
		await press(path, { health: 'flying' })
	];

	expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
	expect(answers[0]?.text).toContain('What would you tell the next one who tries?');
	expect(answers[0]?.text).toContain('>It was the wrong hour</textarea');
	expect(answers[1]?.text).toContain('Say why it is right to stop');
	expect(await updates()).toEqual([]);
});

test('[LINK-36] a press can be taken back for ten minutes, and its row stays where nobody reads it', async () => {
	await room.elin.post(`/actions/${actionId}/updates`, { health: 'help', text: 'Paint is missing', reading: 64 });
	const path = await link('done');
	await press(path, { health: 'done', end: 'done', reading: '95', evidence: 'Nine of ten' });
	installation.setNow('2027-01-21T08:09:00Z');
	const undone = await press(`${path}/undo`);
	const twice = await press(`${path}/undo`);

	expect(undone.text).toContain('Taken back');
	expect(twice.status).toBe(303);
	expect(await updates()).toMatchObject([{ health: 'help', text: 'Paint is missing', reading: 64 }]);
	const kept = await installation.database.rows(`select text from action_updates where action_id = '${actionId}'`);
	expect(kept.map(({ text }) => text)).toEqual(['Paint is missing', 'Done.']);
	expect(await installation.database.rows('select withdrawn_at is not null gone from evidence')).toContainEqual({
		gone: true
	});
	await press(path, { health: 'done', end: 'done' });
	installation.setNow('2027-01-21T08:20:01Z');
	await press(`${path}/undo`);
	expect(await updates()).toHaveLength(2);
});

test('[LINK-37] another’s action, a link that lost a character and one that ran out are refused, and nothing is written', async () => {
	const path = await link('done');
	const others = await link('done', { who: room.amira });
	const cut = await look(path.slice(0, -1));
	const stray = await press(others, { health: 'done', end: 'done' });
	installation.setNow('2027-02-11T08:00:00Z');
	const late = await press(path, { health: 'done', end: 'done' });

	expect([cut.status, stray.status, late.status]).toEqual([410, 410, 410]);
	expect(late.text).toContain('This link ended on 11 February');
	expect(stray.text).toBe(cut.text);
	expect(await updates()).toEqual([]);
});

test('[LINK-37] a link of an action ends when somebody else owns it', async () => {
	const path = await link('done');
	await room.elin.post(`/actions/${actionId}/changes`, { part: 'owner', value: '', reason: 'I change departments' });

	expect((await press(path, { health: 'done', end: 'done' })).status).toBe(410);
	expect(await updates()).toEqual([]);
});

test('[LINK-38] letters come less often, later or not at all, and again, by a link', async () => {
	const path = await link('less', { purpose: 'wishes' });
	const report = await link('done');
	const shown = await look(path);
	await press(path, { wish: 'less', timezone: 'Asia/Kolkata' });
	const monthly = await wishes();
	await press(path, { wish: 'snooze' });
	const snoozed = await wishes();
	await press(path, { wish: 'stop-action' });
	const aboutAction = (await look(report)).status;
	await press(path, { wish: 'stop' });
	const stopped = await wishes();
	const whileStopped = (await look(report)).status;
	await press(`${path}/undo`);
	await press(path, { wish: 'on' });

	expect(shown.text).toMatch(/value="less"\s+required\s+checked/);
	expect(monthly).toMatchObject({ isMonthly: true, timezone: 'Asia/Kolkata', stoppedAt: null });
	expect(snoozed).toMatchObject({ snoozedUntil: '2027-01-28' });
	expect(stopped?.stoppedAt?.toISOString()).toBe('2027-01-21T08:00:00.000Z');
	expect([aboutAction, whileStopped, (await look(report)).status]).toEqual([410, 410, 200]);
	expect(await wishes()).toMatchObject({ stoppedAt: null, snoozedUntil: null, stoppedActions: [] });
});

test('[LINK-39] a mail program stops the letters with one request that asks nothing back', async () => {
	const path = await link('stop', { purpose: 'wishes', subjectId: '' });
	const stop = { 'List-Unsubscribe': 'One-Click' };
	const answers = [await press(path, stop), await press(path, stop)];
	const byReport = await press(await link('done', { who: room.marcus }), stop);

	expect(answers.map(({ status }) => status)).toEqual([200, 200]);
	expect((await wishes())?.stoppedAt).not.toBeNull();
	expect(byReport.status).toBe(410);
});

test('[LINK-40] whoever is not the reader says so: links that were sent end, and nothing more goes to a wrong address', async () => {
	const first = await link('done');
	const forwarded = await press(`${first}/not-me`, { side: 'forwarded' });
	const afterwards = [(await look(first)).status, (await wishes())?.disownedAt, (await wishes())?.version];
	const second = await link('done');
	const undecided = await press(`${second}/not-me`);
	const wrong = await press(`${second}/not-me`, { side: 'address' });

	expect([forwarded.status, undecided.status, wrong.status]).toEqual([200, 400, 200]);
	expect(afterwards).toEqual([410, null, 2]);
	expect((await look(second)).status).toBe(410);
	expect((await wishes())?.disownedAt?.toISOString()).toBe('2027-01-21T08:00:00.000Z');
});

test('[LINK-41] whoever answers is asked again', async () => {
	const recipient = toPerson(room.elin.id);
	await installation.database.transaction((tx) =>
		tx.insert(mailWishes).values({ workshopId: room.workshopId, recipient, unanswered: 3 })
	);
	const path = await link('on-course');
	await look(path);
	const looked = (await wishes())?.unanswered;
	await press(path, { health: 'on-course' });

	expect([looked, (await wishes())?.unanswered]).toEqual([3, 0]);
});

test('[LINK-42] whoever guesses is told to wait, and a link that holds is never held up', async () => {
	const guesses = [];
	for (let n = 0; n < 62; n++) guesses.push((await look(`/a/guess-${n}`)).status);
	const right = await look(await link('done'));

	expect([guesses[0], guesses.at(-1), right.status]).toEqual([410, 429, 200]);
});

const action = async () => (await room.marcus.get('/plan')).body.actions[0];

test('[LINK-43] an owner says yes, names another day, or gives the action back to the syndicate, which takes it by a link', async () => {
	const own = { purpose: 'own' } as const;
	const path = await link('yes', own);
	const kept = await press(path, { own: 'yes' });
	const without = await press(path, { own: 'another-date' });
	const past = await press(path, { own: 'another-date', dueOn: '2027-01-02' });
	await press(path, { own: 'another-date', dueOn: '2027-03-05', reason: 'The painter is ill' });
	const moved = await action();
	const early = await look(await link('yes', { ...own, who: room.amira }));
	const back = await press(await link('no', own), { own: 'no' });
	const free = await action();
	const byMarcus = await look(await link('yes', { ...own, who: room.marcus }));
	const offered = await link('yes', { ...own, who: room.amira });
	const taken = await press(offered, { own: 'yes' });

	expect(kept.text).toContain('Noted: It is yours');
	expect([without.status, past.status, early.status, byMarcus.status]).toEqual([400, 400, 410, 410]);
	expect(moved).toMatchObject({ dueOn: '2027-03-05', ownerId: room.elin.id });
	expect(back.text).toContain('it goes back to its syndicate');
	expect(free.ownerId).toBeNull();
	expect(taken.text).toContain('Noted: It is yours');
	expect((await action()).ownerId).toBe(room.amira.id);
});

test('[LINK-43] who gave an action back by mistake has it again', async () => {
	const path = await link('no', { purpose: 'own' });
	await press(path, { own: 'no' });
	const undone = await press(`${path}/undo`);
	const open = await installation.database.rows(
		`select ended_at is null open from action_offers where action_id = '${actionId}'`
	);

	expect(undone.text).toContain('Taken back');
	expect((await action()).ownerId).toBe(room.elin.id);
	expect(open).toEqual([{ open: false }]);
});

test('[LINK-44] the weekly letter comes to an address outside after its own yes, and a look is no yes', async () => {
	const id = newId<'Contact'>();
	const email = 'nora@example.org';
	await installation.database.transaction((tx) =>
		tx.insert(contacts).values({
			...{ id, workshopId: room.workshopId, kind: 'subscriber', name: 'Nora', email, madeAt: installation.now() }
		})
	);
	const sign = await signer(installation.database, installation.now());
	const reader = { workshopId: room.workshopId, recipient: toContact(id), address: email, version: 1 };
	const path = sign({ ...reader, purpose: 'subscribe', subjectId: id, value: 'yes' });
	const confirmed = async () =>
		(await installation.database.rows(`select confirmed_at is not null yes from contacts where id = '${id}'`))[0];
	await look(path);
	const before = await confirmed();
	const after = await press(path);

	expect([before, await confirmed()]).toEqual([{ yes: false }, { yes: true }]);
	expect(after.text).toContain('the letter comes to you every week');
});

test('[LINK-45] a link of a request or of a pulse opens a page, and answers nothing', async () => {
	await room.elin.post(`/actions/${actionId}/support`, { kind: 'money', ask: 'Two screens' });
	const [{ id: requestId }] = (await action()).support;
	const sponsor = await room.sit('Ruth Adler', 'sponsor');
	await room.reload();
	const path = await link('yes', { purpose: 'support', who: sponsor, subjectId: requestId });
	const opened = await look(path);
	const answered = await press(path, { answer: 'yes', words: 'Bought tomorrow' });
	const pulse = await look(await link('open', { purpose: 'pulse', subjectId: 'w4' }));
	const again = await look(await link('open', { purpose: 'pulse', subjectId: 'again' }));

	expect(opened.text).toContain('Two screens');
	expect(opened.text).toContain(`/w/${room.workshopId}/support?answer=yes#${requestId}`);
	expect(answered.status).toBe(400);
	expect((await action()).support[0].answers).toEqual([]);
	expect(pulse.text).toContain(`/w/${room.workshopId}/`);
	expect([pulse, again].map(({ text }) => /<h1>(.*?)<\/h1>/.exec(text)?.[1])).toEqual([
		'Three questions, one minute',
		'The five questions of the beginning'
	]);
});
