/** How a workshop is followed up where it differs from the template. */
import { eq } from 'drizzle-orm';
import { FOLLOW_SETTINGS, type FollowSettings } from '#domain/follow-up.ts';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { workshops } from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';

export async function settingsOf(reading: Reading, workshopId: WorkshopId): Promise<FollowSettings> {
	const [workshop] = await reading
		.select({ followSettings: workshops.followSettings })
		.from(workshops)
		.where(eq(workshops.id, workshopId));
	return { ...FOLLOW_SETTINGS, ...workshop?.followSettings };
}

/** Somebody who is not with the company any more: nothing is sent to them, and nothing asked. */
export const hasLeft = async (reading: Reading, workshopId: WorkshopId, personId: PersonId): Promise<boolean> =>
	(await settingsOf(reading, workshopId)).left.includes(personId);

export async function timezoneOf(reading: Reading, workshopId: WorkshopId): Promise<string> {
	const [workshop] = await reading
		.select({ timezone: workshops.timezone })
		.from(workshops)
		.where(eq(workshops.id, workshopId));
	return workshop?.timezone ?? 'UTC';
}

/** An archived workshop, in which nothing changes by itself. */
export async function isPutAway(reading: Reading, workshopId: WorkshopId): Promise<boolean> {
	const [workshop] = await reading
		.select({ archivedAt: workshops.archivedAt })
		.from(workshops)
		.where(eq(workshops.id, workshopId));
	return workshop?.archivedAt != null;
}

/** The last calendar day, where it was set; null: twelve weeks from the signing. */
export async function untilOf(reading: Reading, workshopId: WorkshopId): Promise<string | null> {
	const [workshop] = await reading
		.select({ until: workshops.followUpUntil })
		.from(workshops)
		.where(eq(workshops.id, workshopId));
	return workshop?.until ?? null;
}

export interface FollowChanges extends Partial<FollowSettings> {
	readonly quietAfterDays?: number | undefined;
	readonly until?: string | undefined;
}

/** What is left out stays. The caller holds the plan, so that two who change it do not undo each other. */
export async function changeFollowing(
	tx: Transaction,
	workshopId: WorkshopId,
	{ quietAfterDays, until, ...settings }: FollowChanges
): Promise<FollowSettings> {
	const followSettings = { ...(await settingsOf(tx, workshopId)), ...settings };
	await tx
		.update(workshops)
		.set({
			followSettings,
			...(quietAfterDays === undefined ? {} : { quietAfterDays }),
			...(until === undefined ? {} : { followUpUntil: until })
		})
		.where(eq(workshops.id, workshopId));
	return followSettings;
}
