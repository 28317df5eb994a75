import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { readingsOf, wayWords } from '#domain/measure-chart.ts';
import { chainPlaces } from '#lib/follow/chain-places.ts';
import type { SourceView } from '#protocol/views.ts';

const link = (ref: string, step: string, zone: string, from: readonly string[] = [], text = ref): SourceView => ({
	...{ ref, zone, text, from, step: asId<'Step'>(step) },
	syndicateId: null,
	authorId: null
});

test('[FOLLOW-53] one thing a place, what the action names itself first, and none for a place without words', () => {
	const links = [
		link('note:d:draft', 'draft', 'drafts', ['note:s:sentence']),
		link('note:e:other', 'experiences', 'good'),
		link('note:e:story', 'experiences', 'bad'),
		link('note:s:sentence', 'definitions', 'good-service-is', ['note:v:line']),
		link('note:v:line', 'vision', 'standards', ['note:e:other']),
		link('note:i:issue', 'issues', 'means', ['point:one']),
		link('point:one', 'customer', 'points'),
		link('note:h:blank', 'house', 'today', [], ' ')
	];
	const cards = chainPlaces({
		action: { id: asId('a'), n: 1, text: 'Ring back' },
		links,
		roots: ['note:d:draft', 'note:e:story', 'note:i:issue']
	});

	expect(cards.map(({ place, source }) => [place, source.ref])).toEqual([
		['experience', 'note:e:story'],
		['vision', 'note:v:line'],
		['customer', 'point:one']
	]);
	expect(chainPlaces({ action: { id: asId('a'), n: 1, text: 'x' }, links: [], roots: ['note:g:gone'] })).toEqual([]);
});

test('[FOLLOW-54] what was counted last on a day counts, in any direction of the target', () => {
	const counted = (reading: number | null, writtenAt: string) => ({ reading, writtenAt });
	const readings = readingsOf(
		[
			counted(24, '2027-01-18T07:00:00Z'),
			counted(null, '2027-01-19T07:00:00Z'),
			counted(30, '2027-01-25T07:00:00Z'),
			counted(31, '2027-01-25T23:30:00Z')
		],
		'Asia/Tokyo'
	);

	expect(readings).toEqual([
		{ on: '2027-01-18', value: 24 },
		{ on: '2027-01-25', value: 30 },
		{ on: '2027-01-26', value: 31 }
	]);
	const way = (baseline: number | null, target: number | null, ...values: readonly number[]) =>
		wayWords(
			{ baseline, target },
			values.map((value, at) => ({ on: `2027-01-1${at}`, value }))
		);
	expect([way(3.4, 1.5, 2), way(3.4, 1.5, 1.5), way(3.4, 1.5, 4), way(22, 95, 47), way(22, 95, 22)]).toEqual([
		...['nearer', 'reached', 'farther', 'nearer', 'as-before']
	]);
	expect([way(22, 95), way(null, 95, 3), way(22, null, 3)]).toEqual([null, null, null]);
});
