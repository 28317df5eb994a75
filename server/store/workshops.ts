/** Workshops, their agenda and their syndicates as rows. Every method answers for one workshop only, by its id. */
import { and, asc, count, desc, eq, exists, inArray, isNull, min } from 'drizzle-orm';
import { generateKeyBetween } from 'fractional-indexing';
import { agendaDays, agendaItems, people, workshops } from '#drizzle/schema.ts';
import { newId, type AccountId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { Activity, Template } from '#domain/template.ts';
import { EMPTY_BRIEF, nameKey, type Brief } from '#domain/workshop.ts';
import { violatedConstraint, type Database, type Transaction } from './database.ts';
import { insertWorkshop, type NewWorkshopRecord } from './new-workshop.ts';
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
	sponsorTasks: workshops.sponsorTasks,
	archivedAt: workshops.archivedAt,
	createdBy: workshops.createdBy,
	createdAt: workshops.createdAt
};
const agendaColumns = {
	id: agendaItems.id,
	day: agendaItems.day,
	order: agendaItems.order,
	step: agendaItems.step,
	title: agendaItems.title,
	minutes: agendaItems.minutes,
	pinnedAt: agendaItems.pinnedAt,
	activity: agendaItems.activity,
	isQuiet: agendaItems.isQuiet,
	isSponsorHere: agendaItems.isSponsorHere,
	isBreakLeftOut: agendaItems.isBreakLeftOut,
	startedAt: agendaItems.startedAt,
	endedAt: agendaItems.endedAt
};

export type WorkshopRecord = Pick<typeof workshops.$inferSelect, keyof typeof workshopColumns>;
export type AgendaRecord = Pick<typeof agendaItems.$inferSelect, keyof typeof agendaColumns>;
export type AgendaDayRecord = Pick<typeof agendaDays.$inferSelect, 'day' | 'title' | 'heldOn' | 'starts'>;

export interface WorkshopListed extends Pick<WorkshopRecord, 'id' | 'title' | 'company' | 'state' | 'createdAt'> {
	readonly firstDay: string | null;
	readonly people: number;
}

export interface WorkshopChanges {
	readonly title?: string | undefined;
	readonly purpose?: string | undefined;
	readonly company?: string | undefined;
	readonly brief?: Partial<{ readonly [Key in keyof Brief]: Brief[Key] | undefined }> | undefined;
}

export interface AgendaChanges {
	readonly title?: string | undefined;
	readonly minutes?: number | undefined;
	readonly pinnedAt?: string | null | undefined;
	readonly prompt?: string | undefined;
	readonly instruction?: string | undefined;
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
		for (let tries = 1; ; tries += 1) {
			const code = this.#newCode();
			try {
				return await this.#database.transaction((tx) =>
					insertWorkshop(tx, { facilitator, workshop, template, now, code })
				);
			} catch (error) {
				// One in a billion: another workshop holds this very code.
				if (violatedConstraint(error) !== 'workshops_code_unique' || tries === 5) throw error;
			}
		}
	}

	/** Those in which the account is a facilitator, newest first. */
	async listFor(accountId: AccountId): Promise<readonly WorkshopListed[]> {
		const { db } = this.#database;
		const mine = db
			.select({ id: people.id })
			.from(people)
			.where(and(eq(people.workshopId, workshops.id), eq(people.accountId, accountId), isNull(people.removedAt)));
		const rows = await db
			.select({
				id: workshops.id,
				title: workshops.title,
				company: workshops.company,
				state: workshops.state,
				createdAt: workshops.createdAt
			})
			.from(workshops)
			.where(exists(mine))
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
		return rows.map((row) => ({ ...row, people: countOf.get(row.id) ?? 0, firstDay: dayOf.get(row.id) ?? null }));
	}

	async read(id: WorkshopId): Promise<WorkshopRecord | null> {
		const [row] = await this.#database.db.select(workshopColumns).from(workshops).where(eq(workshops.id, id));
		return row ? { ...row, brief: mergeBrief(row.brief, {}) } : null;
	}

	/** By its join code; whether it may be joined is the caller's question. */
	async byCode(code: string): Promise<Pick<WorkshopRecord, 'id' | 'state'> | null> {
		const [row] = await this.#database.db
			.select({ id: workshops.id, state: workshops.state })
			.from(workshops)
			.where(eq(workshops.code, code));
		return row ?? null;
	}

	/** Days and entries, in order. */
	async agenda(
		id: WorkshopId
	): Promise<{ readonly days: readonly AgendaDayRecord[]; readonly entries: readonly AgendaRecord[] }> {
		const { db } = this.#database;
		const days = await db
			.select({ day: agendaDays.day, title: agendaDays.title, heldOn: agendaDays.heldOn, starts: agendaDays.starts })
			.from(agendaDays)
			.where(eq(agendaDays.workshopId, id))
			.orderBy(asc(agendaDays.day));
		const entries = await db.select(agendaColumns).from(agendaItems).where(eq(agendaItems.workshopId, id));
		// Sorted here: a database's collation may order fractional keys otherwise.
		return { days, entries: entries.sort((a, b) => a.day - b.day || byKey(a, b)) };
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

	/** @throws Problem `not-found` */
	async changeEntry(id: WorkshopId, entry: string, changes: AgendaChanges): Promise<void> {
		const { prompt, instruction, ...row } = changes;
		await this.#database.transaction(async (tx) => {
			const where = and(eq(agendaItems.workshopId, id), eq(agendaItems.id, entry));
			const [current] = await tx
				.select({ activity: agendaItems.activity })
				.from(agendaItems)
				.where(where)
				.for('update');
			if (!current) throw new Problem('not-found', 'This entry is no longer in the agenda. Load the page again.');
			const activity: Activity | null = current.activity && {
				...current.activity,
				...defined({ title: row.title, minutes: row.minutes, prompt, instruction })
			};
			await tx
				.update(agendaItems)
				.set({ ...defined(row), activity })
				.where(where);
		});
	}

	/** Puts an entry before another of that day, or at its end. @throws Problem `not-found` */
	async moveEntry(id: WorkshopId, entry: string, day: number, before: string | null): Promise<void> {
		await this.#database.transaction(async (tx) => {
			// Two facilitators who move at once wait for each other: no two entries get one key.
			const [held] = await tx
				.select({ day: agendaDays.day })
				.from(agendaDays)
				.where(and(eq(agendaDays.workshopId, id), eq(agendaDays.day, day)))
				.for('update');
			const rows = await tx
				.select({ id: agendaItems.id, day: agendaItems.day, order: agendaItems.order })
				.from(agendaItems)
				.where(eq(agendaItems.workshopId, id));
			const others = rows.filter((row) => row.day === day && row.id !== entry).sort(byKey);
			const at = before === null ? others.length : others.findIndex((row) => row.id === before);
			if (!held || at === -1 || !rows.some((row) => row.id === entry)) {
				throw new Problem('not-found', 'This place is no longer in the agenda. Load the page again.');
			}
			const order = generateKeyBetween(others[at - 1]?.order ?? null, others[at]?.order ?? null);
			await tx
				.update(agendaItems)
				.set({ day, order })
				.where(and(eq(agendaItems.workshopId, id), eq(agendaItems.id, entry)));
		});
	}

	/** From preparing to the room: the code is live from now on. Opened already: nothing changes. */
	async open(id: WorkshopId): Promise<void> {
		await this.#database.transaction(async (tx) => {
			await tx
				.update(workshops)
				.set({ state: 'room' })
				.where(and(eq(workshops.id, id), eq(workshops.state, 'preparing')));
		});
	}

	async setCompass(id: WorkshopId, compass: string): Promise<void> {
		await this.#database.transaction(async (tx) => {
			await tx.update(workshops).set({ compass }).where(eq(workshops.id, id));
		});
	}
}

const byKey = (a: { readonly order: string }, b: { readonly order: string }): number =>
	a.order < b.order ? -1 : a.order > b.order ? 1 : 0;

/** The keys that were given. Drizzle leaves `undefined` out, a spread over a value would not. */
function defined<T extends object>(changes: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
	const given: { [Key in keyof T]?: Exclude<T[Key], undefined> } = { ...changes };
	for (const key in given) if (given[key] === undefined) delete given[key];
	return given;
}

/** A workshop of an earlier release knows fewer parts of the brief. */
const mergeBrief = (brief: Brief, changes: NonNullable<WorkshopChanges['brief']>): Brief => ({
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
		.where(and(eq(people.workshopId, workshopId), eq(people.role, role)));
	if (!person) {
		if (name === '') return;
		await tx.insert(people).values({ id: newId(), workshopId, name, nameKey: nameKey(name), role, joinedAt: now });
		return;
	}
	const changes = name === '' ? { removedAt: now } : { name, nameKey: nameKey(name), removedAt: null };
	await tx.update(people).set(changes).where(eq(people.id, person.id));
}
