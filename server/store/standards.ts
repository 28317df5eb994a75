/** Versions of the standards sheet. One that was made stays as it is; the sponsor's own word is all that is added. */
import { and, desc, eq, isNull } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { isSameSheet, type StandardsLines } from '#domain/standards.ts';
import { withGrants } from '#domain/support.ts';
import { standardsSheets, workshops } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { readGrants } from './grants.ts';

export interface NewSheet {
	readonly workshopId: WorkshopId;
	readonly compass: string;
	readonly contents: StandardsLines;
	readonly madeBy: PersonId;
	readonly at: Date;
}

export interface Agreement {
	readonly workshopId: WorkshopId;
	readonly version: number;
	readonly personId: PersonId;
	readonly words: string;
	readonly at: Date;
}

export type SheetRow = typeof standardsSheets.$inferSelect;

export class StandardsStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** The newest first. */
	versions(workshopId: WorkshopId): Promise<readonly SheetRow[]> {
		return this.#database.db
			.select()
			.from(standardsSheets)
			.where(eq(standardsSheets.workshopId, workshopId))
			.orderBy(desc(standardsSheets.version));
	}

	/** The next version; the one before, where nothing in it would be different (a button pressed twice). */
	make({ workshopId, compass, contents: drawn, madeBy, at: madeAt }: NewSheet): Promise<number> {
		return this.#database.transaction(async (tx) => {
			// One after the other, so that two who press at once make two versions.
			await holdSheets(tx, workshopId);
			const last = await newestSheet(tx, workshopId);
			// What was given by an answer stands on no board: it goes from version to version by itself.
			const contents = withGrants(drawn, await readGrants(tx, workshopId));
			if (last && last.compass === compass && isSameSheet(last.contents, contents)) return last.version;
			const version = (last?.version ?? 0) + 1;
			await tx.insert(standardsSheets).values({ workshopId, version, compass, contents, madeBy, madeAt });
			return version;
		});
	}

	/**
	 * The sponsor's word for the newest version, given once.
	 * @throws Problem `not-found`, `in-use` (a newer version was made meanwhile), `already-answered`
	 */
	agree({ workshopId, version, personId, words, at }: Agreement): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await holdSheets(tx, workshopId);
			const newest = await newestSheet(tx, workshopId);
			if (!newest || version > newest.version) throw new Problem('not-found', 'There is no such version.');
			if (version < newest.version) {
				throw new Problem(
					'in-use',
					`Version ${newest.version} was made meanwhile. Read that one; your words stay in the box.`
				);
			}
			const agreed = await tx
				.update(standardsSheets)
				.set({ agreedBy: personId, agreedAt: at, agreedWords: words })
				.where(
					and(
						eq(standardsSheets.workshopId, workshopId),
						eq(standardsSheets.version, version),
						isNull(standardsSheets.agreedAt)
					)
				)
				.returning({ version: standardsSheets.version });
			if (agreed.length === 0) {
				throw new Problem('already-answered', 'This version is agreed already. A new one can be agreed anew.');
			}
		});
	}
}

/** Holds the sheets until the transaction ends: versions are made and agreed one after the other. */
export const holdSheets = (tx: Transaction, workshopId: WorkshopId) =>
	tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('no key update');

/** The newest version; undefined while there is none. */
export async function newestSheet(reading: Reading, workshopId: WorkshopId): Promise<SheetRow | undefined> {
	const [newest] = await reading
		.select()
		.from(standardsSheets)
		.where(eq(standardsSheets.workshopId, workshopId))
		.orderBy(desc(standardsSheets.version))
		.limit(1);
	return newest;
}

/**
 * After an answer about authority, in its transaction: the next version with what may be decided now; none where
 * nothing reads differently. What was agreed before stays agreed, by the words of the answer; a sheet that waits for
 * the sponsor's word still waits for it.
 */
export async function applyGrants(
	tx: Transaction,
	workshopId: WorkshopId,
	{ personId, words, at }: { readonly personId: PersonId; readonly words: string; readonly at: Date }
): Promise<boolean> {
	await holdSheets(tx, workshopId);
	const last = await newestSheet(tx, workshopId);
	if (!last) return false;
	const contents = withGrants(last.contents, await readGrants(tx, workshopId));
	if (isSameSheet(last.contents, contents)) return false;
	const agreed = last.agreedAt === null ? {} : { agreedBy: personId, agreedAt: at, agreedWords: words };
	const { compass, version } = last;
	await tx
		.insert(standardsSheets)
		.values({ workshopId, version: version + 1, compass, contents, madeBy: personId, madeAt: at, ...agreed });
	return true;
}
