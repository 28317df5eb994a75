/** Whether an edit says anything new: what stays as it is takes no signature back. */
import { isDeepStrictEqual } from 'node:util';
import { asc, eq } from 'drizzle-orm';
import type { ActionId, PersonId } from '#domain/ids.ts';
import { actionHelpers, actions, actionSources } from '#drizzle/schema.ts';
import type { columnsOfWords } from './action-words.ts';
import type { Transaction } from './database.ts';

export interface EditedAction {
	/** What is left out stays as it is. */
	readonly columns: ReturnType<typeof columnsOfWords>;
	readonly helpers: readonly PersonId[] | undefined;
	/** Without the draft, which stays the first. */
	readonly sources: readonly string[] | undefined;
}

export async function saysTheSame(
	tx: Transaction,
	id: ActionId,
	{ columns, helpers, sources }: EditedAction
): Promise<boolean> {
	const [row] = await tx.select().from(actions).where(eq(actions.id, id));
	const before = new Map<string, unknown>(Object.entries(row ?? {}));
	const isWritten = ([column, value]: readonly [string, unknown]) =>
		value === undefined || isDeepStrictEqual(before.get(column), value);
	if (!Object.entries(columns).every(isWritten)) return false;
	if (helpers) {
		const named = await tx
			.select({ personId: actionHelpers.personId })
			.from(actionHelpers)
			.where(eq(actionHelpers.actionId, id));
		if (!isDeepStrictEqual(new Set(named.map(({ personId }) => personId)), new Set(helpers))) return false;
	}
	if (!sources) return true;
	const linked = await tx
		.select({ ref: actionSources.ref })
		.from(actionSources)
		.where(eq(actionSources.actionId, id))
		.orderBy(asc(actionSources.position));
	return isDeepStrictEqual(
		linked.slice(1).map(({ ref }) => ref),
		[...sources]
	);
}
