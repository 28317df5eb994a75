/** What an invitation makes of its account: a person with a part in the workshop. */
import { and, eq, isNull } from 'drizzle-orm';
import { newId, type AccountId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { toPerson } from '#domain/letters.ts';
import type { InvitedRole } from '#domain/links.ts';
import { nameKey } from '#domain/workshop.ts';
import { people, workshops } from '#drizzle/schema.ts';
import { hasPart } from './account-links.ts';
import type { Transaction } from './database.ts';
import { reachedAgain } from './link-uses.ts';
import { mergeBrief } from './workshops.ts';

interface Invited {
	readonly workshopId: WorkshopId;
	readonly accountId: AccountId;
	readonly role: InvitedRole;
	readonly name: string;
	readonly email: string;
	readonly now: Date;
}

/** @throws Problem `account-exists` when the account has a part here already */
export async function takePart(tx: Transaction, invited: Invited): Promise<void> {
	const { workshopId, accountId } = invited;
	// Two invitations that are used at once wait for each other.
	await tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('update');
	const [there] = await tx
		.select({ name: people.name, removedAt: people.removedAt, id: people.id })
		.from(people)
		.where(and(eq(people.workshopId, workshopId), eq(people.accountId, accountId)));
	if (there && there.removedAt === null) throw hasPart(there.name);
	// Somebody who was taken out and is invited again comes as who they are invited as.
	if (there) await tx.update(people).set({ accountId: null }).where(eq(people.id, there.id));
	switch (invited.role) {
		case 'co-facilitator':
			return add(tx, invited, 'co-facilitator');
		case 'sponsor':
			return beSponsor(tx, invited);
		case 'follow-up-candidate':
			return beCandidate(tx, invited);
	}
}

async function add(
	tx: Transaction,
	invited: Invited,
	role: 'co-facilitator' | 'sponsor' | 'participant'
): Promise<void> {
	const { workshopId, accountId, name, email, now } = invited;
	await tx.insert(people).values({
		id: newId<'Person'>(),
		workshopId,
		name,
		nameKey: nameKey(name),
		role,
		accountId,
		email,
		joinedAt: now
	});
}

/** There is one sponsor: the person of the brief, who had a link at most until now. */
async function beSponsor(tx: Transaction, invited: Invited): Promise<void> {
	const { workshopId, name } = invited;
	const [sponsor] = await tx
		.select({ id: people.id, removedAt: people.removedAt })
		.from(people)
		.where(and(eq(people.workshopId, workshopId), eq(people.role, 'sponsor')));
	if (!sponsor) await add(tx, invited, 'sponsor');
	else await give(tx, sponsor.id, invited);
	if (!sponsor || sponsor.removedAt !== null) {
		if (sponsor)
			await tx
				.update(people)
				.set({ removedAt: null, name, nameKey: nameKey(name) })
				.where(eq(people.id, sponsor.id));
		await setBrief(tx, workshopId, { sponsor: name });
	}
}

/** Somebody on the list, found by address, else by a name that only one of them has; else somebody new. */
async function beCandidate(tx: Transaction, invited: Invited): Promise<void> {
	const { workshopId, name, email } = invited;
	const listed = await tx
		.select({ id: people.id, email: people.email, nameKey: people.nameKey, name: people.name })
		.from(people)
		.where(
			and(
				eq(people.workshopId, workshopId),
				eq(people.role, 'participant'),
				isNull(people.removedAt),
				isNull(people.mergedInto),
				isNull(people.accountId)
			)
		);
	const sameName = listed.filter((person) => person.nameKey === nameKey(name));
	const found = listed.find((person) => person.email === email) ?? (sameName.length === 1 ? sameName[0] : undefined);
	if (found) await give(tx, found.id, invited);
	else await add(tx, invited, 'participant');
	await setBrief(tx, workshopId, { followUpCandidate: found?.name ?? name });
}

async function give(tx: Transaction, person: PersonId, { workshopId, accountId, email }: Invited): Promise<void> {
	await tx.update(people).set({ accountId, email }).where(eq(people.id, person));
	await reachedAgain(tx, { workshopId, recipient: toPerson(person) });
}

async function setBrief(
	tx: Transaction,
	id: WorkshopId,
	changes: { readonly sponsor?: string; readonly followUpCandidate?: string }
): Promise<void> {
	const [row] = await tx.select({ brief: workshops.brief }).from(workshops).where(eq(workshops.id, id));
	if (row)
		await tx
			.update(workshops)
			.set({ brief: mergeBrief(row.brief, changes) })
			.where(eq(workshops.id, id));
}
