/** Files attached to the brief: a few, small, and never shown by the server, only handed out. */
import { and, asc, count, eq, ne } from 'drizzle-orm';
import { ATTACHMENTS, BOOK_TYPE } from '#domain/attachment.ts';
import { newId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { attachments, workshops } from '#drizzle/schema.ts';
import type { Database } from './database.ts';

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
			.where(and(eq(attachments.workshopId, workshopId), ne(attachments.mediaType, BOOK_TYPE)))
			.orderBy(asc(attachments.addedAt), asc(attachments.id));
	}

	/** Books of stories from other workshops, oldest first. */
	books(workshopId: WorkshopId): Promise<readonly { readonly id: string; readonly bytes: Uint8Array }[]> {
		return this.#database.db
			.select({ id: attachments.id, bytes: attachments.bytes })
			.from(attachments)
			.where(and(eq(attachments.workshopId, workshopId), eq(attachments.mediaType, BOOK_TYPE)))
			.orderBy(asc(attachments.addedAt), asc(attachments.id));
	}

	/** @throws Problem `too-large` when the workshop holds as many as it can */
	add(workshopId: WorkshopId, file: NewAttachment): Promise<AttachmentRecord> {
		return this.#database.transaction(async (tx) => {
			// Two who add the last one at once wait for each other.
			await tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('update');
			const [held] = await tx
				.select({ files: count() })
				.from(attachments)
				.where(eq(attachments.workshopId, workshopId));
			if ((held?.files ?? 0) >= ATTACHMENTS)
				throw new Problem('too-large', `${ATTACHMENTS} files can be attached. Remove one, then add this one.`);
			const row = { id: newId(), size: file.bytes.length, ...file };
			await tx.insert(attachments).values({ ...row, workshopId });
			const { bytes: _, ...record } = row;
			return record;
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
		await this.#database.transaction(async (tx) => {
			const removed = await tx
				.delete(attachments)
				.where(and(eq(attachments.workshopId, workshopId), eq(attachments.id, id)))
				.returning({ id: attachments.id });
			if (removed.length === 0) throw gone();
		});
	}
}

const gone = (): Problem => new Problem('not-found', 'This file is no longer here. Load the list again.');
