import { beforeEach, expect, test, vi } from 'vitest';
import { ReplyState } from '#lib/reply/reply.svelte.ts';

/** What the server has, by the key it was sent with, and what the line does to an answer. */
let words: Map<string, string>;
let line: 'there' | 'gone' | 'loses the answer';
let kept: Map<string, string>;

const ABOUT = { issueId: 'i1', kind: 'answer' } as const;

beforeEach(() => {
	words = new Map();
	kept = new Map();
	line = 'there';
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value),
		removeItem: (key: string) => kept.delete(key)
	});
	vi.stubGlobal('fetch', async (path: string, { body }: { body?: string }) => {
		await Promise.resolve();
		if (line === 'gone') throw new TypeError('Failed to fetch');
		const { text, sendKey } = JSON.parse(body ?? '{}');
		const [, word, deed] = /\/words\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
		if (deed === 'remove') words.delete(word ?? '');
		else if (word !== undefined) words.set(word, text);
		else if (sendKey && !words.has(sendKey)) words.set(sendKey, text);
		if (line === 'loses the answer') throw new TypeError('Failed to fetch');
		const all = [...words].map(([id, said]) => ({ id, text: said, ...ABOUT }));
		return new Response(JSON.stringify({ approved: null, words: all }));
	});
	return () => vi.unstubAllGlobals();
});

const opened = (person = 'ingrid') => new ReplyState('w1', person);
const theirs = () => [...words.values()];

function typed(reply: ReplyState, text: string) {
	const draft = reply.draftOf(ABOUT);
	draft.begin();
	draft.text = text;
	return draft;
}

test('[REPLY-7] words that are changed after an answer was lost arrive as they were changed, once', async () => {
	const reply = opened();
	const draft = typed(reply, 'Half past eight');
	line = 'loses the answer';
	const first = await reply.keep(ABOUT);
	const refusal = draft.doing.refusal;
	line = 'there';
	draft.text = 'Half past seven';
	const second = await reply.keep(ABOUT);

	expect([first, second]).toEqual([false, true]);
	expect(refusal).toMatch(/cannot be reached/);
	expect(theirs()).toEqual(['Half past seven']);
	expect([draft.isWriting, draft.text, kept.size]).toEqual([false, '', 0]);
});

test('[REPLY-7] what a customer types stays on the device, for them alone, until it arrived', async () => {
	typed(opened(), 'Half past seven');
	const reply = opened();
	const draft = reply.draftOf(ABOUT);
	const again = [draft.isWriting, draft.text];
	const anothers = opened('jon').draftOf(ABOUT).text;
	draft.close();
	draft.begin();

	expect(again).toEqual([true, 'Half past seven']);
	expect(anothers).toBe('');
	expect(draft.text).toBe('Half past seven');
	expect(await reply.keep(ABOUT)).toBe(true);
	expect(opened().draftOf(ABOUT).isWriting).toBe(false);
});

test('[REPLY-7] what is typed while the words are sent goes in their place', async () => {
	const reply = opened();
	const draft = typed(reply, 'Half past');
	const sent = reply.keep(ABOUT);
	draft.text = 'Half past seven';
	await sent;
	await reply.keep(ABOUT);

	expect(theirs()).toEqual(['Half past seven']);
});

test('[REPLY-7] what is taken away can be put back, also where the first try to put it back was lost', async () => {
	const reply = opened();
	typed(reply, 'Half past seven');
	await reply.keep(ABOUT);
	const [word] = reply.view?.words ?? [];
	await reply.remove(ABOUT, word!);
	const draft = reply.draftOf(ABOUT);
	const away = [theirs(), draft.takenAway];
	line = 'loses the answer';
	await reply.putBack(ABOUT);
	const offered = draft.takenAway;
	line = 'there';
	await reply.putBack(ABOUT);

	expect(away).toEqual([[], 'Half past seven']);
	expect(offered).toBe('Half past seven');
	expect([theirs(), draft.takenAway]).toEqual([['Half past seven'], null]);
});

test('[REPLY-7] words that were taken away on another device while they were changed here are sent as new ones', async () => {
	const reply = opened();
	typed(reply, 'Half past seven');
	await reply.keep(ABOUT);
	const [word] = reply.view?.words ?? [];
	const draft = reply.draftOf(ABOUT);
	draft.begin(word?.id, word?.text);
	draft.text = 'Seven';
	words.clear();
	await reply.hear('2');
	await reply.keep(ABOUT);

	expect(theirs()).toEqual(['Seven']);
});
