/**
 * A mail of the follow-up as a whole, before it is text and HTML: the parts of a day for one reader, with every link
 * resolved. What people wrote arrives here as they wrote it; what cannot stand in a line is taken out here.
 */
import type { LetterBlock, LetterLink, LetterPart } from './letters.ts';

export interface MailLink {
	readonly label: string;
	readonly url: string;
	/** Not what the letter is about: fewer letters, none about this. */
	readonly isAside?: boolean;
}

export type MailBlock =
	| Exclude<LetterBlock, { readonly kind: 'links' | 'button' }>
	| { readonly kind: 'links'; readonly links: readonly MailLink[] }
	| { readonly kind: 'button'; readonly link: MailLink };

export interface MailPart {
	readonly subject: string;
	readonly blocks: readonly MailBlock[];
}

export interface LetterMail {
	/** Of the workshop. */
	readonly title: string;
	/** "Monday 8 February" */
	readonly day: string;
	/** Whoever follows up; empty where nobody does. */
	readonly from: string;
	/** The first gives the subject. */
	readonly parts: readonly MailPart[];
	readonly footer: { readonly why: string; readonly links: readonly MailLink[] };
}

/** Characters that end a line, hide or turn text around: what a name or a note must not do to a mail. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
/** Joins letters of some scripts and parts of an emoji. */
const JOINERS = /[\u200c\u200d]/u;

/** One line that holds nothing but what can be seen. Half of a character is none. */
export const oneLine = (text: string): string =>
	text
		.toWellFormed()
		.replace(/[\s\u0085]+/gu, ' ')
		.replace(UNSEEN, (character) => (JOINERS.test(character) ? character : ''))
		.replace(/ +/g, ' ')
		.trim();

/** Several lines, each of them one. */
export const lines = (text: string): readonly string[] => text.split(/\r\n|[\n\r\u0085\u2028\u2029]/u).map(oneLine);

/** A heading of a mail: one line, no longer than mail programs show. */
export function subjectLine(text: string): string {
	const characters = [...oneLine(text)];
	return characters.length <= 150 ? characters.join('') : `${characters.slice(0, 149).join('').trimEnd()}…`;
}

/** "Dear …," stands once in a mail, at its beginning. */
const isGreeting = (block: LetterBlock): boolean =>
	block.kind === 'text' && /^Dear .{0,200},$/u.test(block.text.trim());

/** Resolves the links of all parts, in the order in which they stand. */
export function mailParts(parts: readonly LetterPart[], urlOf: (link: LetterLink) => string): readonly MailPart[] {
	const resolved = (link: LetterLink): MailLink => ({
		label: oneLine(link.label),
		url: urlOf(link),
		isAside: link.to.kind === 'signed' && link.to.purpose === 'wishes'
	});
	const ordered = parts.map(({ blocks }, at) => (at === 0 ? blocks : blocks.filter((block) => !isGreeting(block))));
	return parts.map(({ subject }, at) => ({
		subject: subjectLine(subject),
		blocks: (ordered[at] ?? []).map((block): MailBlock => {
			if (block.kind === 'links') return { kind: 'links', links: block.links.map(resolved) };
			if (block.kind === 'button') return { kind: 'button', link: resolved(block.link) };
			return block;
		})
	}));
}
