import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { planInstallation, type PlanInstallation, type PlanRoom } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const proposals = '/steps/vision/proposals';
const zone = asId<'Zone'>('standards');

async function atTheVision() {
	const room = await installation.openRoom();
	await room.step('vision', 'place', 'open', false, [room.marcus.id]);
	const line = await room.note('vision', null, { zone, text: 'We ring back' });
	return { room, line };
}

const propose = (who: PlanRoom['elin'], text: string, line: string | null = null, to = 'standards') =>
	who.post(proposals, { zone: to, line, text });

test('[VISION-5] everybody proposes a wording, for the compass, a line or a new one; their syndicate is shown, they are not', async () => {
	const { room, line } = await atTheVision();

	await propose(room.elin, 'Somebody stays with it', null, 'compass');
	await propose(room.amira, 'We ring back the same day', line.ref);
	const { body, status } = await propose(room.marcus, 'We say when');
	const asScreen = await room.facilitator.get(proposals);

	expect(status).toBe(201);
	const byWords = (a: { text: string }, b: { text: string }) => (a.text < b.text ? -1 : 1);
	expect(body.map(({ id: _, ...proposal }: { id: string; text: string }) => proposal).toSorted(byWords)).toEqual([
		{
			...{ zone: 'compass', line: null, text: 'Somebody stays with it', syndicateId: room.alder },
			...{ state: 'open', votes: 0, votedByMe: false, mine: false }
		},
		{
			...{ zone: 'standards', line: line.ref, text: 'We ring back the same day', syndicateId: room.alder },
			...{ state: 'open', votes: 0, votedByMe: false, mine: false }
		},
		{
			...{ zone: 'standards', line: null, text: 'We say when', syndicateId: room.birch },
			...{ state: 'open', votes: 0, votedByMe: false, mine: true }
		}
	]);
	for (const { id } of [room.elin, room.amira, room.marcus]) expect(JSON.stringify(asScreen.body)).not.toContain(id);
});

test('[VISION-5] [VISION-6] words that cannot be kept, a line that is gone, a step that is closed, and a facilitator are refused in words', async () => {
	const { room, line } = await atTheVision();
	await room.rooms.edit(line.document, (board) => board.remove(line.id));

	const refused = [
		await propose(room.elin, '   '),
		await propose(room.elin, 'x'.repeat(201)),
		await propose(room.elin, 'Better', line.ref),
		await propose(room.elin, 'Better', null, 'nowhere'),
		await propose(room.facilitator, 'Mine'),
		await propose(room.stranger, 'Mine')
	];
	await room.step('vision', 'place', 'closed');
	refused.push(await propose(room.elin, 'Late'));
	const elsewhere = await room.elin.post('/steps/definitions/proposals', { zone: 'x', text: 'Here' });

	expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
		[400, 'empty'],
		[400, 'too-long'],
		[404, 'not-found'],
		[404, 'not-found'],
		[403, 'not-allowed'],
		[401, 'not-signed-in'],
		[409, 'step-closed']
	]);
	expect(elsewhere.body.code).toBe('not-found');
	expect((await room.elin.get(proposals)).body).toEqual([]);
});

test('[VISION-6] a wording sent twice is one, and a person has at most twelve open ones however many devices send at once', async () => {
	const { room } = await atTheVision();

	await Promise.all([propose(room.elin, 'The same'), propose(room.elin, 'The same')]);
	const once = (await room.elin.get(proposals)).body.length;
	const answers = [];
	for (let n = 0; n < 10; n += 1) answers.push(await propose(room.elin, `Wording ${n}`));
	const flood = await propose(room.elin, 'One too many at once');

	expect(once).toBe(1);
	expect(answers.every(({ status }) => status === 201)).toBe(true);
	expect([flood.status, flood.body.code]).toEqual([429, 'too-many-tries']);
	expect((await room.elin.get(proposals)).body).toHaveLength(11);
});

test('[VISION-7] one vote a person and wording, from however many devices, and it is taken back as it was given', async () => {
	const { room } = await atTheVision();
	const [{ id }] = (await propose(room.elin, 'We say when')).body;
	const vote = (who: PlanRoom['elin'], on: boolean) => who.post(`${proposals}/${id}/vote`, { on });

	await Promise.all([vote(room.amira, true), vote(room.amira, true), vote(room.amira, true), vote(room.marcus, true)]);
	const { body: given } = await room.amira.get(proposals);
	await vote(room.amira, false);
	const { body: back } = await vote(room.amira, false);
	const asFacilitator = await vote(room.facilitator, true);

	expect([given[0].votes, given[0].votedByMe]).toEqual([2, true]);
	expect([back[0].votes, back[0].votedByMe]).toEqual([1, false]);
	expect(asFacilitator.status).toBe(403);
});

test('[VISION-7] only whoever wrote a wording withdraws it, and then it is gone for everybody', async () => {
	const { room } = await atTheVision();
	const [{ id }] = (await propose(room.elin, 'We say when')).body;

	const theirs = await room.amira.post(`${proposals}/${id}/withdraw`);
	const mine = await room.elin.post(`${proposals}/${id}/withdraw`);
	const again = await room.elin.post(`${proposals}/${id}/withdraw`);
	const late = await room.amira.post(`${proposals}/${id}/vote`, { on: true });

	expect([theirs.body.code, mine.body, again.status, late.body.code]).toEqual(['not-found', [], 200, 'not-found']);
});

test('[VISION-8] a named writer takes a wording, once; nobody else does', async () => {
	const { room } = await atTheVision();
	const [{ id }] = (await propose(room.elin, 'We say when')).body;

	const others = await Promise.all([room.elin, room.facilitator].map((each) => each.post(`${proposals}/${id}/take`)));
	const [taken, twice] = await Promise.all([1, 2].map(() => room.marcus.post(`${proposals}/${id}/take`)));
	const vote = await room.amira.post(`${proposals}/${id}/vote`, { on: true });
	const withdrawn = await room.elin.post(`${proposals}/${id}/withdraw`);

	expect(others.map(({ body }) => body.code)).toEqual(['not-your-turn', 'not-allowed']);
	expect(others[0]!.body.sentence).toContain('Marcus Okafor');
	expect([taken!.body[0].state, twice!.body[0].state]).toEqual(['taken', 'taken']);
	expect([vote.body.code, withdrawn.body.code]).toEqual(['taken-back', 'taken-back']);
});

test('[VISION-1] [VISION-2] what waits is listed by syndicate and brought by a writer, once however many bring it', async () => {
	const { room } = await atTheVision();
	const good = asId<'Zone'>('good-service-is');
	const texts = ['One', 'Two', 'Three', 'Four', 'Five'];
	const refs: string[] = [];
	for (const text of texts) refs.push((await room.note('definitions', room.alder, { zone: good, text })).ref);
	const theirs = await room.note('definitions', room.birch, { zone: good, text: 'Theirs' });
	await room.note('vision', null, { zone, from: refs.slice(0, 2) });

	const before = await room.elin.get('/steps/vision/waiting');
	const bring = (who: PlanRoom['elin'], ref: string) => who.post('/steps/vision/waiting/bring', { ref });
	const refused = [await bring(room.elin, refs[4]!), await bring(room.stranger, refs[4]!)];
	const answers = await Promise.all([1, 2, 3].map(() => bring(room.marcus, refs[4]!)));
	await bring(room.facilitator, theirs.ref);
	const after = await room.elin.get('/steps/vision/waiting');
	const lines = await room.rooms.read(await room.document('vision', null), (board) =>
		board.notes().filter((note) => note.zone === 'proposed')
	);

	expect(before.body.map(({ waiting }: { waiting: { text: string }[] }) => waiting.map(({ text }) => text))).toEqual([
		['Three', 'Four', 'Five'],
		['Theirs']
	]);
	expect(refused.map(({ body }) => body.code)).toEqual(['not-allowed', 'not-signed-in']);
	expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
	expect(lines.map(({ from, author }) => [from, author])).toEqual([
		[[refs[4]], 'hidden'],
		[[theirs.ref], 'hidden']
	]);
	expect(after.body.map(({ came, waiting }: { came: number; waiting: unknown[] }) => [came, waiting.length])).toEqual([
		[3, 2],
		[1, 0]
	]);
});
