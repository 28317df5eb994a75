/** The Monday letter. Readers outside the house get it without names and without anybody's own words. */
import type { LetterBlock, LetterPart } from '#domain/letters.ts';
import { button, countWords, heading, inWords, short, text } from '#domain/letter-words.ts';
import type { Health } from '#domain/plan.ts';
import { dayWords } from '#domain/words/en.ts';
import type { FollowPicture } from '../store/follow-picture.ts';
import type { Week } from './week.ts';

export interface DigestReader {
	readonly isOutside: boolean;
	/** The Monday after. */
	readonly next: string;
	/** What this reader is asked beside it. */
	readonly asked?: readonly LetterBlock[];
}

const MOST_ROWS = 5;

export function digestPart(picture: FollowPicture, week: Week, reader: DigestReader): LetterPart {
	const subject = `Week ${week.n}: ${week.headline}`;
	const { asked = [] } = reader;
	const counts: LetterBlock = { kind: 'counts', counts: week.counts, words: countWords(week.counts) };
	if (week.isQuiet) {
		const quiet = `A quiet week. Nothing moved, nothing is late. The next letter comes on ${dayWords(reader.next, false)}.`;
		return { subject, asks: false, blocks: [text(quiet, 'lead'), counts, ...asked, ...all(picture, reader)] };
	}
	const lines = reader.isOutside ? week.outsideLines : week.lines;
	return {
		subject,
		asks: false,
		blocks: [
			...lines.map((line) => text(line, 'lead')),
			counts,
			...section('What moved', movedRows(picture, week, reader)),
			...section('What is stuck', stuckRows(picture, week, reader)),
			...(reader.isOutside ? [] : changedBlocks(week)),
			...supportBlocks(week),
			...(week.thanks && !reader.isOutside ? [heading('Thank you'), text(week.thanks, 'lead')] : []),
			...asked,
			...all(picture, reader)
		]
	};
}

type Rows = Extract<LetterBlock, { kind: 'rows' }>['rows'];

function section(title: string, rows: Rows): readonly LetterBlock[] {
	if (rows.length === 0) return [];
	const more = rows.length - MOST_ROWS;
	return [
		heading(title),
		{ kind: 'rows', rows: rows.slice(0, MOST_ROWS) },
		...(more > 0 ? [text(`And ${more} more on the page.`, 'quiet')] : [])
	];
}

const WORDS: Readonly<Record<Health, string>> = {
	'on-course': 'On course',
	help: 'Asks for help',
	waiting: 'Waiting',
	quiet: 'Quiet',
	late: 'Late',
	done: 'Done',
	learned: 'Tried and learned',
	stopped: 'Stopped'
};

const ORDER: readonly Health[] = ['done', 'learned', 'on-course'];
const rank = (health: Health): number => (ORDER.includes(health) ? ORDER.indexOf(health) : ORDER.length);

const movedRows = (picture: FollowPicture, { moved }: Week, { isOutside }: DigestReader): Rows =>
	moved
		.toSorted((one, other) => rank(one.health) - rank(other.health) || one.action.n - other.action.n)
		.map(({ action, health, update, figure }) => ({
			n: action.n,
			text: figure ?? short(action.text, 100),
			detail: isOutside
				? figure
					? short(action.text, 100)
					: ''
				: `${picture.nameOf(action.ownerId) || picture.nameOf(update.writtenBy)}: “${short(update.text, 140)}”`,
			mark: { health, words: WORDS[health] }
		}));

const stuckRows = (picture: FollowPicture, { stuck }: Week, { isOutside }: DigestReader): Rows =>
	stuck.map(({ action, health, days }) => ({
		n: action.n,
		text: short(action.text, 100),
		detail: isOutside ? '' : stuckDetail(picture, action, health),
		mark: { health, words: `${WORDS[health]}${days > 0 ? ` ${days} ${days === 1 ? 'day' : 'days'}` : ''}` }
	}));

function stuckDetail(picture: FollowPicture, action: Week['stuck'][number]['action'], health: Health): string {
	const owner = picture.nameOf(action.ownerId) || 'Nobody owns it';
	const last = action.updates.at(-1);
	if (health === 'waiting') {
		const sponsor = picture.readers.find(({ role }) => role === 'sponsor')?.name ?? 'Management';
		const by = action.support.flatMap(({ answers }) => answers.at(-1)?.answerBy ?? []).toSorted()[0];
		return by ? `${sponsor} promised an answer by ${dayWords(by, false)}` : `${sponsor} has it`;
	}
	if (health === 'late' || health === 'help') return last ? `${owner}: “${short(last.text, 120)}”` : owner;
	return `${owner}, no update since ${dayWords((last?.writtenAt ?? picture.signedAt.toISOString()).slice(0, 10), false)}`;
}

const changedBlocks = ({ changed }: Week): readonly LetterBlock[] =>
	changed.length === 0
		? []
		: [
				heading('Changed since we signed'),
				...changed.slice(0, MOST_ROWS).map(({ words, reason }) => text(`${words}. Because: ${short(reason, 160)}`))
			];

const supportBlocks = ({ support: { asked, answered, longestDays } }: Week): readonly LetterBlock[] =>
	asked === 0
		? []
		: [
				text(
					`Support: ${answered} of ${asked} answered.${longestDays > 0 ? ` Longest wait: ${longestDays} ${longestDays === 1 ? 'day' : 'days'}.` : ''}`
				)
			];

/** Only whoever has a place in the workshop can open its pages. */
function all(picture: FollowPicture, { isOutside }: DigestReader): readonly LetterBlock[] {
	if (isOutside) return [];
	const n = picture.actions.length;
	return [button(n === 1 ? 'See the action' : `See all ${inWords(n)} actions`, `/w/${picture.workshopId}/actions`)];
}
