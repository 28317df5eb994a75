import { expect, test, vi } from 'vitest';
import { asId } from '#domain/ids.ts';
import { LinesState } from '#lib/board/vision/lines.svelte.ts';
import type { ProposalView } from '#protocol/vision-views.ts';

const proposal = (id: string): ProposalView => ({
	id: asId<'Proposal'>(id),
	zone: asId<'Zone'>('compass'),
	line: null,
	text: `wording ${id}`,
	syndicateId: null,
	state: 'open',
	votes: 0,
	votedByMe: false,
	mine: false
});

/** Answers as the server does, each question only when it is let through; the list is as it was when it was asked. */
function slowServer() {
	let proposals = [proposal('a'), proposal('b')];
	const asked: { readonly path: string; readonly answer: () => void }[] = [];
	vi.stubGlobal('fetch', async (path: string, { body }: { readonly body?: string } = {}) => {
		const [, id] = /proposals\/(\w)\/vote$/.exec(path) ?? [];
		const { on } = id === undefined ? {} : JSON.parse(body ?? '{}');
		if (id !== undefined)
			proposals = proposals.map((one) => (one.id === id ? { ...one, votedByMe: on, votes: on ? 1 : 0 } : one));
		const known = JSON.stringify(path.includes('/proposals') ? proposals : []);
		await new Promise<void>((answer) => asked.push({ path, answer }));
		return new Response(known);
	});
	return {
		votes: () => proposals.map(({ votes }) => votes),
		asked: () => asked.map(({ path }) => path.split('/').slice(-2).join('/')),
		/** The oldest question of this kind is answered. */
		answer: async (end: string) => {
			await expect.poll(() => asked.some(({ path }) => path.endsWith(end))).toBe(true);
			asked
				.splice(
					asked.findIndex(({ path }) => path.endsWith(end)),
					1
				)[0]
				?.answer();
		}
	};
}

test('[VISION-14] a vote that is pressed while the page is still asking is given, and its older answer undoes nothing', async () => {
	const server = slowServer();
	const lines = new LinesState('w1', 'vision');
	const asking = lines.refresh();
	const voted = lines.vote(proposal('a'));
	await server.answer('a/vote');

	expect(await voted).toBe(true);
	await server.answer('/waiting');
	await server.answer('/proposals');
	await asking;
	expect(lines.proposals.map(({ votes }) => votes)).toEqual([1, 0]);
	expect(server.votes()).toEqual([1, 0]);
});

test('[VISION-14] votes pressed one after the other are all given, and a double press is one', async () => {
	const server = slowServer();
	const lines = new LinesState('w1', 'vision');
	const presses = [lines.vote(proposal('a')), lines.vote(proposal('a')), lines.vote(proposal('b'))];
	await server.answer('a/vote');
	await server.answer('b/vote');

	expect(await Promise.all(presses)).toEqual([true, false, true]);
	expect(server.votes()).toEqual([1, 1]);
	expect(lines.proposals.map(({ votedByMe }) => votedByMe)).toEqual([true, true]);
});
