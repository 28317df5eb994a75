import { beforeEach, expect, test, vi } from 'vitest';
import { ratingCounter, voteCounter, waitingVotes } from '#lib/state/waiting-votes.ts';

const told = (sentence: string) => expect.unreachable(sentence);

beforeEach(() => {
	const kept = new Map<string, string>();
	const storage = {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => {
			kept.set(key, value);
			Object.assign(storage, { [key]: value });
		}
	};
	vi.stubGlobal('localStorage', storage);
	vi.stubGlobal('fetch', async () => {
		await Promise.resolve();
		throw new TypeError('Failed to fetch');
	});
});

test('[OFFLINE-2] votes pressed in one moment without a network all wait', async () => {
	const votes = voteCounter('w1', 'vision', 'ana', told);
	const [, last] = await Promise.all([votes.give('note:d:1'), votes.give('note:d:2')]);

	expect(last.waiting).toEqual(['note:d:1', 'note:d:2']);
	expect(waitingVotes('w1', 'ana')).toEqual([{ step: 'vision', kind: 'votes', count: 2 }]);
});

test('[OFFLINE-2] a vote tapped twice without a network goes on waiting, and is taken back by the opposite', async () => {
	const votes = voteCounter('w1', 'vision', 'ana', told);
	await votes.give('note:d:1');
	const again = await votes.give('note:d:1');
	expect(again).toMatchObject({ mine: ['note:d:1'], waiting: ['note:d:1'] });
	expect(waitingVotes('w1', 'ana')).toEqual([{ step: 'vision', kind: 'votes', count: 1 }]);

	const none = await votes.takeBack('note:d:1');

	expect(none).toMatchObject({ mine: [], waiting: [] });
	expect(waitingVotes('w1', 'ana')).toEqual([]);
});

test('[OFFLINE-2] a reason that waits stays when the mark is changed', async () => {
	const marks = ratingCounter('w1', 'vision', 'ana', told);
	await marks.rate('note:d:1', 1, 'Nobody asked the night shift');
	const view = await marks.rate('note:d:1', 2);

	expect(view.mine).toEqual({ 'note:d:1': 2 });
	expect(view.myWhys).toEqual({ 'note:d:1': 'Nobody asked the night shift' });
});
