/** What two entries of one person answered about following up: the yes of either stays a yes. */
import { and, eq, inArray } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { appointments } from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';

type Row = typeof appointments.$inferSelect;

/** Of two answers to the same question a yes counts, otherwise the older entry's. Who follows up is not the own deputy. */
export async function moveAppointments(
	tx: Transaction,
	workshopId: WorkshopId,
	keeps: PersonId,
	goes: PersonId
): Promise<void> {
	const ofBoth = and(eq(appointments.workshopId, workshopId), inArray(appointments.personId, [keeps, goes]));
	const rows = await tx.select().from(appointments).where(ofBoth);
	if (rows.length === 0) return;
	const counts = (role: Row['role']): Row | undefined => {
		const ofRole = rows.filter((row) => row.role === role);
		return (
			ofRole.find(({ state }) => state === 'accepted') ?? ofRole.find(({ personId }) => personId === keeps) ?? ofRole[0]
		);
	};
	const manager = counts('follow-up-manager');
	const deputy = manager?.state === 'accepted' ? undefined : counts('deputy');
	const stay = [manager, deputy].flatMap((row) => (row ? [{ ...row, personId: keeps }] : []));
	await tx.delete(appointments).where(ofBoth);
	if (stay.length > 0) await tx.insert(appointments).values(stay);
}
