/** Reads a draft from its board, as it is to stand in the plan. */
import type { BoardNote } from '#document/board-shape.ts';
import { Problem } from '#domain/problem.ts';
import { wordsOf } from './boards.ts';

/** Characters an action's parts may have (`actionForm` of the template). */
const LIMITS = { text: 160, why: 160, firstStep: 120 } as const;

export interface DraftWords {
	readonly text: string;
	readonly why: string;
	readonly firstStep: string;
	readonly dueOn: string | null;
}

/** @throws Problem `empty`, `too-long` */
export function draftWords(note: BoardNote): DraftWords {
	const text = wordsOf(note);
	if (text === '') throw new Problem('empty', 'There is nothing in it yet. Say what will be different.');
	return {
		text: fitting('text', text),
		why: fitting('why', fieldOf(note, 'why')),
		firstStep: fitting('firstStep', fieldOf(note, 'firstStep')),
		dueOn: dayOf(fieldOf(note, 'dueOn'))
	};
}

function fieldOf(note: BoardNote, field: string): string {
	const value = new Map<string, string | number>(Object.entries<string | number>(note.fields)).get(field);
	return typeof value === 'string' ? value.trim() : '';
}

function fitting(part: keyof typeof LIMITS, words: string): string {
	if (words.length <= LIMITS[part]) return words;
	throw new Problem(
		'too-long',
		`${words.length} of ${LIMITS[part]} characters. Nothing is lost; shorten it, then send it.`,
		{ field: part }
	);
}

/** A day that exists, or none: any client may have written anything. */
const dayOf = (text: string): string | null =>
	/^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ? text : null;
