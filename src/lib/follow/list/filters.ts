/** Which actions the list shows: kept in the address, so that every number of Monday leads to its actions. */
import { daysBetween } from '#domain/calendar.ts';
import { isWaiting, type Health } from '#domain/plan.ts';
import type { ActionView } from '#protocol/views.ts';

export const DUES = ['over', 'week', 'month', 'none'] as const;
export type Due = (typeof DUES)[number];
export const SORTS = ['number', 'due', 'health', 'owner', 'quiet'] as const;
export type Sort = (typeof SORTS)[number];

/** Empty where a filter is off. */
export interface Filters {
	readonly health: Health | '';
	/** A person's id, or `nobody`. */
	readonly owner: string;
	/** A syndicate's letter. */
	readonly syndicate: string;
	readonly due: Due | '';
	/** With support that waits. */
	readonly support: boolean;
	readonly mine: boolean;
	/** With a measure. */
	readonly measure: boolean;
	readonly sort: Sort;
	readonly search: string;
}

export const NO_FILTERS: Filters = {
	...{ health: '', owner: '', syndicate: '', due: '', support: false, mine: false, measure: false },
	...{ sort: 'number', search: '' }
};

export const HEALTHS: readonly Health[] = [
	...(['late', 'help', 'waiting', 'quiet'] as const),
	...(['on-course', 'done', 'learned', 'stopped'] as const)
];
const oneOf = <Value extends string>(values: readonly Value[], text: string | null): Value | '' =>
	values.find((value) => value === text) ?? '';

/** What an address says; what it does not know is left out. */
export function filtersIn(query: URLSearchParams): Filters {
	const is = (name: string): boolean => query.get(name) === 'yes';
	return {
		health: oneOf(HEALTHS, query.get('health')),
		owner: query.get('owner') ?? '',
		syndicate: query.get('syndicate') ?? '',
		due: oneOf(DUES, query.get('due')),
		support: is('support'),
		mine: is('mine'),
		measure: is('measure'),
		sort: oneOf(SORTS, query.get('sort')) || 'number',
		search: query.get('search') ?? ''
	};
}

/** The same as an address; nothing for what is off. */
export function queryOf(filters: Filters): string {
	const query = new URLSearchParams();
	const { sort, ...rest } = filters;
	for (const [name, value] of Object.entries(rest)) {
		if (value === true) query.set(name, 'yes');
		else if (typeof value === 'string' && value !== '') query.set(name, value);
	}
	if (sort !== 'number') query.set('sort', sort);
	const text = query.toString();
	return text === '' ? '' : `?${text}`;
}

export const isFiltered = ({ sort: _sort, ...filters }: Filters): boolean =>
	Object.values(filters).some((value) => value === true || (typeof value === 'string' && value !== ''));

export interface ListAround {
	readonly today: string;
	readonly me: string | null;
	readonly nameOf: (id: string | null) => string;
	/** Of a syndicate's id. */
	readonly letterOf: (id: string | null) => string;
}

/** What suits the filters, in their order. */
export function listed(actions: readonly ActionView[], filters: Filters, around: ListAround): readonly ActionView[] {
	const words = filters.search.trim().toLocaleLowerCase();
	const suits = (action: ActionView): boolean =>
		(filters.health === '' || action.health === filters.health) &&
		(filters.owner === '' || (action.ownerId ?? 'nobody') === filters.owner) &&
		(filters.syndicate === '' || around.letterOf(action.syndicateId) === filters.syndicate) &&
		(filters.due === '' || dueOf(action, around.today) === filters.due) &&
		(!filters.support || action.support.some((request) => isWaiting(request, around.today))) &&
		(!filters.mine || (action.ownerId !== null && action.ownerId === around.me)) &&
		(!filters.measure || action.measure.name !== '') &&
		(words === '' || textOf(action, around).includes(words));
	return actions.filter(suits).toSorted((one, other) => orderOf(filters.sort, one, other, around) || one.n - other.n);
}

/** Words of an action that can be looked for. */
const textOf = (action: ActionView, { nameOf }: ListAround): string =>
	[
		`${action.n}`,
		action.text,
		action.why,
		action.measure.name,
		nameOf(action.ownerId),
		action.updates.at(-1)?.text ?? ''
	]
		.join(' ')
		.toLocaleLowerCase();

const ENDED: readonly Health[] = ['done', 'learned', 'stopped'];

/** What is at its end is due no more. */
function dueOf({ dueOn, health }: ActionView, today: string): Due | '' {
	if (ENDED.includes(health)) return '';
	if (dueOn === null) return 'none';
	const days = daysBetween(today, dueOn);
	return days < 0 ? 'over' : days < 7 ? 'week' : days < 31 ? 'month' : '';
}

function orderOf(sort: Sort, one: ActionView, other: ActionView, { nameOf }: ListAround): number {
	switch (sort) {
		case 'due':
			return (one.dueOn ?? '9999').localeCompare(other.dueOn ?? '9999');
		case 'health':
			return HEALTHS.indexOf(one.health) - HEALTHS.indexOf(other.health);
		case 'owner':
			return nameOf(one.ownerId).localeCompare(nameOf(other.ownerId));
		case 'quiet':
			return other.daysSinceWord - one.daysSinceWord;
		default:
			return one.n - other.n;
	}
}
