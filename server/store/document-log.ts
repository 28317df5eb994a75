/** Where the updates of documents lie: one row a flush, a snapshot for what is old, and who owns which client id. */
import { and, asc, eq, gt, lte, max, sql } from 'drizzle-orm';
import { documentClients, documents, documentSnapshots, documentUpdates, people } from '#drizzle/schema.ts';
import type { DocumentId, PersonId } from '#domain/ids.ts';
import { DocumentGone, type DocumentLog, type LogRow, type StoredDocument } from '#server/sync/access.ts';
import { databaseError, type Database, type Transaction } from './database.ts';

/** Values of one statement at most: Postgres counts them with 16 bits. */
const ROWS_A_STATEMENT = 5000;
/** A commit of so many rows, and of no new client ids, is one statement that the database has seen before. */
const ROWS_AT_ONCE = 32;
const FOREIGN_KEY_VIOLATION = '23503';

/** @param node tells the rows of several processes apart; one process alone always uses the same */
export function createDocumentLog(database: Database, node = 'a'): DocumentLog {
	return {
		load: (documentId) => load(database, documentId, node),
		append: async (rows) => {
			if (rows.length === 0) return;
			try {
				if (rows.length <= ROWS_AT_ONCE && rows.every(({ claims }) => claims.length === 0))
					await database.statement(insertOf(rows.length), valuesOf(rows, node));
				else await database.transaction((tx) => append(tx, rows, node));
			} catch (error) {
				if (databaseError(error)?.code === FOREIGN_KEY_VIOLATION) throw new DocumentGone();
				throw error;
			}
		},
		compact: (row) => database.transaction((tx) => compact(tx, row, node))
	};
}

async function load(database: Database, documentId: DocumentId, node: string): Promise<StoredDocument | null> {
	const { db } = database;
	const [document] = await db
		.select({ workshopId: documents.workshopId, generation: documents.generation })
		.from(documents)
		.where(eq(documents.id, documentId));
	if (!document) return null;
	const { workshopId, generation } = document;
	// Rows before the snapshot: a compaction in between then shows some updates twice, which changes nothing.
	const rows = await db
		.select({ bytes: documentUpdates.bytes })
		.from(documentUpdates)
		.where(and(eq(documentUpdates.documentId, documentId), eq(documentUpdates.generation, generation)))
		.orderBy(asc(documentUpdates.node), asc(documentUpdates.seq));
	const snapshots = await db
		.select({ bytes: documentSnapshots.bytes, node: documentSnapshots.node, seq: documentSnapshots.seq })
		.from(documentSnapshots)
		.where(and(eq(documentSnapshots.documentId, documentId), eq(documentSnapshots.generation, generation)));
	const [last] = await db
		.select({ seq: max(documentUpdates.seq) })
		.from(documentUpdates)
		.where(
			and(
				eq(documentUpdates.documentId, documentId),
				eq(documentUpdates.generation, generation),
				eq(documentUpdates.node, node)
			)
		);
	const owners = await db
		// Of an entry that was merged they are its person's, whose devices go on writing with them.
		.select({
			clientId: documentClients.clientId,
			personId: sql<PersonId>`coalesce(${people.mergedInto}, ${documentClients.personId})`
		})
		.from(documentClients)
		.leftJoin(people, eq(people.id, documentClients.personId))
		.where(and(eq(documentClients.documentId, documentId), eq(documentClients.generation, generation)));
	const fromSnapshots = snapshots.filter((snapshot) => snapshot.node === node).map(({ seq }) => seq);
	return {
		workshopId,
		generation,
		updates: [...snapshots, ...rows].map(({ bytes }) => bytes),
		owners: new Map(owners.map(({ clientId, personId }) => [clientId, personId])),
		lastSeq: Math.max(0, Number(last?.seq ?? 0), ...fromSnapshots)
	};
}

const inserts: string[] = [];

/** The text for so many rows. A commit whose answer was lost is tried again: the same rows are there already, and stay. */
function insertOf(rows: number): string {
	const known = inserts[rows];
	if (known !== undefined) return known;
	const places = Array.from({ length: rows }, (_, row) => `(${[1, 2, 3, 4, 5].map((n) => `$${row * 5 + n}`).join()})`);
	const text = `insert into document_updates (document_id, generation, node, seq, bytes) values ${places.join()} on conflict do nothing`;
	inserts[rows] = text;
	return text;
}

const valuesOf = (rows: readonly LogRow[], node: string) =>
	rows.flatMap(({ documentId, generation, seq, bytes }) => [documentId, generation, node, seq, bytes]);

async function append(tx: Transaction, rows: readonly LogRow[], node: string): Promise<void> {
	const updates = rows.map(({ documentId, generation, seq, bytes }) => ({ documentId, generation, node, seq, bytes }));
	const clients = rows.flatMap(({ documentId, generation, claims }) =>
		claims.map(({ clientId, personId }) => ({ documentId, generation, clientId, personId }))
	);
	for (const some of inSteps(updates)) await tx.insert(documentUpdates).values(some).onConflictDoNothing();
	for (const some of inSteps(clients)) await tx.insert(documentClients).values(some).onConflictDoNothing();
}

async function compact(tx: Transaction, { documentId, generation, seq, bytes }: LogRow, node: string): Promise<void> {
	// Two processes may compact: one after the other.
	await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${documentId}))`);
	await tx
		.insert(documentSnapshots)
		.values({ documentId, generation, node, seq, bytes })
		.onConflictDoUpdate({
			target: [documentSnapshots.documentId, documentSnapshots.generation],
			set: { node, seq, bytes },
			setWhere: lte(documentSnapshots.seq, seq)
		});
	const [kept] = await tx
		.select({ seq: documentSnapshots.seq })
		.from(documentSnapshots)
		.where(
			and(
				eq(documentSnapshots.documentId, documentId),
				eq(documentSnapshots.generation, generation),
				gt(documentSnapshots.seq, seq)
			)
		);
	if (kept) return;
	await tx
		.delete(documentUpdates)
		.where(
			and(
				eq(documentUpdates.documentId, documentId),
				eq(documentUpdates.generation, generation),
				eq(documentUpdates.node, node),
				lte(documentUpdates.seq, seq)
			)
		);
}

function* inSteps<T>(rows: readonly T[]): Generator<T[]> {
	for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) yield rows.slice(at, at + ROWS_A_STATEMENT);
}
