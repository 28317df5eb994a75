/** “You said, we did”: what was told, what came of it, and what did not, with its reason. */
import { withoutNames } from './public-names.ts';
import type { Health, Measure } from './plan.ts';

/** How a row stands: an action's health, or what management answered, or that the plan left it out. */
export type RowNow = Health | 'not-now' | 'no';

export interface SaidWords {
	readonly words: string;
	/** Who said it, as far as it may be told: “Ingrid Solheim, customer”, “A syndicate’s answer to …”. */
	readonly by: string;
}

export interface RowFigure {
	readonly name: string;
	readonly unit: string;
	readonly before: number;
	readonly now: number;
	readonly target: number | null;
}

export interface SaidDidRow {
	/** The action's number; null for what is none. */
	readonly n: number | null;
	readonly said: readonly SaidWords[];
	/** What was done, or why not, in people's own words; empty while nobody said anything. */
	readonly did: string;
	/** What was promised. */
	readonly about: string;
	/** Who owns it, if that person agreed; empty otherwise. */
	readonly owner: string;
	readonly figure: RowFigure | null;
	readonly now: RowNow;
}

/** An action as far as others may know of it. */
export interface TellableAction {
	readonly n: number;
	readonly text: string;
	readonly health: Health;
	readonly measure: Pick<Measure, 'name' | 'unit' | 'baseline' | 'target'>;
	/** Oldest first. */
	readonly updates: readonly { readonly text: string; readonly reading: number | null; readonly lesson?: string }[];
	/** What is asked of management and has no answer yet. */
	readonly waitsFor: readonly string[];
	readonly owner: string;
	readonly said: readonly SaidWords[];
}

/** Ended without being done. */
const NOT_DONE: readonly RowNow[] = ['learned', 'stopped', 'not-now', 'no'];

export const isNotDone = ({ now }: Pick<SaidDidRow, 'now'>): boolean => NOT_DONE.includes(now);

/** Running and not as it should be. */
const PUSH: readonly RowNow[] = ['late', 'quiet', 'help', 'waiting'];

/** @param hidden names of those who did not agree to be named */
export function rowOf(action: TellableAction, hidden: readonly string[]): SaidDidRow {
	const { n, text, health, measure, updates, waitsFor, owner, said } = action;
	const bare = (words: string): string => withoutNames(words, hidden);
	const last = updates.findLast((update) => update.text !== '' && !isCountAlone(update));
	const [open] = waitsFor;
	const now = updates.findLast(({ reading }) => reading !== null)?.reading ?? null;
	const learned = health === 'learned' && last?.lesson ? last.lesson : '';
	return {
		n,
		said: said.map(({ words, by }) => ({ words: bare(words), by })),
		did: bare(
			health === 'waiting' && open !== undefined
				? `We asked management: ${unended(open)}. No answer yet, and we say so.`
				: [last?.text ?? '', learned === last?.text ? '' : learned].filter(Boolean).map(ended).join(' ')
		),
		about: bare(text),
		owner,
		figure:
			measure.baseline === null || now === null
				? null
				: { name: bare(measure.name), unit: measure.unit, before: measure.baseline, now, target: measure.target },
		now: health
	};
}

/** A figure that came without words of its own. */
const isCountAlone = ({ text, reading }: TellableAction['updates'][number]): boolean =>
	reading !== null && /^this week.s (count|number|figure)\.?$/i.test(text.trim());

/** Sentences one after the other are told apart. */
const ended = (words: string, at: number, all: readonly string[]): string =>
	at < all.length - 1 && !/[.!?…]$/.test(words) ? `${words}.` : words;

const unended = (words: string): string => words.trim().replace(/[.!…]+$/, '');

export interface SaidDidCounts {
	readonly actions: number;
	readonly done: number;
	readonly onCourse: number;
	/** Late, quiet, waiting or in need of help. */
	readonly push: number;
	readonly asked: number;
	readonly answered: number;
}

export function countsOf(healths: readonly Health[], answers: readonly (unknown | null)[]): SaidDidCounts {
	const of = (wanted: readonly RowNow[]): number => healths.filter((health) => wanted.includes(health)).length;
	return {
		actions: healths.length,
		done: of(['done']),
		onCourse: of(['on-course']),
		push: of(PUSH),
		asked: answers.length,
		answered: answers.filter((answer) => answer !== null).length
	};
}

/** A line of the reply that was approved, with what came of it. */
export interface ToldUsLine {
	/** The customers' words as they stand now. */
	readonly told: readonly { readonly text: string }[];
	/** “We will …”, or why not. */
	readonly text: string;
	readonly isLeftOut: boolean;
	readonly actions: readonly {
		readonly n: number;
		readonly text: string;
		readonly health: Health;
		readonly latest: { readonly text: string } | null;
	}[];
}

export interface ToldUsItem {
	/** Word for word. */
	readonly said: string;
	/** What we did, or did not, and why. */
	readonly did: string;
	readonly isDone: boolean;
}

const STANDS = {
	done: 'Done',
	learned: 'We tried it, and learned',
	stopped: 'We stopped it, because',
	'on-course': 'On course',
	help: 'It needs a push',
	waiting: 'It waits for an answer of our management',
	quiet: 'No news yet',
	late: 'It takes longer than we promised'
} as const satisfies Record<Health, string>;

/**
 * “You told us” for a customer, weeks 6 and 12: each line of the approved reply with what came of it. What was not done
 * is among them, with its reason. A line that nothing stands of any more is left out.
 */
export function toldUsItems(lines: readonly ToldUsLine[]): readonly ToldUsItem[] {
	return lines.flatMap(({ told, text, isLeftOut, actions }): readonly ToldUsItem[] => {
		const said = told.map((one) => one.text.trim()).filter(Boolean);
		if (said.length === 0) return [];
		const isDone = actions.some(({ health }) => health === 'done');
		const steps = actions.map((action) => `${STANDS[action.health]}: ${unended(action.latest?.text ?? action.text)}.`);
		const promised = unended(text);
		const did = isLeftOut
			? `We did not, because: ${promised}.`
			: [...(promised === '' || isDone ? [] : [`${promised}.`]), ...steps].join(' ');
		return did === '' ? [] : [{ said: said.map(unended).join('” and “'), did, isDone }];
	});
}
