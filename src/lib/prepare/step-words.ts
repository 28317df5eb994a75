/** The words of a step's settings, as a facilitator reads them; in the order in which they are offered. */
import type { NamesRule, PhaseKind, Reader, Writer } from '#domain/template.ts';

export const PHASE_WORDS: Readonly<Record<PhaseKind, string>> = {
	'write-alone': 'Write alone',
	share: 'Share',
	group: 'Group',
	discuss: 'Discuss',
	vote: 'Vote',
	rate: 'Rate',
	present: 'Listen',
	ask: 'Ask',
	sign: 'Sign',
	closed: 'Closed'
};

export const WRITER_WORDS: Readonly<Record<Writer, string>> = {
	each: 'Each person, alone',
	syndicate: 'The whole syndicate',
	scribe: 'The scribe of each syndicate',
	writers: 'Two named writers',
	owner: 'The owner of each action',
	guest: 'The customer',
	sponsor: 'The sponsor',
	facilitator: 'The facilitator',
	nobody: 'Nobody'
};

export const READER_WORDS: Readonly<Record<Reader, string>> = {
	author: 'Only the author',
	syndicate: 'The syndicate',
	room: 'The whole room'
};

export const RULE_WORDS: Readonly<Record<NamesRule, string>> = {
	named: 'With names',
	syndicate: 'By syndicate',
	anonymous: 'Without names'
};

const keysOf = <Key extends string>(words: Readonly<Record<Key, string>>): readonly Key[] =>
	Object.keys(words).filter((key): key is Key => key in words);

export const PHASE_KINDS = keysOf(PHASE_WORDS);
export const WRITERS = keysOf(WRITER_WORDS);
export const READERS = keysOf(READER_WORDS);
export const RULES = keysOf(RULE_WORDS);

export const choicesOf = <Key extends string>(words: Readonly<Record<Key, string>>, keys: readonly Key[]) =>
	keys.map((value) => ({ value, label: words[value] }));

/** A list with one part a place earlier or later. */
function shifted<Part>(list: readonly Part[], at: number, by: -1 | 1): readonly Part[] {
	const part = list[at];
	if (part === undefined || at + by < 0 || at + by >= list.length) return list;
	const rest = list.filter((_, index) => index !== at);
	return [...rest.slice(0, at + by), part, ...rest.slice(at + by)];
}

const without = <Part>(list: readonly Part[], at: number): readonly Part[] => list.filter((_, index) => index !== at);

export const replacedAt = <Part>(list: readonly Part[], at: number, part: Part): readonly Part[] =>
	list.map((other, index) => (index === at ? part : other));

/** What a part of a list offers. */
export const partChoices = (at: number, length: number) => [
	...(at > 0 ? [{ id: 'up', label: 'Move up' }] : []),
	...(at < length - 1 ? [{ id: 'down', label: 'Move down' }] : []),
	{ id: 'remove', label: 'Remove' }
];

/** The list after one of `partChoices`. */
export const chosenPart = <Part>(list: readonly Part[], at: number, choice: string): readonly Part[] =>
	choice === 'remove' ? without(list, at) : shifted(list, at, choice === 'up' ? -1 : 1);
