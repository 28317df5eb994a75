/** What an action shows only because others were joined into it: separating gives it back, so it is never made its own. */
import { asc, eq, inArray } from 'drizzle-orm';
import type { PersonId } from '#domain/ids.ts';
import { actionHelpers, actions, actionSources } from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';
import type { ActionPlace } from './plan.ts';
import { joinedWithin } from './plan-rows.ts';

interface JoinedParts {
	readonly people: ReadonlySet<PersonId>;
	readonly sources: ReadonlySet<string>;
}

async function joinedParts(tx: Transaction, { workshopId, id }: ActionPlace): Promise<JoinedParts> {
	const rows = await tx
		.select({ id: actions.id, joinedTo: actions.joinedTo, ownerId: actions.ownerId })
		.from(actions)
		.where(eq(actions.workshopId, workshopId));
	const within = joinedWithin(rows)(id);
	if (within.length === 0) return { people: new Set(), sources: new Set() };
	const helpers = await tx
		.select({ personId: actionHelpers.personId })
		.from(actionHelpers)
		.where(inArray(actionHelpers.actionId, [...within]));
	const sources = await tx
		.select({ ref: actionSources.ref })
		.from(actionSources)
		.where(inArray(actionSources.actionId, [...within]));
	const owners = rows.flatMap((row) => (row.ownerId !== null && within.includes(row.id) ? [row.ownerId] : []));
	return {
		people: new Set([...owners, ...helpers.map(({ personId }) => personId)]),
		sources: new Set(sources.map(({ ref }) => ref))
	};
}

export interface ActionParts {
	/** What is left out stays as it is. */
	readonly helpers: readonly PersonId[] | undefined;
	readonly sources: readonly string[] | undefined;
}

/** Of whole lists as they are shown, what is the action's own; of its sources without the draft, which stays the first. */
export async function ownParts(
	tx: Transaction,
	place: ActionPlace,
	{ helpers, sources }: ActionParts
): Promise<ActionParts> {
	if (!helpers && !sources) return { helpers, sources };
	const joined = await joinedParts(tx, place);
	const named = await tx
		.select({ personId: actionHelpers.personId })
		.from(actionHelpers)
		.where(eq(actionHelpers.actionId, place.id));
	const [draft, ...linked] = await tx
		.select({ ref: actionSources.ref })
		.from(actionSources)
		.where(eq(actionSources.actionId, place.id))
		.orderBy(asc(actionSources.position));
	const before = { people: named.map(({ personId }) => personId), sources: linked.map(({ ref }) => ref) };
	return {
		helpers: helpers && ownPart(helpers, before.people, joined.people),
		sources: sources && ownPart(sources, before.sources, joined.sources).filter((source) => source !== draft?.ref)
	};
}

/** What was its own before, and what no joined action brings. */
const ownPart = <Value>(
	shown: readonly Value[],
	before: readonly Value[],
	joined: ReadonlySet<Value>
): readonly Value[] => [...new Set(shown)].filter((each) => before.includes(each) || !joined.has(each));
