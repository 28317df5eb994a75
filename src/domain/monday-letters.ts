/** What whoever follows up sends by hand from Monday, and what tells of an action that looks for an owner. */
import type { ActionId, SupportRequestId, WorkshopId } from './ids.ts';
import type { LetterBlock, LetterPart } from './letters.ts';
import { dayWords } from './words/en.ts';

interface AboutAction {
	readonly workshopId: WorkshopId;
	readonly actionId: ActionId;
	readonly n: number;
	readonly text: string;
}

const actionPath = ({ workshopId, n }: Pick<AboutAction, 'workshopId' | 'n'>): string =>
	`/w/${workshopId}/actions/${n}`;

/** Own words come first, as they were written. */
const spoken = (words: string): readonly LetterBlock[] =>
	words === '' ? [] : [{ kind: 'text', text: words, tone: 'quote' }];

export interface Nudge extends AboutAction {
	readonly dueOn: string | null;
	/** Calendar day of the last word, or of the signing. */
	readonly lastWordOn: string;
	readonly hasWord: boolean;
	readonly isLate: boolean;
	/** Who writes. */
	readonly from: string;
	readonly words: string;
}

/** To an owner, private: how it stands, in one tap. */
export function nudgePart({ isLate, from, words, ...about }: Nudge): LetterPart {
	const { actionId, text, dueOn, lastWordOn, hasWord } = about;
	const why = isLate
		? `This action was due on ${dayWords(dueOn ?? lastWordOn, false)}.`
		: hasWord
			? `Nobody has written about this action since ${dayWords(lastWordOn, false)}.`
			: 'Nobody has written about this action yet.';
	const answer = (label: string, value: string) => ({
		label,
		to: { kind: 'signed', purpose: 'report', subjectId: actionId, value } as const
	});
	return {
		subject: isLate ? `Done, a new date, or help: ${text}` : `No hurry, only a question: ${text}`,
		asks: true,
		isByHand: true,
		blocks: [
			...spoken(words),
			{ kind: 'text', text: `${why} ${from} asks how it stands. Nobody else gets this letter.` },
			{
				kind: 'links',
				links: [
					answer('On course', 'on-course'),
					answer('Done', 'done'),
					answer('I need help, please ring me', 'help'),
					{ label: 'A new date, or hand it on', to: { kind: 'page', path: actionPath(about) } }
				]
			}
		]
	};
}

export interface Unanswered extends AboutAction {
	readonly requestId: SupportRequestId;
	readonly ask: string;
	/** Who asked. */
	readonly owner: string;
	readonly askedOn: string;
	/** The day a "not now" promised; null for none. */
	readonly answerBy: string | null;
	readonly dueOn: string | null;
	/** Who writes. */
	readonly from: string;
	readonly words: string;
}

/** To management: a request that waits. */
export function remindPart({ requestId, ask, owner, askedOn, answerBy, from, words, text }: Unanswered): LetterPart {
	const promised = answerBy === null ? '' : ` You promised an answer by ${dayWords(answerBy, false)}.`;
	return {
		subject: `It still waits for your word: ${ask}`,
		asks: true,
		isByHand: true,
		blocks: [
			...spoken(words),
			{ kind: 'text', text: `${owner} asked on ${dayWords(askedOn, false)} for this:` },
			{ kind: 'text', text: ask, tone: 'quote' },
			{
				kind: 'text',
				text: `It is for the action “${text}”.${promised} An answer helps, also a no. ${from} follows up.`
			},
			{
				kind: 'button',
				link: { label: 'Answer it', to: { kind: 'signed', purpose: 'support', subjectId: requestId, value: '' } }
			}
		]
	};
}

/** To whoever stands above: an answer is missing. Sent by a person, never by itself. */
export function raisePart({
	receiver,
	askedOf,
	isToldToo,
	reminders,
	days,
	...asked
}: Unanswered & {
	readonly receiver: string;
	readonly askedOf: string;
	/** Whoever was asked gets `raisedPart` with it. */
	readonly isToldToo: boolean;
	readonly reminders: number;
	readonly days: number;
}): LetterPart {
	const { ask, owner, askedOn, answerBy, dueOn, text, from, words } = asked;
	const promised = answerBy === null ? '' : `${askedOf} promised an answer by ${dayWords(answerBy, false)}. `;
	const reminded =
		reminders === 0
			? ''
			: reminders === 1
				? 'There has been one reminder. '
				: `There have been ${reminders} reminders. `;
	const told = isToldToo ? `${askedOf} knows that ${from} is writing to you.` : '';
	const history = `${promised}${reminded}${told}`.trim();
	return {
		subject: `Unanswered for ${days} days: ${ask}`,
		asks: false,
		blocks: [
			{ kind: 'text', text: `Dear ${receiver},` },
			...spoken(words),
			{ kind: 'text', text: `${owner} asked ${askedOf} on ${dayWords(askedOn, false)} for this:` },
			{ kind: 'text', text: ask, tone: 'quote' },
			...(history === '' ? [] : [{ kind: 'text', text: history } as const]),
			{
				kind: 'text',
				text: `What stands still because of it: ${text}${dueOn === null ? '' : `, due ${dayWords(dueOn, false)}`}. What would help: an answer, also a no.`
			}
		]
	};
}

/** To management, with the letter to whoever stands above: nobody is written about without knowing it. */
export const raisedPart = ({
	from,
	receiver,
	ask,
	requestId,
	text
}: Pick<Unanswered, 'from' | 'ask' | 'requestId' | 'text'> & { readonly receiver: string }): LetterPart => ({
	subject: `${from} writes to ${receiver}: ${ask}`,
	asks: false,
	blocks: [
		{ kind: 'text', text: `${from} writes to ${receiver} today, because this has no answer:` },
		{ kind: 'text', text: ask, tone: 'quote' },
		{ kind: 'text', text: `It is for the action “${text}”. An answer still helps, also a no.` },
		{
			kind: 'button',
			link: { label: 'Answer it', to: { kind: 'signed', purpose: 'support', subjectId: requestId, value: '' } }
		}
	]
});

/** To people of a syndicate, or to everybody: an action looks for an owner. */
export function offerPart({
	reason,
	isForEverybody,
	...about
}: AboutAction & { readonly reason: string; readonly isForEverybody: boolean }): LetterPart {
	return {
		subject: `Looks for an owner: ${about.text}`,
		asks: false,
		blocks: [
			{ kind: 'text', text: `Action ${about.n} looks for an owner: ${about.text}`, tone: 'lead' },
			...spoken(reason),
			{
				kind: 'text',
				text: isForEverybody
					? 'Its syndicate was asked first. Now everybody is. What it comes from and what was done stay with it.'
					: 'Your syndicate is asked first. What it comes from and what was done stay with it.'
			},
			{ kind: 'button', link: { label: 'Read it, or take it', to: { kind: 'page', path: actionPath(about) } } }
		]
	};
}
