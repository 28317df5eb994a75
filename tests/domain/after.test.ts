// What is read of actions after the signing: corrected words, the next step, what became of a note.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { fatesOf } from '#domain/note-fate.ts';
import { withWishes } from '#domain/standard-wishes.ts';
import type { StandardLine } from '#domain/standards.ts';
import { nextStep, SKILL_ASK, TODAY_LINE } from '#domain/steps.ts';
import { correctedUpdates } from '#domain/updates.ts';

const [ana, ben] = [asId<'Person'>('ana'), asId<'Person'>('ben')];
const said = (writtenBy: typeof ana, at: string, health: 'on-course' | 'done' = 'on-course') => ({
	...{ writtenBy, health, writtenAt: `2027-01-20T${at}Z`, text: at }
});
const words = (updates: readonly { readonly text: string }[]) => updates.map(({ text }) => text);

test('[FOLLOW-43] a word is corrected within ten minutes of the first, by the same person, with nobody in between', () => {
	const first = said(ana, '10:00:00');

	expect(words(correctedUpdates([first, said(ana, '10:09:59')]))).toEqual(['10:09:59']);
	expect(words(correctedUpdates([first, said(ana, '10:10:00')]))).toEqual(['10:00:00', '10:10:00']);
	expect(words(correctedUpdates([first, said(ana, '10:06:00'), said(ana, '10:12:00')]))).toEqual([
		'10:06:00',
		'10:12:00'
	]);
	expect(words(correctedUpdates([first, said(ben, '10:02:00'), said(ana, '10:03:00')]))).toHaveLength(3);
	expect(words(correctedUpdates([first, said(ana, '10:01:00', 'done')]))).toEqual(['10:00:00', '10:01:00']);
	expect(correctedUpdates([])).toEqual([]);
});

test('[FOLLOW-45] the next small step is the open one that is due first, and the signed one while none was written', () => {
	const step = (n: number, dueOn: string | null, isDone = false) => ({ n, text: `Step ${n}`, dueOn, isDone });

	expect(nextStep('Hang the board', [])).toEqual({ text: 'Hang the board', dueOn: null });
	expect(nextStep(' ', [])).toBeNull();
	expect(nextStep('Hang the board', [step(1, null), step(2, '2027-02-15'), step(3, '2027-02-01', true)])).toEqual({
		text: 'Step 2',
		dueOn: '2027-02-15'
	});
	expect(nextStep('Hang the board', [step(1, null, true)])).toBeNull();
});

test('[FOLLOW-46] [FOLLOW-47] what is asked each day, and of what was learned, is what the template asks', () => {
	const { followUp } = JSON.parse(readFileSync('server/template.json', 'utf8')) as {
		readonly followUp: { readonly todayGoal: { readonly line: string }; readonly skillNote: { readonly ask: string } };
	};

	expect([TODAY_LINE, SKILL_ASK]).toEqual([followUp.todayGoal.line, followUp.skillNote.ask]);
});

test('[FOLLOW-48] a note became part of every action and line it led to, through whatever lies between, and rings end', () => {
	const link = (ref: string, from: readonly string[], standard: string | null = null) => ({ ref, from, standard });
	const fates = fatesOf(
		[
			link('note:a:story', ['note:a:ring']),
			link('note:a:ring', ['note:a:story']),
			link('note:b:sentence', ['note:a:story']),
			link('note:c:line', ['note:b:sentence'], 'We ring back'),
			link('note:d:draft', ['note:c:line']),
			link('note:e:alone', [])
		],
		[
			{ n: 1, sources: ['note:d:draft'] },
			{ n: 2, sources: ['note:b:sentence'] }
		]
	);

	expect(fates.get('note:a:story')).toEqual({ standards: ['We ring back'], actions: [1, 2] });
	expect(fates.get('note:c:line')).toEqual({ standards: [], actions: [1] });
	expect(fates.get('note:e:alone')).toBeUndefined();
});

test('[FOLLOW-49] words go to the line they are meant for, once; a wish without one becomes a line of its own', () => {
	const line: StandardLine = {
		...{ n: 1, text: 'We ring back', fixed: ['By four'], mayDecide: [], gains: '', warm: 0, quick: 0 },
		...{ syndicates: [], ref: 'note:c:line' }
	};
	const sheet = { lines: [line], mistakes: { learn: [], line: [] } };
	const wish = (to: string, text: string) => ({ n: 3, line: to, part: 'fixed' as const, text, actionId: 'x' });

	const { lines } = withWishes(sheet, [
		wish('note:c:line', 'By four'),
		wish('note:c:line', 'From one number'),
		wish('', 'Texts go out by 07:30'),
		wish('note:gone:gone', 'And say when')
	]);

	expect(lines.map(({ n, text, fixed, ref }) => ({ n, text, fixed, ref }))).toEqual([
		{ n: 1, text: 'We ring back', fixed: ['By four', 'From one number'], ref: 'note:c:line' },
		{ n: 2, text: 'Texts go out by 07:30', fixed: ['Texts go out by 07:30', 'And say when'], ref: 'action:x' }
	]);
});
