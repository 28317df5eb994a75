/** What letters ask of everybody while it is open: the questions that are asked again, and whether the letters go on. */
import { dayPlus } from '#domain/calendar.ts';
import { links, signed, text } from '#domain/letter-words.ts';
import type { LetterBlock, LetterLink } from '#domain/letters.ts';
import { isOpenOn, openRound, roundOf } from '#domain/pulse.ts';
import { dayWords } from '#domain/words/en.ts';
import type { FollowPicture } from '../store/follow-picture.ts';
import type { Cadence } from './cadence.ts';

type Day = Pick<FollowPicture, 'signedOn' | 'today'>;

/** The last of the rounds also asks what was asked in the beginning; null while none is open. */
export function pulseLink({ signedOn, today }: Day, weeks: readonly number[]): LetterLink | null {
	const open = openRound(weeks, signedOn, today);
	if (!open) return null;
	return open.week === weeks.at(-1)
		? signed('The same five questions as in the beginning', 'pulse', 'again', 'open')
		: signed('Three questions, one minute, without your name', 'pulse', `w${open.week}`, 'open');
}

/** The vote is for whoever signed: announced in the week before, asked while it is open and nobody has set a day. */
export function goesOnBlocks(
	{ workshopId, signedOn, today, until }: Day & Pick<FollowPicture, 'workshopId' | 'until'>,
	{ weeks, mayProlong }: Pick<Cadence, 'weeks' | 'mayProlong'>
): readonly LetterBlock[] {
	if (!mayProlong || until > dayPlus(signedOn, 7 * weeks)) return [];
	const round = roundOf(signedOn, weeks);
	if (isOpenOn(round, today)) {
		const to = { kind: 'page', path: `/w/${workshopId}/before-after` } as const;
		return [links({ label: 'Shall we go on with the Monday letter? Your vote', to })];
	}
	return today < round.opensOn && today >= dayPlus(round.opensOn, -7)
		? [text(`As it stands, this ends on ${dayWords(until)}. From next Monday all who signed vote whether it goes on.`)]
		: [];
}
