// Signing and what it fixes. One piece, because every claim needs the same finished plan.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, type ActionId } from '#domain/ids.ts';
import { actions, actionSources, appointments, plans, signatures } from '#drizzle/schema.ts';
import { forKeeping, walkKept, withWords } from '#server/signing/chain.ts';
import { sealOf } from '#server/signing/seal.ts';
import { violatedConstraint, type Transaction } from '#server/store/database.ts';
import { readPlan } from '#server/store/plan-rows.ts';
import { complete, planInstallation, sending, type PlanInstallation } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

test('[SIGN-2] people sign in any order, each once', async () => {
	const room = await installation.openRoom();
	const customer = await room.sit('Ingrid Halvorsen', 'customer');
	const tooEarly = await room.elin.post('/plan/sign');
	await room.ready('Something to sign');

	const racing = await Promise.all([1, 2, 3].map(() => room.marcus.post('/plan/sign')));
	const { body } = await room.elin.post('/plan/sign');
	const byCustomer = await customer.post('/plan/sign');

	expect([tooEarly.status, tooEarly.body.code]).toEqual([409, 'plan-not-ready']);
	expect(racing.map(({ status, body: answer }) => (status === 200 ? 'signed' : answer.code)).sort()).toEqual([
		'already-signed',
		'already-signed',
		'signed'
	]);
	expect(body.signatures.map(({ personId }: { personId: string }) => personId)).toHaveLength(2);
	expect(byCustomer.status).toBe(403);
});

test('[SIGN-3] the plan closes once everything is there and owners, sponsor and follow-up manager have signed', async () => {
	const room = await installation.openRoom();
	const joanna = await room.sit('Joanna Pike', 'sponsor');
	await room.reload();
	const id = await room.ready('Every promise has a name');
	const aside = await room.sent('A good idea');
	await room.facilitator.post(`/actions/${aside}/choose`, { place: 'not-now', reason: 'After the summer' });
	await room.elin.post(`/actions/${id}/support`, { kind: 'time', ask: 'One hour a week' });
	const close = async () => (await room.facilitator.post('/plan/close')).body;

	const atFirst = await close();
	const { body: plan } = await room.elin.get('/plan');
	await joanna.post(`/support/${plan.actions[0].support[0].id}/answer`, { answer: 'no', words: 'Nobody is free' });
	await room.followedUp();
	const unsigned = await close();
	for (const person of [joanna, room.marcus, room.elin]) await person.post('/plan/sign');
	const byElin = await room.elin.post('/plan/close');
	const closed = await close();

	expect([atFirst.code, atFirst.sentence]).toEqual(['plan-not-ready', plan.bars.join(' ')]);
	expect(plan.bars).toEqual([
		'Action 1 still needs an answer to what it asks of management.',
		'Nobody follows up yet. Somebody has to say yes to it.',
		'Elin Strand has not signed yet.',
		'Joanna Pike has not signed yet.'
	]);
	expect(unsigned.sentence).toBe(
		'Elin Strand has not signed yet. Joanna Pike has not signed yet. Marcus Okafor has not signed yet.'
	);
	expect(byElin.status).toBe(403);
	expect([closed.signedAt, closed.version, closed.bars]).toEqual(['2027-01-13T14:00:00.000Z', 1, []]);
	expect(closed.hash).toMatch(/^[0-9a-f]{64}$/);
});

test('[BRIEF-6] without the sponsor’s promise nobody signs and nothing closes; with it the signing goes on', async () => {
	const room = await installation.openRoom();
	const joanna = await room.sit('Joanna Pike', 'sponsor');
	await room.ready('Every promise has a name');
	await room.followedUp();
	await installation.stores.workshops.change(
		room.workshopId,
		{ brief: { promise: '', sponsor: 'Joanna Pike' } },
		installation.now()
	);
	await room.reload();

	const signed = await room.elin.post('/plan/sign');
	const closed = await room.facilitator.post('/plan/close');
	const { bars } = (await room.elin.get('/plan')).body;
	await installation.stores.workshops.change(
		room.workshopId,
		{ brief: { promise: 'I answer in the room.', sponsor: 'Joanna Pike' } },
		installation.now()
	);
	const later = [];
	for (const person of [room.elin, room.marcus, joanna]) later.push((await person.post('/plan/sign')).status);
	const atLast = await room.facilitator.post('/plan/close');

	const sentence = 'Joanna Pike has not written the promise yet. The plan can be signed after that.';
	expect([signed.status, signed.body.code, signed.body.sentence]).toEqual([409, 'promise-missing', sentence]);
	expect([closed.status, closed.body.code, closed.body.sentence]).toEqual([409, 'promise-missing', sentence]);
	expect(bars[0]).toBe(sentence);
	expect([...later, atLast.status]).toEqual([200, 200, 200, 200]);
});

test('[SIGN-4] two facilitators who close at once make one signed plan', async () => {
	const room = await installation.openRoom();
	const second = await room.sit('Ines Vogt', 'facilitator');
	await room.ready('Once');
	await room.followedUp();
	for (const person of [room.elin, room.marcus]) await person.post('/plan/sign');

	const racing = await Promise.all([room.facilitator, second].map((each) => each.post('/plan/close')));
	const { body } = await room.elin.get('/plan');

	expect(racing.map(({ status }) => status).sort()).toEqual([200, 409]);
	expect(racing.find(({ status }) => status === 409)?.body.code).toBe('plan-already-signed');
	expect([body.version, body.hash]).toEqual([1, racing.find(({ status }) => status === 200)?.body.hash]);
});

test('[SIGN-5] from the close on the workshop is signed: no command changes the plan, and boards are read only', async () => {
	const room = await installation.openRoom();
	const draft = await room.draft('Too late');
	const { id, plan } = await room.signed();

	const refused = await Promise.all([
		room.amira.post('/plan/send', sending(draft)),
		room.elin.patch(`/actions/${id}`, { text: 'Less' }),
		room.elin.post(`/actions/${id}/own`, { yes: false }),
		room.facilitator.post(`/actions/${id}/choose`, { place: 'not-now', reason: 'Not after all' }),
		room.amira.post('/plan/sign'),
		room.facilitator.post('/plan/close')
	]);
	const { body: after } = await room.elin.get('/plan');
	const now = room.desk.peek(room.workshopId)!;

	expect(refused.map(({ status, body }) => [status, body.code])).toEqual(
		refused.map(() => [409, 'plan-already-signed'])
	);
	expect(after).toEqual({ ...plan, actions: after.actions });
	expect(after.actions[0]).toMatchObject({
		text: plan.actions[0].text,
		may: { edit: false, own: false, report: true }
	});
	expect([now.workshop.state, room.desk.documentResource(draft.document)?.state]).toEqual(['signed', 'signed']);
});

test('[SIGN-6] not even a statement sent to the database changes what was signed', async () => {
	const room = await installation.openRoom();
	const { id } = await room.signed();
	const actionId = id as ActionId;
	const { workshopId } = room;
	const statements: readonly ((tx: Transaction) => Promise<unknown>)[] = [
		(tx) => tx.update(actions).set({ text: 'Less' }).where(eq(actions.id, actionId)),
		(tx) => tx.update(actions).set({ ownerId: room.marcus.id }).where(eq(actions.id, actionId)),
		(tx) => tx.update(actions).set({ measureTarget: 62 }).where(eq(actions.id, actionId)),
		(tx) => tx.delete(actions).where(eq(actions.id, actionId)),
		(tx) => tx.delete(actionSources).where(eq(actionSources.actionId, actionId)),
		(tx) => tx.delete(signatures).where(eq(signatures.workshopId, workshopId)),
		(tx) => tx.update(plans).set({ hash: null }).where(eq(plans.workshopId, workshopId)),
		(tx) => tx.update(plans).set({ signedAt: null }).where(eq(plans.workshopId, workshopId))
	];

	const refusals = [];
	for (const statement of statements) {
		refusals.push(
			await installation.database.transaction(statement).then(
				() => 'changed',
				(error: unknown) => violatedConstraint(error)
			)
		);
	}

	expect(refusals).toEqual(statements.map(() => 'plan_is_signed'));
});

test('[SIGN-7] the fingerprint is of what was signed: later words leave it as it is, another value would not', async () => {
	const room = await installation.openRoom();
	const joanna = await room.sit('Joanna Pike', 'sponsor');
	await room.reload();
	const action = await room.ready('Every promise has a name');
	const asked = await room.elin.post(`/actions/${action}/support`, { kind: 'time', ask: 'One hour a week' });
	const request = `/support/${asked.body.actions[0].support[0].id}/answer`;
	await joanna.post(request, { answer: 'yes', words: 'From Monday' });
	await room.followedUp();
	for (const person of [joanna, room.elin, room.marcus]) await person.post('/plan/sign');
	const { body: signed } = await room.facilitator.post('/plan/close');

	installation.setNow('2027-02-01T09:00:00Z');
	await room.elin.post(`/actions/${action}/updates`, { health: 'on-course', text: 'It hangs', reading: 66 });
	await room.elin.post(`/actions/${action}/support`, { kind: 'money', ask: 'A second board' });
	await joanna.post(request, { answer: 'no', words: 'Not any more' });
	await room.facilitator.post('/appointments', { role: 'deputy', personId: room.amira.id });
	await installation.database.transaction((tx) =>
		tx.insert(appointments).values({
			workshopId: room.workshopId,
			role: 'deputy',
			personId: room.elin.id,
			state: 'accepted',
			askedAt: installation.now(),
			answeredAt: installation.now()
		})
	);
	const plan = await readPlan(installation.database.db, room.workshopId);
	installation.setNow('2027-01-13T14:00:00Z');

	const signedAt = new Date(signed.signedAt);
	const [one] = plan.actions;
	expect(plan.actions[0]!.support.flatMap(({ answers }) => answers)).toHaveLength(2);
	expect(sealOf(plan, signedAt)).toBe(signed.hash);
	expect(sealOf({ ...plan, actions: [{ ...one!, dueOn: '2027-03-26' }] }, signedAt)).not.toBe(signed.hash);
	expect(sealOf({ ...plan, signatures: plan.signatures.slice(1) }, signedAt)).not.toBe(signed.hash);
});

test('[SIGN-8] a signature stands for what was read: while people sign only a facilitator changes the plan, and they sign again', async () => {
	const room = await installation.openRoom();
	const id = await room.ready('Every promise has a name');
	const draft = await room.draft('One more');
	await room.marcus.post('/plan/sign');

	const byOwner = await room.elin.patch(`/actions/${id}`, { ...complete, dueOn: '2027-03-05' });
	const sent = await room.amira.post('/plan/send', sending(draft));
	const may = (await room.elin.get('/plan')).body.actions[0].may;
	const byFacilitator = await room.facilitator.patch(`/actions/${id}`, { dueOn: '2027-03-01' });
	const again = await room.marcus.post('/plan/sign');

	expect([byOwner.body.code, sent.body.code, may.edit]).toEqual(['in-use', 'in-use', false]);
	expect([byFacilitator.status, byFacilitator.body.signatures]).toEqual([200, []]);
	expect(again.body.signatures).toMatchObject([{ personId: room.marcus.id }]);
});

test('[SIGN-9] an owner or follow-up manager who has left bars the close until somebody else says yes', async () => {
	const room = await installation.openRoom();
	const id = await room.ready('Whose is it now?');
	await room.followedUp();
	await installation.stores.people.remove(room.workshopId, room.elin.id, installation.now());
	await installation.stores.people.remove(room.workshopId, room.marcus.id, installation.now());
	await room.reload();

	const { body: orphan } = await room.facilitator.get('/plan');
	await room.amira.post(`/actions/${id}/own`, { yes: true });
	await room.facilitator.post('/appointments', { role: 'follow-up-manager', personId: room.amira.id });
	await room.amira.post('/appointments/follow-up-manager/answer', { yes: true });
	const signed = await room.amira.post('/plan/sign');

	expect(orphan.bars).toEqual([
		'Action 1 still needs another owner: the one it had has left.',
		'Nobody follows up yet. Somebody has to say yes to it.'
	]);
	expect(signed.body.bars).toEqual([]);
});

test('[CHAIN-1] from the action every link leads back to the first story, nearest first, also after the boards changed', async () => {
	const room = await installation.openRoom();
	const { alder, birch, elin } = room;
	const story = await room.note('experiences', alder, { zone: asId('bad'), text: 'Nobody rang back' }, elin.id);
	const group = await room.rooms.edit(story.document, (board) => {
		const made = board.addGroup(asId('bad'), 'Broken promises');
		board.join(story.id, made);
		return `group:${story.document}:${made}`;
	});
	const definition = await room.note(
		'definitions',
		alder,
		{ zone: asId('good-service-is'), text: 'A promise has a name', from: [group] },
		room.amira.id
	);
	const line = await room.note('vision', null, { zone: asId('standards'), text: '', from: [definition.ref] });
	const cell = await room.note(
		'house',
		birch,
		{ zone: asId('in-the-way'), text: 'Shift change', from: [line.ref] },
		elin.id
	);
	const point = (await room.marcus.post('/points', { text: 'Ring back', kind: 'wish' })).body;
	// Two notes that come from each other end the walk all the same.
	await room.rooms.edit(story.document, (board) => board.link(story.id, line.ref));
	// Once a step is closed its boards are open to all, and may be linked to.
	for (const step of ['experiences', 'definitions', 'house', 'draft']) await room.step(step, null, 'closed');
	const draft = await room.draft('Every promise has a name', { from: [cell.ref, `point:${point.id}`] });
	const sent = await elin.post('/plan/send', sending(draft));
	const { id } = sent.body.actions[0];

	const live = await elin.get(`/actions/${id}/chain`);
	await elin.post(`/actions/${id}/own`, { yes: true });
	await elin.patch(`/actions/${id}`, complete);
	await room.followedUp();
	for (const person of [elin, room.marcus]) await person.post('/plan/sign');
	const closed = await room.facilitator.post('/plan/close');
	await room.rooms.edit(story.document, (board) => board.textOf(story.id)!.insert(0, 'Changed later: '));
	const kept = await room.marcus.get(`/actions/${id}/chain`);

	const at = (ref: string, step: string, zone: string, text: string, more: object) => ({
		ref,
		step,
		zone,
		text,
		...more
	});
	expect(closed.status).toBe(200);
	expect(live.body).toEqual({
		action: { id, n: 1, text: 'Every promise has a name' },
		roots: [draft.ref, cell.ref, `point:${point.id}`],
		links: [
			at(draft.ref, 'draft', 'drafts', 'Every promise has a name', {
				syndicateId: alder,
				authorId: null,
				from: [cell.ref, `point:${point.id}`]
			}),
			// The house is written as a syndicate: who wrote it stays out of the chain.
			at(cell.ref, 'house', 'in-the-way', 'Shift change', { syndicateId: birch, authorId: null, from: [line.ref] }),
			at(`point:${point.id}`, 'customer', 'points', 'Ring back', { syndicateId: null, authorId: null, from: [] }),
			// A linked line without words of its own shows those it links to.
			at(line.ref, 'vision', 'standards', 'A promise has a name', {
				syndicateId: null,
				authorId: null,
				from: [definition.ref]
			}),
			at(definition.ref, 'definitions', 'good-service-is', 'A promise has a name', {
				syndicateId: alder,
				authorId: room.amira.id,
				from: [group]
			}),
			at(group, 'experiences', 'bad', 'Broken promises', { syndicateId: alder, authorId: null, from: [story.ref] }),
			at(story.ref, 'experiences', 'bad', 'Nobody rang back', {
				syndicateId: alder,
				authorId: elin.id,
				from: [line.ref]
			})
		]
	});
	expect(kept.body).toEqual(live.body);
});

test('[CHAIN-2] a point taken back after the signing is gone from the chain and from the progress page too', async () => {
	const room = await installation.openRoom();
	const ingrid = await room.sit('Ingrid Halvorsen', 'customer');
	const point = (await room.marcus.post('/points', { text: 'Ring back within the hour', kind: 'wish' })).body;
	const draft = await room.draft('Every promise has a name', { from: [`point:${point.id}`] });
	const { id } = (await room.elin.post('/plan/send', sending(draft))).body.actions[0];
	await room.elin.post(`/actions/${id}/own`, { yes: true });
	await room.elin.patch(`/actions/${id}`, complete);
	await room.followedUp();
	for (const person of [room.elin, room.marcus]) await person.post('/plan/sign');
	await room.facilitator.post('/plan/close');
	await room.link('progress', 'a-secret-link-of-this-test');
	const progress = async () => (await room.request('/api/progress/a-secret-link-of-this-test')).json();

	const before = await progress();
	await ingrid.post(`/points/${point.id}/check`, { verdict: 'take-back' });
	const after = await progress();
	const { body: chain } = await room.elin.get(`/actions/${id}/chain`);
	const inTables = await installation.database.rows(
		`select text from chain_links where workshop_id = '${room.workshopId}'`
	);

	expect([before.rows[0].said, after.rows[0].said]).toEqual([
		[{ words: 'Ring back within the hour', by: 'A customer' }],
		[]
	]);
	expect(chain.links.at(-1)).toMatchObject({ ref: `point:${point.id}`, text: 'Point 1 was taken back.' });
	expect(JSON.stringify(inTables)).not.toContain('Ring back');
});

test('[CHAIN-2] the name of an issue is read where it stands: taken back with its point after the signing, it is in no table', async () => {
	const room = await installation.openRoom();
	const ingrid = await room.sit('Ingrid Halvorsen', 'customer');
	const points: string[] = [];
	for (const text of ['Ring back within the hour', 'Ring before I do'])
		points.push((await room.marcus.post('/points', { text, kind: 'wish' })).body.id);
	await room.facilitator.post(`/points/${points[1]}/join`, { to: points[0] });
	const [issue] = (await room.facilitator.post('/issues/gather')).body.issues;
	await room.facilitator.post(`/issues/${issue.id}/title`, { title: 'The hour of Quillfeather' });
	const board = await room.document('issues', room.alder);
	const [group] = await room.rooms.read(board, (open) => open.groups());
	const draft = await room.draft('Every promise has a name', { from: [`group:${board}:${group!.id}`] });
	const { id } = (await room.elin.post('/plan/send', sending(draft))).body.actions[0];
	await room.elin.post(`/actions/${id}/own`, { yes: true });
	await room.elin.patch(`/actions/${id}`, complete);
	await room.followedUp();
	for (const person of [room.elin, room.marcus]) await person.post('/plan/sign');
	const live = await room.elin.get(`/actions/${id}/chain`);
	await room.facilitator.post('/plan/close');

	const kept = await room.elin.get(`/actions/${id}/chain`);
	const inTables = await installation.database.rows(
		`select text from chain_links where workshop_id = '${room.workshopId}'`
	);
	await ingrid.post(`/points/${points[0]}/check`, { verdict: 'take-back' });
	const after = await room.elin.get(`/actions/${id}/chain`);

	expect(JSON.stringify(live.body)).toContain('The hour of Quillfeather');
	expect(kept.body).toEqual(live.body);
	expect(JSON.stringify([inTables, after.body])).not.toContain('Quillfeather');
	expect(after.body.links).toHaveLength(kept.body.links.length);
});

test('[CHAIN-3] private notes lead nowhere, and the sponsor and the screen see stories without who wrote them', async () => {
	const room = await installation.openRoom();
	const joanna = await room.sit('Joanna Pike', 'sponsor');
	await room.reload();
	const secret = await installation.stores.documents.makePrivate(room.workshopId, asId('experiences'), room.amira.id);
	await room.reload();
	const noteId = await room.rooms.edit(secret.id, (board) => board.addNote({ zone: asId('bad'), text: 'Only mine' }));
	const privateRef = `note:${secret.id}:${noteId}`;
	const story = await room.note(
		'experiences',
		room.alder,
		{ zone: asId('bad'), text: 'Nobody rang', from: [privateRef] },
		room.elin.id
	);
	const draft = await room.draft('Ring back', { from: [privateRef, story.ref] });
	const { id } = (await room.elin.post('/plan/send', sending(draft))).body.actions[0];
	await room.elin.post(`/actions/${id}/own`, { yes: true });
	await room.elin.patch(`/actions/${id}`, complete);
	await room.followedUp();
	for (const person of [room.elin, room.marcus, joanna]) await person.post('/plan/sign');
	const live = await room.amira.get(`/actions/${id}/chain`);
	const closed = await room.facilitator.post('/plan/close');

	const { body: elins } = await room.elin.get(`/actions/${id}/chain`);
	const { body: joannas } = await joanna.get(`/actions/${id}/chain`);

	expect([closed.status, live.status]).toEqual([200, 200]);
	expect(JSON.stringify([live.body.links, elins.links])).not.toContain('Only mine');
	expect(elins.links.map(({ authorId }: { authorId: string }) => authorId)).toEqual([null, room.elin.id]);
	expect(joannas.links.map(({ text, authorId }: { text: string; authorId: null }) => [text, authorId])).toEqual([
		['Ring back', null],
		['Nobody rang', null]
	]);
});

test('[POINT-4] a signed chain keeps no name of an issue, which may be made of words taken back later; names of other groups stay', () => {
	const link = { step: asId<'Step'>('issues'), syndicateId: null, authorId: null };
	const point = { ...link, ref: 'point:first000', zone: 'points', text: 'Ring before seven', from: [] };
	const laid = { ...link, ref: 'note:board000:laid0000', zone: 'said', text: '', from: [point.ref] };
	const issue = { ...link, ref: 'group:board000:issue000', zone: 'said', text: 'Before seven', from: [laid.ref] };
	const own = { ...link, ref: 'group:board000:own00000', zone: 'could', text: 'Ring early', from: [] };

	const kept = forKeeping([issue, laid, point, own]);
	const row = {
		...{ id: asId<'Point'>('first000'), n: 1, kind: 'wish' as const, heardText: null, isQuote: false, checkedAt: null },
		...{ saidBy: null, joinedTo: null, scribeSyndicateId: null, writtenAt: new Date(0) }
	};
	const read = (text: string | null) =>
		withWords(
			walkKept([issue.ref, own.ref], kept, [{ ...row, text, state: text === null ? 'taken-back' : 'as-said' }])
		).map((one) => one.text);

	expect(kept.map(({ text }) => text)).toEqual(['', '', '', 'Ring early']);
	expect(read('Ring before seven').toSorted()).toEqual(
		['Ring before seven', 'Ring before seven', 'Ring before seven', 'Ring early'].toSorted()
	);
	expect(new Set(read(null))).toEqual(new Set(['Point 1 was taken back.', 'Ring early']));
});
