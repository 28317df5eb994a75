import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import { HerWords } from '#server/live/her-words.ts';
import { pendingOf, readReply, stillStands } from '#server/live/reply-view.ts';
import { ReplyStore } from '#server/store/reply.ts';
import type { DeskLineView, ReplyDeskView, ReplyView } from '#protocol/reply-views.ts';
import {
	planInstallation,
	sending,
	complete,
	type PlanInstallation,
	type PlanRoom,
	type Sitting
} from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const EARLY = 'Tell me before I find out.';
const NAME = 'One name for my building, please';
const TIDY = 'Look round before you leave us';
const PRAISE = 'Your drivers are kind to everybody';

interface Heard extends PlanRoom {
	readonly ingrid: Sitting;
	readonly points: readonly string[];
	/** Writes a note that links to what lies on the board for this point. */
	readonly answer: (
		tray: 'means' | 'could',
		text: string,
		point: number,
		syndicate: 'alder' | 'birch'
	) => Promise<unknown>;
}

/** Three wishes dealt to both syndicates, a praise, a dealt question. */
async function openHeard(): Promise<Heard> {
	const room = await installation.openRoom();
	const ingrid = await room.sit('Ingrid Solheim', 'customer');
	await room.reload();
	const points: string[] = [];
	for (const text of [EARLY, NAME, TIDY])
		points.push((await room.elin.post('/points', { text, kind: 'wish' })).body.id);
	points.push((await room.elin.post('/points', { text: PRAISE, kind: 'praise' })).body.id);
	await room.facilitator.patch('/questions/rules', { approvedFirst: false });
	const { body } = await room.elin.post('/questions', { text: 'Early or late?', shows: 'name' });
	await room.facilitator.post(`/questions/${body.id}/moderate`, { deed: 'deal' });
	await room.facilitator.post('/issues/gather');
	const answer: Heard['answer'] = async (tray, text, point, syndicate) => {
		const document = await room.document('issues', room[syndicate]);
		const [laid] = await room.rooms.read(document, (board) =>
			board.notes().filter(({ from }) => from.includes(`point:${points[point]}`))
		);
		return room.note('issues', room[syndicate], { zone: asId(tray), text, from: [noteRef(document, laid!.id)] });
	};
	return { ...room, ingrid, points, answer };
}

const onDesk = async ({ facilitator }: PlanRoom): Promise<ReplyDeskView> => (await facilitator.get('/reply/desk')).body;
const drafted = async ({ facilitator }: PlanRoom): Promise<ReplyDeskView> =>
	(await facilitator.post('/reply/draft')).body;
const read = async (who: Sitting): Promise<ReplyView> => (await who.get('/reply')).body;
const write = ({ facilitator }: PlanRoom, line: DeskLineView, text: string, isLeftOut = false, by = facilitator) =>
	by.post(`/reply/lines/${line.issueId}`, { text, isLeftOut, saw: { text: line.text, isLeftOut: line.isLeftOut } });
const toldIn = ({ told }: { readonly told: readonly { readonly text: string }[] }) => told.map(({ text }) => text);

/** Every line gets words, and it is approved. */
async function approved(room: PlanRoom): Promise<ReplyDeskView> {
	for (const line of (await onDesk(room)).lines)
		if (line.text === '' && !line.isLeftOut) await write(room, line, `We will: ${line.n}`);
	const { stamp } = await onDesk(room);
	const { status, body } = await room.facilitator.post('/reply/approve', { stamp });
	if (status !== 200) throw new Error(body.sentence);
	return body;
}
const takeBack = (room: Heard, point: number) =>
	room.ingrid.post(`/points/${room.points[point]}/check`, { verdict: 'take-back' });

test('[REPLY-1] a line for each issue says what was told, in words as they stand; praise stands by itself', async () => {
	const room = await openHeard();
	const before = await onDesk(room);

	await room.facilitator.post(`/issues/${before.lines[1]!.issueId}/join`, { to: before.lines[0]!.issueId });
	await room.ingrid.post(`/points/${room.points[2]}/check`, { verdict: 'correct', text: 'Two minutes to look round' });
	const { lines, preview } = await onDesk(room);

	expect(before.lines.map(toldIn)).toEqual([[EARLY], [NAME], [TIDY], ['Early or late?']]);
	expect(lines.map(toldIn)).toEqual([[EARLY, NAME], ['Two minutes to look round'], ['Early or late?']]);
	expect(lines.at(-1)?.told[0]).toMatchObject({ kind: 'question', n: null, answer: null });
	expect([preview.praise.map(({ text }) => text), preview.also]).toEqual([[PRAISE], []]);
});

test('[REPLY-1] a point that no issue is made of is told after the lines', async () => {
	const room = await openHeard();
	await room.elin.post('/points', { text: 'And answer the telephone', kind: 'wish' });

	const { lines, preview } = await onDesk(room);

	expect(lines.length).toBe(4);
	expect(preview.also.map(({ n, text }) => [n, text])).toEqual([[5, 'And answer the telephone']]);
});

test('[REPLY-2] a draft quotes what each syndicate wrote, with whose it is; what nobody can place is offered beside', async () => {
	const room = await openHeard();
	await room.answer('means', 'She can plan with bad news', 0, 'alder');
	await room.answer('could', 'Ring by half past seven', 0, 'birch');
	await room.answer('could', 'A sentence every evening', 0, 'alder');
	await room.answer('means', 'Nobody knows who is hers', 1, 'birch');
	await room.note('issues', room.alder, { zone: asId('could'), text: 'Buy a bell', from: [] });

	const { lines } = await drafted(room);

	expect(lines.map(({ text }) => text)).toEqual([
		'“A sentence every evening” (Alder)\n“Ring by half past seven” (Birch)',
		'“Nobody knows who is hers” (Birch)',
		'',
		''
	]);
	expect(lines[0]?.written.map(({ tray, text }) => [tray, text])).toEqual([
		['means', 'She can plan with bad news'],
		['could', 'A sentence every evening'],
		['could', 'Ring by half past seven']
	]);
	expect(lines.map(({ near }) => near.map(({ text }) => text))).toEqual([
		['Buy a bell'],
		['Buy a bell'],
		['Buy a bell'],
		['Buy a bell']
	]);
});

test('[REPLY-3] drafting again takes what is new, and leaves alone what somebody wrote or left out', async () => {
	const room = await openHeard();
	await room.answer('could', 'Ring by half past seven', 0, 'alder');
	await room.answer('could', 'Molly and Stefan', 1, 'alder');
	const first = await drafted(room);
	await write(room, first.lines[0]!, 'We will ring you.');
	await write(room, first.lines[2]!, '', true);
	await room.answer('could', 'A board by the window', 0, 'birch');
	await room.answer('could', 'Two minutes', 2, 'birch');
	await room.answer('could', 'One number for it', 1, 'birch');

	const { lines } = await drafted(room);

	expect(lines.map(({ text, isLeftOut, isEdited }) => [text, isLeftOut, isEdited])).toEqual([
		['We will ring you.', false, true],
		['“Molly and Stefan” (Alder)\n“One number for it” (Birch)', false, false],
		['', true, true],
		['', false, false]
	]);
});

test('[REPLY-4] of two who write in the same line the second is told, and nothing of the first is lost', async () => {
	const room = await openHeard();
	const second = await room.sit('Ben Adler', 'co-facilitator');
	const [line] = (await onDesk(room)).lines;

	const [one, other] = [
		await write(room, line!, 'We will ring'),
		await write(room, line!, 'We will write', false, second)
	];
	const again = await write(room, line!, 'We will ring');
	const after = await write(room, one.body.lines[0], 'We will ring, and write', false, second);
	const opening = await room.facilitator.post('/reply/opening', { opening: 'Dear Ingrid', saw: '' });
	const late = await second.post('/reply/opening', { opening: 'Hello', saw: '' });

	expect([one.status, other.status, other.body.code, again.status, after.status]).toEqual([
		200,
		409,
		'in-use',
		200,
		200
	]);
	expect(after.body.lines[0].text).toBe('We will ring, and write');
	expect([opening.status, late.status, late.body.code]).toEqual([200, 409, 'in-use']);
	expect((await onDesk(room)).opening).toBe('Dear Ingrid');
});

test('[REPLY-4] lines are put in an order, and one that comes later stands at the end', async () => {
	const room = await openHeard();
	const { lines } = await onDesk(room);
	const turned = [lines[2]!, lines[0]!].map(({ issueId }) => issueId);

	const { body } = await room.facilitator.post('/reply/order', { issues: [...turned, 'unknown-issue-1'] });

	expect(body.lines.map(({ n }: DeskLineView) => n)).toEqual([3, 1, 2, 4]);
});

test('[REPLY-5] she reads nothing before it is approved, then exactly the preview, and nothing once it is withdrawn', async () => {
	const room = await openHeard();
	await drafted(room);
	const nothing = await read(room.ingrid);
	const tooEarly = await room.facilitator.post('/reply/approve', { stamp: (await onDesk(room)).stamp });
	await room.facilitator.post('/reply/opening', { opening: 'Thank you for coming.', saw: '' });
	const desk = await approved(room);
	const reads = await read(room.ingrid);
	const withdrawn = await room.facilitator.post('/reply/withdraw');
	const after = await read(room.ingrid);

	expect([nothing.approved, nothing.lines, nothing.praise]).toEqual([null, [], []]);
	expect([tooEarly.status, tooEarly.body.code]).toEqual([400, 'empty']);
	expect({ ...reads, approved: null }).toEqual(desk.preview);
	expect(reads.approved?.by).toBe('Helen Marsh');
	expect([withdrawn.body.approved, after.approved, after.lines]).toEqual([null, null, []]);
	expect((await onDesk(room)).lines[0]?.text).toBe('We will: 1');
});

test('[REPLY-5] what is written after the approval waits for another one, and nothing unread is approved', async () => {
	const room = await openHeard();
	const { lines, stamp: old } = await approved(room);

	const { body: changed } = await write(room, lines[0]!, 'We will do more');
	const meanwhile = await read(room.ingrid);
	const stale = await room.facilitator.post('/reply/approve', { stamp: old });
	await room.ingrid.post(`/points/${room.points[1]}/check`, { verdict: 'correct', text: 'One name, or two' });
	const corrected = await room.facilitator.post('/reply/approve', { stamp: changed.stamp });
	const { body: anew } = await room.facilitator.post('/reply/approve', { stamp: (await onDesk(room)).stamp });

	expect([changed.approved.isChanged, meanwhile.lines[0]?.text]).toEqual([true, 'We will: 1']);
	expect([stale.status, stale.body.code, corrected.status]).toEqual([409, 'in-use', 409]);
	expect(anew.approved.isChanged).toBe(false);
	expect((await read(room.ingrid)).lines[0]?.text).toBe('We will do more');
});

test('[REPLY-5] a line that is left out is told with its reason, and not at all without one', async () => {
	const room = await openHeard();
	const { lines } = await onDesk(room);
	await write(room, lines[0]!, 'It lies with the council.', true);
	await write(room, lines[1]!, '', true);
	await approved(room);

	const reads = await read(room.ingrid);

	expect(reads.lines.map(({ told, isLeftOut }) => [told[0]?.text, isLeftOut])).toEqual([
		[EARLY, true],
		[TIDY, false],
		['Early or late?', false]
	]);
});

test('[REPLY-6] a point taken back is gone from the reply, from the approved one, and from words that quoted it', async () => {
	const room = await openHeard();
	const { lines } = await onDesk(room);
	await room.facilitator.post('/reply/opening', { opening: `You said: “${EARLY}”`, saw: '' });
	await write(room, lines[1]!, 'As you said, tell me  BEFORE I find out');
	await approved(room);

	await takeBack(room, 0);
	const [reads, desk] = [await read(room.ingrid), await onDesk(room)];
	const rows = await installation.database.rows(
		`select r.opening, r.approved, l.text from customer_replies r join customer_reply_lines l using (workshop_id)
		where r.workshop_id = '${room.workshopId}'`
	);

	expect(reads.lines.map(({ told }) => told[0]?.text)).toEqual([NAME, TIDY, 'Early or late?']);
	expect([reads.opening, reads.lines[0]?.text]).toEqual(['You said: “….”', 'As you said, …']);
	expect(desk.lines[0]?.told).toEqual([]);
	expect(JSON.stringify([reads, desk, rows]).toLowerCase()).not.toContain('before i find');
});

test('[REPLY-7] she answers a line or the whole and thanks, once per send, and changes or removes what is hers', async () => {
	const room = await openHeard();
	const second = await room.sit('Jo Berg', 'customer');
	await room.reload();
	const words = (sendKey: string, more: object = {}) => ({
		...{ sendKey: sendKey.repeat(22), kind: 'answer', issueId: null, text: 'It shows already' },
		...more
	});
	const tooEarly = await room.ingrid.post('/reply/words', words('z'));
	const { lines } = await approved(room);
	const [line] = lines;

	const first = await room.ingrid.post('/reply/words', words('a', { issueId: line!.issueId }));
	const again = await room.ingrid.post('/reply/words', words('a', { issueId: line!.issueId }));
	await room.ingrid.post('/reply/words', words('b', { kind: 'thanks', text: 'Thank you all' }));
	const nowhere = await room.ingrid.post('/reply/words', words('c', { issueId: 'unknown-issue-1' }));
	const taken = await second.post('/reply/words', words('a'));
	const foreign = await second.post(`/reply/words/${'a'.repeat(22)}/change`, { text: 'No' });
	await second.post(`/reply/words/${'b'.repeat(22)}/remove`);
	const byStaff = await room.facilitator.post('/reply/words', words('d'));
	await room.ingrid.post(`/reply/words/${'a'.repeat(22)}/change`, { text: 'It does not show yet' });
	const theirs = await read(room.facilitator);
	const { body: left } = await room.ingrid.post(`/reply/words/${'b'.repeat(22)}/remove`);

	expect([tooEarly.status, first.status, again.status, nowhere.status]).toEqual([404, 201, 201, 404]);
	expect([taken.status, foreign.status, byStaff.status]).toEqual([409, 404, 403]);
	expect(theirs.words.map(({ text, kind, issueId, by, mine }) => [text, kind, issueId, by, mine]).toSorted()).toEqual([
		['It does not show yet', 'answer', line!.issueId, 'Ingrid Solheim', false],
		['Thank you all', 'thanks', null, 'Ingrid Solheim', false]
	]);
	expect(left.words.map(({ text }: { text: string }) => text)).toEqual(['It does not show yet']);
	expect((await read(second)).words).toEqual([]);
});

test('[REPLY-8] after the signing each line tells which actions came from it and how they stand, whoever the chain leads over', async () => {
	const room = await openHeard();
	const answered = (await room.answer('could', 'Ring by half past seven', 0, 'alder')) as { ref: string };
	const send = async (text: string, from: readonly string[]) => {
		const draft = await room.draft(text, { from: [...from] });
		const { body } = await room.elin.post('/plan/send', sending(draft));
		const { id } = body.actions.find((action: { text: string }) => action.text === text);
		await room.elin.post(`/actions/${id}/own`, { yes: true });
		await room.elin.patch(`/actions/${id}`, complete);
		return String(id);
	};
	const ring = await send('A list by the window', [answered.ref]);
	await send('Stefan has the building', [`point:${room.points[1]}`]);
	await room.followedUp();
	await approved(room);
	const before = await read(room.ingrid);
	for (const person of [room.elin, room.marcus]) await person.post('/plan/sign');
	const closed = await room.facilitator.post('/plan/close');
	await room.reload();
	await room.elin.post(`/actions/${ring}/updates`, { health: 'done', text: 'It hangs there', reading: null });

	const after = await read(room.ingrid);
	const byManager = await room.marcus.get('/reply');
	const byOthers = await room.amira.get('/reply');

	expect(closed.status).toBe(200);
	expect([before.signedAt, before.lines.flatMap(({ actions }) => actions)]).toEqual([null, []]);
	expect(after.signedAt).not.toBe(null);
	expect(
		after.lines.map(({ actions }) => actions.map(({ text, health, latest }) => [text, health, latest?.text]))
	).toEqual([
		[['A list by the window', 'done', 'It hangs there']],
		[['Stefan has the building', 'on-course', undefined]],
		[],
		[]
	]);
	expect([byManager.status, byOthers.status]).toEqual([200, 403]);
});

test('[REPLY-9] an issue that is joined to another takes along what was written for it', async () => {
	const room = await openHeard();
	const { lines } = await onDesk(room);
	await write(room, lines[0]!, 'We will ring');
	await write(room, lines[1]!, 'We will name somebody');
	await approved(room);

	await room.facilitator.post(`/issues/${lines[1]!.issueId}/join`, { to: lines[0]!.issueId });
	const desk = await onDesk(room);

	expect(desk.lines[0]?.text).toBe('We will ring\nWe will name somebody');
	expect((await read(room.ingrid)).lines.map(({ text }) => text).slice(0, 2)).toEqual([
		'We will ring',
		'We will name somebody'
	]);
});

test('[REPLY-9] points that are joined take along what was written, answered and dealt for them', async () => {
	const room = await openHeard();
	const { lines } = await onDesk(room);
	await write(room, lines[0]!, 'We will ring');
	await write(room, lines[1]!, 'We will name somebody');
	await room.facilitator.post(`/issues/${lines[0]!.issueId}/deal`, { syndicates: [room.alder] });
	await room.facilitator.post(`/issues/${lines[1]!.issueId}/deal`, { syndicates: [room.birch] });
	await approved(room);
	const words = { kind: 'answer', text: 'It shows already' };
	await room.ingrid.post('/reply/words', { ...words, sendKey: 'e'.repeat(22), issueId: lines[1]!.issueId });

	const joined = await room.facilitator.post(`/points/${room.points[1]}/join`, { to: room.points[0] });
	const late = { ...words, sendKey: 'f'.repeat(22), issueId: lines[1]!.issueId };
	const answered = await room.ingrid.post('/reply/words', late);
	const desk = await onDesk(room);
	const { issues } = (await room.elin.get('/issues')).body;
	const reads = await read(room.ingrid);

	expect([joined.status, answered.status]).toEqual([200, 201]);
	expect([desk.lines[0]?.text, toldIn(desk.lines[0]!)]).toEqual(['We will ring\nWe will name somebody', [EARLY, NAME]]);
	expect(issues[0].syndicates).toEqual([room.alder, room.birch]);
	expect(reads.words.map(({ issueId }) => issueId)).toEqual([lines[0]!.issueId, lines[0]!.issueId]);
});

test('[REPLY-7] an answer to a line outlives the issue: joined to another it is about that one, gone about the whole reply', async () => {
	const room = await openHeard();
	const { lines } = await approved(room);
	const answer = (key: string, line: number) =>
		room.ingrid.post('/reply/words', {
			...{ sendKey: key.repeat(22), kind: 'answer', text: `About ${line}` },
			issueId: lines[line]!.issueId
		});
	await answer('g', 1);
	await answer('h', 2);

	await room.facilitator.post(`/issues/${lines[1]!.issueId}/join`, { to: lines[0]!.issueId });
	await room.facilitator.post(`/points/${room.points[2]}/remove`);
	const late = [await answer('i', 1), await answer('j', 2)];
	const { words } = await read(room.ingrid);

	expect(late.map(({ status }) => status)).toEqual([201, 201]);
	expect(words.map(({ text, issueId }) => [text, issueId]).toSorted()).toEqual([
		['About 1', lines[0]!.issueId],
		['About 1', lines[0]!.issueId],
		['About 2', null],
		['About 2', null]
	]);
});

test('[REPLY-10] her words stand beside the actions and standards that lead to them: corrected as hers, taken back nowhere', async () => {
	const room = await openHeard();
	const answered = (await room.answer('could', 'Ring by half past seven', 0, 'alder')) as { ref: string };
	const draft = await room.draft('A list by the window', { from: [answered.ref, `point:${room.points[1]}`] });
	const { body } = await room.elin.post('/plan/send', sending(draft));
	const line = await room.note('vision', null, {
		zone: asId('standards'),
		text: 'We tell first',
		from: [`point:${room.points[0]}`]
	});
	const sheet = { lines: [{ ref: line.ref, fixed: [], mayDecide: [] }], learn: [], line: [] };
	const made = await room.facilitator.post('/standards', sheet);
	const before = (await room.elin.get('/her-words')).body;

	await room.ingrid.post(`/points/${room.points[1]}/check`, { verdict: 'correct', text: 'One name, or two' });
	await takeBack(room, 0);
	const after = (await room.ingrid.get('/her-words')).body;

	expect(made.status).toBe(201);
	const id = body.actions[0].id;
	expect(before).toEqual({
		actions: [
			{
				id,
				said: [
					{ n: 1, text: EARLY, isQuote: false },
					{ n: 2, text: NAME, isQuote: false }
				]
			}
		],
		standards: [{ ref: line.ref, said: [{ n: 1, text: EARLY, isQuote: false }] }]
	});
	expect(after).toEqual({
		actions: [{ id, said: [{ n: 2, text: 'One name, or two', isQuote: false }] }],
		standards: []
	});
});

test('[REPLY-10] whoever asks for her words after one change has the boards walked over once', async () => {
	const room = await openHeard();
	let walks = 0;
	let nowMs = 0;
	const desk = {
		get: (id: typeof room.workshopId) => {
			walks += 1;
			return room.desk.get(id);
		},
		revisions: (id: typeof room.workshopId) => room.desk.revisions(id)
	};
	const words = new HerWords({ database: room.database, rooms: room.rooms, desk, now: () => new Date(nowMs) });
	const ask = () => Promise.all(Array.from({ length: 40 }, () => words.of(room.workshopId)));
	const walked = [];

	await ask();
	await ask();
	walked.push(walks);
	room.desk.bump(room.workshopId, 'points');
	await ask();
	walked.push(walks);
	nowMs = 5000;
	await ask();
	walked.push(walks);

	expect(walked).toEqual([1, 2, 3]);
});

test('[REPLY-6] a wording in between is in nothing that quoted it: corrected twice and taken back, or mended by the scribe', async () => {
	const room = await openHeard();
	const point = `/points/${room.points[0]}`;
	const correct = (text: string) => room.ingrid.post(`${point}/check`, { verdict: 'correct', text });
	const quote = async (at: number, words: string) => {
		const { lines } = await onDesk(room);
		await write(room, lines[at]!, `You said “${words}”, and we will`);
	};
	await quote(1, NAME);
	await room.elin.patch(`/points/${room.points[1]}`, { text: 'One name for my house' });
	await correct('Zanzibar is where I heard it');
	await quote(0, 'Zanzibar is where I heard it');
	await approved(room);

	await correct('I heard it too late');
	const corrected = await read(room.ingrid);
	await takeBack(room, 0);
	const rows = await installation.database.rows(
		`select approved::text as words from customer_replies where workshop_id = '${room.workshopId}'
		union all select text from customer_reply_lines where workshop_id = '${room.workshopId}'`
	);
	const kept = JSON.stringify(rows);

	expect(corrected.lines.slice(0, 2).map(({ text }) => text)).toEqual([
		'You said “I heard it too late”, and we will',
		'You said “One name for my house”, and we will'
	]);
	for (const gone of ['Zanzibar', 'too late', NAME, EARLY]) expect([gone, kept.includes(gone)]).toEqual([gone, false]);
});

test('[REPLY-5] a reply is neither approved nor drafted from what was changed while it was read', async () => {
	const room = await openHeard();
	const store = new ReplyStore(installation.database);
	const deps = { ...room, now: () => new Date() };
	const before = await readReply(deps, room.workshopId);
	await takeBack(room, 0);
	const after = await readReply(deps, room.workshopId);
	const approve = (parts: typeof before) =>
		store.approve(room.workshopId, pendingOf(parts), { by: asId(room.elin.id), at: new Date() }, stillStands(parts));

	const refused = await approve(before).catch((error: unknown) => error);
	const drafted = [before, after].map((parts) => store.draft(room.workshopId, new Map(), stillStands(parts)));
	const none = (await store.read(room.workshopId)).approved;
	const [fromOld, fromNew] = await Promise.all(drafted);
	await approve(await readReply(deps, room.workshopId));

	expect(refused).toMatchObject({ code: 'in-use' });
	expect([none, fromOld, fromNew]).toEqual([null, false, true]);
	expect((await store.read(room.workshopId)).approved).not.toBe(null);
});
