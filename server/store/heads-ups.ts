/** Heads-up notices, who has seen one, and the letters that tell them. */
import { and, asc, count, eq, isNull, max } from 'drizzle-orm';
import { newId, type HeadsUpId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { toPerson, type LetterPart } from '#domain/letters.ts';
import { Problem } from '#domain/problem.ts';
import { headsUps, headsUpSeen, notifications, workshops } from '#drizzle/schema.ts';
import type { Database, Reading } from './database.ts';
import { notify } from './notifications.ts';

export interface NewNotice {
	readonly workshopId: WorkshopId;
	readonly what: string;
	readonly startsOn: string;
	readonly reason: string;
	readonly questions: readonly { readonly q: string; readonly a: string }[];
	readonly postedBy: PersonId;
	readonly at: Date;
}

/** Whom it is told, and how. */
export interface ToTell {
	readonly people: readonly PersonId[];
	readonly part: LetterPart;
}

export const postHeadsUp = (
	database: Database,
	{ at, workshopId, ...notice }: NewNotice,
	{ people, part }: ToTell
): Promise<void> =>
	database.transaction(async (tx) => {
		await tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('no key update');
		const [last] = await tx
			.select({ n: max(headsUps.n) })
			.from(headsUps)
			.where(eq(headsUps.workshopId, workshopId));
		const id = newId<'HeadsUp'>();
		await tx.insert(headsUps).values({ ...notice, id, workshopId, n: (last?.n ?? 0) + 1, postedAt: at });
		for (const person of people) {
			const told = { workshopId, recipient: toPerson(person), kind: 'heads-up', subjectId: id, period: '' } as const;
			await notify(tx, { ...told, part, notBefore: at, at });
		}
	});

/**
 * Stays readable, with its reason. Whoever was not told yet is told nothing any more, the others that it is off.
 * @throws Problem `not-found`, `already-answered`
 */
export const withdrawHeadsUp = (
	database: Database,
	{
		workshopId,
		id,
		because,
		at
	}: { readonly workshopId: WorkshopId; readonly id: HeadsUpId; readonly because: string; readonly at: Date },
	partOf: (what: string) => LetterPart
): Promise<void> =>
	database.transaction(async (tx) => {
		const here = and(eq(headsUps.workshopId, workshopId), eq(headsUps.id, id));
		const [notice] = await tx.select().from(headsUps).where(here).for('update');
		if (!notice) throw noSuch();
		if (notice.withdrawnAt !== null) throw new Problem('already-answered', 'This notice is withdrawn already.');
		await tx.update(headsUps).set({ withdrawnAt: at, withdrawnBecause: because }).where(here);
		const ofIt = and(
			eq(notifications.workshopId, workshopId),
			eq(notifications.kind, 'heads-up'),
			eq(notifications.subjectId, id)
		);
		const dropped = await tx
			.update(notifications)
			.set({ droppedAt: at, droppedBecause: 'withdrawn' })
			.where(and(ofIt, isNull(notifications.mailId), isNull(notifications.droppedAt)))
			.returning({ recipient: notifications.recipient });
		const unread = new Set(dropped.map(({ recipient }) => recipient));
		const all = await tx.select({ recipient: notifications.recipient }).from(notifications).where(ofIt);
		for (const { recipient } of all.filter((one) => !unread.has(one.recipient))) {
			const told = { workshopId, recipient, kind: 'heads-up', subjectId: id, period: 'withdrawn' } as const;
			await notify(tx, { ...told, part: partOf(notice.what), notBefore: at, at });
		}
	});

/** Pressed by the reader themselves; twice is once. @throws Problem `not-found` */
export const seeHeadsUp = (
	database: Database,
	{
		workshopId,
		id,
		personId,
		at
	}: { readonly workshopId: WorkshopId; readonly id: HeadsUpId; readonly personId: PersonId; readonly at: Date }
): Promise<void> =>
	database.transaction(async (tx) => {
		const [notice] = await tx
			.select({ id: headsUps.id })
			.from(headsUps)
			.where(and(eq(headsUps.workshopId, workshopId), eq(headsUps.id, id)))
			.for('share');
		if (!notice) throw noSuch();
		await tx.insert(headsUpSeen).values({ headsUpId: id, personId, seenAt: at }).onConflictDoNothing();
	});

export const headsUpsOf = (reading: Reading, workshopId: WorkshopId) =>
	reading.select().from(headsUps).where(eq(headsUps.workshopId, workshopId)).orderBy(asc(headsUps.n));

/** How many have seen each, and which of them this person has. */
export async function seenOf(reading: Reading, workshopId: WorkshopId, personId: PersonId | null) {
	const ofWorkshop = eq(headsUps.workshopId, workshopId);
	const counted = await reading
		.select({ id: headsUpSeen.headsUpId, seen: count() })
		.from(headsUpSeen)
		.innerJoin(headsUps, eq(headsUps.id, headsUpSeen.headsUpId))
		.where(ofWorkshop)
		.groupBy(headsUpSeen.headsUpId);
	const mine =
		personId === null
			? []
			: await reading
					.select({ id: headsUpSeen.headsUpId })
					.from(headsUpSeen)
					.innerJoin(headsUps, eq(headsUps.id, headsUpSeen.headsUpId))
					.where(and(ofWorkshop, eq(headsUpSeen.personId, personId)));
	return {
		counts: new Map(counted.map(({ id, seen }) => [id, seen])),
		mine: new Set(mine.map(({ id }) => id))
	};
}

const noSuch = () => new Problem('not-found', 'There is no such notice.');
