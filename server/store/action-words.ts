/** The words of an action as they come from a board or a form, and as its rows hold them. */
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { HELPERS_LIMIT } from '#domain/draft-form.ts';
import { newId, type ActionId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import type { ActionKind, Horizon, Measure, SupportKind } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { actionHelpers, draftYeses, people, supportRequests } from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';

/** What is left out stays as it is. */
export interface ActionWords {
	readonly text?: string | undefined;
	readonly why?: string | undefined;
	readonly kind?: ActionKind | undefined;
	readonly kindFields?: Readonly<Record<string, string>> | undefined;
	readonly horizon?: Horizon | undefined;
	readonly firstStep?: string | undefined;
	readonly dueOn?: string | null | undefined;
	readonly measure?: Measure | undefined;
	readonly whenThen?: string | undefined;
	readonly motivators?: readonly string[] | undefined;
	readonly triedRow?: string | null | undefined;
	readonly triedDiffers?: string | undefined;
	readonly learn?: string | undefined;
	readonly reachAnswer?: string | undefined;
	/** People of the workshop who work in it. */
	readonly helpers?: readonly PersonId[] | undefined;
}

export function columnsOfWords({ measure, helpers: _, ...words }: ActionWords) {
	if (!measure) return words;
	const { name, unit, baseline, target, countedBy, every, group, serves, pair } = measure;
	return {
		...words,
		measureName: name,
		measureUnit: unit,
		measureBaseline: baseline,
		measureTarget: target,
		measureCountedBy: countedBy,
		measureEvery: every,
		measureGroup: group,
		measureServes: serves,
		measurePair: pair
	};
}

/** The own yes somebody who is here gave to the draft. */
export async function ownYes(tx: Transaction, workshopId: WorkshopId, ref: string) {
	const [yes] = await tx
		.select({ ownerId: draftYeses.personId, acceptedAt: draftYeses.saidAt })
		.from(draftYeses)
		.innerJoin(people, eq(people.id, draftYeses.personId))
		.where(and(eq(draftYeses.workshopId, workshopId), eq(draftYeses.ref, ref), isNull(people.removedAt)));
	return yes ?? {};
}

/** What a draft asks of management is asked with it. */
export async function askWith(
	tx: Transaction,
	asked: Pick<typeof supportRequests.$inferInsert, 'workshopId' | 'actionId' | 'askedBy' | 'askedAt'>,
	support: readonly { readonly kind: SupportKind; readonly ask: string }[]
): Promise<void> {
	if (support.length === 0) return;
	await tx.insert(supportRequests).values(support.map((one) => ({ ...one, ...asked, id: newId<'SupportRequest'>() })));
}

/**
 * Puts these beside the owner, instead of those who were named before. Somebody who has left meanwhile may stay named.
 * @throws Problem `not-found` (somebody who does not work here), `malformed` (too many)
 */
export async function nameHelpers(
	tx: Transaction,
	workshopId: WorkshopId,
	actionId: ActionId,
	helpers: readonly PersonId[]
): Promise<void> {
	const rows = await tx
		.delete(actionHelpers)
		.where(eq(actionHelpers.actionId, actionId))
		.returning({ personId: actionHelpers.personId });
	const before = rows.map(({ personId }) => personId);
	const named = [...new Set(helpers)];
	if (named.length === 0) return;
	if (named.length > HELPERS_LIMIT) {
		throw new Problem('malformed', `Name at most ${HELPERS_LIMIT} helpers.`, { field: 'helpers' });
	}
	const added = named.filter((person) => !before.includes(person));
	const here = await tx
		.select({ personId: people.id })
		.from(people)
		.where(
			and(
				eq(people.workshopId, workshopId),
				inArray(people.id, added),
				eq(people.role, 'participant'),
				isNull(people.removedAt)
			)
		);
	if (here.length < added.length) {
		throw new Problem('not-found', 'Name people who sit in a syndicate here.', { field: 'helpers' });
	}
	await tx.insert(actionHelpers).values(named.map((personId) => ({ actionId, personId })));
}
