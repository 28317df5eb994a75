import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { alikePairs, wordKey } from '#domain/alike.ts';
import { inOrder, type QuestionState } from '#domain/questions.ts';

const question = (id: string, votes: number, syndicate: string | null, more: object = {}) => ({
	id,
	votes,
	syndicateId: syndicate === null ? null : asId<'Syndicate'>(syndicate),
	state: 'waiting' as QuestionState,
	isPinned: false,
	askedAt: `2027-01-13T10:0${id}:00Z`,
	...more
});
const ids = (questions: readonly { readonly id: string }[]) => questions.map(({ id }) => id).join('');

test('[ASK-14] the queue stands by votes, by age, or with the syndicate heard least first; pinned ones before all', () => {
	const queue = [
		question('1', 2, 'birch'),
		question('2', 9, 'alder'),
		question('3', 5, null),
		question('4', 9, 'alder'),
		question('5', 0, 'cedar', { isPinned: true }),
		question('6', 1, 'alder', { state: 'answered' })
	];

	expect(ids(inOrder(queue, 'votes'))).toBe('524316');
	expect(ids(inOrder(queue, 'oldest'))).toBe('512346');
	expect(ids(inOrder(queue, 'least-heard'))).toBe('512463');
});

test('[ASK-15] two questions with most of their telling words in common are offered to be joined', () => {
	const texts = [
		'How do you want to hear bad news?',
		'How should we tell you the bad news?',
		'What do other contractors do that we should copy?',
		'Do your tenants know our names?',
		'How do we know that a tenant is over seventy or has a baby?'
	].map((text, at) => ({ id: `${at}`, text }));

	expect(alikePairs(texts).map(([one, other]) => ids([one, other]))).toEqual(['01']);
	expect(wordKey(' Who  rings YOU?!')).toBe(wordKey('who rings you'));
	expect(wordKey('?!')).toBe('');
});
