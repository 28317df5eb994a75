/** What the customer raised, dealt to syndicates so that each issue is discussed by at least two of them. */
import { asId, type IssueId, type SyndicateId, type ZoneId } from './ids.ts';
import type { Board } from './template.ts';

export const ISSUE_TITLE_LIMIT = 80;

/** The zone in which a syndicate finds what the customer raised. */
export const SAID: ZoneId = asId('said');

/** A step whose boards start from what the customer raised. */
export const takesIssues = ({ kind, zones }: Pick<Board, 'kind' | 'zones'>): boolean =>
	kind === 'columns' && zones.some(({ id, readOnly }) => id === SAID && readOnly === true);

/** How issues are dealt; a step of the template may say otherwise. */
export interface Dealing {
	/** Issues a syndicate has time for. */
	readonly perSyndicate: number;
	readonly syndicatesPerIssue: number;
}

export const DEALING: Dealing = { perSyndicate: 3, syndicatesPerIssue: 2 };

export interface Dealt {
	readonly id: IssueId;
	readonly syndicates: readonly SyndicateId[];
}

export interface ToDeal extends Dealt {
	/** Syndicates that asked for one of its points. */
	readonly wishedBy: readonly SyndicateId[];
}

/** A room with one syndicate has nobody else to give an issue to. */
export const enoughSyndicates = ({ syndicatesPerIssue }: Dealing, syndicates: number): number =>
	Math.min(syndicatesPerIssue, syndicates);

/**
 * Gives each issue as many syndicates as it needs. What is dealt already stays. The syndicate with the fewest issues is
 * next, among equals one that asked for the issue, then in the order of the room; so nobody has two more than another.
 */
export function dealt(
	issues: readonly ToDeal[],
	syndicates: readonly SyndicateId[],
	dealing: Dealing
): readonly Dealt[] {
	const load = new Map(syndicates.map((id) => [id, 0]));
	for (const { syndicates: given } of issues) for (const id of given) load.set(id, (load.get(id) ?? 0) + 1);
	const enough = enoughSyndicates(dealing, syndicates.length);
	// Those that few asked for have the least choice to lose; those that somebody asked for choose first.
	const order = issues.toSorted((one, other) => other.wishedBy.length - one.wishedBy.length);
	const given = new Map<IssueId, readonly SyndicateId[]>();
	for (const issue of order) {
		const has = [...issue.syndicates];
		while (has.length < enough) {
			const [next] = syndicates
				.filter((id) => !has.includes(id))
				.toSorted(
					(one, other) =>
						(load.get(one) ?? 0) - (load.get(other) ?? 0) ||
						Number(issue.wishedBy.includes(other)) - Number(issue.wishedBy.includes(one))
				);
			if (next === undefined) break;
			has.push(next);
			load.set(next, (load.get(next) ?? 0) + 1);
		}
		given.set(issue.id, has);
	}
	return issues.map(({ id }) => ({ id, syndicates: given.get(id) ?? [] }));
}

/** Issues that too few syndicates discuss. */
export const thinlyDealt = (issues: readonly Dealt[], syndicates: number, dealing: Dealing): readonly Dealt[] =>
	issues.filter(({ syndicates: given }) => given.length < enoughSyndicates(dealing, syndicates));
