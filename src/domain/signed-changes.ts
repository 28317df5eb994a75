/** What becomes of a signed action: version one stays, and each later change is a word of its own with its reason. */
import type { ActionId, PersonId } from './ids.ts';
import type { Action } from './plan.ts';

export const CHANGED_PARTS = ['text', 'firstStep', 'dueOn', 'target', 'owner'] as const;
export type ChangedPart = (typeof CHANGED_PARTS)[number];

export interface ActionChange {
	readonly actionId: ActionId;
	readonly part: ChangedPart;
	/** A calendar day, a number, words, or the owner's id; empty for nobody. */
	readonly value: string;
	readonly reason: string;
	readonly changedBy: PersonId;
	readonly changedAt: string;
}

type Changeable = Pick<Action, 'text' | 'firstStep' | 'dueOn' | 'ownerId' | 'measure'>;

/** As a change would write it. */
export function partOf({ text, firstStep, dueOn, ownerId, measure }: Changeable, part: ChangedPart): string {
	switch (part) {
		case 'text':
			return text;
		case 'firstStep':
			return firstStep;
		case 'dueOn':
			return dueOn ?? '';
		case 'target':
			return measure.target === null ? '' : String(measure.target);
		case 'owner':
			return ownerId ?? '';
	}
}

/** The action as it stands, by the changes that were made to it, oldest first. */
export const withChanges = <Kind extends Changeable>(action: Kind, changes: readonly ActionChange[]): Kind =>
	changes.reduce(changed, action);

function changed<Kind extends Changeable>(action: Kind, { part, value, changedBy }: ActionChange): Kind {
	switch (part) {
		case 'text':
			return { ...action, text: value };
		case 'firstStep':
			return { ...action, firstStep: value };
		case 'dueOn':
			return { ...action, dueOn: value === '' ? null : value };
		case 'target':
			return { ...action, measure: { ...action.measure, target: Number(value) } };
		case 'owner':
			// Whoever took it over said so in person.
			return { ...action, ownerId: value === '' ? null : changedBy };
	}
}
