/** How a workshop is followed up where it differs from the template. */
import { eq } from 'drizzle-orm';
import { FOLLOW_SETTINGS, type FollowSettings } from '#domain/follow-up.ts';
import type { WorkshopId } from '#domain/ids.ts';
import { workshops } from '#drizzle/schema.ts';
import type { Reading } from './database.ts';

export async function settingsOf(reading: Reading, workshopId: WorkshopId): Promise<FollowSettings> {
	const [workshop] = await reading
		.select({ followSettings: workshops.followSettings })
		.from(workshops)
		.where(eq(workshops.id, workshopId));
	return { ...FOLLOW_SETTINGS, ...workshop?.followSettings };
}
