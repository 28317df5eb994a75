/** Thirty, sixty and ninety days after the signing: what became of it, and what is asked of everybody. Content, part 2. */
import type { LetterBlock, LetterEdits, LetterKind, LetterPart } from '#domain/letters.ts';
import {
	button,
	capital,
	countWords,
	heading,
	HEALTH_COUNTS,
	links,
	longDay,
	short,
	text
} from '#domain/letter-words.ts';
import type { Action, Health } from '#domain/plan.ts';
import type { Cadence } from './cadence.ts';
import { goesOnBlocks, pulseLink } from './part-asked.ts';
import { instantOn } from './times.ts';
import type { FollowPicture } from '../store/follow-picture.ts';

export type Milestone = Extract<LetterKind, 'day-30' | 'day-60' | 'day-90'>;

export const milestoneOf = (days: number): Milestone | null =>
	days === 30 ? 'day-30' : days === 60 ? 'day-60' : days === 90 ? 'day-90' : null;

const BEGINS: Readonly<Record<Milestone, string>> = {
	'day-30': 'One month on',
	'day-60': 'Two months on',
	'day-90': 'Three months on'
};

export interface MilestoneReader {
	readonly isOutside: boolean;
	readonly isParticipant: boolean;
}

/** What the letter says above its lists, as its draft shows it. */
export function milestoneWords(picture: FollowPicture, kind: Milestone, edits: LetterEdits = {}) {
	const count = (...which: readonly Health[]) =>
		picture.actions.filter((action) => which.includes(picture.health(action))).length;
	const headline = {
		'day-30': `${count('done')} done, ${count('on-course')} on course`,
		'day-60': 'what we learned',
		'day-90': 'what is different'
	}[kind];
	return {
		headline: edits.headline ?? headline,
		lines: edits.lines ?? [OPENS[kind], goodNews(picture)].filter(Boolean),
		thanks: edits.thanks ?? ''
	};
}

const OPENS: Readonly<Record<Milestone, string>> = {
	'day-30': 'Thirty days ago we signed.',
	'day-60': 'Sixty days ago we signed.',
	'day-90': 'Ninety days ago we signed.'
};

/** The last thing that was finished, else a figure that went the right way. No names: it goes to everybody. */
function goodNews(picture: FollowPicture): string {
	const done = withHealth(picture, 'done')
		.toSorted((one, other) => endedAt(one).localeCompare(endedAt(other)))
		.at(-1);
	if (done) return `Action ${done.n} is finished: ${short(done.text, 140)}`;
	const figure = picture.actions.flatMap((action) => {
		const { name, unit, baseline, target } = action.measure;
		const now = action.updates.findLast(({ reading }) => reading !== null)?.reading ?? null;
		if (now === null || baseline === null || target === null) return [];
		return Math.sign(now - baseline) === Math.sign(target - baseline) && now !== baseline
			? [`${short(name, 60)} went from ${baseline} to ${now}${unit ? ` ${unit}` : ''}.`]
			: [];
	})[0];
	return figure ?? '';
}

const endedAt = ({ updates }: Action): string => updates.at(-1)?.writtenAt ?? '';
const withHealth = (picture: FollowPicture, ...which: readonly Health[]): readonly Action[] =>
	picture.actions.filter((action) => which.includes(picture.health(action)));

const MARKS: Readonly<Partial<Record<Health, string>>> = {
	done: 'Done',
	learned: 'Tried and learned',
	late: 'Late',
	help: 'Asks for help',
	quiet: 'Quiet',
	waiting: 'Waiting',
	stopped: 'Stopped'
};

function rows(
	picture: FollowPicture,
	title: string,
	actions: readonly Action[],
	isOutside: boolean
): readonly LetterBlock[] {
	if (actions.length === 0) return [];
	return [
		heading(title),
		{
			kind: 'rows',
			rows: actions.map((action) => {
				const health = picture.health(action);
				const last = action.updates.at(-1);
				const lesson = last ? picture.lessons.get(last.id) : undefined;
				const words = health === 'learned' && lesson ? `“${short(lesson, 160)}”` : '';
				const owner = picture.nameOf(action.ownerId);
				return {
					n: action.n,
					text: short(action.text, 100),
					detail: isOutside ? '' : [owner, words].filter(Boolean).join(': '),
					mark: { health, words: MARKS[health] ?? 'On course' }
				};
			})
		}
	];
}

export function milestonePart(
	picture: FollowPicture,
	kind: Milestone,
	{ isOutside, isParticipant }: MilestoneReader,
	{ edits = {}, cadence }: { readonly edits?: LetterEdits; readonly cadence: Cadence }
): LetterPart {
	const { headline, lines, thanks } = milestoneWords(picture, kind, edits);
	const meeting = kind === 'day-30' && !isOutside ? meetingOf(picture, cadence.checkInMinutes) : null;
	return {
		subject: `${BEGINS[kind]}: ${headline}`,
		asks: false,
		blocks: [
			...lines.map((line) => text(line, 'lead')),
			...bodyOf(picture, kind, isOutside),
			...(thanks && !isOutside ? [heading('Thank you'), text(thanks, 'lead')] : []),
			...(isParticipant ? asked(picture, kind, cadence) : []),
			...(meeting
				? [text(`We meet for ${meeting.minutes} minutes on ${meeting.words}. It begins with what went well.`)]
				: [])
		],
		...(meeting
			? {
					meeting: {
						...meeting,
						title: `${picture.title}: how our actions stand`,
						words: 'It begins with what went well.'
					}
				}
			: {})
	};
}

function bodyOf(picture: FollowPicture, kind: Milestone, isOutside: boolean): readonly LetterBlock[] {
	const list = (title: string, ...which: readonly Health[]) =>
		rows(picture, title, withHealth(picture, ...which), isOutside);
	const counts = HEALTH_COUNTS.flatMap(([health]) => {
		const count = withHealth(picture, health).length;
		return count > 0 ? [{ health, count }] : [];
	});
	const bar: LetterBlock = { kind: 'counts', counts, words: countWords(counts) };
	if (kind === 'day-30')
		return [bar, ...list('Done', 'done'), ...list('Needs a push', 'late', 'help', 'quiet', 'waiting')];
	if (kind === 'day-60')
		return [bar, ...list('Tried and learned', 'learned'), ...changes(picture, isOutside), management(picture)];
	return [
		bar,
		...list('What was finished', 'done'),
		...list('Tried and learned', 'learned'),
		...list('Stopped, with a reason', 'stopped'),
		...measures(picture)
	];
}

function changes(picture: FollowPicture, isOutside: boolean): readonly LetterBlock[] {
	if (isOutside || picture.changes.length === 0) return [];
	const n = new Set(picture.changes.map(({ actionId }) => actionId)).size;
	const last = picture.changes.slice(-3).flatMap(({ actionId, reason }) => {
		const action = picture.actions.find(({ id }) => id === actionId);
		return action ? [`Action ${action.n}: ${short(reason, 140)}`] : [];
	});
	return [
		heading('Changed since we signed'),
		text(`${n} ${n === 1 ? 'action was' : 'actions were'} changed, each with its reason.`),
		...last.map((line) => text(line))
	];
}

function management(picture: FollowPicture): LetterBlock {
	const last = picture.actions.flatMap(({ support }) => support).map(({ answers }) => answers.at(-1)?.answer ?? null);
	const count = (answer: string | null) => last.filter((each) => each === answer).length;
	return text(
		`Management: ${count('yes')} times yes, ${count('yes-with-a-limit')} with a limit, ${count('no')} no, ${count(null) + count('not-now')} open.`
	);
}

/** Before and after, of the measures of the front page first. */
function measures(picture: FollowPicture): readonly LetterBlock[] {
	const measured = picture.actions
		.flatMap((action) => {
			const now = action.updates.findLast(({ reading }) => reading !== null)?.reading ?? null;
			return now === null || action.measure.baseline === null ? [] : [{ action, now }];
		})
		.toSorted((one, other) => (one.action.frontPlace ?? 9) - (other.action.frontPlace ?? 9))
		.slice(0, 5);
	if (measured.length === 0) return [];
	return [
		heading('Before and after'),
		...measured.map(({ action: { measure }, now }) =>
			text(
				`${capital(short(measure.name, 80))}: ${measure.baseline} before, ${now}${measure.unit ? ` ${measure.unit}` : ''} today.`
			)
		)
	];
}

function asked(picture: FollowPicture, kind: Milestone, cadence: Cadence): readonly LetterBlock[] {
	const again = pulseLink(picture, cadence.pulseWeeks);
	return [
		...(again ? [links(again)] : []),
		...(kind === 'day-60'
			? [
					text('What is harder than it should be?'),
					button('Write a suggestion', `/w/${picture.workshopId}/suggestions`)
				]
			: []),
		...(kind === 'day-90' ? goesOnBlocks(picture, cadence) : [])
	];
}

/** The date that was set for everybody, where it is still to come and has a time. */
function meetingOf({ nextDate, today, timezone }: FollowPicture, minutes: number) {
	if (!nextDate || nextDate.heldAt === '' || nextDate.heldOn < today) return null;
	return {
		startsAt: instantOn(nextDate.heldOn, nextDate.heldAt, timezone).toISOString(),
		minutes,
		words: `${longDay(nextDate.heldOn)}, ${nextDate.heldAt}`
	};
}
