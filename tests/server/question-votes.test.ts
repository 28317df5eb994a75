/** Votes for questions to the customer are exact: each person counts once, whatever is sent, in whatever order. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { QuestionView } from '#protocol/question-views.ts';
import { Random } from '../chaos/harness/random.ts';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

// More than five hundred writes, each kept on disk before it is answered.
vi.setConfig({ testTimeout: 90_000 });

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

interface Queue {
	readonly room: PlanRoom;
	readonly people: readonly Sitting[];
	readonly ask: (text: string) => Promise<string>;
	readonly moderate: (question: string, deed: object) => Promise<void>;
	/** Rows of votes, as `question person`. */
	readonly rows: () => Promise<readonly string[]>;
	readonly counts: () => Promise<Readonly<Record<string, number>>>;
}

async function openQueue(people: number): Promise<Queue> {
	const room = await installation.openRoom();
	await room.facilitator.patch('/questions/rules', { approvedFirst: false });
	const sittings: Sitting[] = [];
	for (let n = 0; n < people; n += 1)
		sittings.push(await room.sit(`Person ${n}`, 'participant', n % 2 === 0 ? room.alder : room.birch));
	const told = async (answer: Promise<{ readonly status: number; readonly body: unknown }>) => {
		const { status, body } = await answer;
		if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
		return body as QuestionView;
	};
	let asked = 0;
	return {
		room,
		people: sittings,
		ask: async (text) => {
			const asker = sittings[(asked += 1) % people]!;
			return (await told(asker.post('/questions', { text, shows: 'syndicate' }))).id;
		},
		moderate: async (question, deed) => {
			await told(room.facilitator.post(`/questions/${question}/moderate`, deed));
		},
		rows: async () => {
			const rows = await installation.database.rows(
				`select question_id, person_id from question_votes join questions on questions.id = question_id
				where workshop_id = '${room.workshopId}'`
			);
			return rows.map(({ question_id: question, person_id: person }) => `${String(question)} ${String(person)}`).sort();
		},
		counts: async () => {
			const questions: readonly QuestionView[] = (await room.facilitator.get('/questions')).body.questions;
			return Object.fromEntries(questions.map(({ id, votes }) => [id, votes]));
		}
	};
}
const vote = (by: Sitting, question: string, on = true) => by.post(`/questions/${question}/vote`, { on });

test('[ASK-17] 400 votes that forty people send at once, many of them twice and from two devices, are 400 rows', async () => {
	const { room, people, ask, rows, counts } = await openQueue(40);
	const questions: string[] = [];
	for (let n = 0; n < 31; n += 1) questions.push(await ask(`What about number ${n}?`));
	const others = await Promise.all(people.map((person) => room.again(person)));
	const wanted = people.flatMap((person, at) =>
		Array.from({ length: 10 }, (_, n) => ({ person, other: others[at]!, question: questions[(at + n * 3) % 31]! }))
	);

	const answers = await Promise.all(
		wanted.flatMap(({ person, other, question }, n) => [
			vote(person, question),
			...(n % 5 === 0 ? [vote(person, question)] : []),
			...(n % 3 === 0 ? [vote(other, question)] : [])
		])
	);

	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
	expect(await rows()).toEqual(wanted.map(({ question, person }) => `${question} ${person.id}`).sort());
	const shown = await counts();
	expect(Object.values(shown).reduce((sum, votes) => sum + votes, 0)).toBe(400);
	for (const question of questions)
		expect([question, shown[question]]).toEqual([question, wanted.filter((one) => one.question === question).length]);
});

test('[ASK-17] whatever people tap and moderators join meanwhile, what is shown is what people wanted last, each of them once', async () => {
	const { people, ask, moderate, rows, counts } = await openQueue(8);
	const [stays, goes, hidden, other] = [await ask('One?'), await ask('Two?'), await ask('Three?'), await ask('Four?')];
	const dice = new Random(31);
	/** Who wants what, by the question that stays. */
	const wanted = new Map<string, Set<string>>([stays, other].map((question) => [question, new Set()]));
	const taps = async (among: readonly string[], rounds: number) => {
		for (let n = 0; n < rounds; n += 1) {
			const person = dice.pick(people);
			const question = dice.pick(among);
			const on = dice.chance(0.7);
			const { status } = await vote(person, question, on);
			const of = wanted.get(question === goes ? stays : question);
			expect([question, status]).toEqual([question, of ? 200 : 404]);
			if (on) of?.add(person.id);
			else of?.delete(person.id);
		}
	};

	await moderate(hidden, { deed: 'hide' });
	await moderate(goes, { deed: 'join', to: stays });
	await taps([stays, goes, hidden, other], 120);
	const joined = await counts();
	const kept = await rows();

	expect([joined[stays], joined[other], joined[hidden]]).toEqual([wanted.get(stays)!.size, wanted.get(other)!.size, 0]);
	expect(kept).toEqual([...wanted].flatMap(([question, by]) => [...by].map((id) => `${question} ${id}`)).sort());
	// One that was wanted before it was joined: who wanted both is one.
	await moderate(goes, { deed: 'wait' });
	for (const person of people) await vote(person, goes);
	await moderate(goes, { deed: 'join', to: stays });
	expect((await counts())[stays]).toBe(people.length);
	await vote(people[0]!, goes, false);
	expect((await counts())[stays]).toBe(people.length - 1);
	expect((await rows()).filter((row) => row.includes(people[0]!.id) && !row.startsWith(other))).toEqual([]);
});

test('[ASK-17] a vote that meets the joining or hiding of its question is counted for what stays, or refused, and never lost between', async () => {
	const { people, ask, moderate, counts, rows } = await openQueue(12);
	const [stays, goes, gone] = [await ask('One?'), await ask('Two?'), await ask('Three?')];

	const [joins, hides] = await Promise.all([
		Promise.all(
			people.map((person, n) => (n === 6 ? moderate(goes, { deed: 'join', to: stays }) : vote(person, goes)))
		),
		Promise.all(people.map((person, n) => (n === 6 ? moderate(gone, { deed: 'hide' }) : vote(person, gone))))
	]);
	const shown = await counts();
	const taken = (answers: typeof joins) => answers.filter((answer) => answer && answer.status === 200).length;

	expect([taken(joins), shown[stays]]).toEqual([11, 11]);
	// One that was counted just before may be answered just after: the question is not there for whoever voted.
	expect(shown[gone]).toBeGreaterThanOrEqual(taken(hides));
	expect((await rows()).length).toBe(11 + shown[gone]!);
});

test('[ASK-17] two hundred votes that a script posts on one question are one vote at most, and everybody else’s are all counted', async () => {
	const { people, ask, rows, counts } = await openQueue(12);
	const question = await ask('What do they all want?');
	const [script, ...others] = people;

	const [forged, honest] = await Promise.all([
		Promise.all(Array.from({ length: 200 }, (_, n) => vote(script!, question, n % 2 === 0))),
		Promise.all(others.map((person) => vote(person, question)))
	]);

	const statuses = forged.map(({ status }) => status);
	expect(new Set(honest.map(({ status }) => status))).toEqual(new Set([200]));
	expect([200, 429].map((status) => statuses.filter((each) => each === status).length)).toEqual([60, 140]);
	expect(forged.find(({ status }) => status === 429)?.body.retryAfterSeconds).toBeGreaterThan(0);
	const kept = await rows();
	expect(kept.filter((row) => !row.includes(script!.id)).length).toBe(others.length);
	expect(kept.length - others.length).toBeLessThanOrEqual(1);
	expect(await counts()).toEqual({ [question]: kept.length });
});
