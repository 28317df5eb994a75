/** "Make it the standard": what a finished action asks of the next version of the sheet, and how that version is made. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { newId, type ActionId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { withWishes } from '#domain/standard-wishes.ts';
import { isSameSheet } from '#domain/standards.ts';
import { actions, standardsSheets, standardWishes } from '#drizzle/schema.ts';
import type { Database, Reading } from './database.ts';
import { holdSheets, newestSheet } from './standards.ts';

export interface NewWish {
	readonly workshopId: WorkshopId;
	readonly actionId: ActionId;
	/** The ref of a line of the newest sheet; empty for a line of its own. */
	readonly line: string;
	readonly part: 'fixed' | 'mayDecide';
	readonly text: string;
	readonly writtenBy: PersonId;
	readonly at: Date;
}

export class StandardWishStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** The same words for the same line are there once. @throws Problem `not-found` (no such line) */
	add({ at: writtenAt, ...wish }: NewWish): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await holdSheets(tx, wish.workshopId);
			const sheet = await newestSheet(tx, wish.workshopId);
			if (wish.line !== '' && !sheet?.contents.lines.some(({ ref }) => ref === wish.line)) {
				throw new Problem('not-found', 'This line is not on the sheet any more. Choose another one.', {
					field: 'line'
				});
			}
			const open = await openWishes(tx, wish.workshopId);
			const isThere = open.some(
				({ actionId, line, part, text }) =>
					actionId === wish.actionId && line === wish.line && part === wish.part && text === wish.text
			);
			if (!isThere) await tx.insert(standardWishes).values({ id: newId(), ...wish, writtenAt });
		});
	}

	/** @throws Problem `not-found` (also where a version holds it already) */
	takeBack(actionId: ActionId, id: string, at: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const taken = await tx
				.update(standardWishes)
				.set({ withdrawnAt: at })
				.where(
					and(
						eq(standardWishes.id, id),
						eq(standardWishes.actionId, actionId),
						isNull(standardWishes.withdrawnAt),
						isNull(standardWishes.version)
					)
				)
				.returning({ id: standardWishes.id });
			if (taken.length === 0) throw new Problem('not-found', 'This is on the sheet already, or not here any more.');
		});
	}

	/**
	 * The next version, with these wishes in it. It waits for the sponsor's word.
	 * @throws Problem `not-found` (no sheet, or none of them waits), `in-use` (nothing in it would read differently)
	 */
	grow(workshopId: WorkshopId, ids: readonly string[], madeBy: PersonId, at: Date): Promise<number> {
		return this.#database.transaction(async (tx) => {
			await holdSheets(tx, workshopId);
			const last = await newestSheet(tx, workshopId);
			if (!last) throw new Problem('not-found', 'There is no standards sheet yet that could grow.');
			const chosen = (await openWishes(tx, workshopId)).filter(({ id }) => ids.includes(id));
			if (chosen.length === 0)
				throw new Problem('not-found', 'What you chose is on the sheet already, or was taken back.');
			const contents = withWishes(last.contents, chosen);
			if (isSameSheet(last.contents, contents)) {
				throw new Problem('in-use', 'It stands on the sheet like this already.');
			}
			const version = last.version + 1;
			const { compass } = last;
			await tx.insert(standardsSheets).values({ workshopId, version, compass, contents, madeBy, madeAt: at });
			await tx
				.update(standardWishes)
				.set({ version })
				.where(
					inArray(
						standardWishes.id,
						chosen.map(({ id }) => id)
					)
				);
			return version;
		});
	}
}

/** Those that wait for a version and were not taken back, oldest first. */
const openWishes = async (reading: Reading, workshopId: WorkshopId) =>
	(await wishesOf(reading, workshopId)).filter(({ version }) => version === null);

/** Also those a version holds; oldest first. */
export const wishesOf = (reading: Reading, workshopId: WorkshopId) =>
	reading
		.select({
			id: standardWishes.id,
			actionId: standardWishes.actionId,
			n: actions.n,
			line: standardWishes.line,
			part: standardWishes.part,
			text: standardWishes.text,
			writtenBy: standardWishes.writtenBy,
			writtenAt: standardWishes.writtenAt,
			version: standardWishes.version
		})
		.from(standardWishes)
		.innerJoin(actions, eq(actions.id, standardWishes.actionId))
		.where(and(eq(standardWishes.workshopId, workshopId), isNull(standardWishes.withdrawnAt)))
		.orderBy(asc(standardWishes.writtenAt), asc(standardWishes.id));
