/** What people agreed to: given by themselves, and taken back by themselves at any time. */
import { and, eq } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { consents } from '#drizzle/schema.ts';
import type { Database, Reading } from './database.ts';

export type Consent = (typeof consents.$inferSelect)['about'];

/** Who agreed to this. */
export async function agreedTo(
	reading: Reading,
	workshopId: WorkshopId,
	about: Consent
): Promise<ReadonlySet<PersonId>> {
	const rows = await reading
		.select({ personId: consents.personId })
		.from(consents)
		.where(and(eq(consents.workshopId, workshopId), eq(consents.about, about)));
	return new Set(rows.map(({ personId }) => personId));
}

/** Twice the same is the same. */
export async function setConsent(
	database: Database,
	consent: { readonly workshopId: WorkshopId; readonly personId: PersonId; readonly about: Consent },
	{ on, at }: { readonly on: boolean; readonly at: Date }
): Promise<void> {
	const { workshopId, personId, about } = consent;
	await database.transaction(async (tx) => {
		if (on)
			await tx
				.insert(consents)
				.values({ ...consent, givenAt: at })
				.onConflictDoNothing();
		else
			await tx
				.delete(consents)
				.where(and(eq(consents.workshopId, workshopId), eq(consents.personId, personId), eq(consents.about, about)));
	});
}

/** What somebody agreed to. */
export const consentsOf = async (
	reading: Reading,
	workshopId: WorkshopId,
	personId: PersonId
): Promise<readonly Consent[]> =>
	(
		await reading
			.select({ about: consents.about })
			.from(consents)
			.where(and(eq(consents.workshopId, workshopId), eq(consents.personId, personId)))
	).map(({ about }) => about);
