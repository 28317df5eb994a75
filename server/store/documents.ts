/** Which documents there are. Their contents are the sync's. */
import { and, eq, inArray, isNull, or, sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import {
	agendaItems,
	documentClients,
	documents,
	documentSnapshots,
	documentUpdates,
	people,
	stepStates,
	workshops
} from '#drizzle/schema.ts';
import { newId, type DocumentId, type PersonId, type StepId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { NO_NAME } from '#domain/no-name.ts';
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

/** The first mark of a note carries the field's name as it is, whatever came after it. */
const isMarkedIn = (bytes: SQLWrapper): SQL => sql`position(convert_to(${NO_NAME.id}, 'UTF8') in ${bytes}) > 0`;

export class DocumentStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	list(workshopId: WorkshopId): Promise<readonly DocumentRecord[]> {
		return this.#database.db.select(documentColumns).from(documents).where(eq(documents.workshopId, workshopId));
	}

	/** Who writes with which client id, as far as they are still of the workshop. */
	async writers(id: DocumentId, generation: number): Promise<ReadonlyMap<number, PersonId>> {
		const rows = await this.#database.db
			.select({ clientId: documentClients.clientId, personId: people.id })
			.from(documentClients)
			.innerJoin(people, eq(people.id, documentClients.personId))
			.where(
				and(eq(documentClients.documentId, id), eq(documentClients.generation, generation), isNull(people.removedAt))
			);
		return new Map(rows.map(({ clientId, personId }) => [clientId, personId]));
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

	/** Those of them in which a note was marked to open without its author's name, however it was marked in the end. */
	async nameless(ids: readonly DocumentId[]): Promise<readonly DocumentId[]> {
		if (ids.length === 0) return [];
		const { db } = this.#database;
		const [inUpdates, inSnapshots] = await Promise.all([
			db
				.selectDistinct({ id: documentUpdates.documentId })
				.from(documentUpdates)
				.where(and(inArray(documentUpdates.documentId, [...ids]), isMarkedIn(documentUpdates.bytes))),
			db
				.selectDistinct({ id: documentSnapshots.documentId })
				.from(documentSnapshots)
				.where(and(inArray(documentSnapshots.documentId, [...ids]), isMarkedIn(documentSnapshots.bytes)))
		]);
		return [...new Set([...inUpdates, ...inSnapshots].map(({ id }) => id))];
	}

	/**
	 * At the start: takes away who wrote in closed steps without names, or left their name off a note, and gives back the
	 * private documents of such steps that still hold something.
	 */
	async forgetUnnamed(): Promise<readonly UnnamedDocument[]> {
		const isUnnamed = sql`${agendaItems.activity} ->> 'names' = 'anonymous'`;
		const mayBeUnnamed = and(eq(documents.kind, 'private'), sql`${agendaItems.activity} ->> 'mayHideName' = 'true'`);
		const all = await this.#database.db
			.select({
				workshopId: documents.workshopId,
				step: documents.step,
				id: documents.id,
				kind: documents.kind,
				isUnnamed: sql<boolean>`(${isUnnamed})`
			})
			.from(documents)
			.innerJoin(stepStates, and(eq(stepStates.workshopId, documents.workshopId), eq(stepStates.step, documents.step)))
			.innerJoin(
				agendaItems,
				and(eq(agendaItems.workshopId, documents.workshopId), eq(agendaItems.step, documents.step))
			)
			.where(and(eq(stepStates.state, 'closed'), or(isUnnamed, mayBeUnnamed)));
		const marked = new Set(await this.nameless(all.flatMap(({ id, isUnnamed }) => (isUnnamed ? [] : [id]))));
		const found = all.filter(({ id, isUnnamed }) => isUnnamed || marked.has(id));
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
