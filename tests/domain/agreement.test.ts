import { expect, test } from 'vitest';
import { given, isToTalkAbout, spreadWords, type Marks } from '#domain/agreement.ts';

test('[VISION-11] three low marks and a line is to be talked about; two are a voice, not a verdict', () => {
	const lines: readonly Marks[] = [
		[2, 1, 0, 0, 30],
		[0, 3, 0, 0, 0],
		[1, 1, 9, 0, 0],
		[0, 0, 40, 0, 0]
	];

	expect(lines.map(isToTalkAbout)).toEqual([true, true, false, false]);
	expect(lines.map(given)).toEqual([33, 3, 11, 40]);
});

test('[VISION-9] a spread reads as numbers', () => {
	expect([spreadWords([1, 0, 0, 0, 2]), spreadWords([0, 0, 1, 0, 0]), spreadWords([0, 0, 0, 0, 0])]).toEqual([
		'3 marks; 1: 1, 5: 2',
		'1 mark; 3: 1',
		''
	]);
});
