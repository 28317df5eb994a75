/** Which documents there are. Their contents are the sync's. */
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import {
	agendaItems,
	documentClients,
	documents,
	documentSnapshots,
	documentUpdates,
	stepStates,
	workshops
} from '#drizzle/schema.ts';
import { newId, type DocumentId, type PersonId, type StepId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import type { StepState } from '#domain/workshop.ts';
import type { Database } from './database.ts';

const documentColumns = {
	id: documents.id,
	kind: documents.kind,
	step: documents.step,
	syndicateId: documents.syndicateId,
	personId: documents.personId,
	generation: documents.generation,
	endedBecause: documents.endedBecause
};

export type DocumentRecord = Pick<typeof documents.$inferSelect, keyof typeof documentColumns>;

/** One board a syndicate, or one for the room. */
export interface BoardPlace {
	readonly step: StepId;
	readonly perSyndicate: boolean;
}

export interface UnnamedDocument {
	readonly workshopId: WorkshopId;
	readonly step: StepId;
	readonly id: DocumentId;
}

export class DocumentStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	list(workshopId: WorkshopId): Promise<readonly DocumentRecord[]> {
		return this.#database.db.select(documentColumns).from(documents).where(eq(documents.workshopId, workshopId));
	}

	/** Makes the boards that are missing; those that are there stay. */
	async makeBoards(
		workshopId: WorkshopId,
		places: readonly BoardPlace[],
		syndicateIds: readonly SyndicateId[]
	): Promise<void> {
		const wanted = places.flatMap(({ step, perSyndicate }) => {
			const targets: readonly (SyndicateId | null)[] = perSyndicate ? syndicateIds : [null];
			return targets.map((syndicateId) => ({
				id: newId<'Document'>(),
				workshopId,
				kind: perSyndicate ? ('board' as const) : ('room' as const),
				step,
				syndicateId,
				personId: null
			}));
		});
		if (wanted.length === 0) return;
		await this.#database.transaction(async (tx) => {
			await tx.insert(documents).values(wanted).onConflictDoNothing();
		});
	}

	/** The private document of a person in a step, made when it is missing. */
	async makePrivate(workshopId: WorkshopId, step: StepId, personId: PersonId): Promise<DocumentRecord> {
		const where = and(
			eq(documents.workshopId, workshopId),
			eq(documents.kind, 'private'),
			eq(documents.step, step),
			isNull(documents.syndicateId),
			eq(documents.personId, personId)
		);
		return this.#database.transaction(async (tx) => {
			await tx
				.insert(documents)
				.values({ id: newId<'Document'>(), workshopId, kind: 'private', step, syndicateId: null, personId })
				.onConflictDoNothing();
			const [row] = await tx.select(documentColumns).from(documents).where(where);
			if (!row) throw new Error('A private document was neither made nor found.');
			return row;
		});
	}

	/** Steps that are not closed yet and in which somebody has begun to write alone. */
	begunAlone(): Promise<
		readonly { readonly workshopId: WorkshopId; readonly step: StepId; readonly state: StepState }[]
	> {
		return this.#database.db
			.selectDistinct({ workshopId: documents.workshopId, step: documents.step, state: stepStates.state })
			.from(documents)
			.innerJoin(stepStates, and(eq(stepStates.workshopId, documents.workshopId), eq(stepStates.step, documents.step)))
			.innerJoin(workshops, and(eq(workshops.id, documents.workshopId), eq(workshops.state, 'room')))
			.where(and(eq(documents.kind, 'private'), inArray(stepStates.state, ['open', 'closing'])));
	}

	/** Takes away who wrote with which client id; the words stay where they are. */
	async forgetAuthors(ids: readonly DocumentId[]): Promise<void> {
		if (ids.length === 0) return;
		await this.#database.transaction(async (tx) => {
			await tx.delete(documentClients).where(inArray(documentClients.documentId, [...ids]));
		});
	}

	/**
	 * At the start: takes away who wrote in closed steps without names, and gives back the private documents of such
	 * steps that still hold something.
	 */
	async forgetUnnamed(): Promise<readonly UnnamedDocument[]> {
		const isUnnamedAndClosed = and(
			eq(stepStates.state, 'closed'),
			sql`${agendaItems.activity} ->> 'names' = 'anonymous'`
		);
		const found = await this.#database.db
			.select({ workshopId: documents.workshopId, step: documents.step, id: documents.id, kind: documents.kind })
			.from(documents)
			.innerJoin(stepStates, and(eq(stepStates.workshopId, documents.workshopId), eq(stepStates.step, documents.step)))
			.innerJoin(
				agendaItems,
				and(eq(agendaItems.workshopId, documents.workshopId), eq(agendaItems.step, documents.step))
			)
			.where(isUnnamedAndClosed);
		await this.forgetAuthors(found.map(({ id }) => id));
		const ids = found.filter(({ kind }) => kind === 'private').map(({ id }) => id);
		const written = await this.#database.db
			.selectDistinct({ id: documentUpdates.documentId })
			.from(documentUpdates)
			.where(inArray(documentUpdates.documentId, ids));
		const kept = new Set(written.map(({ id }) => id));
		return found.filter(({ id }) => kept.has(id));
	}

	/** Takes away every stored change of these documents. Only for private ones that nobody has open any more. */
	async forgetContents(ids: readonly DocumentId[]): Promise<void> {
		if (ids.length === 0) return;
		await this.#database.transaction(async (tx) => {
			await tx.delete(documentUpdates).where(inArray(documentUpdates.documentId, [...ids]));
			await tx.delete(documentSnapshots).where(inArray(documentSnapshots.documentId, [...ids]));
			await tx.delete(documentClients).where(inArray(documentClients.documentId, [...ids]));
		});
	}
}
