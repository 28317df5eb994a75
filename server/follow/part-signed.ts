/** Right after the signing, to everybody: their own part first, then the plan, and who follows up. */
import { dayPlus } from '#domain/calendar.ts';
import type { LetterBlock, LetterPart } from '#domain/letters.ts';
import { button, capital, firstName, heading, inWords, listed, longDay, short, text } from '#domain/letter-words.ts';
import type { Action } from '#domain/plan.ts';
import { dayWords } from '#domain/words/en.ts';
import type { FollowPicture } from '../store/follow-picture.ts';
import type { Reader } from '../store/letter-readers.ts';

export function signedPart(picture: FollowPicture, reader: Reader): LetterPart {
	return reader.isOutside ? forGuests(picture, reader) : forHouse(picture, reader);
}

function forHouse(picture: FollowPicture, reader: Reader): LetterPart {
	const own = picture.actions.filter(({ ownerId }) => ownerId !== null && ownerId === reader.personId);
	const helps = picture.actions.filter(({ helpers }) => reader.personId !== null && helpers.includes(reader.personId));
	const rest = picture.actions.filter((action) => !own.includes(action) && !helps.includes(action));
	const n = picture.actions.length;
	const subject =
		own.length > 0
			? `Signed: your ${own.length === 1 ? 'action' : `${inWords(own.length)} actions`}, and the plan`
			: `Signed: our plan of ${inWords(n)} ${n === 1 ? 'action' : 'actions'}`;
	return {
		subject,
		asks: false,
		blocks: [
			text(`Dear ${reader.name},`),
			text(
				`on ${dayWords(picture.signedOn, false)} ${inWords(picture.plan.signatures.length)} of us signed ${inWords(n)} ${n === 1 ? 'action' : 'actions'}.`,
				'lead'
			),
			...section('Yours', picture, own),
			...section('You help with', picture, helps),
			...(picture.manager
				? [
						text(
							`${picture.manager.name} follows up. Ask ${firstName(picture.manager.name)} whatever you want to know about it.`
						)
					]
				: []),
			text(`The first letter for everybody comes on ${longDay(picture.firstMonday)}.`),
			...section(own.length + helps.length > 0 ? 'The other actions' : 'The plan', picture, rest),
			button('Read the plan', `/w/${picture.workshopId}/room/sign`)
		]
	};
}

function section(title: string, picture: FollowPicture, actions: readonly Action[]): readonly LetterBlock[] {
	if (actions.length === 0) return [];
	return [
		heading(title),
		{
			kind: 'rows',
			rows: actions.map(({ n, text: words, ownerId, dueOn, firstStep }) => ({
				n,
				text: short(words, 140),
				detail: [
					picture.nameOf(ownerId) || 'Looks for an owner',
					dueOn ? `due ${dayWords(dueOn, false)}` : '',
					firstStep ? `first step: ${short(firstStep, 90)}` : ''
				]
					.filter(Boolean)
					.join(' · '),
				mark: null
			}))
		}
	];
}

/** No names and nobody's words: what they may expect. */
function forGuests(picture: FollowPicture, reader: Reader): LetterPart {
	const n = picture.actions.length;
	const weeks =
		reader.role === 'customer' ? ' In week 6 and in week 12 you hear what we did about what you told us.' : '';
	return {
		subject: `Signed: ${inWords(n)} ${n === 1 ? 'action' : 'actions'}`,
		asks: false,
		blocks: [
			text(`Dear ${reader.name},`),
			text(
				`on ${dayWords(picture.signedOn, false)} ${inWords(picture.plan.signatures.length)} of us${picture.company ? ` at ${picture.company}` : ''} signed ${inWords(n)} ${n === 1 ? 'action' : 'actions'}. Each has an owner and a day.`,
				'lead'
			),
			text(`From ${longDay(picture.firstMonday)} on you hear every Monday how they stand.${weeks}`)
		]
	};
}

/** One thing somebody wrote, and what it led to. */
export interface LedNote {
	readonly text: string;
	readonly actions: readonly Action[];
}

const MOST_NOTES = 5;

/** To the author alone: nobody else learns whose notes these are. */
export function noteLedPart(picture: FollowPicture, reader: Reader, notes: readonly LedNote[]): LetterPart {
	const isOne = notes.length === 1;
	return {
		subject: isOne ? 'What became of your note' : 'What became of your notes',
		asks: false,
		blocks: [
			text(`Dear ${reader.name},`),
			text(
				isOne
					? 'in the workshop you wrote:'
					: `in the workshop you wrote ${inWords(notes.length)} notes that led somewhere.`
			),
			...notes
				.slice(0, MOST_NOTES)
				.flatMap(({ text: words, actions }) => [
					text(short(words, 240), 'quote'),
					text(
						`It became part of ${listed(actions.map(({ n, text: action }) => `action ${n}, “${short(action, 90)}”`))}.`
					)
				]),
			...(notes.length > MOST_NOTES
				? [text(`${capital(inWords(notes.length - MOST_NOTES))} more are on your own page.`)]
				: []),
			text(
				`Only you see that ${isOne ? 'this note is' : 'these notes are'} yours. You are told before it is told to everybody.`,
				'quiet'
			),
			button('The whole way', `/w/${picture.workshopId}/me`)
		]
	};
}

/** The day from which authors are told: in the second week, the day after its Monday letter. */
export const authorsDay = ({ firstMonday }: FollowPicture): string => dayPlus(firstMonday, 8);
