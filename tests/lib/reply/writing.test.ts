import { expect, test } from 'vitest';
import { Writing } from '#lib/reply/desk.svelte.ts';
import { beginningOf, hearingDays, whenOf } from '#lib/reply/reply-words.ts';
import type { ReplyActionView } from '#protocol/reply-views.ts';

test('[REPLY-4] what is typed stays when somebody else writes the same line, and both are there to choose from', () => {
	const mine = new Writing('We will ring');
	mine.text = 'We will ring by eight';
	mine.typed();

	mine.hear('We will write');

	expect([mine.text, mine.from, mine.isOpen, mine.isBehind('We will write')]).toEqual([
		'We will ring by eight',
		'We will ring',
		true,
		true
	]);
	mine.goOn('We will write', true);
	expect([mine.text, mine.from, mine.isBehind('We will write')]).toEqual([
		'We will ring by eight',
		'We will write',
		false
	]);
	mine.goOn('We will write', false);
	expect([mine.text, mine.isOpen]).toEqual(['We will write', false]);
});

test('[REPLY-4] a line nobody types in follows what others write; what is typed while it is being kept is still open', () => {
	const line = new Writing('');

	line.hear('As drafted');
	const followed = line.text;
	line.text = 'As drafted, and more';
	line.typed();
	line.kept('As drafted');

	expect([followed, line.isOpen, line.isBehind('As drafted')]).toEqual(['As drafted', true, false]);
	line.kept('As drafted, and more');
	expect(line.isOpen).toBe(false);
});

test('[REPLY-4] what is kept goes out one after the other', async () => {
	const line = new Writing('');
	const order: string[] = [];
	let finish = () => {};

	const first = line.inTurn(async () => {
		await new Promise<void>((resolve) => (finish = resolve));
		order.push('first');
		return true;
	});
	const second = line.inTurn(async () => {
		order.push('second');
		return false;
	});
	await Promise.resolve();
	finish();

	expect(await Promise.all([first, second])).toEqual([true, false]);
	expect(order).toEqual(['first', 'second']);
});

test('[REPLY-8] what is done is told as done, with the day of its last word, else the day it is due', () => {
	const action: ReplyActionView = { n: 1, text: 'A list', health: 'on-course', dueOn: '2027-02-26', latest: null };
	const done: ReplyActionView = {
		...action,
		health: 'done',
		latest: { text: 'It hangs there', writtenAt: '2027-02-20T09:00:00.000Z' }
	};

	expect([beginningOf(action), whenOf(action)]).toEqual(['We do', 'due 26 February 2027']);
	expect(whenOf({ ...action, health: 'late' })).toBe('was due 26 February 2027');
	expect([beginningOf(done), whenOf(done)]).toEqual(['We did', '20 February 2027']);
	expect(whenOf({ ...action, dueOn: null })).toBe('');
	expect(hearingDays('2027-01-13T16:00:00.000Z')).toBe('24 February 2027 and 7 April 2027');
});
