/** The reply to the customer: what they told us, beside what the syndicates want to do about it. */
import type { IssueId } from './ids.ts';

export const REPLY_TEXT_LIMIT = 1200;
export const REPLY_OPENING_LIMIT = 600;
export const REPLY_WORDS_LIMIT = 600;
/** Departments that points of one workshop are asked for. */
export const DEPARTMENTS_MOST = 20;
/** What one customer writes back at most. */
export const REPLY_WORDS_MOST = 40;

/** A reply as it was approved. What was told is kept as refs, and read where it stands: taken back, it is gone here too. */
export interface ApprovedReply {
	readonly opening: string;
	readonly lines: readonly ApprovedLine[];
	/** Points that belong to no issue, praise among them: `point:<id>`. */
	readonly also: readonly string[];
}

export interface ApprovedLine {
	readonly issueId: IssueId;
	/** `point:<id>` and `question:<id>`, in the order in which they came. */
	readonly refs: readonly string[];
	/** "We will …", or why not. */
	readonly text: string;
	readonly isLeftOut: boolean;
}

/** A note of a board as far as its links go: those to other things, and the group it lies in. */
export interface LinkedNote {
	readonly ref: string;
	readonly from: readonly string[];
	/** The group's ref. */
	readonly group: string | null;
}

export interface AnsweredIssue {
	readonly id: IssueId;
	/** Its points and questions, and those that were joined to them. */
	readonly refs: readonly string[];
}

/**
 * Which issues each note of a syndicate's board is about. A note is about the issues its links lead to, over other
 * notes and groups of the board; without a link, about those that notes in the same group are about; without any,
 * about the issue of a board that was dealt only one. Of several nobody can tell which: then it is about none.
 * @param dealt the issues that this board was dealt
 */
export function issuesOfNotes(
	notes: readonly LinkedNote[],
	all: readonly AnsweredIssue[],
	dealt: readonly IssueId[]
): ReadonlyMap<string, readonly IssueId[]> {
	const links = new Map<string, readonly string[]>(notes.map(({ ref, from }) => [ref, from]));
	for (const { ref, group } of notes) if (group !== null) links.set(group, [...(links.get(group) ?? []), ref]);
	const linked = new Map(
		notes.map(({ ref }) => {
			const reached = reachedFrom([ref], (one) => links.get(one) ?? []);
			return [ref, all.filter(({ refs }) => refs.some((one) => reached.has(one))).map(({ id }) => id)] as const;
		})
	);
	return new Map(
		notes.map(({ ref, group }) => {
			const own = linked.get(ref) ?? [];
			if (own.length > 0) return [ref, own];
			const mates = group === null ? [] : notes.filter((note) => note.group === group);
			const theirs = [...new Set(mates.flatMap((note) => linked.get(note.ref) ?? []))];
			return [ref, theirs.length > 0 ? theirs : dealt.length === 1 ? dealt : []];
		})
	);
}

/** These refs and everything they lead to, each once; a circle ends where it began. */
export function reachedFrom(refs: readonly string[], next: (ref: string) => readonly string[]): ReadonlySet<string> {
	const seen = new Set(refs);
	for (const ref of seen) for (const one of next(ref)) seen.add(one);
	return seen;
}

export interface QuotedLine {
	readonly tray: 'means' | 'could';
	readonly text: string;
	readonly syndicate: string;
}

/**
 * "We will …" as a quotation of what the syndicates could do, each line with whose it is; where nobody wrote that, of
 * what it means. Nothing is added. Whole lines only, as many as a reply takes.
 */
export function draftOf(written: readonly QuotedLine[]): string {
	const could = written.filter(({ tray }) => tray === 'could');
	let draft = '';
	for (const { text, syndicate } of could.length > 0 ? could : written) {
		const line = `“${text}” (${syndicate})`;
		const longer = draft === '' ? line : `${draft}\n${line}`;
		if (longer.length <= REPLY_TEXT_LIMIT) draft = longer;
	}
	return draft;
}

/** Fewer words than these are everybody's: “ring back” is no quotation. */
const QUOTED_WORDS = 3;

const MARKS = `["'“”„‟«»‘’‚‹›]`;
const unended = (words: string): string => words.trim().replace(/[.!?…]+$/, '');

/**
 * The text with others in place of these words, however they are spaced and whether or not they begin with a capital;
 * of words that are everybody's, those that stand between quotation marks.
 */
export function withoutWords(text: string, words: string, others = '…'): string {
	const parts = unended(words).split(/\s+/).filter(Boolean);
	if (parts.length === 0) return text;
	const said = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join(String.raw`\s+`);
	// Between words only: what was said is no part of a longer word.
	const pattern =
		parts.length < QUOTED_WORDS
			? String.raw`(?<=${MARKS}\s*)${said}(?=[.!?…,]*\s*${MARKS})`
			: String.raw`(?<![\p{L}\p{N}])${said}(?![\p{L}\p{N}])`;
	const instead = others === '…' ? others : unended(others);
	return text.replace(new RegExp(pattern, 'giu'), () => instead);
}
