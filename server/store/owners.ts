/** How the owners of the plan are reached after the day: an address they gave themselves, or a code on paper. */
import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { toPerson } from '#domain/letters.ts';
import { isPlanned } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { actions, claimCodes, ownerAddresses, people, workshops } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { reachedAgain } from './link-uses.ts';

/** An owner who is here, as far as reaching them goes; no address leaves this file but to its own person. */
export interface OwnerReach {
	readonly personId: PersonId;
	readonly name: string;
	/** Numbers of the actions, in their order. */
	readonly actions: readonly number[];
	readonly by: 'mail' | 'paper' | null;
}

export interface OwnReach {
	/** Empty where none was given. */
	readonly email: string;
	/** When the code on paper was made, ISO; null without one. */
	readonly codeMadeAt: string | null;
}

export class OwnerStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Owners of planned actions, by name. */
	owners(workshopId: WorkshopId): Promise<readonly OwnerReach[]> {
		return ownersOf(this.#database.db, workshopId);
	}

	/** A person's own. */
	async own(workshopId: WorkshopId, personId: PersonId): Promise<OwnReach> {
		const [person] = await this.#database.db
			.select({ email: ownerAddresses.email, madeAt: claimCodes.madeAt })
			.from(people)
			.leftJoin(ownerAddresses, and(eq(ownerAddresses.personId, people.id), eq(ownerAddresses.workshopId, workshopId)))
			.leftJoin(claimCodes, and(eq(claimCodes.personId, people.id), eq(claimCodes.workshopId, workshopId)))
			.where(and(eq(people.workshopId, workshopId), eq(people.id, personId)));
		return { email: person?.email ?? '', codeMadeAt: person?.madeAt?.toISOString() ?? null };
	}

	/** Leaves an address, or takes it away with an empty one; letters that somebody else disowned come again. */
	leaveAddress(workshopId: WorkshopId, personId: PersonId, email: string, leftAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await reachedAgain(tx, { workshopId, recipient: toPerson(personId) });
			if (email === '') {
				const own = and(eq(ownerAddresses.workshopId, workshopId), eq(ownerAddresses.personId, personId));
				await tx.delete(ownerAddresses).where(own);
				return;
			}
			await tx
				.insert(ownerAddresses)
				.values({ workshopId, personId, email, leftAt })
				.onConflictDoUpdate({
					target: [ownerAddresses.workshopId, ownerAddresses.personId],
					set: { email, leftAt }
				});
		});
	}

	/**
	 * Keeps a new code in place of the one before.
	 * @param noOwner what somebody is told who asks for one who owns no action
	 * @throws Problem `in-use`
	 */
	makeCode(
		{ workshopId, personId }: { readonly workshopId: WorkshopId; readonly personId: PersonId },
		codeHash: string,
		madeAt: Date,
		noOwner = 'Codes are for owners of actions. Say yes to one first.'
	): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await hold(tx, workshopId);
			const owners = await ownersOf(tx, workshopId);
			if (!owners.some((owner) => owner.personId === personId)) {
				throw new Problem('in-use', noOwner);
			}
			await keepCode(tx, { workshopId, personId, codeHash, madeAt });
		});
	}

	/**
	 * Codes for paper, for every owner who gave no address and has none: what was written down before goes on counting.
	 * @param hashFor makes a code for a person and says what is kept of it
	 */
	makeCodes(
		workshopId: WorkshopId,
		hashFor: (person: PersonId) => string,
		madeAt: Date
	): Promise<readonly OwnerReach[]> {
		return this.#database.transaction(async (tx) => {
			await hold(tx, workshopId);
			const without = (await ownersOf(tx, workshopId)).filter(({ by }) => by === null);
			for (const { personId } of without) {
				await keepCode(tx, { workshopId, personId, codeHash: hashFor(personId), madeAt });
			}
			return without;
		});
	}
}

/** One after the other, so that of two who make codes at once the first one's all count. */
const hold = (tx: Transaction, workshopId: WorkshopId) =>
	tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('no key update');

async function ownersOf(reading: Reading, workshopId: WorkshopId): Promise<readonly OwnerReach[]> {
	const rows = (
		await reading
			.select({
				n: actions.n,
				ownerId: actions.ownerId,
				notNowReason: actions.notNowReason,
				joinedTo: actions.joinedTo
			})
			.from(actions)
			.where(eq(actions.workshopId, workshopId))
			.orderBy(actions.n)
	).filter(isPlanned);
	const ids = [...new Set(rows.flatMap(({ ownerId }) => (ownerId === null ? [] : [ownerId])))];
	if (ids.length === 0) return [];
	const found = await reading
		.select({ personId: people.id, name: people.name, email: ownerAddresses.email, madeAt: claimCodes.madeAt })
		.from(people)
		.leftJoin(ownerAddresses, and(eq(ownerAddresses.personId, people.id), eq(ownerAddresses.workshopId, workshopId)))
		.leftJoin(claimCodes, and(eq(claimCodes.personId, people.id), eq(claimCodes.workshopId, workshopId)))
		.where(and(inArray(people.id, ids), isNull(people.removedAt)))
		.orderBy(people.name, people.id);
	return found.map(({ personId, name, email, madeAt }) => ({
		personId,
		name,
		actions: rows.filter(({ ownerId }) => ownerId === personId).map(({ n }) => n),
		by: email !== null ? 'mail' : madeAt ? 'paper' : null
	}));
}

async function keepCode(tx: Transaction, code: typeof claimCodes.$inferInsert): Promise<void> {
	const { codeHash, madeAt } = code;
	await tx
		.insert(claimCodes)
		.values(code)
		.onConflictDoUpdate({ target: [claimCodes.workshopId, claimCodes.personId], set: { codeHash, madeAt } });
}
