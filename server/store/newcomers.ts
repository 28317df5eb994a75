/** Who somebody at the door is: a person of the list, somebody new, a namesake, or a syndicate's laptop. */
import { and, eq, isNull } from 'drizzle-orm';
import { newId, type PersonId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { nameKey } from '#domain/workshop.ts';
import { people, syndicates } from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';
import { freeSeatIn, smallestWithSeat, syndicateBySlug, type Place } from './places.ts';
import { nextPlace } from './rings.ts';

export interface AtTheDoor {
	readonly workshopId: WorkshopId;
	/** Tidied: no spaces around it, none doubled. */
	readonly name: string;
	/** The `:syndicate` of a URL; null leaves it to the draw, or to the rule. */
	readonly syndicate: string | null;
	readonly returnCodeHash: string;
}

export interface CameIn {
	readonly personId: PersonId;
	readonly name: string;
	readonly syndicate: string;
}

interface Namesake {
	readonly id: PersonId;
	readonly name: string;
	readonly syndicateId: SyndicateId | null;
	readonly syndicate: string | null;
	readonly syndicateName: string | null;
	readonly arrivedAt: Date | null;
	readonly removedAt: Date | null;
}

/** Everybody whose name looks the same, except entries that became somebody else's. */
export async function namesakesOf(
	tx: Transaction,
	{ workshopId, name }: Pick<AtTheDoor, 'workshopId' | 'name'>
): Promise<readonly Namesake[]> {
	const isNamesake = and(
		eq(people.workshopId, workshopId),
		eq(people.nameKey, nameKey(name)),
		eq(people.role, 'participant'),
		isNull(people.mergedInto)
	);
	// Two devices with one name of the list: the second one waits, and only then reads where the first one sits.
	await tx.select({ id: people.id }).from(people).where(isNamesake).for('update');
	return tx
		.select({
			id: people.id,
			name: people.name,
			syndicateId: people.syndicateId,
			syndicate: syndicates.slug,
			syndicateName: syndicates.name,
			arrivedAt: people.arrivedAt,
			removedAt: people.removedAt
		})
		.from(people)
		.leftJoin(syndicates, eq(syndicates.id, people.syndicateId))
		.where(isNamesake);
}

/** Somebody of the list. They sit where they were drawn to, unless they chose another syndicate that has room. */
export async function arrive(tx: Transaction, who: AtTheDoor, listed: Namesake, now: Date): Promise<CameIn> {
	const { workshopId, syndicate, returnCodeHash } = who;
	const isElsewhere = syndicate !== null && syndicate !== listed.syndicate;
	const place: Pick<Place, 'id' | 'slug'> =
		listed.syndicateId !== null && listed.syndicate !== null && !isElsewhere
			? { id: listed.syndicateId, slug: listed.syndicate }
			: syndicate === null
				? await smallestWithSeat(tx, workshopId)
				: await freeSeatIn(tx, workshopId, syndicate);
	await seatArrived(tx, { personId: listed.id, syndicateId: place.id, now, returnCodeHash });
	return { personId: listed.id, name: listed.name, syndicate: place.slug };
}

export async function seatArrived(
	tx: Transaction,
	{
		personId,
		syndicateId,
		now,
		returnCodeHash
	}: {
		readonly personId: PersonId;
		readonly syndicateId: SyndicateId | null;
		readonly now: Date;
		readonly returnCodeHash?: string;
	}
): Promise<void> {
	const rolePlace = syndicateId === null ? null : await nextPlace(tx, syndicateId);
	const [person] = await tx
		.select({ syndicateId: people.syndicateId, rolePlace: people.rolePlace })
		.from(people)
		.where(eq(people.id, personId));
	const keepsPlace = person?.syndicateId === syndicateId && person.rolePlace !== null;
	await tx
		.update(people)
		.set({
			arrivedAt: now,
			syndicateId,
			...(keepsPlace ? {} : { rolePlace }),
			...(returnCodeHash === undefined ? {} : { returnCodeHash })
		})
		.where(eq(people.id, personId));
}

export async function newcomer(
	tx: Transaction,
	{ workshopId, name, syndicate, returnCodeHash }: AtTheDoor,
	namesakes: readonly Namesake[],
	now: Date
): Promise<CameIn> {
	const here = namesakes.find(({ removedAt }) => removedAt === null);
	if (namesakes.length > 0 && !here) {
		throw new Problem('not-allowed', `The facilitator took ${name} out of this workshop, and can let you in again.`, {
			field: 'name'
		});
	}
	if (here && syndicate === null) throw alreadyHere(here);
	const place =
		syndicate === null ? await smallestWithSeat(tx, workshopId) : await freeSeatIn(tx, workshopId, syndicate);
	if (here && here.syndicateId === place.id) throw alreadyHere(here);
	const personId = newId<'Person'>();
	await tx.insert(people).values({
		id: personId,
		workshopId,
		name,
		nameKey: nameKey(name),
		role: 'participant',
		syndicateId: place.id,
		returnCodeHash,
		rolePlace: await nextPlace(tx, place.id),
		arrivedAt: now,
		joinedAt: now
	});
	return { personId, name, syndicate: place.slug };
}

export const alreadyHere = ({ name, syndicateName }: Pick<Namesake, 'name' | 'syndicateName'>): Problem =>
	new Problem(
		'name-taken',
		`There is already a ${name}${syndicateName === null ? '' : ` in ${syndicateName}`}. If that is you, take your seat back. If not, add a letter.`,
		{ field: 'name' }
	);

/** One entry a syndicate, however many devices: what is written there is the syndicate's. */
export async function laptopOf(tx: Transaction, workshopId: WorkshopId, slug: string, now: Date): Promise<CameIn> {
	const syndicate = await syndicateBySlug(tx, workshopId, slug);
	const [known] = await tx
		.select({ id: people.id, name: people.name })
		.from(people)
		.where(and(eq(people.syndicateId, syndicate.id), eq(people.role, 'laptop'), isNull(people.removedAt)));
	const name = `${syndicate.name}’s laptop`;
	if (known) {
		if (known.name !== name)
			await tx
				.update(people)
				.set({ name, nameKey: nameKey(name) })
				.where(eq(people.id, known.id));
		return { personId: known.id, name, syndicate: syndicate.slug };
	}
	const personId = newId<'Person'>();
	await tx.insert(people).values({
		id: personId,
		workshopId,
		name,
		nameKey: nameKey(name),
		role: 'laptop',
		syndicateId: syndicate.id,
		arrivedAt: now,
		joinedAt: now
	});
	return { personId, name, syndicate: syndicate.slug };
}
