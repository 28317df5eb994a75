/** What still bars the close of a plan: one sentence each, for the person who wants to close it. */
import type { ActionId, PersonId } from './ids.ts';
import {
	hasMeasure,
	isOutOfReach,
	isPaired,
	isPlanned,
	missingLetters,
	type Action,
	type SmartLetter
} from './plan.ts';

export interface PlanToClose {
	/** All of them; those put aside need nothing. */
	readonly actions: readonly Omit<Action, 'updates'>[];
	/** Who accepted to follow up; null while nobody did. */
	readonly followUpManager: PersonId | null;
	/** What the sponsor promised; empty while nothing is. */
	readonly promise: string;
	/** Null where no sponsor is named. */
	readonly sponsor: PersonId | null;
	readonly signed: ReadonlySet<PersonId>;
	/** Null for somebody who has left the workshop. */
	readonly nameOf: (person: PersonId) => string | null;
	/** Means of "can we reach it?" that are told. */
	readonly reach: ReadonlyMap<ActionId, number>;
	/** Actions there may be in the plan, as its step says. */
	readonly most: number;
}

/** Empty when the plan may be closed. */
export function barsOf(plan: PlanToClose): readonly string[] {
	const planned = plan.actions.filter(isPlanned);
	const owners = planned.flatMap(({ ownerId }) => (ownerId === null ? [] : [ownerId]));
	const mustSign = [...owners, plan.sponsor, plan.followUpManager].filter((person) => person !== null);
	return [
		...(plan.promise.trim() === '' ? [promiseMissing(plan.sponsor === null ? null : plan.nameOf(plan.sponsor))] : []),
		...(planned.length === 0 ? ['The plan has no action yet.'] : []),
		...(planned.length > plan.most
			? [`The plan has ${planned.length} actions, and ${plan.most} is the most. Move some to “not now”.`]
			: []),
		...planned.flatMap((action) => unready(action, plan)),
		...(plan.followUpManager === null ? ['Nobody follows up yet. Somebody has to say yes to it.'] : []),
		...[...new Set(mustSign)].flatMap((person) => {
			const name = plan.nameOf(person);
			return plan.signed.has(person) || name === null ? [] : [`${name} has not signed yet.`];
		})
	];
}

/** @param sponsor null where nobody is named */
export const promiseMissing = (sponsor: string | null): string =>
	`${sponsor ?? 'The sponsor'} has not written the promise yet. The plan can be signed after that.`;

function unready(action: Omit<Action, 'updates'>, { nameOf, reach }: PlanToClose): readonly string[] {
	const mean = reach.get(action.id) ?? null;
	const parts = missingLetters(action, mean).flatMap((letter) => PARTS[letter](action));
	if (action.ownerId !== null && nameOf(action.ownerId) === null)
		parts.unshift('another owner: the one it had has left');
	return [
		...(parts.length === 0 ? [] : [`Action ${action.n} still needs ${listed(parts)}.`]),
		...(isOutOfReach(action, mean) ? [outOfReach(action.n, mean ?? 0)] : [])
	];
}

const outOfReach = (n: number, mean: number): string =>
	`The syndicate of action ${n} rates its target ${mean.toFixed(1)} of 5. Change the target or the date, or say why it stays.`;

type Parts = (action: Omit<Action, 'updates'>) => readonly string[];

const PARTS: Readonly<Record<SmartLetter, Parts>> = {
	S: ({ text, ownerId }) => [
		...(text.trim() === '' ? ['its sentence'] : []),
		...(ownerId === null ? ['an owner who said yes'] : [])
	],
	M: ({ measure }) =>
		hasMeasure(measure)
			? [
					...(isPaired(measure) ? [] : ['a customer’s outcome beside its measure']),
					...(measure.serves === '' ? ['what its measure serves: the compass or a standard'] : [])
				]
			: ['a measure with today’s value and a target'],
	A: ({ firstStep, support }) => [
		...(firstStep.trim() === '' ? ['a first small step'] : []),
		...(support.some((request) => request.answers.length === 0) ? ['an answer to what it asks of management'] : [])
	],
	R: () => ['something it comes from'],
	T: () => ['a due day']
};

const listed = (parts: readonly string[]): string =>
	parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
