/** What two entries that are one person gave and wrote in the weeks after the signing goes over to the one that stays. */
import { eq, sql, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { toPerson } from '#domain/letters.ts';
import {
	actionOffers,
	actionSteps,
	calendarFeeds,
	consents,
	decisionVotes,
	departmentAsks,
	evidence,
	followNotes,
	growthMaps,
	headsUps,
	headsUpSeen,
	letters,
	notifications,
	prolongVotes,
	pulseGiven,
	skillNotes,
	standardWishes,
	suggestions,
	thanks,
	thanksTo,
	todayGoals
} from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';
import { moveWishes } from './merging-wishes.ts';

/** One a person: where both have one, the entry that stays keeps its own. The columns make two of them the same one. */
const ONE_EACH: readonly { readonly table: PgTable; readonly person: PgColumn; readonly same: readonly PgColumn[] }[] =
	[
		{ table: calendarFeeds, person: calendarFeeds.personId, same: [calendarFeeds.workshopId] },
		{ table: todayGoals, person: todayGoals.personId, same: [todayGoals.workshopId, todayGoals.day] },
		{ table: thanksTo, person: thanksTo.personId, same: [thanksTo.thanksId] },
		{ table: consents, person: consents.personId, same: [consents.workshopId, consents.about] },
		{ table: pulseGiven, person: pulseGiven.personId, same: [pulseGiven.workshopId, pulseGiven.week] },
		{ table: headsUpSeen, person: headsUpSeen.personId, same: [headsUpSeen.headsUpId] },
		{ table: prolongVotes, person: prolongVotes.personId, same: [prolongVotes.workshopId] },
		{ table: decisionVotes, person: decisionVotes.personId, same: [decisionVotes.decisionId] }
	];

const WRITTEN: readonly { readonly table: PgTable; readonly person: PgColumn }[] = [
	{ table: letters, person: letters.editedBy },
	{ table: letters, person: letters.sentBy },
	{ table: departmentAsks, person: departmentAsks.askedBy },
	{ table: followNotes, person: followNotes.writtenBy },
	{ table: actionOffers, person: actionOffers.offeredBy },
	{ table: actionOffers, person: actionOffers.takenBy },
	{ table: actionSteps, person: actionSteps.writtenBy },
	{ table: thanks, person: thanks.givenBy },
	{ table: evidence, person: evidence.writtenBy },
	{ table: standardWishes, person: standardWishes.writtenBy },
	{ table: skillNotes, person: skillNotes.personId },
	{ table: growthMaps, person: growthMaps.writtenBy },
	{ table: headsUps, person: headsUps.postedBy },
	{ table: suggestions, person: suggestions.writtenBy }
];

export async function moveFollowUp(
	tx: Transaction,
	workshopId: WorkshopId,
	keeps: PersonId,
	goes: PersonId
): Promise<void> {
	for (const { table, person, same } of ONE_EACH) {
		const name = (column: PgColumn) => sql.identifier(column.name);
		const both = same.map((column): SQL => sql`k.${name(column)} = g.${name(column)}`);
		await tx.execute(sql`delete from ${table} g where g.${name(person)} = ${goes} and exists
			(select 1 from ${table} k where ${sql.join(both, sql` and `)} and k.${name(person)} = ${keeps})`);
		await move(tx, { table, person }, keeps, goes);
	}
	for (const written of WRITTEN) await move(tx, written, keeps, goes);
	// Letters went to whoever went; what waits goes to the entry that stays, unless the same thing waits there already.
	const [from, to] = [toPerson(goes), toPerson(keeps)];
	await tx.execute(sql`delete from ${notifications} g where g.recipient = ${from} and exists
		(select 1 from ${notifications} k where k.recipient = ${to} and k.kind = g.kind and k.subject_id = g.subject_id
		and k.period = g.period)`);
	await tx.update(notifications).set({ recipient: to }).where(eq(notifications.recipient, from));
	await moveWishes(tx, workshopId, keeps, goes);
}

const move = (
	tx: Transaction,
	{ table, person }: { readonly table: PgTable; readonly person: PgColumn },
	keeps: PersonId,
	goes: PersonId
) =>
	tx.execute(
		sql`update ${table} set ${sql.identifier(person.name)} = ${keeps} where ${sql.identifier(person.name)} = ${goes}`
	);
