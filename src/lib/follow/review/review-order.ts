import type { ActionView } from '#protocol/views.ts';

/** Minutes of a review meeting (template: `followUp.checkIn`). */
export const REVIEW_MINUTES = 20;

const GOOD = ['done', 'learned'];
const URGENT = ['late', 'help', 'waiting', 'quiet'];

/** Good news first: what is done, then one running action after the other, those that need somebody before the rest. */
export function reviewOrder(actions: readonly ActionView[]): {
	readonly good: readonly ActionView[];
	readonly others: readonly ActionView[];
} {
	const place = ({ health }: ActionView): number => {
		const at = URGENT.indexOf(health);
		return at === -1 ? URGENT.length : at;
	};
	return {
		good: actions.filter(({ health }) => GOOD.includes(health)),
		others: actions
			.filter(({ health }) => !GOOD.includes(health) && health !== 'stopped')
			.toSorted((one, other) => place(one) - place(other) || one.n - other.n)
	};
}
