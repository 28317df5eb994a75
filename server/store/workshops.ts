/** Workshops, their agenda and their syndicates as rows. Every method answers for one workshop only, by its id. */
import { and, asc, count, desc, eq, inArray, isNull, min } from 'drizzle-orm';
import { agendaDays, people, workshops } from '#drizzle/schema.ts';
import { newId, type AccountId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { Template } from '#domain/template.ts';
import { EMPTY_BRIEF, JOIN_TOKEN, nameKey, type Brief, type PersonRole } from '#domain/workshop.ts';
import { readAgenda, type AgendaRecords } from './agenda.ts';
import { violatedConstraint, type Database, type Transaction } from './database.ts';
import { duplicateWorkshop, type Duplicate } from './duplicate-workshop.ts';
import { insertWorkshop, keptJoinToken, type NewWorkshopRecord } from './new-workshop.ts';
import { nameSyndicates, readSyndicates, type SyndicateRecord } from './syndicates.ts';

const workshopColumns = {
	id: workshops.id,
	title: workshops.title,
	purpose: workshops.purpose,
	company: workshops.company,
	brief: workshops.brief,
	state: workshops.state,
	code: workshops.code,
	timezone: workshops.timezone,
	currentStep: workshops.currentStep,
	screen: workshops.screen,
	compass: workshops.compass,
	quietAfterDays: workshops.quietAfterDays,
	quietAfterMinutes: workshops.quietAfterMinutes,
	joinToken: workshops.joinToken,
	isHeld: workshops.isHeld,
	lastMove: workshops.lastMove,
	questionRules: workshops.questionRules,
	sponsorTasks: workshops.sponsorTasks,
	archivedAt: workshops.archivedAt,
	createdBy: workshops.createdBy,
	createdAt: workshops.createdAt
};

export type WorkshopRecord = Pick<typeof workshops.$inferSelect, keyof typeof workshopColumns>;

export interface WorkshopListed extends Pick<
	WorkshopRecord,
	'id' | 'title' | 'company' | 'state' | 'createdAt' | 'archivedAt'
> {
	readonly role: PersonRole;
	readonly hasSponsor: boolean;
	readonly firstDay: string | null;
	readonly people: number;
}

export interface WorkshopChanges {
	readonly title?: string | undefined;
	readonly purpose?: string | undefined;
	readonly company?: string | undefined;
	readonly brief?: Partial<{ readonly [Key in keyof Brief]: Brief[Key] | undefined }> | undefined;
}

export class WorkshopStore {
	readonly #database: Database;
	readonly #newCode: () => string;

	/** `newCode` makes a join code; it is asked again when the code is already in use. */
	constructor(database: Database, newCode: () => string) {
		this.#database = database;
		this.#newCode = newCode;
	}

	/** Copies the template: steps, breaks, days, the first two syndicates, and the account as its facilitator. */
	async create(
		facilitator: { readonly accountId: AccountId; readonly name: string },
		workshop: NewWorkshopRecord,
		template: Template,
		now: Date
	): Promise<WorkshopId> {
		return this.#withCode((tx, code) => insertWorkshop(tx, { facilitator, workshop, template, now, code }));
	}

	/** Prepared like another one; `own` is the product's template. @throws Problem `not-found` */
	async duplicate(
		from: WorkshopId,
		facilitator: { readonly accountId: AccountId; readonly name: string },
		duplicate: Duplicate,
		own: Template,
		now: Date
	): Promise<WorkshopId> {
		return this.#withCode((tx, code) => duplicateWorkshop(tx, { from, facilitator, duplicate, own, now, code }));
	}

	/** Puts it away, or takes it out again (null); nothing is deleted. */
	async archive(id: WorkshopId, archivedAt: Date | null): Promise<void> {
		await this.#database.transaction(async (tx) => {
			await tx.update(workshops).set({ archivedAt }).where(eq(workshops.id, id));
		});
	}

	/** Those in which the account is a facilitator, newest first. */
	async listFor(accountId: AccountId): Promise<readonly WorkshopListed[]> {
		const { db } = this.#database;
		const rows = await db
			.select({
				id: workshops.id,
				title: workshops.title,
				company: workshops.company,
				state: workshops.state,
				createdAt: workshops.createdAt,
				archivedAt: workshops.archivedAt,
				brief: workshops.brief,
				role: people.role
			})
			.from(workshops)
			.innerJoin(
				people,
				and(eq(people.workshopId, workshops.id), eq(people.accountId, accountId), isNull(people.removedAt))
			)
			.orderBy(desc(workshops.createdAt));
		const ids = rows.map(({ id }) => id);
		const counts = await db
			.select({ id: people.workshopId, people: count() })
			.from(people)
			.where(and(inArray(people.workshopId, ids), eq(people.role, 'participant'), isNull(people.removedAt)))
			.groupBy(people.workshopId);
		const firstDays = await db
			.select({ id: agendaDays.workshopId, heldOn: min(agendaDays.heldOn) })
			.from(agendaDays)
			.where(inArray(agendaDays.workshopId, ids))
			.groupBy(agendaDays.workshopId);
		const countOf = new Map(counts.map((row) => [row.id, row.people]));
		const dayOf = new Map(firstDays.map((row) => [row.id, row.heldOn]));
		return rows.map(({ brief, ...row }) => ({
			...row,
			hasSponsor: mergeBrief(brief, {}).sponsor !== '',
			people: countOf.get(row.id) ?? 0,
			firstDay: dayOf.get(row.id) ?? null
		}));
	}

	async read(id: WorkshopId): Promise<WorkshopRecord | null> {
		const [row] = await this.#database.db.select(workshopColumns).from(workshops).where(eq(workshops.id, id));
		return row ? { ...row, brief: mergeBrief(row.brief, {}) } : null;
	}

	/** By its join code, or the secret of its QR code; whether it may be joined is the caller's question. */
	async byCode(code: string): Promise<Pick<WorkshopRecord, 'id' | 'state'> | null> {
		const [row] = await this.#database.db
			.select({ id: workshops.id, state: workshops.state })
			.from(workshops)
			.where(eq(JOIN_TOKEN.test(code) ? workshops.joinToken : workshops.code, code));
		return row ?? null;
	}

	/** Days and entries, in order. */
	agenda(id: WorkshopId): Promise<AgendaRecords> {
		return readAgenda(this.#database.db, id);
	}

	syndicates(id: WorkshopId): Promise<readonly SyndicateRecord[]> {
		return readSyndicates(this.#database.db, id);
	}

	/** The sponsor's and the customer's person follow their names in the brief. */
	async change(id: WorkshopId, { brief, ...changes }: WorkshopChanges, now: Date): Promise<void> {
		await this.#database.transaction(async (tx) => {
			const [row] = await tx
				.select({ brief: workshops.brief })
				.from(workshops)
				.where(eq(workshops.id, id))
				.for('update');
			if (!row) throw new Problem('not-found', 'There is no such workshop.');
			const merged = mergeBrief(row.brief, brief ?? {});
			await tx
				.update(workshops)
				.set({ ...defined(changes), brief: merged })
				.where(eq(workshops.id, id));
			await followName(tx, id, 'sponsor', merged.sponsor, now);
			await followName(tx, id, 'customer', merged.customer, now);
		});
	}

	/**
	 * Names the syndicates, first the one with the letter a. Fewer names take away the last letters.
	 * @throws Problem `in-use` when somebody belongs to one that would vanish, `name-taken` when two look alike
	 */
	async nameSyndicates(id: WorkshopId, names: readonly string[]): Promise<void> {
		await this.#database.transaction((tx) => nameSyndicates(tx, id, names));
	}

	/** From preparing to the room: the code is live from now on. Opened already: nothing changes. */
	async open(id: WorkshopId): Promise<void> {
		await this.#database.transaction(async (tx) => {
			await tx
				.update(workshops)
				.set({ state: 'room', joinToken: keptJoinToken() })
				.where(and(eq(workshops.id, id), eq(workshops.state, 'preparing')));
		});
	}

	async #withCode(insert: (tx: Transaction, code: string) => Promise<WorkshopId>): Promise<WorkshopId> {
		for (let tries = 1; ; tries += 1) {
			const code = this.#newCode();
			try {
				return await this.#database.transaction((tx) => insert(tx, code));
			} catch (error) {
				// One in a billion: another workshop holds this very code.
				if (violatedConstraint(error) !== 'workshops_code_unique' || tries === 5) throw error;
			}
		}
	}

	async setCompass(id: WorkshopId, compass: string): Promise<void> {
		await this.#database.transaction(async (tx) => {
			await tx.update(workshops).set({ compass }).where(eq(workshops.id, id));
		});
	}
}

/** The keys that were given. Drizzle leaves `undefined` out, a spread over a value would not. */
export function defined<T extends object>(changes: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
	const given: { [Key in keyof T]?: Exclude<T[Key], undefined> } = { ...changes };
	for (const key in given) if (given[key] === undefined) delete given[key];
	return given;
}

/** A workshop of an earlier release knows fewer parts of the brief. */
export const mergeBrief = (brief: Brief, changes: NonNullable<WorkshopChanges['brief']>): Brief => ({
	...EMPTY_BRIEF,
	...brief,
	...defined(changes)
});

/** One person a part: named in the brief they exist, renamed they stay the same, without a name they are gone. */
async function followName(
	tx: Transaction,
	workshopId: WorkshopId,
	role: 'sponsor' | 'customer',
	name: string,
	now: Date
): Promise<void> {
	const [person] = await tx
		.select({ id: people.id, name: people.name, removedAt: people.removedAt })
		.from(people)
		.where(and(eq(people.workshopId, workshopId), eq(people.role, role)))
		// Whoever comes along with the customer was named after them.
		.orderBy(asc(people.joinedAt), asc(people.id))
		.limit(1);
	if (!person) {
		if (name === '') return;
		await tx.insert(people).values({ id: newId(), workshopId, name, nameKey: nameKey(name), role, joinedAt: now });
		return;
	}
	const changes = name === '' ? { removedAt: now } : { name, nameKey: nameKey(name), removedAt: null };
	await tx.update(people).set(changes).where(eq(people.id, person.id));
}
