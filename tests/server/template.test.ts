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

/** Where each point of the method is asked: in which step, and in which words people read there. */
const ASKED: readonly (readonly [row: string, step: string, words: RegExp])[] = [
	['002-07', 'definitions', /What in this would make you glad to come to work\?/],
	['000-1', 'house', /Where could you go from your job\? What stands in between\?/],
	['000-1b', 'house', /No way up/],
	['001-02', 'experiences', /Which detail told you that somebody cared\?/],
	['001-03', 'experiences', /What did you tell other people\?/],
	['001-04', 'experiences', /When did you do more than you had to/],
	['001-05', 'experiences', /What went beyond duty here\?/],
	['001-12', 'experiences', /Where did somebody leave the script/],
	['001-12', 'house', /Where do our own rules make us worse than we are\?/],
	['003-00', 'house', /What makes it hard\?/],
	['003-5', 'definitions', /People who love this work are the ones who/],
	['003-6', 'house', /What did nobody show you/],
	['003-6', 'gallery', /Which good story should a newcomer hear/],
	['003-8', 'house', /Which trouble starts with the product/],
	['003-9', 'house', /Which mailbox, list or form is nobody’s\?/],
	['003-9', 'house', /Who owns this today\?/],
	['003-10', 'house', /What do you ask permission for and always get\?/],
	['003-13', 'experiences', /What did we do first\? What helped in the end\?/],
	['004-4', 'experiences', /What did you get wrong, and what did you learn\?/],
	['001-16', 'read-back', /Who in these stories deserves to hear it from you\?/]
];

test('[PROMPT-3] each step asks what the method wants asked in it, as a prompt, a field or a cause', async () => {
	const { activities } = await loadTemplate();
	const readIn = (step: string): string => {
		const { promptCards, board } = activities.find(({ id }) => id === step)!;
		const cards = promptCards.map(({ title, text }) => `${title} ${text}`);
		const fields = (board.fields ?? []).map(({ title, hint, options }) => [title, hint, ...(options ?? [])].join(' '));
		return [...cards, ...fields].join('\n');
	};

	const missing = ASKED.filter(([, step, words]) => !words.test(readIn(step)));

	expect(missing).toEqual([]);
});

test('[PROMPT-3] good and bad stories are both asked for from both sides of the counter, and causes cover what staff and managers named', async () => {
	const { activities } = await loadTemplate();
	const { zones, fields = [] } = activities.find(({ id }) => id === 'experiences')!.board;
	const seat = fields.find(({ id }) => id === 'seat');
	const cause = fields.find(({ kind }) => kind === 'causes');

	expect(zones.map(({ id }) => id)).toEqual(['good', 'bad']);
	expect([seat?.onlyIn, seat?.options]).toEqual([undefined, ['I was the customer', 'I served the customer']]);
	for (const named of [
		'System',
		'Product',
		'Rule',
		'Skill',
		'Authority',
		'Other department',
		'Upset customer',
		'No way up'
	])
		expect(cause?.options).toContain(named);
});
