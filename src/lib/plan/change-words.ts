import type { ChangedPart } from '#domain/signed-changes.ts';
import { dayWords } from '#domain/words/en.ts';

export const PART_WORDS: Readonly<Record<ChangedPart, string>> = {
	text: 'What we will do',
	firstStep: 'First small step',
	dueOn: 'Due',
	target: 'Target',
	owner: 'Owner'
};

/** A value of a change as a person reads it. */
export function valueWords(part: ChangedPart, value: string, nameOf: (person: string) => string): string {
	if (part === 'owner') return value === '' ? 'nobody' : nameOf(value);
	if (value === '') return 'nothing';
	return part === 'dueOn' ? dayWords(value, false) : value;
}

export interface ChangeShown {
	readonly part: ChangedPart;
	readonly signed: string;
	readonly value: string;
	readonly reason: string;
}

/** "Due. Signed: 5 February, now: 12 March, because the board comes later." */
export function changeWords({ part, signed, value, reason }: ChangeShown, nameOf: (person: string) => string): string {
	const because = reason.replace(/[.\s]+$/u, '');
	return `${PART_WORDS[part]}. Signed: ${valueWords(part, signed, nameOf)}, now: ${valueWords(part, value, nameOf)}, because: ${because}.`;
}

/** The last change of each part: what holds now, beside what was signed. */
export const changesNow = <Change extends ChangeShown>(changes: readonly Change[]): readonly Change[] =>
	changes.filter(({ part }, at) => changes.findLastIndex((other) => other.part === part) === at);
