/** What owners are asked: is it yours, how does it stand, it falls due, nobody has heard of it. Content, part 2. */
import { calendarDay, dayPlus } from '#domain/calendar.ts';
import type { LetterBlock, LetterLink, LetterPart } from '#domain/letters.ts';
import { heading, links, listed, longDay, short, signed, text } from '#domain/letter-words.ts';
import type { Action } from '#domain/plan.ts';
import { LINK_DAYS } from '#domain/signed-links.ts';
import { dayWords } from '#domain/words/en.ts';
import type { FollowPicture } from '../store/follow-picture.ts';
import type { Reader } from '../store/letter-readers.ts';
import type { Waiting } from '../store/notifications.ts';
import { openActionsOf } from './cast.ts';

/** The taps of the template; what was learned or stopped is said on the page behind Done. */
const taps = ({ id }: Action): readonly LetterLink[] => [
	signed('On course', 'report', id, 'on-course'),
	signed('Done', 'report', id, 'done'),
	signed('I need help', 'report', id, 'help')
];

const noMore = ({ id, n }: Action): LetterLink => signed(`No letters about action ${n}`, 'wishes', id, 'stop-action');

const dear = ({ name }: Reader): LetterBlock => text(`Dear ${name},`);

const dueLine = ({ dueOn }: Action): string => (dueOn === null ? 'No day was set' : `Due ${longDay(dueOn)}`);

export function confirmPart(picture: FollowPicture, reader: Reader, action: Action): LetterPart {
	const helpers = listed(action.helpers.map((id) => picture.nameOf(id)).filter(Boolean));
	const lines = [
		action.firstStep ? `First small step: ${short(action.firstStep, 200)}` : '',
		[dueLine(action), helpers ? `With ${helpers}` : ''].filter(Boolean).join('. ')
	];
	return {
		subject: `Is this yours? ${short(action.text, 90)}`,
		asks: true,
		blocks: [
			dear(reader),
			text('in the room your name was put beside this action:'),
			text(action.text, 'quote'),
			text(lines.filter(Boolean).join('\n'), 'quiet'),
			text('It is yours only if you say so, and the day is right only if you think so.'),
			links(
				signed('Yes, I take it', 'own', action.id, 'yes'),
				signed('Yes, with another day', 'own', action.id, 'another-date'),
				signed('Not me', 'own', action.id, 'no')
			)
		]
	};
}

/** One for all of a reader's actions that are open and not reported on lately. */
export function ownerPart(picture: FollowPicture, reader: Reader, actions: readonly Action[]): LetterPart {
	const [only] = actions;
	const isOne = actions.length === 1;
	const soon = actions
		.flatMap(({ dueOn }) =>
			dueOn !== null && dueOn >= picture.today && dueOn <= dayPlus(picture.today, 7) ? [dueOn] : []
		)
		.toSorted()[0];
	const subject = isOne && only ? `${short(only.text, 90)}: one tap` : `Your ${actions.length} actions: one tap each`;
	const ends = dayPlus(calendarDay(picture.at, reader.timezone), LINK_DAYS);
	return {
		subject: soon && !isOne ? `${subject} (one is due ${longDay(soon)})` : subject,
		asks: true,
		blocks: [
			dear(reader),
			text(isOne ? 'how does it stand?' : 'how do they stand?'),
			...actions.flatMap((action) => ownBlocks(picture, action)),
			text(
				`One line is enough. It goes into Monday’s letter, in your words.\nThe links are yours alone and work until ${dayWords(ends, false)}.`,
				'quiet'
			)
		]
	};
}

/** Actions that a letter of its owner asks about. */
const askedIn = ({ blocks }: LetterPart): ReadonlySet<string> =>
	new Set(
		blocks.flatMap((block) =>
			block.kind === 'links'
				? block.links.flatMap(({ to }) => (to.kind === 'signed' && to.purpose === 'report' ? [to.subjectId] : []))
				: []
		)
	);

/**
 * What waited, as it is told now: an owner's letter asks about nothing that ended, moved to somebody else or was written
 * about since. Null where nothing is left to ask.
 */
export function asItStands(picture: FollowPicture, reader: Reader, row: Waiting): Waiting | null {
	if (row.kind !== 'owner-letter') return row;
	const asked = askedIn(row.part);
	const left = openActionsOf(picture, reader).filter(({ id, updates }) => {
		const last = updates.at(-1);
		return asked.has(id) && (last === undefined || new Date(last.writtenAt) <= row.madeAt);
	});
	if (left.length === asked.size) return row;
	return left.length === 0 ? null : { ...row, part: ownerPart(picture, reader, left) };
}

function ownBlocks(picture: FollowPicture, action: Action): readonly LetterBlock[] {
	const { n, measure, updates } = action;
	const last = updates.findLast(({ reading }) => reading !== null)?.reading ?? measure.baseline;
	const unit = measure.unit ? ` ${measure.unit}` : '';
	const figure =
		measure.name && last !== null && measure.target !== null
			? `${short(measure.name, 80)}: ${last}${unit} last time, ${measure.target}${unit} is the target.`
			: '';
	const step = updates.length === 0 && action.firstStep ? `Next small step: ${short(action.firstStep, 160)}` : '';
	const due =
		action.dueOn === null ? '' : `${action.dueOn < picture.today ? 'Was due' : 'Due'} ${longDay(action.dueOn)}.`;
	return [
		heading(`${n}  ${short(action.text, 120)}`),
		text([due, step, figure].filter(Boolean).join('\n'), 'quiet'),
		links(
			...taps(action),
			...(figure ? [signed('This time’s number', 'report', action.id, 'number')] : []),
			noMore(action)
		)
	];
}

export const dueSoonPart = (reader: Reader, action: Action): LetterPart => ({
	subject: `${short(action.text, 80)}: due ${action.dueOn === null ? 'soon' : longDay(action.dueOn)}`,
	asks: true,
	blocks: [
		dear(reader),
		text(`action ${action.n} falls due ${action.dueOn === null ? 'soon' : `on ${longDay(action.dueOn)}`}:`),
		text(action.text, 'quote'),
		links(...taps(action), noMore(action))
	]
});

export const overduePart = (picture: FollowPicture, reader: Reader, action: Action): LetterPart => ({
	subject: `${short(action.text, 80)}: done, or another day?`,
	asks: true,
	blocks: [
		dear(reader),
		text(
			`action ${action.n} was due ${action.dueOn === null ? '' : `on ${longDay(action.dueOn)}`}. Days move; say which one fits.`
		),
		text(action.text, 'quote'),
		links(
			signed('Done', 'report', action.id, 'done'),
			{
				label: 'Another day, with the reason',
				to: { kind: 'page', path: `/w/${picture.workshopId}/actions/${action.n}` }
			},
			signed('I need help', 'report', action.id, 'help'),
			noMore(action)
		)
	]
});

/** Nobody else gets this letter. */
export function quietPart(picture: FollowPicture, reader: Reader, action: Action): LetterPart {
	const last = action.updates.at(-1)?.writtenAt;
	const since = last ? calendarDay(new Date(last), picture.timezone) : picture.signedOn;
	return {
		subject: `No hurry, only a question: ${short(action.text, 80)}`,
		asks: true,
		blocks: [
			dear(reader),
			text(`nobody has written about this action since ${longDay(since)}.\nNobody else gets this letter.`),
			text(`${action.n}  ${action.text}`, 'quote'),
			links(
				signed('Going on', 'report', action.id, 'on-course'),
				signed('Stuck, please ring me', 'report', action.id, 'call'),
				signed('I would like to hand it on', 'own', action.id, 'hand-on'),
				noMore(action)
			)
		]
	};
}
