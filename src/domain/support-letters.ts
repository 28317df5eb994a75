/** Letters about what is asked of management and of other departments (content, part 2). */
import type { SupportRequestId, WorkshopId } from './ids.ts';
import type { DepartmentAnswer } from './follow-up.ts';
import type { LetterBlock, LetterLink, LetterPart } from './letters.ts';
import type { SupportAnswer } from './plan.ts';
import { SUPPORT_KIND_WORDS } from './plan-words.ts';
import type { SupportKind } from './plan.ts';
import { ANSWER_WORDS, dayWords } from './words/en.ts';

interface About {
	readonly workshopId: WorkshopId;
	readonly requestId: SupportRequestId;
	readonly ask: string;
	readonly n: number;
	readonly action: string;
}

const quote = (text: string): readonly LetterBlock[] => (text === '' ? [] : [{ kind: 'text', text, tone: 'quote' }]);
const supportPage = (
	{ workshopId, requestId }: Pick<About, 'workshopId' | 'requestId'>,
	label: string
): LetterLink => ({
	label,
	to: { kind: 'page', path: `/w/${workshopId}/support#${requestId}` }
});

export interface SupportAsk extends About {
	readonly sponsor: string;
	readonly asker: string;
	readonly kind: SupportKind;
	readonly why: string;
	/** A customer's words; empty for none. */
	readonly sourceText: string;
	/** Calendar day; null for none. */
	readonly answerBy: string | null;
	readonly followUp: string;
}

/** To the sponsor: somebody asks for something. */
export function supportAskPart({
	sponsor,
	asker,
	sourceText,
	why,
	answerBy,
	followUp,
	...about
}: SupportAsk): LetterPart {
	const { requestId, ask, n, action, kind } = about;
	const answers: readonly SupportAnswer[] = ['yes', 'yes-with-a-limit', 'not-now', 'no'];
	const by = answerBy === null ? '' : ` Please answer by ${dayWords(answerBy, false)}.`;
	return {
		subject: `${asker} asks you: ${ask}`,
		asks: true,
		blocks: [
			{ kind: 'text', text: `Dear ${sponsor},` },
			{ kind: 'text', text: `${asker} needs this for action ${n}, “${action}”:` },
			...quote(ask),
			{ kind: 'text', text: `Kind: ${SUPPORT_KIND_WORDS[kind].label}`, tone: 'quiet' },
			...(why === '' ? [] : [{ kind: 'text', text: `Why it matters: ${why}` } as const]),
			...(sourceText === '' ? [] : [{ kind: 'text', text: `Where it began: “${sourceText}”` } as const]),
			{
				kind: 'links',
				links: answers.map((value) => ({
					label: ANSWER_WORDS[value],
					to: { kind: 'signed', purpose: 'support', subjectId: requestId, value }
				}))
			},
			{
				kind: 'text',
				text: `Each answer needs a sentence from you. It is shown as you write it, to everyone who signed.${by}`
			},
			{ kind: 'text', text: followUp }
		]
	};
}

/** To the sponsor, on the day that a "not now" promised. */
export function notNowDuePart({
	sponsor,
	asker,
	answeredOn,
	words,
	...about
}: About & {
	readonly sponsor: string;
	readonly asker: string;
	readonly answeredOn: string;
	readonly words: string;
}): LetterPart {
	const { requestId, ask, n, action } = about;
	return {
		subject: `Today is the day you named: ${ask}`,
		asks: true,
		blocks: [
			{ kind: 'text', text: `Dear ${sponsor},` },
			{
				kind: 'text',
				text: `on ${dayWords(answeredOn, false)} you answered “not now” to ${asker}, and named today. You wrote:`
			},
			...quote(words),
			{ kind: 'text', text: `It was asked for action ${n}, “${action}”:` },
			...quote(ask),
			{
				kind: 'button',
				link: { label: 'Answer it', to: { kind: 'signed', purpose: 'support', subjectId: requestId, value: '' } }
			}
		]
	};
}

/** To whoever asked: the "not now" has come due, and management was told so. */
export const askerToldPart = ({ sponsor, ...about }: About & { readonly sponsor: string }): LetterPart => ({
	subject: `“Not now” comes due today: ${about.ask}`,
	asks: false,
	blocks: [
		{
			kind: 'text',
			text: `${sponsor} answered “not now” and named today. The request waits again, and ${sponsor} was told so.`
		},
		...quote(about.ask),
		{ kind: 'button', link: supportPage(about, 'How it stands') }
	]
});

/** To whoever asked, and to the owner: management has answered. */
export function supportAnswerPart({
	sponsor,
	answer,
	words,
	limit,
	answerBy,
	...about
}: About & {
	readonly sponsor: string;
	readonly answer: SupportAnswer;
	readonly words: string;
	readonly limit: string | null;
	readonly answerBy: string | null;
}): LetterPart {
	const rest = [limit && `up to ${limit}`, answerBy && `comes back on ${dayWords(answerBy, false)}`].filter(
		(part) => part
	);
	const said = `${ANSWER_WORDS[answer]}${rest.length > 0 ? `, ${rest.join(', ')}` : ''}`;
	return {
		subject: `${sponsor} answered: ${said}`,
		asks: false,
		blocks: [
			{ kind: 'text', text: `For action ${about.n}, “${about.action}”, was asked:` },
			...quote(about.ask),
			{ kind: 'text', text: `${sponsor} answered: ${said}.`, tone: 'lead' },
			...quote(words),
			{ kind: 'button', link: supportPage(about, 'All requests') }
		]
	};
}

/** To somebody of another department. */
export function departmentAskPart({
	askId,
	name,
	company,
	ask,
	owner,
	followUp
}: {
	readonly askId: string;
	readonly name: string;
	readonly company: string;
	readonly ask: string;
	readonly owner: string;
	readonly followUp: string;
}): LetterPart {
	return {
		subject: `${company || owner}: may we ask you for one thing? ${ask}`,
		asks: true,
		blocks: [
			{ kind: 'text', text: `Dear ${name},` },
			{ kind: 'text', text: 'we have promised our customers something, and one part of it lies with you:' },
			// A customer's words go to no other department without the customer's yes: they are left out here.
			...quote(ask),
			{
				kind: 'button',
				link: {
					label: 'Your answer, with a name and a date',
					to: { kind: 'signed', purpose: 'department', subjectId: askId, value: '' }
				}
			},
			{ kind: 'text', text: 'No account is needed. One page, two minutes.' },
			{ kind: 'text', text: followUp === '' || followUp === owner ? owner : `${owner}, with ${followUp}` }
		]
	};
}

/** To whoever asked, and to the owner: another department has answered. */
export function departmentAnswerPart({
	from,
	answer,
	ownerName,
	dueOn,
	words,
	...about
}: About & {
	/** The contact and the department. */
	readonly from: string;
	readonly answer: DepartmentAnswer;
	readonly ownerName: string;
	readonly dueOn: string | null;
	readonly words: string;
}): LetterPart {
	const said =
		answer === 'accepted'
			? `${from} takes it on: ${ownerName}, by ${dueOn === null ? 'a day to come' : dayWords(dueOn)}.`
			: `${from} said no.`;
	return {
		subject: answer === 'accepted' ? `${from} takes it on: ${about.ask}` : `${from} said no: ${about.ask}`,
		asks: false,
		blocks: [
			{ kind: 'text', text: `For action ${about.n}, “${about.action}”, was asked:` },
			...quote(about.ask),
			{ kind: 'text', text: said, tone: 'lead' },
			...quote(words),
			{ kind: 'button', link: supportPage(about, 'All requests') }
		]
	};
}
