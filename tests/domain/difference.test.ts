import { expect, test } from 'vitest';
import { differenceBetween } from '#domain/words/difference.ts';

const marked = (before: string, after: string) => {
	const shown = (pieces: ReturnType<typeof differenceBetween>['before']) =>
		pieces.map(({ text, isOwn }) => (isOwn ? `[${text}]` : text)).join(' ');
	const difference = differenceBetween(before, after);
	return [shown(difference.before), shown(difference.after)];
};

test('[VISION-4] the words that differ are marked on both sides, capitals and commas are no difference', () => {
	expect(
		marked('We listen, and one of us stays.', 'We listen, we say what happens next, and one of us stays with it.')
	).toEqual([
		'We listen, and one of us stays.',
		'We listen, [we say what happens next,] and one of us stays [with it.]'
	]);
	expect(marked('Ring back the same day', 'ring back, within an hour')).toEqual([
		'Ring back [the same day]',
		'ring back, [within an hour]'
	]);
	expect(marked('', 'All of it is new')).toEqual(['', '[All of it is new]']);
	expect(marked('  the  same ', 'The same')).toEqual(['the same', 'The same']);
});
