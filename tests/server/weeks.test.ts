import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
beforeEach(() => installation.setNow('2027-01-13T14:00:00Z'));
afterAll(() => installation.close());

/** A signed plan, and so many participants who signed it. */
async function signedBy(people: number): Promise<{ room: PlanRoom; id: string; crowd: readonly Sitting[] }> {
	const room = await installation.openRoom();
	const crowd: Sitting[] = [];
	for (let n = 0; n < people; n += 1) crowd.push(await room.sit(`Person ${n}`, 'participant', room.alder));
	await room.reload();
	const id = await room.ready('Every promise to call back has a name');
	await room.followedUp();
	for (const person of [room.elin, room.marcus, ...crowd]) await person.post('/plan/sign');
	await room.facilitator.post('/plan/close');
	return { room, id, crowd };
}

const MARKS = { 'pulse-1': 4, 'pulse-2': 3, 'pulse-3': 5 };

test('[FOLLOW-74] three questions are open from the Monday of their week for a fortnight, once a person', async () => {
	const { room, crowd } = await signedBy(1);
	const [one] = crowd as [Sitting];
	const at = async (day: string) => {
		installation.setNow(`${day}T09:00:00Z`);
		const { body } = await one.get('/before-after');
		return [body.week, body.pulse?.week ?? null, body.pulse?.motivators != null, body.again?.week ?? null];
	};

	expect(await at('2027-02-07')).toEqual([3, null, false, null]);
	expect(await at('2027-02-08')).toEqual([4, 4, false, null]);
	expect(await at('2027-02-21')).toEqual([5, 4, false, null]);
	expect(await at('2027-02-22')).toEqual([6, null, false, null]);
	expect((await one.post('/pulse', { marks: MARKS })).status).toBe(409);
	expect(await at('2027-04-06')).toEqual([12, 12, true, 12]);

	const sent = await one.post('/pulse', { marks: MARKS, motivators: ['M4', 'M9'] });
	const twice = await one.post('/pulse', { marks: MARKS });
	const elsewhere = await (await room.again(one)).post('/pulse', { marks: { 'pulse-1': 1 } });
	const nothing = await room.elin.post('/pulse', { marks: {} });
	const four = await room.elin.post('/pulse', { marks: MARKS, motivators: ['M1', 'M2', 'M3', 'M4'] });
	const watching = await room.facilitator.post('/pulse', { marks: MARKS });

	expect([sent.status, twice.status, elsewhere.status]).toEqual([204, 409, 409]);
	expect([nothing.status, four.status, watching.status]).toEqual([400, 400, 403]);
	expect((await one.get('/before-after')).body.pulse).toMatchObject({ isGiven: true, given: 1 });
});

test('[FOLLOW-75] figures grow by five answers at a time, whoever looks in between, and nothing tells who gave which', async () => {
	const { room, crowd } = await signedBy(12);
	installation.setNow('2027-02-08T09:00:00Z');
	const seen: unknown[] = [];
	for (const [n, person] of crowd.entries()) {
		await person.post('/pulse', { marks: { 'pulse-1': (n % 5) + 1, ...(n % 2 ? { 'pulse-2': 2 } : {}) } });
		const { body } = await room.elin.get('/before-after');
		seen.push(body.pulses[0].figures.map(({ figure }: { figure: { answers: number } | null }) => figure?.answers ?? 0));
	}
	const rows = await installation.database.rows(
		`select id, marks from pulse_answers where workshop_id = '${room.workshopId}' order by id`
	);
	const columns = await installation.database.rows(
		`select column_name from information_schema.columns where table_name = 'pulse_answers'`
	);

	// Of the second question every other answer: it waits until there are five new ones.
	expect(seen).toEqual([
		...Array.from({ length: 4 }, () => [0, 0, 0]),
		...Array.from({ length: 5 }, () => [5, 0, 0]),
		...Array.from({ length: 3 }, () => [10, 5, 0])
	]);
	expect(rows).toHaveLength(12);
	expect(columns.map((row) => Object.values(row as object)[0]).sort()).toEqual(
		['id', 'marks', 'motivators', 'week', 'workshop_id'].sort()
	);
});

test('[FOLLOW-75] twelve who answer at once are twelve answers', async () => {
	const { room, crowd } = await signedBy(12);
	installation.setNow('2027-02-08T09:00:00Z');

	const answers = await Promise.all(crowd.map((person) => person.post('/pulse', { marks: MARKS })));
	const { body } = await room.elin.get('/before-after');

	expect(answers.map(({ status }) => status)).toEqual(crowd.map(() => 204));
	expect(body.pulses[0].given).toBe(12);
	expect(body.pulses[0].figures[0].figure).toMatchObject({ answers: 10, mean: 4 });
});

test('[FOLLOW-76] the questions of the beginning are asked again in week 12; departments are split once it is closed', async () => {
	const { room, crowd } = await signedBy(13);
	await installation.database.transaction(async (tx) => {
		const { people, baselineAnswers } = await import('#drizzle/schema.ts');
		for (const [n, { id }] of crowd.entries())
			await tx
				.update(people)
				.set({ department: n < 5 ? 'Phones' : n < 10 ? 'Vans' : 'Sales' })
				.where(eq(people.id, id));
		await tx.insert(baselineAnswers).values(
			crowd.map((_, n) => ({
				...{ id: `before-${room.workshopId}-${n}`, workshopId: room.workshopId, round: 'before' as const },
				...{ department: n < 5 ? 'Phones' : n < 10 ? 'Vans' : 'Sales', marks: { 'base-1': 2 }, words: '' }
			}))
		);
	});
	await room.reload();
	installation.setNow('2027-04-06T09:00:00Z');

	for (const [n, person] of crowd.entries()) {
		const department = n < 5 ? 'Phones' : n < 10 ? 'Vans' : 'Sales';
		await person.post('/baseline-again', { marks: { 'base-1': 4 }, department });
	}
	const twice = await (await room.again(crowd[0] as Sitting)).post('/baseline-again', { marks: { 'base-1': 1 } });
	const open = (await room.elin.get('/before-after')).body.baseline[0];
	installation.setNow('2027-04-19T09:00:00Z');
	const closed = (await room.elin.get('/before-after')).body.baseline[0];
	const late = await room.elin.post('/baseline-again', { marks: { 'base-1': 1 } });

	expect(twice.status).toBe(409);
	expect([open.before.mean, open.after.mean, open.after.answers]).toEqual([2, 4, 10]);
	expect(open.departments.every(({ after }: { after: unknown }) => after === null)).toBe(true);
	expect(
		closed.departments.map(({ department, before, after }: Record<string, { mean: number } | string | null>) => [
			department,
			(before as { mean: number } | null)?.mean ?? null,
			(after as { mean: number } | null)?.mean ?? null
		])
	).toEqual([
		['Phones', null, null],
		['Sales', null, null],
		['Vans', 2, 4]
	]);
	expect(late.status).toBe(409);
});

test('[FOLLOW-77] a heads-up comes five working days before, or is shown as short notice; how many saw it is told, not who', async () => {
	const { room, crowd } = await signedBy(3);
	const notice = {
		...{ what: 'Price letter', reason: 'Parts cost more' },
		questions: [{ q: 'Why now?', a: 'The contracts change.' }]
	};
	installation.setNow('2027-03-18T09:00:00Z');

	const tooShort = await room.marcus.post('/heads-ups', { ...notice, startsOn: '2027-03-24' });
	const past = await room.marcus.post('/heads-ups', { ...notice, startsOn: '2027-03-17', allTheSame: true });
	const inTime = await room.marcus.post('/heads-ups', { ...notice, startsOn: '2027-03-25' });
	const short = await room.facilitator.post('/heads-ups', { ...notice, startsOn: '2027-03-22', allTheSame: true });
	const byOwner = await room.elin.post('/heads-ups', { ...notice, startsOn: '2027-03-25' });
	const [{ id }] = inTime.body.headsUps;
	await Promise.all([...crowd, ...crowd].map((person) => person.post(`/heads-ups/${id}/seen`)));
	const { body } = await room.elin.get('/heads-ups');
	const wordless = await room.marcus.post(`/heads-ups/${id}/withdraw`, { because: ' ' });
	const off = await room.marcus.post(`/heads-ups/${id}/withdraw`, { because: 'May, not March' });
	const told = await installation.database.rows(
		`select recipient, period, dropped_at is null as waits from notifications where workshop_id = '${room.workshopId}' and subject_id = '${id}'`
	);

	expect([tooShort.status, tooShort.body.field, past.status, byOwner.status]).toEqual([400, 'startsOn', 400, 403]);
	expect([inTime.status, short.status]).toEqual([201, 201]);
	expect(short.body.headsUps.map((one: { workingDays: number }) => one.workingDays)).toEqual([2, 5]);
	const mine = body.headsUps.find((one: { id: string }) => one.id === id);
	expect([mine.seen, mine.of, mine.isSeenByMe]).toEqual([3, 6, false]);
	for (const { id: person } of crowd) expect(JSON.stringify(body)).not.toContain(person);
	expect([wordless.status, off.body.headsUps.at(-1).withdrawnBecause]).toEqual([400, 'May, not March']);
	expect(told.length).toBe(7);
	expect(told.every((row) => (row as { waits: boolean }).waits === false)).toBe(true);
});

test('[FOLLOW-78] a suggestion has a clock and an answer in words; without a name nothing leads to its writer', async () => {
	const { room, id } = await signedBy(0);
	const sponsor = await room.sit('Tom Beckett', 'sponsor');
	await room.reload();
	installation.setNow('2027-03-01T09:00:00Z');
	const named = { id: 'suggest-named-1', text: 'A second key box', withName: true, ref: `action:${id}` };
	const unnamed = { id: 'suggest-hidden-1', text: 'Stop the tape', isForQuestion: true };

	const first = await Promise.all([room.elin.post('/suggestions', named), room.elin.post('/suggestions', named)]);
	await room.amira.post('/suggestions', unnamed);
	const noAction = await room.elin.post('/suggestions', { ...named, id: 'suggest-other-1', ref: 'action:elsewhere' });
	installation.setNow('2027-03-12T09:00:00Z');
	const waiting = (await room.amira.get('/suggestions')).body;
	const wordless = await room.marcus.post('/suggestions/suggest-named-1/answers', { answer: 'no', words: '' });
	const dayless = await sponsor.post('/suggestions/suggest-named-1/answers', { answer: 'not-now', words: 'Soon' });
	const byOther = await room.elin.post('/suggestions/suggest-hidden-1/answers', { answer: 'no', words: 'No' });
	await room.marcus.post('/suggestions/suggest-named-1/answers', {
		...{ answer: 'not-now', words: 'After Easter', answerBy: '2027-04-06', ledTo: `action:${id}` }
	});
	await sponsor.post('/suggestions/suggest-hidden-1/answers', { answer: 'done', words: 'Gone' });
	const answered = (await room.elin.get('/suggestions')).body;
	installation.setNow('2027-04-06T09:00:00Z');
	const again = (await room.elin.get('/suggestions')).body.suggestions[0];
	const told = await installation.database.rows(
		`select recipient, period from notifications where workshop_id = '${room.workshopId}' and kind = 'suggestion-answer'`
	);

	expect([first.map(({ status }) => status), noAction.status]).toEqual([[201, 201], 404]);
	expect(
		waiting.suggestions.map(({ text, by, isMine, clock }: Record<string, unknown>) => [text, by, isMine, clock])
	).toEqual([
		['Stop the tape', '', false, { days: 11, isWaiting: true, isOverdue: true }],
		['A second key box', 'Elin Strand', false, { days: 11, isWaiting: true, isOverdue: true }]
	]);
	const unsigned = waiting.suggestions.find(({ by }: { by: string }) => by === '');
	expect(unsigned.question).toBe('Which rule would you drop first?');
	expect(unsigned.writtenOn).toBe('2027-03-01');
	expect([wordless.status, dayless.body.code, byOther.status]).toEqual([400, 'date-missing', 403]);
	expect(
		answered.suggestions.map(({ clock, answers }: { clock: { isWaiting: boolean }; answers: { answer: string }[] }) => [
			clock.isWaiting,
			answers.at(-1)?.answer
		])
	).toEqual([
		[false, 'done'],
		[false, 'not-now']
	]);
	expect(again.clock).toEqual({ days: 0, isWaiting: true, isOverdue: true });
	expect(again.answers[0].ledTo).toMatchObject({ n: 1 });
	expect(told).toEqual([{ recipient: `person:${room.elin.id}`, period: '1' }]);
	const rows = await installation.database.rows(`select * from suggestions where id = 'suggest-hidden-1'`);
	expect(JSON.stringify(rows)).not.toContain(room.amira.id);
});

test('[FOLLOW-79] a decision goes to a vote of those who signed: counted out when it is closed, and not below five', async () => {
	const { room, crowd } = await signedBy(5);
	const outsider = await room.sit('Late Comer', 'participant', room.alder);
	await room.reload();
	const made = await room.marcus.post('/decisions', {
		what: 'Open until six',
		whoDecides: 'All',
		wereStaffAsked: true
	});
	const { id } = made.body.decisions[0];
	const early = await crowd[0]!.post(`/decisions/${id}/vote`, { yes: true });
	await room.marcus.post(`/decisions/${id}/vote/open`);

	await Promise.all(crowd.map((person, n) => person.post(`/decisions/${id}/vote`, { yes: n > 1 })));
	await crowd[0]!.post(`/decisions/${id}/vote`, { yes: true });
	const unsigned = await outsider.post(`/decisions/${id}/vote`, { yes: true });
	const byOwner = await room.elin.post(`/decisions/${id}/vote/close`);
	const decidedTooEarly = await room.marcus.post(`/decisions/${id}/outcome`, { outcome: 'Yes' });
	const open = (await crowd[0]!.get('/decisions')).body;
	const closed = (await room.marcus.post(`/decisions/${id}/vote/close`)).body;
	const late = await room.elin.post(`/decisions/${id}/vote`, { yes: false });
	const second = (await room.marcus.post('/decisions', { what: 'Two', whoDecides: 'All', wereStaffAsked: true })).body
		.decisions[1].id;
	await room.marcus.post(`/decisions/${second}/vote/open`);
	for (const person of crowd.slice(0, 4)) await person.post(`/decisions/${second}/vote`, { yes: true });
	const few = (await room.marcus.post(`/decisions/${second}/vote/close`)).body;

	expect([early.status, unsigned.status, byOwner.status, decidedTooEarly.status, late.status]).toEqual([
		409, 403, 403, 409, 409
	]);
	expect(open.decisions[0].vote).toEqual({ isOpen: true, given: 5, of: 7, mine: true, result: null });
	expect(closed.decisions[0].vote).toEqual({ isOpen: false, given: 5, of: 7, mine: null, result: { yes: 4, no: 1 } });
	expect(few.decisions[1].vote).toMatchObject({ given: 4, result: null });
});

test('[FOLLOW-80] in week 12 those who signed vote whether it goes on, once; who follows up sets the day', async () => {
	const { room, crowd } = await signedBy(5);
	const early = await crowd[0]!.post('/prolong/vote', { yes: true });
	installation.setNow('2027-04-06T09:00:00Z');

	const votes = await Promise.all(crowd.map((person, n) => person.post('/prolong/vote', { yes: n > 0 })));
	const twice = await crowd[1]!.post('/prolong/vote', { yes: false });
	const open = (await room.elin.get('/prolong')).body;
	const byOwner = await room.elin.post('/prolong', { until: '2027-06-30' });
	const earlier = await room.marcus.post('/prolong', { until: '2027-04-07' });
	const set = await room.marcus.post('/prolong', { until: '2027-06-30' });
	const after = await room.elin.post('/prolong/vote', { yes: false });

	expect([early.status, ...votes.map(({ status }) => status), twice.status]).toEqual([
		409, 200, 200, 200, 200, 200, 409
	]);
	expect(open).toMatchObject({ isOpen: true, given: 5, of: 7, mine: null, result: null, until: '2027-04-07' });
	expect([byOwner.status, earlier.status, set.status, after.status]).toEqual([403, 400, 200, 409]);
	expect(set.body).toMatchObject({ isProlonged: true, until: '2027-06-30', result: { yes: 4, no: 1 } });
});
