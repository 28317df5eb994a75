/**
 * What of the baseline may be seen. Nobody's answer can be found in it: a group with too few answers is hidden, and so
 * many others with it that what is left of the total tells of nobody either.
 */
import type { Baseline } from './template.ts';

export interface BaselineAnswer {
	/** Empty where none was chosen: those without one are a group like the others. */
	readonly department: string;
	/** Question id -> 1 to 5; a question that was passed over is not in it. */
	readonly marks: Readonly<Record<string, number>>;
}

export interface Figure {
	readonly answers: number;
	readonly mean: number;
	/** How often each mark was given, from 1 to 5. */
	readonly counts: readonly number[];
}

export interface BaselineQuestion {
	readonly id: string;
	readonly text: string;
	/** Null while fewer than the least number have answered it. */
	readonly figure: Figure | null;
	/** By name, those without one last. A hidden one has no figure, and no number of answers. */
	readonly departments: readonly { readonly department: string; readonly figure: Figure | null }[];
}

export interface BaselineResults {
	/** How many sent their answers; how many answered one question stands beside it. */
	readonly answers: number;
	readonly questions: readonly BaselineQuestion[];
}

type Rule = Pick<Baseline['rule'], 'minAnswers' | 'alsoHideNextSmallest'>;

/**
 * The groups that may be shown, out of how many answers each has. When one has too few, the smallest others go with it,
 * until at least two are hidden and they have enough answers together: the total less what is shown is about all of them.
 */
export function shownGroups(sizes: ReadonlyMap<string, number>, rule: Rule): ReadonlySet<string> {
	const bySize = [...sizes]
		.filter(([, size]) => size > 0)
		.sort(([a, x], [b, y]) => x - y || (a < b ? -1 : a > b ? 1 : 0));
	let hidden = bySize.filter(([, size]) => size < rule.minAnswers).length;
	const answersHidden = () => bySize.slice(0, hidden).reduce((sum, [, size]) => sum + size, 0);
	if (rule.alsoHideNextSmallest && hidden > 0)
		while (hidden < bySize.length && (hidden < 2 || answersHidden() < rule.minAnswers)) hidden += 1;
	return new Set(bySize.slice(hidden).map(([group]) => group));
}

export function baselineResults(
	{ questions, rule, scale }: Pick<Baseline, 'questions' | 'rule' | 'scale'>,
	answers: readonly BaselineAnswer[]
): BaselineResults {
	const named = [...new Set(answers.map(({ department }) => department))].sort((a, b) =>
		a === '' ? 1 : b === '' ? -1 : a.localeCompare(b, 'en')
	);
	return {
		answers: answers.length,
		questions: questions.map(({ id, text }) => {
			const marksIn = new Map(
				named.map((name) => [
					name,
					answers.flatMap(({ department, marks }) => {
						const mark = marks[id];
						return department === name && mark !== undefined ? [mark] : [];
					})
				])
			);
			const all = [...marksIn.values()].flat();
			const isShown = all.length >= rule.minAnswers;
			const shown = isShown
				? shownGroups(new Map([...marksIn].map(([name, marks]) => [name, marks.length])), rule)
				: new Set<string>();
			return {
				id,
				text,
				figure: isShown ? figureOf(all, scale) : null,
				departments: named.map((department) => ({
					department,
					figure: shown.has(department) ? figureOf(marksIn.get(department) ?? [], scale) : null
				}))
			};
		})
	};
}

function figureOf(marks: readonly number[], { min, max }: Baseline['scale']): Figure {
	const counts = Array.from({ length: max - min + 1 }, (_, at) => marks.filter((mark) => mark === min + at).length);
	const sum = marks.reduce((all, mark) => all + mark, 0);
	return { answers: marks.length, mean: Math.round((10 * sum) / marks.length) / 10, counts };
}
