// What belongs to an action after the signing, and to a person alone.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { standardsSheets } from '#drizzle/schema.ts';
import { nextStepOf } from '#server/store/steps.ts';
import { complete, planInstallation, sending, type PlanInstallation, type PlanRoom } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
beforeEach(() => installation.setNow('2027-01-13T14:00:00Z'));
afterAll(() => installation.close());

/** Signed: an action of Elin's in which Amira helps, followed up by Marcus. */
async function signedRoom() {
	const room = await installation.openRoom();
	const sponsor = await room.sit('Tom Beckett', 'sponsor');
	await room.reload();
	const id = await room.ready('Ring back by four');
	await room.elin.patch(`/actions/${id}`, { helpers: [room.amira.id] });
	await room.followedUp();
	for (const person of [room.elin, room.marcus, sponsor]) await person.post('/plan/sign');
	const { status, body } = await room.facilitator.post('/plan/close');
	if (status !== 200) throw new Error(body.sentence);
	return { ...room, sponsor, id: asId<'Action'>(id) };
}

const updatesIn = async ({ elin }: PlanRoom) => (await elin.get('/plan')).body.actions[0].updates;

test('[FOLLOW-43] a word written again within ten minutes takes the place of the first, and both stay in the table', async () => {
	const room = await signedRoom();
	const say = (text: string) => room.elin.post(`/actions/${room.id}/updates`, { health: 'on-course', text });

	await say('The bord hangs');
	installation.setNow('2027-01-13T14:05:00Z');
	await say('The board hangs');
	installation.setNow('2027-01-13T15:00:00Z');
	await say('Everybody looks at it');

	expect((await updatesIn(room)).map(({ text }: { text: string }) => text)).toEqual([
		'The board hangs',
		'Everybody looks at it'
	]);
	const kept = await installation.database.rows(
		`select count(*)::int as n from action_updates where action_id = '${room.id}'`
	);
	expect(kept).toEqual([{ n: 3 }]);
});

test('[FOLLOW-44] tried and learned needs its lesson, done keeps what shows it, and a new word opens it again', async () => {
	const room = await signedRoom();
	const say = async (more: object) => room.elin.post(`/actions/${room.id}/updates`, { text: 'So it is', ...more });
	const stands = async () => (await room.amira.get('/plan')).body.actions[0].health;

	const bare = await say({ health: 'learned' });
	await say({ health: 'learned', lesson: 'Ask the morning shift first.' });
	const learned = [await stands(), (await updatesIn(room)).at(-1).lesson];
	installation.setNow('2027-01-14T09:00:00Z');
	await say({ health: 'on-course', text: 'We try once more with the morning shift' });
	const again = await stands();
	installation.setNow('2027-02-14T09:00:00Z');
	await say({ health: 'done', text: 'Nobody waits any more', figure: '91 of 100' });
	const { body } = await room.sponsor.get('/after');

	expect([bare.status, bare.body.field]).toEqual([400, 'lesson']);
	expect(learned).toEqual(['learned', 'Ask the morning shift first.']);
	expect([again, await stands()]).toEqual(['on-course', 'done']);
	expect(body.evidence).toMatchObject([{ text: 'Nobody waits any more', figure: '91 of 100', actionId: room.id }]);
});

test('[FOLLOW-45] owner, helpers and whoever follows up write and tick steps, each with its own number; others do not', async () => {
	const room = await signedRoom();
	const path = `/actions/${room.id}/steps`;
	const before = await nextStepOf(installation.database.db, room.id);

	const other = await room.facilitator.post(path, { text: 'Not mine to say' });
	const written = await Promise.all([
		room.elin.post(path, { text: 'Buy pens', dueOn: '2027-02-15' }),
		room.amira.post(path, { text: 'Hang it', dueOn: '2027-02-01' }),
		room.marcus.post(path, { text: 'Show it to planning' })
	]);
	const { body } = await room.elin.get('/after');
	const step = (text: string) => body.steps.find((each: { text: string }) => each.text === text);
	const next = await nextStepOf(installation.database.db, room.id);
	await room.amira.patch(`${path}/${step('Hang it').id}`, { isDone: true });
	const afterwards = await nextStepOf(installation.database.db, room.id);
	await room.elin.patch(`${path}/${step('Buy pens').id}`, { isDropped: true });
	const left = (await room.elin.get('/after')).body.steps;

	expect([other.status, ...written.map(({ status }) => status)]).toEqual([403, 201, 201, 201]);
	expect(body.steps.map(({ n }: { n: number }) => n)).toEqual([1, 2, 3]);
	expect([before, next, afterwards]).toEqual([
		{ text: 'Hang the board by the window', dueOn: null },
		{ text: 'Hang it', dueOn: '2027-02-01' },
		{ text: 'Buy pens', dueOn: '2027-02-15' }
	]);
	expect(left.map(({ text }: { text: string }) => text).sort()).toEqual(['Hang it', 'Show it to planning']);
});

test('[FOLLOW-46] one small part a person and day, by name and without counts; other words are not done yet', async () => {
	const room = await signedRoom();

	const nothing = await room.marcus.post('/today/finish', { done: true });
	await room.marcus.post('/today', { text: 'Ring Mrs Hall' });
	await room.elin.post('/today', { text: 'Buy pens' });
	await room.marcus.post('/today/finish', { done: true });
	const board = (await room.sponsor.get('/today')).body;
	await room.marcus.post('/today', { text: 'Ring Mrs Hall and Mr Wade' });
	const changed = (await room.marcus.get('/today')).body.parts.at(-1);
	await room.elin.post('/today', { text: '' });
	installation.setNow('2027-01-14T08:00:00Z');

	expect([nothing.status, nothing.body.code]).toEqual([404, 'not-found']);
	expect(board).toEqual({
		today: '2027-01-13',
		mayWrite: false,
		parts: [
			{ personId: room.elin.id, text: 'Buy pens', isDone: false },
			{ personId: room.marcus.id, text: 'Ring Mrs Hall', isDone: true }
		]
	});
	expect(changed).toEqual({ personId: room.marcus.id, text: 'Ring Mrs Hall and Mr Wade', isDone: false });
	expect((await room.elin.get('/today')).body).toMatchObject({ today: '2027-01-14', parts: [], mayWrite: true });
});

test('[FOLLOW-47] nobody else reads or changes what somebody learned, whoever leads or follows up', async () => {
	const room = await signedRoom();

	const written = await room.elin.post('/me/skills', { text: 'I say no without a knot in my stomach' });
	const { id } = written.body.skills[0];
	const others = [room.amira, room.marcus, room.facilitator, room.sponsor];
	const read = await Promise.all(others.map(async (other) => (await other.get('/me')).body.skills));
	const changed = await Promise.all(others.map((other) => other.patch(`/me/skills/${id}`, { text: '' })));
	const reworded = await room.elin.patch(`/me/skills/${id}`, { text: 'I say no' });
	const gone = await room.elin.patch(`/me/skills/${id}`, { text: '' });

	expect(read).toEqual(others.map(() => []));
	expect(changed.map(({ status }) => status)).toEqual(others.map(() => 404));
	expect([reworded.body.skills[0].text, gone.body.skills]).toEqual(['I say no', []]);
	for (const other of others) {
		const pages = await Promise.all(['/plan', '/after', '/today'].map((path) => other.get(path)));
		expect(JSON.stringify(pages.map(({ body }) => body))).not.toContain('I say no');
	}
});

test('[FOLLOW-48] a note with a name is found by its person, one without by nobody, and both by what became of them', async () => {
	const room = await installation.openRoom();
	const write = (text: string, author?: typeof room.elin.id) =>
		room.note('experiences', room.alder, { zone: asId('bad'), text }, author);
	const named = await write('Nobody rang back', room.amira.id);
	const nameless = await write('I was sent from desk to desk');
	const lonely = await write('The lift was broken', room.amira.id);
	const note = await room.note('draft', room.alder, {
		...{ zone: asId<'Zone'>('drafts'), text: 'Ring back by four' },
		from: [named.ref, nameless.ref]
	});
	const sent = await room.elin.post('/plan/send', sending(note));
	const { id } = sent.body.actions[0];
	await room.elin.post(`/actions/${id}/own`, { yes: true });
	await room.elin.patch(`/actions/${id}`, complete);
	await room.followedUp();
	for (const person of [room.elin, room.marcus]) await person.post('/plan/sign');
	expect((await room.facilitator.post('/plan/close')).status).toBe(200);

	const { body } = await room.amira.get('/me/notes');
	const other = (await room.elin.get('/me/notes')).body;

	expect(body.mine.map(({ ref, actions }: { ref: string; actions: number[] }) => [ref, actions])).toEqual([
		[named.ref, [1]],
		[lonely.ref, []]
	]);
	const fate = body.fates.find(({ ref }: { ref: string }) => ref === nameless.ref);
	expect(fate).toEqual({
		...{ ref: nameless.ref, step: 'experiences', text: 'I was sent from desk to desk', syndicateId: room.alder },
		...{ standards: [], actions: [1] }
	});
	expect(other.mine.map(({ ref }: { ref: string }) => ref)).not.toContain(named.ref);
	expect(other.fates).toEqual(body.fates);
	expect(JSON.stringify(body.fates)).not.toContain(room.amira.id);
});

test('[FOLLOW-49] what a finished action asks for stands in the next version, which waits for the sponsor, and version one stays', async () => {
	const room = await signedRoom();
	const { elin, marcus, amira, sponsor, id, workshopId } = room;
	const line = {
		...{ n: 1, text: 'We ring back', fixed: ['By four'], mayDecide: [], gains: 'Everybody', warm: 1, quick: 0 },
		...{ syndicates: [], ref: 'note:visionxx:linexxxx' }
	};
	const path = `/actions/${id}/standard`;
	const contents = { lines: [line], mistakes: { learn: [], line: [] } };
	await installation.database.transaction((tx) =>
		tx.insert(standardsSheets).values({
			...{ workshopId, version: 1, compass: 'We ring back', contents },
			...{ madeBy: room.facilitator.id, madeAt: installation.now() },
			...{ agreedBy: sponsor.id, agreedAt: installation.now(), agreedWords: 'Yes' }
		})
	);

	const wish = { line: line.ref, part: 'mayDecide', text: 'Up to £40 without asking' };
	await Promise.all([elin.post(path, wish), amira.post(path, wish)]);
	const taken = await elin.post(path, { ...wish, text: 'A slip' });
	const slip = taken.body.wishes.find(({ text }: { text: string }) => text === 'A slip');
	await elin.post(`${path}/${slip.id}/take-back`);
	const stray = await elin.post(path, { ...wish, line: 'note:visionxx:gonexxxx' });
	const [asked] = (await elin.get('/after')).body.wishes;
	const byOwner = await elin.post('/standards/grow', { wishes: [asked.id] });
	const grown = await Promise.all([1, 2].map(() => marcus.post('/standards/grow', { wishes: [asked.id] })));
	const { body: sheets } = await amira.get('/standards');
	const late = await elin.post(`${path}/${asked.id}/take-back`);
	const agreed = await sponsor.post('/standards/agree', { version: 2, words: 'Use it well' });

	expect([stray.status, byOwner.status, late.status, agreed.status]).toEqual([404, 403, 404, 200]);
	expect(grown.map(({ status }) => status).sort()).toEqual([201, 404]);
	expect(sheets.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
	expect(sheets[0]).toMatchObject({ agreed: null, lines: [{ fixed: ['By four'], mayDecide: [wish.text] }] });
	expect(sheets[1]).toMatchObject({ lines: [{ mayDecide: [] }] });
	expect((await elin.get('/after')).body.wishes).toMatchObject([{ version: 2, text: wish.text }]);
});

test('[FOLLOW-50] whoever does a growing action writes its map, whole, and everybody reads it', async () => {
	const room = await signedRoom();
	const lines = [{ from: 'Answering calls', to: 'Planning visits', how: 'Two weeks beside Sofia' }];

	const byOther = await room.facilitator.post(`/actions/${room.id}/growth`, { lines });
	const written = await room.amira.post(`/actions/${room.id}/growth`, { lines });
	const half = await room.elin.post(`/actions/${room.id}/growth`, { lines: [{ from: 'Here', to: ' ' }] });
	const read = (await room.sponsor.get('/after')).body.maps;
	await room.elin.post(`/actions/${room.id}/growth`, { lines: [] });

	expect([byOther.status, written.status, half.status]).toEqual([403, 201, 400]);
	expect(read).toMatchObject([{ actionId: room.id, lines, writtenBy: room.amira.id }]);
	expect((await room.sponsor.get('/after')).body.maps).toEqual([]);
});

test('[FOLLOW-51] a page is open while its person says so, and the sponsor alone is told', async () => {
	const room = await signedRoom();

	const closed = (await room.sponsor.get('/open-pages')).body.people;
	await Promise.all([1, 2].map(() => room.elin.post('/me/consents', { about: 'open-page', given: true })));
	const open = (await room.sponsor.get('/open-pages')).body.people;
	const others = await Promise.all([room.marcus, room.facilitator].map((other) => other.get('/open-pages')));
	const back = await room.elin.post('/me/consents', { about: 'open-page', given: false });

	expect([closed, open]).toEqual([[], [room.elin.id]]);
	expect(others.map(({ status }) => status)).toEqual([403, 403]);
	expect(back.body.consents).toEqual([]);
	expect((await room.sponsor.get('/open-pages')).body.people).toEqual([]);
});

test('[FOLLOW-52] somebody stops, puts off and moves their own letters, and nobody else’s', async () => {
	const room = await signedRoom();

	const nowhere = await room.elin.put('/me/letters', { timezone: 'Europe/Nowhere' });
	await room.elin.put('/me/letters', { timezone: 'Asia/Tokyo', isMonthly: true });
	await room.elin.put('/me/letters', { isStopped: true, snoozedUntil: '2027-02-01' });
	const { body } = await room.elin.get('/me');
	const again = await room.elin.put('/me/letters', { isStopped: false, snoozedUntil: null });

	expect(nowhere.status).toBe(400);
	expect(body.letters).toEqual({
		...{ timezone: 'Asia/Tokyo', isMonthly: true, snoozedUntil: '2027-02-01' },
		...{ stoppedAt: '2027-01-13T14:00:00.000Z', isDisowned: false }
	});
	expect(again.body.letters).toMatchObject({ isMonthly: true, stoppedAt: null, snoozedUntil: null });
	expect((await room.amira.get('/me')).body.letters.isMonthly).toBe(false);
});
