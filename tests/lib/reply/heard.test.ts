import { beforeEach, expect, test, vi } from 'vitest';
import { ReplyDesk } from '#lib/reply/desk.svelte.ts';
import { Heard } from '#lib/reply/heard.svelte.ts';
import { HerWordsState } from '#lib/reply/her-words.svelte.ts';
import { SharesState } from '#lib/reply/shares.svelte.ts';
import type { ReplyDeskView } from '#protocol/reply-views.ts';

/** What the server answers to each request, as one path after the other is asked. */
let answer: (path: string, body: string | undefined) => unknown;
let asked: string[];

const refused = (sentence: string) =>
	new Response(JSON.stringify({ code: 'too-many-tries', sentence }), { status: 429 });

beforeEach(() => {
	vi.useFakeTimers();
	asked = [];
	vi.stubGlobal('fetch', async (path: string, { body }: { body?: string }) => {
		asked.push(path);
		const said = await answer(path, body);
		return said instanceof Response ? said : new Response(JSON.stringify(said));
	});
	return () => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
	};
});

const whileItReads = () => vi.advanceTimersByTimeAsync(1000);
const gone = () => {
	throw new TypeError('Failed to fetch');
};

const desk = (line: string, opening = ''): ReplyDeskView =>
	({ opening, lines: [{ issueId: 'i1', text: line, isLeftOut: false }], open: 0 }) as unknown as ReplyDeskView;

test('[REPLY-13] after a reading that failed, without a line or with a refusal, the same live state reads again', async () => {
	const state = new HerWordsState('w1');
	answer = gone;
	void state.hear('1');
	await whileItReads();
	const away = state.failed;
	answer = () => refused('Wait a moment.');
	void state.hear('1');
	await whileItReads();
	const refusal = state.failed;
	answer = () => ({ actions: [{ id: 'a1', said: [{ n: 1, text: 'Ring me' }] }], standards: [] });
	void state.hear('1');
	await whileItReads();

	expect(away).toMatch(/cannot be reached/);
	expect(refusal).toBe('Wait a moment.');
	expect([state.failed, state.ofAction('a1').map(({ text }) => text)]).toEqual([null, ['Ring me']]);
	void state.hear('1');
	await whileItReads();
	expect(asked).toHaveLength(3);
});

test('[REPLY-13] a slow reading is not shown over what was heard later, nor over what this device did itself', async () => {
	const slow: ((shares: string) => void)[] = [];
	const shares = new SharesState('w1');
	const view = (department: string) => ({ shares: [{ department, point: 'p1' }], links: [] });
	answer = (path) =>
		path.endsWith('/ask')
			? view('Stores')
			: new Promise((resolve) => slow.push((department) => resolve(view(department))));
	void shares.hear('1');
	await whileItReads();
	await shares.ask('Stores', ['p1']);
	slow[0]?.('before Stores');
	await whileItReads();
	const mine = shares.departments.map(({ name }) => name);
	void shares.hear('2');
	slow[1]?.('Stores, too');
	await whileItReads();
	slow[2]?.('the newest');
	await whileItReads();

	expect(mine).toEqual(['Stores']);
	expect(shares.departments.map(({ name }) => name)).toEqual(['the newest']);
});

test('[REPLY-13] where somebody else’s change was shown while a deed was under way, its answer is not the last word', async () => {
	let finish = (_view: string) => {};
	let now = 'first';
	const heard = new Heard<string>(async () => now);
	void heard.hear('1');
	await whileItReads();
	const done = heard.change(() => new Promise<string>((resolve) => (finish = resolve)));
	now = 'theirs, after mine';
	void heard.hear('2');
	await whileItReads();
	finish('mine');
	await done;
	await whileItReads();

	expect(heard.view).toBe('theirs, after mine');
});

test('[REPLY-4] what is typed at the desk is kept by the desk, through a refusal and through other parts of the page', async () => {
	const state = new ReplyDesk('w1');
	answer = () => desk('As drafted', 'Dear Ingrid');
	void state.hear('1');
	await whileItReads();
	const line = state.writingOf('i1');
	line.text = 'As drafted, and more';
	line.typed();
	answer = () => refused('Wait a moment.');
	const isKept = await state.write(
		'i1',
		{ text: line.text, isLeftOut: false },
		{ text: line.from, isLeftOut: false },
		line.doing
	);
	answer = () => desk('Theirs', 'Dear Ingrid, dear Jon');
	void state.hear('2');
	await whileItReads();

	expect(isKept).toBe(false);
	expect(state.writingOf('i1')).toBe(line);
	expect([line.text, line.isBehind('Theirs'), state.unkept]).toEqual(['As drafted, and more', true, 1]);
	expect(state.opens.text).toBe('Dear Ingrid, dear Jon');
});

test('[REPLY-4] what is typed in a line that goes is shown until it is let go', async () => {
	const state = new ReplyDesk('w1');
	answer = () => desk('');
	void state.hear('1');
	await whileItReads();
	const line = state.writingOf('i1');
	line.text = 'We will ring';
	line.typed();
	answer = () => ({ ...desk(''), lines: [] });
	void state.hear('2');
	await whileItReads();

	expect(state.homeless).toEqual([{ issueId: 'i1', text: 'We will ring' }]);
	state.letGo('i1');
	expect([state.homeless, state.unkept]).toEqual([[], 0]);
});
