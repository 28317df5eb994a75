/** What is told to the room from the brief, part by part: for the projector, its transcript and every device. */
import type { Brief, BriefPart } from './workshop.ts';

export const BASELINE_TITLE = 'What you said before today';

export interface BriefWords {
	readonly title: string;
	/** What somebody said, each a paragraph. Empty where nothing was said. */
	readonly said: readonly string[];
	/** Whose words they are. */
	readonly by: string;
	/** Lines beside them: what was tried and what became of it, what can be granted. */
	readonly lines: readonly { readonly what: string; readonly rest: string }[];
}

const hours = (number: number): string => `${number} ${number === 1 ? 'hour' : 'hours'} a week for each of you`;

export function briefWords(
	{ brief, purpose }: { readonly brief: Brief; readonly purpose: string },
	part: Exclude<BriefPart, 'baseline'>
): BriefWords {
	const { promise, notOnTheTable, triedBefore, budget, hoursPerPerson, sponsor } = brief;
	switch (part) {
		case 'purpose':
			return { title: 'What this is for', said: paragraphs(purpose), by: '', lines: [] };
		case 'promise':
			return {
				title: sponsor ? `What ${sponsor} promises` : 'The promise',
				said: paragraphs(promise),
				by: sponsor,
				lines: [
					...(budget ? [{ what: 'Can be granted in this room', rest: budget }] : []),
					...(hoursPerPerson === null ? [] : [{ what: 'Time for what we decide', rest: hours(hoursPerPerson) }])
				]
			};
		case 'not-on-the-table':
			return { title: 'What is not on the table', said: paragraphs(notOnTheTable), by: sponsor, lines: [] };
		case 'tried-before':
			return {
				title: 'What was tried before',
				said: [],
				by: '',
				lines: triedBefore.map(({ what, when, became }) => ({
					what: when ? `${what} (${when})` : what,
					rest: became
				}))
			};
	}
}

/** True where nobody has written this part. */
export const isUnwritten = ({ said, lines }: BriefWords): boolean => said.length === 0 && lines.length === 0;

const paragraphs = (text: string): readonly string[] =>
	text
		.split(/\n+/u)
		.map((line) => line.trim())
		.filter((line) => line !== '');
