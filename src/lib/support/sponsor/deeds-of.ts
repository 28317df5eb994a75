/** What the weeks after hold for the sponsor: the last deed, what the answers served, what is finished and not yet thanked. */
import type { Action, SupportRequest } from '#domain/plan.ts';
import { MOTIVATORS, MOTIVATOR_WORDS, type Motivator } from '#domain/plan-words.ts';
import { ANSWER_WORDS } from '#domain/words/en.ts';

export interface Deed {
	readonly words: string;
	/** ISO. */
	readonly at: string;
}

type Asked = Pick<Action, 'n' | 'support' | 'motivators'>;

/** The newest of the answers and thanks; null while there is none. */
export function lastDeed(
	actions: readonly Asked[],
	thanks: readonly { readonly text: string; readonly givenAt: string }[]
): Deed | null {
	const deeds: readonly Deed[] = [
		...actions.flatMap(({ n, support }) =>
			support.flatMap(({ ask, answers }) =>
				answers.map(({ answer, answeredAt }) => ({
					words: `“${ANSWER_WORDS[answer]}” to “${ask}”, for action ${n}`,
					at: answeredAt
				}))
			)
		),
		...thanks.map(({ text, givenAt }) => ({ words: `Thanks: “${text}”`, at: givenAt }))
	];
	return deeds.reduce<Deed | null>((last, deed) => (last && last.at >= deed.at ? last : deed), null);
}

const saidYes = ({ answers }: Pick<SupportRequest, 'answers'>): boolean => {
	const last = answers.at(-1)?.answer;
	return last === 'yes' || last === 'yes-with-a-limit';
};

/** What moves people in the actions that got a yes, in the order of the template, with how many actions it is. */
export function servedMotivators(
	actions: readonly Asked[]
): readonly { readonly label: string; readonly actions: readonly number[] }[] {
	const helped = actions.filter(({ support }) => support.some(saidYes));
	return MOTIVATORS.flatMap((id: Motivator) => {
		const of = helped.filter(({ motivators }) => motivators.includes(id)).map(({ n }) => n);
		return of.length === 0 ? [] : [{ label: MOTIVATOR_WORDS[id].label, actions: of }];
	});
}

/** Done, or tried and learned, without a word of thanks from this person. */
export const notYetThanked = <Kind extends { readonly id: string; readonly health: string }>(
	actions: readonly Kind[],
	thanked: readonly { readonly ref: string }[]
): readonly Kind[] =>
	actions.filter(
		({ id, health }) =>
			(health === 'done' || health === 'learned') && !thanked.some(({ ref }) => ref === `action:${id}`)
	);
