/** Files attached to the brief: a few, small, and never shown by the server, only handed out. */
import { and, asc, count, eq, ne, type SQL } from 'drizzle-orm';
import { ATTACHMENTS, BOOKS, BOOK_TYPE } from '#domain/attachment.ts';
import { newId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { attachments, workshops } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';

export interface AttachmentRecord {
	readonly id: string;
	readonly name: string;
	readonly mediaType: string;
	readonly size: number;
	readonly addedAt: Date;
}

export interface NewAttachment {
	readonly name: string;
	readonly mediaType: string;
	readonly bytes: Uint8Array;
	readonly addedAt: Date;
}

const columns = {
	id: attachments.id,
	name: attachments.name,
	mediaType: attachments.mediaType,
	size: attachments.size,
	addedAt: attachments.addedAt
};

export class AttachmentStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Oldest first, without their bytes, and without books of stories. */
	list(workshopId: WorkshopId): Promise<readonly AttachmentRecord[]> {
		return this.#database.db
			.select(columns)
			.from(attachments)
			.where(and(eq(attachments.workshopId, workshopId), IS_FILE))
			.orderBy(asc(attachments.addedAt), asc(attachments.id));
	}

	/** Books of stories from other workshops, oldest first. */
	books(workshopId: WorkshopId): Promise<readonly { readonly id: string; readonly bytes: Uint8Array }[]> {
		return this.#database.db
			.select({ id: attachments.id, bytes: attachments.bytes })
			.from(attachments)
			.where(and(eq(attachments.workshopId, workshopId), IS_BOOK))
			.orderBy(asc(attachments.addedAt), asc(attachments.id));
	}

	/** @throws Problem `too-large` when the workshop holds as many as it can */
	add(workshopId: WorkshopId, file: NewAttachment): Promise<AttachmentRecord> {
		return this.#database.transaction(async (tx) => {
			if ((await lockedCount(tx, workshopId, IS_FILE)) >= ATTACHMENTS)
				throw new Problem('too-large', `${ATTACHMENTS} files can be attached. Remove one, then add this one.`);
			return insert(tx, workshopId, file);
		});
	}

	/**
	 * @param bytes of a book, the same for the same book
	 * @throws Problem `in-use` when it is here already, `too-large` when the workshop holds as many as it can
	 */
	addBook(workshopId: WorkshopId, { bytes, addedAt }: Pick<NewAttachment, 'bytes' | 'addedAt'>): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const held = await lockedCount(tx, workshopId, IS_BOOK);
			const same = await tx
				.select({ id: attachments.id })
				.from(attachments)
				.where(and(eq(attachments.workshopId, workshopId), IS_BOOK, eq(attachments.bytes, bytes)));
			if (same.length > 0) throw new Problem('in-use', 'This book is here already. Nothing was taken over.');
			if (held >= BOOKS)
				throw new Problem('too-large', `${BOOKS} story books can be brought. Take one out, then bring this one.`);
			await insert(tx, workshopId, { name: 'story-book.json', mediaType: BOOK_TYPE, bytes, addedAt });
		});
	}

	/** @throws Problem `not-found` */
	async read(workshopId: WorkshopId, id: string): Promise<AttachmentRecord & { readonly bytes: Uint8Array }> {
		const [row] = await this.#database.db
			.select({ ...columns, bytes: attachments.bytes })
			.from(attachments)
			.where(and(eq(attachments.workshopId, workshopId), eq(attachments.id, id)));
		if (!row) throw gone();
		return row;
	}

	/** @throws Problem `not-found` */
	async remove(workshopId: WorkshopId, id: string): Promise<void> {
		if (!(await this.#remove(workshopId, id, IS_FILE))) throw gone();
	}

	/** @throws Problem `not-found` */
	async removeBook(workshopId: WorkshopId, id: string): Promise<void> {
		if (!(await this.#remove(workshopId, id, IS_BOOK)))
			throw new Problem('not-found', 'This book is no longer here. Load the page again.');
	}

	#remove(workshopId: WorkshopId, id: string, kind: SQL): Promise<boolean> {
		return this.#database.transaction(async (tx) => {
			const removed = await tx
				.delete(attachments)
				.where(and(eq(attachments.workshopId, workshopId), eq(attachments.id, id), kind))
				.returning({ id: attachments.id });
			return removed.length > 0;
		});
	}
}

const IS_BOOK = eq(attachments.mediaType, BOOK_TYPE);
const IS_FILE = ne(attachments.mediaType, BOOK_TYPE);

/** How many of this kind are here. Two who add the last one at once wait for each other. */
async function lockedCount(tx: Transaction, workshopId: WorkshopId, kind: SQL): Promise<number> {
	await tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('update');
	const [held] = await tx
		.select({ files: count() })
		.from(attachments)
		.where(and(eq(attachments.workshopId, workshopId), kind));
	return held?.files ?? 0;
}

async function insert(tx: Transaction, workshopId: WorkshopId, file: NewAttachment): Promise<AttachmentRecord> {
	const row = { id: newId(), size: file.bytes.length, ...file };
	await tx.insert(attachments).values({ ...row, workshopId });
	const { bytes: _, ...record } = row;
	return record;
}

const gone = (): Problem => new Problem('not-found', 'This file is no longer here. Load the list again.');
