import { expect, test } from 'vitest';
import { misfitOf, phaseMinutes } from '#domain/step-rules.ts';
import type { Activity, Phase } from '#domain/template.ts';
import { blankStep } from '#server/store/new-step.ts';
import { loadTemplate } from '#server/template.ts';

const { activities } = await loadTemplate();
const experiences = activities.find(({ id }) => id === 'experiences')!;
const withPhase = (activity: Activity, at: number, change: Partial<Phase>): Activity => ({
	...activity,
	phases: activity.phases.map((phase, index) => (index === at ? { ...phase, ...change } : phase))
});

test('[PREP-16] every step of the template can be run, its phases filling its minutes; a blank one too', () => {
	for (const activity of [...activities, blankStep('Our own')]) {
		expect([activity.id, misfitOf(activity)]).toEqual([activity.id, null]);
		expect([activity.id, phaseMinutes(activity)]).toEqual([activity.id, activity.minutes]);
	}
});

test.each([
	['a step without a phase', { ...experiences, phases: [] }, /at least one phase/],
	['a vote without votes', { ...experiences, votes: null }, /“Vote” is a vote, and nobody has one/],
	['more votes for one note than in all', { ...experiences, votes: { ...experiences.votes!, perNote: 4 } }, /4 votes/],
	['writing alone that others see', withPhase(experiences, 0, { sees: 'room' }), /only the author sees/],
	['a vote with names', withPhase(experiences, 3, { names: 'named' }), /secret, so “Vote” shows no names/],
	['secret sharing', withPhase(experiences, 1, { names: 'secret' }), /Only votes and marks/],
	[
		'marks on a board without any',
		withPhase(experiences, 1, { kind: 'rate', names: 'secret' }),
		/no board for “Share”/
	],
	['the owner of an action on a board', withPhase(experiences, 1, { writes: 'owner' }), /who writes in “Share”/],
	['more names than the step shows', { ...experiences, names: 'anonymous' as const }, /more names than the step/],
	['two phases with one mark', withPhase(experiences, 1, { id: experiences.phases[0]!.id }), /same mark/]
])('[PREP-16] %s is refused in words', (_, activity, words) => {
	expect(misfitOf(activity)).toMatch(words);
});
