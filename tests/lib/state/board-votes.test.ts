import { expect, test, vi } from 'vitest';
import { Problem } from '#domain/problem.ts';
import { Unreachable } from '#lib/http/request.ts';
import { RatingsState, VotesState, type CountedRatings, type CountedVotes } from '#lib/state/board-votes.svelte.ts';

/** What is asked waits here, until the test answers the oldest. */
function server<View>() {
	const asked: {
		readonly what: string;
		readonly answer: (view: View) => void;
		readonly refuse: (why: Error) => void;
	}[] = [];
	const ask = (what: string) => new Promise<View>((answer, refuse) => void asked.push({ what, answer, refuse }));
	const next = async (what: string) => {
		await vi.waitFor(() => expect(asked.map((one) => one.what)).toContain(what));
		const [one] = asked.splice(
			asked.findIndex((other) => other.what === what),
			1
		);
		return one!;
	};
	return { ask, next };
}

const given = (...mine: string[]): CountedVotes => ({ mine, left: 0, budget: 1, closed: false, totals: null });
const refusal = new Problem('votes-used-up', 'No votes left.');

function voting() {
	const { ask, next } = server<CountedVotes>();
	const votes = new VotesState({
		read: () => ask('read'),
		give: (target) => ask(`give ${target}`),
		takeBack: (target) => ask(`back ${target}`)
	});
	return { votes, next };
}

test.each(['counted first', 'refused first'])(
	'[VOTE-11] of two votes that were out together one is refused: why stands after the board was asked anew (%s)',
	async (order) => {
		const { votes, next } = voting();
		const both = [votes.toggle('a'), votes.toggle('b')];
		const counted = async () => (await next('give a')).answer(given('a'));
		const refused = async () => (await next('give b')).refuse(refusal);
		if (order === 'counted first') {
			await counted();
			await both[0];
			await refused();
		} else {
			await refused();
			await both[1];
			await counted();
		}
		await Promise.all(both);
		(await next('read')).answer(given('a', 'seen anew'));
		await vi.waitFor(() => expect(votes.isMine('seen anew')).toBe(true));
		expect(votes.sentence).toBe('No votes left.');

		const later = votes.toggle('a');
		(await next('back a')).answer(given());
		await later;

		expect(votes.sentence).toBe('');
	}
);

test('[VOTE-11] what could not be read is said until it can', async () => {
	const { votes, next } = voting();
	const first = votes.refresh();
	(await next('read')).refuse(new Unreachable());
	await first;
	expect(votes.sentence).not.toBe('');

	const second = votes.refresh();
	(await next('read')).answer(given());
	await second;

	expect(votes.sentence).toBe('');
});

const marked = (mark: number, why = ''): CountedRatings => ({
	mine: { line: mark },
	counts: {},
	given: {},
	areShown: false,
	myWhys: { line: why },
	whys: {}
});

function rating() {
	const { ask, next } = server<CountedRatings>();
	const ratings = new RatingsState({
		read: () => ask('read'),
		rate: (_target, mark, why = 'no word') => ask(`${mark}, ${why}`)
	});
	return { ratings, next };
}

test('[VOTE-11] a reason that went along with a mark is refused with it, and its own turn says so', async () => {
	const { ratings, next } = rating();
	const first = ratings.rate('line', 3);
	const out = await next('3, no word');
	const second = ratings.rate('line', 2);
	const reason = ratings.rate('line', 2, 'Too soon');
	out.answer(marked(3));
	expect(await first).toBe(true);
	(await next('2, Too soon')).refuse(new Problem('step-closed', 'The marks are closed.'));

	expect(await second).toBe(false);
	expect(await reason).toBe(false);
	expect(ratings.sentence).toBe('The marks are closed.');
	expect(ratings.mine('line')).toBe(3);
});

test('[VOTE-11] a reason that went along with a mark is kept with it', async () => {
	const { ratings, next } = rating();
	const first = ratings.rate('line', 3);
	const out = await next('3, no word');
	const all = [first, ratings.rate('line', 2), ratings.rate('line', 2, 'Too soon')];
	out.answer(marked(3));
	(await next('2, Too soon')).answer(marked(2, 'Too soon'));

	expect(await Promise.all(all)).toEqual([true, true, true]);
	expect(ratings.view?.myWhys).toEqual({ line: 'Too soon' });
});
