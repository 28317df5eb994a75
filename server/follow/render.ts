/** The words of a day's letter for one reader, as text and as HTML. */
import { calendarDay } from '#domain/calendar.ts';
import { letterHtml, type HtmlOptions } from '#domain/letter-html.ts';
import { mailParts, subjectLine, type LetterMail } from '#domain/letter-mail.ts';
import { letterText } from '#domain/letter-text.ts';
import { longDay } from '#domain/letter-words.ts';
import type { LetterLink, LetterPart } from '#domain/letters.ts';
import type { FollowPicture } from '../store/follow-picture.ts';
import type { Footer } from './footer.ts';

export interface Rendered {
	readonly subject: string;
	readonly text: string;
	readonly html: string;
}

export function renderLetter(
	picture: FollowPicture,
	{
		parts: told,
		timezone,
		footer,
		from,
		urlOf,
		isPreview = false
	}: HtmlOptions & {
		/** The first gives the subject. */
		readonly parts: readonly LetterPart[];
		/** Of the reader. */
		readonly timezone: string;
		readonly footer: Footer;
		/** Whose name stands below it; empty: nobody's. */
		readonly from: string;
		readonly urlOf: (link: LetterLink) => string;
	}
): Rendered {
	const parts = mailParts(told, urlOf);
	const letter: LetterMail = {
		title: picture.title,
		day: longDay(calendarDay(picture.at, timezone)),
		from,
		parts,
		footer: { why: footer.why, links: footer.links.map((link) => ({ label: link.label, url: urlOf(link) })) }
	};
	return {
		subject: subjectLine(parts[0]?.subject ?? picture.title),
		text: letterText(letter),
		html: letterHtml(letter, { isPreview })
	};
}
