import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { loadTemplate, parseTemplate } from '#server/template.ts';

const file = async (): Promise<Record<string, unknown>> =>
	JSON.parse(await readFile(new URL('../../server/template.json', import.meta.url), 'utf8')) as Record<string, unknown>;

test('[PREP-10] the template keeps what is read before and beside the days', async () => {
	const template = await loadTemplate();

	expect(template.prepare.brief.map(({ id }) => id)).toContain('tried-before');
	expect(template.prepare.sponsorTasks[0]).toEqual({
		id: 'promise',
		dueDays: -12,
		title: 'Write your promise',
		ask: 'What will you do, whatever comes out?'
	});
	expect(template.prepare.customerBrief.promises).toHaveLength(3);
	expect(template.leaderNotes.map(({ id }) => id)).toContain('declining');
	expect(template.baseline.rule.minAnswers).toBe(5);
	expect(template.baseline.questions).toHaveLength(5);
	expect(template.syndicateRoles.map(({ id }) => id)).toEqual([
		'host',
		'scribe',
		'timekeeper',
		'spokesperson',
		'reader'
	]);
	expect(template.facilitatorMessages[0]!.text).toContain('One note from everyone');
});

test('[PREP-10] every sheet of paper belongs to a step of the template', async () => {
	const { worksheets, activities } = await loadTemplate();
	const steps = activities.map(({ id }) => id);

	expect(worksheets.activities.filter((step) => !steps.includes(step))).toEqual([]);
});

test('[PREP-10] a template that lacks one of these parts is refused whole', async () => {
	const whole = await file();

	for (const part of ['prepare', 'leaderNotes', 'baseline', 'worksheets', 'facilitatorMessages', 'vocabulary'])
		expect(() => parseTemplate({ ...whole, [part]: undefined }), part).toThrow();
});
