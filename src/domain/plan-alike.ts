/** Words that two sentences share: "is this what was tried in 2024?", and "matches: action 4". */
import type { Tried } from './workshop.ts';

/** Words that say nothing of what a sentence is about, and those that every action has. */
const EMPTY = new Set(
	`a about action after all also an and any are as ask asks at be because been before but by can could day days did do does done
	each every everybody everyone few first for from get gets give given go had has have he her his how i if in into is it its just
	know learn let like make makes many may me more most much must my need new no nobody not now of off on once one only or other our
	out over own people put say see she should so some somebody someone something than that the their them then there these they thing
	things this those time to too try two until up us use very want was we week well were what when where which who whom why will with
	without would you your`.split(/\s+/)
);

/** Endings that change a word's form and not what it is about; the longest that fits goes. */
const ENDINGS = ['iness', 'ation', 'ment', 'ing', 'ied', 'er', 'ed', 'y', 'e'];

/** Letters that have to stay for a word to be told from others. */
const SHORTEST = 3;

const one = (word: string): string => word.replace(/ies$/, 'y').replace(/([^s])s$/, '$1');

/** What is left of a word in all its forms: "training", "trained" and "trains" are one. */
function stem(word: string): string {
	const single = word.length > SHORTEST ? one(word) : word;
	const ending = ENDINGS.find((end) => single.endsWith(end) && single.length - end.length >= SHORTEST);
	const root = ending === undefined ? single : single.slice(0, -ending.length);
	return root.length > SHORTEST ? root.replace(/([b-df-hj-np-tv-z])\1$/, '$1') : root;
}

/** The stems of the words that say what a text is about. */
export function stemsOf(text: string): ReadonlySet<string> {
	const words = text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[’']s?\b/gu, '')
		.match(/[\p{L}\p{N}]+/gu);
	return new Set((words ?? []).filter((word) => word.length >= SHORTEST && !EMPTY.has(word)).map(stem));
}

export function sharedStems(some: ReadonlySet<string>, other: ReadonlySet<string>): number {
	let shared = 0;
	for (const each of some) if (other.has(each)) shared += 1;
	return shared;
}

/**
 * The row of "tried before" that these words repeat: two words of it, or its only one. Of several the one that shares
 * most, and of equal ones the first. Null for none.
 */
export function triedAlike(words: string, tried: readonly Tried[]): Tried | null {
	const own = stemsOf(words);
	let best: { readonly row: Tried; readonly shared: number } | null = null;
	for (const row of tried) {
		const theirs = stemsOf(row.what);
		const shared = sharedStems(own, theirs);
		const isAlike = shared > 0 && shared >= Math.min(2, theirs.size);
		if (isAlike && shared > (best?.shared ?? 0)) best = { row, shared };
	}
	return best?.row ?? null;
}

/** What a wish to learn is compared with. */
export interface Teaching {
	readonly n: number;
	readonly text: string;
	readonly why: string;
	readonly kind: string;
	readonly learn: string;
	readonly motivators: readonly string[];
	readonly kindFields: Readonly<Record<string, string>>;
}

/** Kinds of actions by which somebody learns. */
const TEACHING = new Set(['training', 'growing', 'exchange']);
/** "Growing skill". */
const GROWING_SKILL = 'M8';

/**
 * Of these actions the ones that could teach what somebody wants to learn, the nearest first. They share a word with the
 * wish; what is there for learning comes before what is not.
 */
export function teaches<Each extends Teaching>(wish: string, actions: readonly Each[]): readonly Each[] {
	const wanted = stemsOf(wish);
	const near = actions.map((action) => {
		const { text, why, learn, kindFields, kind, motivators } = action;
		const shared = sharedStems(wanted, stemsOf([text, why, learn, ...Object.values(kindFields)].join(' ')));
		const isForLearning = TEACHING.has(kind) || motivators.includes(GROWING_SKILL) || learn.trim() !== '';
		return { action, shared, worth: shared * 2 + (isForLearning ? 1 : 0) };
	});
	return near
		.filter(({ shared }) => shared > 0)
		.toSorted((a, b) => b.worth - a.worth || a.action.n - b.action.n)
		.map(({ action }) => action);
}
