/**
 * What other devices are sent about a question without a name. It is asked by one person and then by their neighbour:
 * whoever is told the same both times cannot know whose it was.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readLive } from '#protocol/live-wire.ts';
import type { QuestionView } from '#protocol/question-views.ts';
import { hashOf } from '#server/live/codes.ts';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import { arrived, differences, ends, finders, scene, type Answers, type Scene } from '../../support/wire-scene.ts';
import { testWorkshop, type Participant } from '../../support/workshop.ts';

// Every reading route, asked by eight devices, several times.
vi.setConfig({ testTimeout: 180_000 });

let server: TestServer;
let facilitator: Device;
beforeAll(async () => {
	server = await startServer();
	({ facilitator } = await testWorkshop(server));
});
afterAll(() => server.close());

const WORDS = 'MARKER why do you stay with us?';
const REASON = 'REASON say it so that she can answer.';
const key = (letter: string) => letter.repeat(22);

interface Asked {
	readonly id: string;
	/** What each device was sent meanwhile without having asked, as it reads it. */
	readonly sent: ReadonlyMap<string, string>;
	readonly answers: Answers;
	/** What the server logged meanwhile. */
	readonly logged: string;
}

/** A room in which everybody but Ana and Ben listens. */
async function listening(rules: object): Promise<Scene> {
	const room = await scene(server, facilitator);
	await room.workshop.go('questions');
	await facilitator.send('PATCH', at(room, '/rules'), rules);
	const [ben, others] = [room.ear('ben'), room.ears.filter(({ name }) => name !== 'ben')];
	ben.close();
	return { ...room, ears: others };
}
const at = ({ workshop }: Scene, path = '') => `/api/workshops/${workshop.id}/questions${path}`;

/** Numbers that rise with every change, and times. */
const MOVING = new Set(['now', 'version', 'revisions', 'clock', 'desk']);

/** Somebody asks, something is done with it, everybody listens and reads; then it is taken back. */
async function asks(
	room: Scene,
	who: Participant,
	body: object,
	then: (id: string) => Promise<unknown>
): Promise<Asked> {
	await arrived(room);
	room.ears.forEach(({ frames }) => frames.splice(0));
	const before = server.logged().length;
	const { status, body: question } = await who.device.post(at(room), body);
	expect(status).toBe(201);
	await then(question.id);
	// Told four times a second at most: the one before may have been just now.
	await expect.poll(() => room.ears.every(({ frames }) => frames.length > 0), { timeout: 20_000 }).toBe(true);
	await arrived(room);
	const sent = new Map(room.ears.map(({ name, frames }) => [name, lastOf(frames)]));
	const logged = server.logged().slice(before);
	const { id } = question;
	const same = (text: string) => text.replaceAll(id, 'ID').replaceAll(/"(askedAt)":"[^"]+"/g, '"$1":""');
	const answers = new Map<string, ReadonlyMap<string, string>>();
	const chain = `/api/workshops/${room.workshop.id}/chain?of=${encodeURIComponent(`question:${id}`)}`;
	for (const one of room.ears) {
		const all = await one.asks({ step: 'questions', day: '1' }, [chain]);
		answers.set(one.name, new Map([...all].map(([path, text]) => [path.replace(id, 'ID'), same(text)])));
	}
	const { askerKey } = body as { readonly askerKey?: string };
	expect((await who.device.post(at(room, `/${id}/withdraw`), { askerKey })).status).toBe(204);
	return { id, sent, answers, logged };
}

/** The last live state that a device was sent, as it reads it. */
function lastOf(frames: readonly Buffer[]): string {
	const last = frames.at(-1)?.toString('utf8') ?? '';
	if (!/^[[{]/.test(last)) return last;
	return JSON.stringify(readLive(last), (name, value: unknown) => (MOVING.has(name) ? undefined : value));
}

/** Whoever of the two asked, and whatever leads to them. */
const secrets = ({ ana, ben }: Scene, keys: readonly string[]) => [
	...keys,
	...keys.map(hashOf),
	...[ana, ben].map(({ device }) => device.cookie.split('=')[1]!)
];

test.for(['nobody', 'syndicate'] as const)(
	'[WIRE-8] a question that shows %s reads the same on every other device, byte for byte, whoever of the syndicate asked it',
	async (shows) => {
		const room = await listening({ approvedFirst: false });
		const { ana, ben } = room;
		const body = (letter: string) => ({
			text: WORDS,
			shows,
			askerKey: key(letter),
			sendKey: key(letter.toUpperCase())
		});
		const answered = async (id: string) => {
			await facilitator.post(at(room, `/${id}/moderate`), { deed: 'answer-now' });
		};

		const hers = await asks(room, ana, body('a'), answered);
		const his = await asks(room, ben, body('b'), answered);

		expect(hers.answers.get('bo')?.get(at(room))).toContain(WORDS);
		expect(differences(hers.answers, his.answers)).toEqual([]);
		expect([...his.sent].filter(([name, text]) => hers.sent.get(name) !== text)).toEqual([]);
		for (const secret of secrets(room, ['a', 'b', 'A', 'B'].map(key)))
			expect([...finders(room, hers.answers, secret), ...finders(room, his.answers, secret)]).toEqual([]);
		for (const { logged } of [hers, his])
			for (const secret of [...secrets(room, ['a', 'b', 'A', 'B'].map(key)), ana.id, ben.id, 'MARKER'])
				expect([secret, logged.includes(secret)]).toEqual([secret, false]);
		ends(room);
	}
);

test('[WIRE-9] a question handed back, its reason and the key that leads to it reach the asking device alone, and moderators cannot tell whose it is', async () => {
	const room = await listening({ approvedFirst: true });
	const { ana, ben } = room;
	let found: readonly QuestionView[] = [];
	let others: readonly unknown[] = [];
	let kept = '';
	const mine = async (device: Device, askerKey: string) =>
		(await device.post(at(room, '/mine'), { askerKeys: [askerKey] })).body as readonly QuestionView[];
	const handedBack = (letter: string, who: Participant) => async (id: string) => {
		await facilitator.post(at(room, `/${id}/moderate`), { deed: 'hand-back', reason: REASON });
		found = [...found, ...(await mine(who.device, key(letter)))];
		const guesses = [key('z'), hashOf(key(letter)), id.padEnd(22, '0').slice(0, 22)];
		others = [...others, ...(await Promise.all(guesses.map((guess) => mine(room.bo.device, guess)))).flat()];
		kept += JSON.stringify(await server.database.rows('select * from questions'));
	};
	const body = (letter: string) => ({ text: WORDS, shows: 'nobody', askerKey: key(letter) });

	const hers = await asks(room, ana, body('c'), handedBack('c', ana));
	const his = await asks(room, ben, body('d'), handedBack('d', ben));

	expect(found.map(({ text, reason, state }) => [text, reason, state])).toEqual([
		[WORDS, REASON, 'handed-back'],
		[WORDS, REASON, 'handed-back']
	]);
	expect(others).toEqual([]);
	for (const one of [hers, his])
		for (const word of ['MARKER', 'REASON'])
			expect(finders(room, one.answers, word)).toEqual(
				['facilitator', 'helper'].map((name) => `${name} at ${at(room)}`)
			);
	expect(differences(hers.answers, his.answers)).toEqual([]);
	expect([...his.sent].filter(([name, text]) => hers.sent.get(name) !== text)).toEqual([]);
	for (const secret of [key('c'), key('d')]) {
		expect([...finders(room, hers.answers, secret), ...finders(room, his.answers, secret)]).toEqual([]);
		expect([kept.includes(secret), server.logged().includes(secret)]).toEqual([false, false]);
	}
	expect(server.logged().includes('REASON')).toBe(false);
	ends(room);
});
