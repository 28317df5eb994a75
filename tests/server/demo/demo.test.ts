import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { runDemo, type RunningDemo } from '#server/demo/run.ts';
import { shareMarks, shareVotes } from '#server/demo/shares.ts';
import type { StageName } from '#server/demo/stages.ts';
import type { BaselineView } from '#protocol/baseline.ts';
import { createLog } from '#server/log.ts';
import { testDatabase, testFolder, type TestDatabase } from '../../support/database.ts';
import { deviceAt } from '../../support/server.ts';

const source = JSON.parse(await readFile(join(import.meta.dirname, '../../../server/demo/demo.json'), 'utf8'));

interface Opened extends RunningDemo {
	readonly database: TestDatabase;
	readonly folder: string;
	readonly get: (path: string, cookie?: string | null) => Promise<{ readonly status: number; readonly body: never }>;
	readonly again: () => Promise<RunningDemo>;
	readonly close: () => Promise<void>;
}

async function open(stage: StageName): Promise<Opened> {
	const database = await testDatabase();
	const folder = await testFolder();
	const start = (at: StageName | null) =>
		runDemo(
			{
				port: 0,
				host: '127.0.0.1',
				dataDir: folder.path,
				databaseUrl: undefined,
				publicUrl: undefined,
				trustedProxies: 0,
				isRoom: false,
				logLevel: 'silent',
				smtpUrl: undefined,
				mailFrom: 'Plenary <plenary@localhost>'
			},
			at,
			{
				log: createLog('silent'),
				site: join(folder.path, 'no-site'),
				database,
				onLost: (sentence) => {
					throw new Error(sentence);
				}
			}
		);
	const demo = await start(stage);
	return {
		...demo,
		database,
		folder: folder.path,
		get: async (path, cookie = null) => {
			const device = deviceAt(demo.line.url);
			device.cookie = cookie ?? '';
			const { status, body } = await device.get(path);
			return { status, body: body as never };
		},
		again: () => start(null),
		close: async () => {
			await demo.running.close();
			await database.close();
			await folder.remove();
		}
	};
}

const cookieOf = ({ line }: RunningDemo, person: string): string | null =>
	line.people.find(({ id }) => id === person)?.cookie ?? null;

const count = async ({ database }: Opened, query: string): Promise<number> =>
	Number((await database.rows(`select count(*) as n from ${query}`))[0]?.n);

describe('at week 12', () => {
	let demo: Opened;
	beforeAll(async () => {
		demo = await open('week-12');
	}, 90_000);
	afterAll(() => demo.close());

	test('[DEMO-10] the twelve weeks are told: 8 done, 2 running, 1 learned, 1 stopped, with thanks, answers and both rounds of questions', async () => {
		const plan: { actions: { health: string }[] } = (
			await demo.get(`/api/workshops/${demo.line.workshopId}/plan`, cookieOf(demo, 'priya-nair'))
		).body;
		const ended = (health: string) => plan.actions.filter((action) => action.health === health).length;

		expect([ended('done'), ended('learned'), ended('stopped')]).toEqual([8, 1, 1]);
		expect(plan.actions.filter(({ health }) => !['done', 'learned', 'stopped'].includes(health))).toHaveLength(2 + 6);
		expect({
			thanks: await count(demo, 'thanks'),
			thanked: await count(demo, 'thanks_to'),
			suggestions: await count(demo, 'suggestions'),
			waiting: await count(
				demo,
				'suggestions s where not exists (select 1 from suggestion_answers a where a.suggestion_id = s.id)'
			),
			seen: await count(demo, 'heads_up_seen'),
			after: await count(demo, "baseline_answers where round = 'after'"),
			pulses: await count(demo, 'pulse_answers'),
			sheets: await count(demo, 'standards_sheets'),
			digests: await count(demo, "letters where kind = 'digest' and sent_at is not null")
		}).toEqual({
			thanks: source.thanks.length,
			thanked: source.thanks.reduce((sum: number, { to }: { to: string[] }) => sum + to.length, 0),
			suggestions: 5,
			waiting: 1,
			seen: 37,
			after: 38,
			pulses: 33 + 31 + 36,
			sheets: 2,
			digests: 11
		});
	});
});

describe('at week 4', () => {
	let demo: Opened;
	beforeAll(async () => {
		demo = await open('week-4');
	}, 90_000);
	afterAll(() => demo.close());

	test('[DEMO-9] the answers before day 1 are those of the example, and its small departments are hidden', async () => {
		const { workshopId, accounts } = demo.line;
		const { cookie } = accounts.find(({ role }) => role === 'facilitator')!;

		const { body } = await demo.get(`/api/workshops/${workshopId}/baseline`, cookie);
		const { answers, questions } = body as BaselineView;

		expect(answers).toBe(38);
		for (const { id, figure, departments } of questions) {
			const { mean, counts } = source.baseline.before.answers[id];
			expect(figure).toEqual({ answers: 38, mean, counts });
			expect(departments.map((each) => [each.department, each.figure !== null])).toEqual([
				['Billing', true],
				['Contact centre', true],
				['Field engineers', true],
				['Planning', false],
				['Sales', false]
			]);
		}
		expect(await count(demo, 'feedback_lines')).toBe(source.feedback.length);
	});

	test('[DEMO-1] the finished workshop holds what the example tells: people, notes, votes, plan and signatures', async () => {
		const counts = {
			people: await count(demo, "people where role = 'participant'"),
			points: await count(demo, "customer_points where state = 'taken-back' and text is null"),
			answered: await count(demo, "questions where state = 'answered'"),
			questionVotes: await count(demo, 'question_votes'),
			visionVotes: await count(demo, "votes where step = 'vision'"),
			planVotes: await count(demo, "votes where step = 'plan'"),
			planned: await count(demo, 'actions where not_now_reason is null'),
			notNow: await count(demo, 'actions where not_now_reason is not null'),
			support: await count(demo, 'support_requests'),
			answers: await count(demo, 'support_answers'),
			signatures: await count(demo, 'signatures'),
			signed: await count(demo, 'plans where signed_at is not null and hash is not null')
		};

		expect(counts).toEqual({
			people: 40,
			points: 1,
			answered: 18,
			questionVotes: source.questions.reduce((sum: number, { votes }: { votes: number }) => sum + votes, 0),
			visionVotes: source.vision.votes.cast,
			planVotes: source.plan.votes.cast,
			planned: 12,
			notNow: 6,
			support: 10,
			answers: 10,
			signatures: 41,
			signed: 1
		});
	});

	test('[SIGN-29] the example has its forty-one signatures, three measures on the front page, a decision and the next date', async () => {
		const at = `/api/workshops/${demo.line.workshopId}`;
		const plan: {
			signatures: unknown[];
			actions: { frontPlace: number | null }[];
			nextDate: unknown;
		} = (await demo.get(`${at}/plan`, cookieOf(demo, 'priya-nair'))).body;
		const log: { decisions: unknown[] } = (await demo.get(`${at}/decisions`, cookieOf(demo, 'elin-strand'))).body;

		expect(plan.signatures).toHaveLength(source.signatures.length);
		expect(plan.actions.filter(({ frontPlace }) => frontPlace !== null)).toHaveLength(3);
		expect(log.decisions).toMatchObject([
			{ n: 1, what: source.decisions[0].what, whoDecides: 'Anneke de Boer', outcome: source.decisions[0].outcome }
		]);
		expect(plan.nextDate).toEqual({ heldOn: '2027-02-11', heldAt: '15:00', words: 'The check-in with all owners' });
	});

	test('[DEMO-2] every action stands as the example says for that week, on the demo’s own clock', async () => {
		const { body } = await demo.get(`/api/workshops/${demo.line.workshopId}/plan`, cookieOf(demo, 'priya-nair'));
		const plan: { today: string; actions: { n: number; health: string; notNowReason: string | null }[] } = body;

		const planned = plan.actions.filter(({ notNowReason }) => notNowReason === null);
		expect(plan.today).toBe('2027-02-08');
		expect(planned.map(({ n, health }) => [n, health])).toEqual(
			source.actions.map(({ n, healthByWeek }: { n: number; healthByWeek: string[] }) => [n, healthByWeek[3]])
		);
	});

	test('[DEMO-3] the chain of every action reaches what people have lived through', async () => {
		const told = ['experiences', 'definitions', 'vision', 'house', 'customer', 'questions', 'issues'];
		const chains: readonly { readonly links: readonly { step: string; text: string }[] }[] = await Promise.all(
			source.actions.map(async ({ n }: { n: number }) => {
				const id = `action-${String(n).padStart(2, '0')}`;
				const path = `/api/workshops/${demo.line.workshopId}/actions/${id}/chain`;
				const { body } = await demo.get(path, cookieOf(demo, 'elin-strand'));
				const chain: { links: { step: string; text: string }[] } = body;
				return chain;
			})
		);

		for (const { links } of chains) {
			expect(links.some(({ step }) => step === 'experiences')).toBe(true);
			expect(links.filter(({ step, text }) => told.includes(step) && text === '')).toEqual([]);
		}
		expect(chains).toHaveLength(12);
	});

	test('[DEMO-4] the line tells what a program needs: cookies that are seats, boards, links and the process', async () => {
		const { line } = demo;
		const me = await demo.get('/api/me', cookieOf(demo, 'marcus-okafor'));
		const seats: { seats: { name: string; syndicate: string }[] } = me.body;

		expect(line.people).toHaveLength(40);
		expect(line.accounts.map(({ role }) => role)).toEqual(['facilitator', 'sponsor', 'follow-up-manager', 'customer']);
		expect(seats.seats).toMatchObject([{ name: 'Marcus Okafor', syndicate: 'birch' }]);
		expect(line.code).toBe('HRV7KM');
		expect(line.pid).toBe(process.pid);
		expect(line.documents.filter(({ step }) => step === 'experiences').map(({ syndicate }) => syndicate)).toEqual(
			source.syndicates.map(({ id }: { id: string }) => id)
		);
		expect(line.documents.filter(({ writable }) => writable)).toEqual([]);
		expect(line.links.progress).toContain('/p/');
		expect(line.links.sponsor).toContain('/s/');
	});

	test('[DEMO-5] started again in its folder, the demo goes on with the same cookies', async () => {
		const { running, line } = await demo.again();
		await running.close();

		const { url: _, ...rest } = line;
		const { url, ...before } = demo.line;
		const path = (link: string | null) => link?.slice(link.indexOf('/', 'http://'.length)) ?? null;
		expect({ ...rest, screen: path(rest.screen), links: Object.values(rest.links).map(path) }).toEqual({
			...before,
			screen: path(before.screen),
			links: Object.values(before.links).map(path)
		});
		expect(url).not.toBe('');
	});
});

test(
	'[DEMO-6] before anybody has written, 32 of 40 have a seat and Marcus Okafor has none',
	{ timeout: 90_000 },
	async () => {
		const demo = await open('lobby');
		try {
			const arrived = await count(demo, `people where role = 'participant' and arrived_at is not null`);
			const state = await demo.database.rows('select state, current_step, screen from workshops');

			expect(arrived).toBe(32);
			expect(demo.line.people).toHaveLength(40);
			expect(cookieOf(demo, 'marcus-okafor')).toBeNull();
			expect(state).toMatchObject([{ state: 'room', current_step: null, screen: { kind: 'code' } }]);
		} finally {
			await demo.close();
		}
	}
);

describe('while Birch votes', () => {
	let demo: Opened;
	beforeAll(async () => {
		demo = await open('experiences');
	}, 90_000);
	afterAll(() => demo.close());

	test('[DEMO-6] the room is where its picture shows it, and one board of each syndicate may be written', async () => {
		const rows = await demo.database.rows(
			`select current_step, screen, (select phase from step_states where step = 'experiences') as phase from workshops`
		);
		const writable = demo.line.documents.filter((document) => document.writable);
		const votes = await demo.get(
			`/api/workshops/${demo.line.workshopId}/steps/experiences/votes`,
			cookieOf(demo, 'marcus-okafor')
		);

		expect(rows).toMatchObject([{ current_step: 'experiences', phase: 'vote', screen: { kind: 'wall' } }]);
		expect(writable.map(({ step, syndicate }) => `${step} ${syndicate}`)).toEqual(
			source.syndicates.map(({ id }: { id: string }) => `experiences ${id}`)
		);
		expect(votes.body).toMatchObject({ left: 2, budget: 3, closed: false, totals: null });
	});

	test('[DEMO-7] notes stand on the boards with their authors, and without one where none was given', async () => {
		const birch = demo.line.documents.find(({ step, syndicate }) => step === 'experiences' && syndicate === 'birch');
		const notes = await demo.running.deps.workshops.rooms.read(asId(birch?.id ?? ''), (board) =>
			board.notes().map(({ id, text, author, group }) => ({ id, text, author, isGrouped: group !== null }))
		);

		const expected = source.notes.filter(({ syndicate }: { syndicate: string }) => syndicate === 'birch');
		expect(notes).toHaveLength(expected.length);
		expect([...notes].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
			expected.map((note: { id: string; text: string; author: string | null; group?: string }) => ({
				id: note.id,
				text: note.text,
				author: note.author ?? 'hidden',
				isGrouped: note.group !== undefined
			}))
		);
	});
});

test('[DEMO-8] totals are shared out within every budget, and means as whole marks', () => {
	const people = ['a', 'b', 'c'];
	const shares = shareVotes(
		[
			{ target: 'x', votes: 3 },
			{ target: 'y', votes: 2 },
			{ target: 'z', votes: 1 }
		],
		people,
		2
	);

	expect(people.map((person) => shares.filter((share) => share.person === person).length)).toEqual([2, 2, 2]);
	expect(shares.filter(({ target }) => target === 'x')).toHaveLength(3);
	expect(shareMarks(3.6, ['a', 'b', 'c', 'd', 'e']).map(({ mark }) => mark)).toEqual([4, 4, 4, 3, 3]);
	expect(() => shareVotes([{ target: 'x', votes: 4 }], people, 2)).toThrow();
});
