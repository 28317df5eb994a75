import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { draftOf, issuesOfNotes, reachedFrom, REPLY_TEXT_LIMIT, withoutWords, type LinkedNote } from '#domain/reply.ts';

const [early, name, tidy] = [asId<'Issue'>('early'), asId<'Issue'>('name'), asId<'Issue'>('tidy')];
const all = [
	{ id: early, refs: ['point:1', 'question:7'] },
	{ id: name, refs: ['point:2'] },
	{ id: tidy, refs: ['point:3'] }
];
const note = (ref: string, from: readonly string[] = [], group: string | null = null): LinkedNote => ({
	ref,
	from,
	group
});

test('[REPLY-2] a note is about the issues its links lead to, over the notes and groups of its board', () => {
	const notes = [
		note('note:b:said1', ['point:1'], 'group:b:g'),
		note('note:b:said2', ['question:7'], 'group:b:g'),
		note('note:b:said3', ['point:2']),
		note('note:b:to-group', ['group:b:g']),
		note('note:b:to-note', ['note:b:means']),
		note('note:b:means', ['note:b:said3']),
		note('note:b:to-both', ['point:2', 'note:b:said1']),
		note('note:b:elsewhere', ['point:3'])
	];

	const about = issuesOfNotes(notes, all, [early, name]);

	expect(about.get('note:b:to-group')).toEqual([early]);
	expect(about.get('note:b:to-note')).toEqual([name]);
	expect(about.get('note:b:to-both')).toEqual([early, name]);
	// It was dealt to others, and somebody here wrote about it all the same.
	expect(about.get('note:b:elsewhere')).toEqual([tidy]);
});

test('[REPLY-2] without a link a note goes with its group, then with the one issue of its board, and with none of several', () => {
	const notes = [
		note('note:b:linked', ['point:1'], 'group:b:g'),
		note('note:b:mate', [], 'group:b:g'),
		note('note:b:alone'),
		note('note:b:story', ['note:x:y'])
	];

	const several = issuesOfNotes(notes, all, [early, name]);
	const one = issuesOfNotes(notes, all, [name]);
	const none = issuesOfNotes(notes, all, []);

	expect(several.get('note:b:mate')).toEqual([early]);
	expect([several.get('note:b:alone'), several.get('note:b:story')]).toEqual([[], []]);
	expect([one.get('note:b:alone'), one.get('note:b:story'), one.get('note:b:mate')]).toEqual([[name], [name], [early]]);
	expect(none.get('note:b:alone')).toEqual([]);
});

test('[REPLY-2] a circle of links ends', () => {
	const notes = [
		note('note:b:1', ['note:b:2']),
		note('note:b:2', ['note:b:1'], 'group:b:g'),
		note('note:b:3', ['group:b:g'])
	];

	expect(issuesOfNotes(notes, all, []).get('note:b:3')).toEqual([]);
	expect([...reachedFrom(['a'], (ref) => (ref === 'a' ? ['b', 'a'] : ['a']))]).toEqual(['a', 'b']);
});

test('[REPLY-2] a draft quotes what could be done with whose it is; where nobody wrote that, what it means', () => {
	const means = { tray: 'means', text: 'She cannot plan', syndicate: 'Birch' } as const;
	const could = { tray: 'could', text: 'Ring by half past seven.', syndicate: 'Birch' } as const;
	const also = { tray: 'could', text: 'One sentence every evening', syndicate: 'Elm' } as const;

	expect(draftOf([means, could, also])).toBe('“Ring by half past seven.” (Birch)\n“One sentence every evening” (Elm)');
	expect(draftOf([means])).toBe('“She cannot plan” (Birch)');
	expect(draftOf([])).toBe('');
});

test('[REPLY-2] a draft takes whole lines only, as many as a reply holds', () => {
	const long = { tray: 'could', text: 'x'.repeat(700), syndicate: 'Birch' } as const;
	const short = { tray: 'could', text: 'Ring', syndicate: 'Elm' } as const;

	const draft = draftOf([long, long, short]);

	expect(draft.length).toBeLessThanOrEqual(REPLY_TEXT_LIMIT);
	expect(draft.split('\n').map((line) => line.length)).toEqual([710, 12]);
});

test.each([
	['We heard “tell me before I find out” and will ring.', 'Tell me before I find out.', 'We heard “…” and will ring.'],
	['Tell me  before\nI find out, twice: TELL ME BEFORE I FIND OUT', 'Tell me before I find out', '…, twice: …'],
	['We look (at) the house. Now?', 'look (at) the house.', 'We …. Now?'],
	['We will ring back.', 'Ring back', 'We will ring back.'],
	['Nothing of it', 'Tell me before I find out.', 'Nothing of it'],
	['Forget me not ever', 'get me not ever', 'Forget me not ever'],
	['Größe zählt für uns', 'größe zählt für', '… uns']
])('[REPLY-6] words that were taken back are cut out: %s', (text, words, left) => {
	expect(withoutWords(text, words)).toBe(left);
});

test('[REPLY-6] few words are taken out where they stand between quotation marks, and left alone elsewhere', () => {
	const text = 'We ring back. You said “Ring back!” and “ring  back”, we ring back.';

	expect(withoutWords(text, 'Ring back.')).toBe('We ring back. You said “…!” and “…”, we ring back.');
	expect(withoutWords('You said "Hurry".', 'hurry')).toBe('You said "…".');
	expect(withoutWords(text, ' . ')).toBe(text);
});

test('[REPLY-6] words that were corrected stand where the former ones were quoted', () => {
	const text = 'You said “Tell me before I find out.” and we do.';

	expect(withoutWords(text, 'Tell me before I find out', 'Tell me $& first.')).toBe(
		'You said “Tell me $& first.” and we do.'
	);
});
