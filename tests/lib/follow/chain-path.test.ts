import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { longestWay } from '#lib/follow/chain-path.ts';
import type { ChainView, SourceView } from '#protocol/views.ts';

const link = (ref: string, ...from: string[]): SourceView => ({
	ref,
	step: asId('experiences'),
	zone: 'bad',
	text: ref,
	syndicateId: null,
	authorId: null,
	from
});
const chain = (links: readonly SourceView[], ...roots: string[]): ChainView => ({
	action: { id: asId('action'), n: 1, text: 'Ring back' },
	links,
	roots
});

test('[CHAIN-5] the page walks the longest way, first story first', () => {
	const view = chain(
		[link('draft', 'point', 'cell'), link('point'), link('cell', 'standard'), link('standard', 'story'), link('story')],
		'draft'
	);

	const way = longestWay(view);

	expect(way.map(({ ref }) => ref)).toEqual(['story', 'standard', 'cell', 'draft']);
});

test('[CHAIN-5] links that lead in a circle end, and each is walked once', () => {
	const view = chain([link('one', 'two'), link('two', 'one')], 'one');

	expect(longestWay(view).map(({ ref }) => ref)).toEqual(['two', 'one']);
});
