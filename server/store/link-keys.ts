/** The secrets that links in letters are signed with. A new one is begun each year; the old hold until they are ended. */
import { randomBytes } from 'node:crypto';
import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { linkKeys } from '#drizzle/schema.ts';
import type { Database, Reading } from './database.ts';

export interface LinkKey {
	readonly id: string;
	readonly secret: Uint8Array;
}

export interface LinkKeyRow {
	readonly id: string;
	readonly madeAt: Date;
	readonly endedAt: Date | null;
}

const dayMs = 24 * 60 * 60 * 1000;
const YEAR_MS = 365 * dayMs;

/** One that still holds; null for one that was ended or never was. */
export async function linkKey(reading: Reading, id: string): Promise<LinkKey | null> {
	const [key] = await reading
		.select({ id: linkKeys.id, secret: linkKeys.secret })
		.from(linkKeys)
		.where(and(eq(linkKeys.id, id), isNull(linkKeys.endedAt)));
	return key ?? null;
}

/** The one that new links are signed with: made when there is none, or the last is a year old. */
export async function currentLinkKey(database: Database, now: Date): Promise<LinkKey> {
	const [newest] = await database.db
		.select()
		.from(linkKeys)
		.where(isNull(linkKeys.endedAt))
		.orderBy(desc(linkKeys.madeAt), desc(linkKeys.id))
		.limit(1);
	const isFresh = newest !== undefined && now.getTime() - newest.madeAt.getTime() < YEAR_MS;
	return isFresh ? newest : beginLinkKey(database, now);
}

/** From now on links are signed with another secret. */
export async function beginLinkKey(database: Database, madeAt: Date): Promise<LinkKey> {
	const key = { id: randomBytes(4).toString('base64url'), secret: randomBytes(32) };
	await database.transaction((tx) => tx.insert(linkKeys).values({ ...key, madeAt }));
	return key;
}

/** Every link signed with it is over. False where it was over already, or never was. */
export function endLinkKey(database: Database, id: string, endedAt: Date): Promise<boolean> {
	return database.transaction(async (tx) => {
		const ended = await tx
			.update(linkKeys)
			.set({ endedAt })
			.where(and(eq(linkKeys.id, id), isNull(linkKeys.endedAt)))
			.returning({ id: linkKeys.id });
		return ended.length > 0;
	});
}

/** Oldest first, without the secrets. */
export const linkKeyRows = (reading: Reading): Promise<LinkKeyRow[]> =>
	reading
		.select({ id: linkKeys.id, madeAt: linkKeys.madeAt, endedAt: linkKeys.endedAt })
		.from(linkKeys)
		.orderBy(asc(linkKeys.madeAt), asc(linkKeys.id));
