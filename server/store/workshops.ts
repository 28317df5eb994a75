/** Workshops, their agenda and their syndicates as rows. Every method answers for one workshop only, by its id. */
import { and, asc, count, desc, eq, exists, inArray, isNull, min } from 'drizzle-orm';
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import { agendaDays, agendaItems, documents, documentUpdates, people, stepStates, syndicates, workshops } from '#drizzle/schema.ts';
import { newId, type AccountId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { Activity, Template } from '#domain/template.ts';
import { EMPTY_BRIEF, nameKey, SYNDICATES, type Brief } from '#domain/workshop.ts';
import { violatedConstraint, type Database, type Reading, type Transaction } from './database.ts';
import { slugOf } from './slug.ts';

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
	activity: agendaItems.activity
};
const syndicateColumns = {
	id: syndicates.id,
	letter: syndicates.letter,
	slug: syndicates.slug,
	name: syndicates.name,
	seats: syndicates.seats
};

export type WorkshopRecord = Pick<typeof workshops.$inferSelect, keyof typeof workshopColumns>;
export type AgendaRecord = Pick<typeof agendaItems.$inferSelect, keyof typeof agendaColumns>;
export type AgendaDayRecord = Pick<typeof agendaDays.$inferSelect, 'day' | 'title' | 'heldOn' | 'starts'>;
export type SyndicateRecord = Pick<typeof syndicates.$inferSelect, keyof typeof syndicateColumns>;

export interface NewWorkshopRecord {
	readonly title: string;
	readonly purpose: string;
	readonly company: string;
	/** `YYYY-MM-DD` of the first day. */
	readonly firstDay: string | null;
}

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
				return await this.#database.transaction((tx) => insertWorkshop(tx, { facilitator, workshop, template, now, code }));
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
		return row ?? null;
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
	async agenda(id: WorkshopId): Promise<{ readonly days: readonly AgendaDayRecord[]; readonly entries: readonly AgendaRecord[] }> {
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
			await tx.update(workshops).set({ ...defined(changes), brief: merged }).where(eq(workshops.id, id));
			await followName(tx, id, 'sponsor', merged.sponsor, now);
			await followName(tx, id, 'customer', merged.customer, now);
		});
	}

	/**
	 * Names the syndicates, first the one with the letter a. Fewer names take away the last letters.
	 * @throws Problem `in-use` when somebody belongs to one that would vanish, `name-taken` when two look alike
	 */
	async nameSyndicates(id: WorkshopId, names: readonly string[]): Promise<void> {
		if (new Set(names.map(nameKey)).size < names.length) {
			throw new Problem('name-taken', 'Two syndicates have the same name. Give each its own.', { field: 'names' });
		}
		await this.#database.transaction(async (tx) => {
			const [workshop] = await tx
				.select({ state: workshops.state })
				.from(workshops)
				.where(eq(workshops.id, id))
				.for('update');
			const current = await readSyndicates(tx, id);
			for (const syndicate of current.slice(names.length)) await removeSyndicate(tx, syndicate);
			const kept = current.slice(0, names.length);
			// Once people have joined, a board's address stays.
			const slugs = workshop?.state === 'preparing' ? [] : kept.map(({ slug }) => slug);
			for (const [index, name] of names.entries()) {
				const letter = SYNDICATES[index]?.letter;
				if (!letter) break;
				const slug = slugs[index] ?? slugOf(name, letter, slugs);
				slugs[index] = slug;
				const existing = kept[index];
				// Out of the way first: two syndicates may swap their names, and so their addresses.
				if (existing) await tx.update(syndicates).set({ name, slug: `${existing.id}.` }).where(eq(syndicates.id, existing.id));
			}
			for (const [index, name] of names.entries()) {
				const letter = SYNDICATES[index]?.letter;
				const slug = slugs[index];
				if (!letter || slug === undefined) break;
				const existing = kept[index];
				if (existing) await tx.update(syndicates).set({ slug }).where(eq(syndicates.id, existing.id));
				else await tx.insert(syndicates).values({ id: newId(), workshopId: id, letter, slug, name });
			}
		});
	}

	/** @throws Problem `not-found` */
	async changeEntry(id: WorkshopId, entry: string, changes: AgendaChanges): Promise<void> {
		const { prompt, instruction, ...row } = changes;
		await this.#database.transaction(async (tx) => {
			const where = and(eq(agendaItems.workshopId, id), eq(agendaItems.id, entry));
			const [current] = await tx.select({ activity: agendaItems.activity }).from(agendaItems).where(where).for('update');
			if (!current) throw new Problem('not-found', 'This entry is no longer in the agenda. Load the page again.');
			const activity: Activity | null = current.activity && {
				...current.activity,
				...defined({ title: row.title, minutes: row.minutes, prompt, instruction })
			};
			await tx.update(agendaItems).set({ ...defined(row), activity }).where(where);
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

const readSyndicates = (db: Reading, id: WorkshopId): Promise<SyndicateRecord[]> =>
	db.select(syndicateColumns).from(syndicates).where(eq(syndicates.workshopId, id)).orderBy(asc(syndicates.letter));

/** The keys that were given. Drizzle leaves `undefined` out, a spread over a value would not. */
function defined<T extends object>(changes: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
	const given: { [Key in keyof T]?: Exclude<T[Key], undefined> } = { ...changes };
	for (const key in given) if (given[key] === undefined) delete given[key];
	return given;
}

const mergeBrief = (brief: Brief, changes: NonNullable<WorkshopChanges['brief']>): Brief => ({
	situation: changes.situation ?? brief.situation,
	notOnTheTable: changes.notOnTheTable ?? brief.notOnTheTable,
	promise: changes.promise ?? brief.promise,
	sponsor: changes.sponsor ?? brief.sponsor,
	customer: changes.customer ?? brief.customer,
	followUpCandidate: changes.followUpCandidate ?? brief.followUpCandidate
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
		await tx
			.insert(people)
			.values({ id: newId(), workshopId, name, nameKey: nameKey(name), role, joinedAt: now });
		return;
	}
	const changes = name === '' ? { removedAt: now } : { name, nameKey: nameKey(name), removedAt: null };
	await tx.update(people).set(changes).where(eq(people.id, person.id));
}

async function removeSyndicate(tx: Transaction, { id, name }: SyndicateRecord): Promise<void> {
	const members = await tx.select({ id: people.id }).from(people).where(eq(people.syndicateId, id)).limit(1);
	const written = await tx
		.select({ id: documents.id })
		.from(documents)
		.innerJoin(documentUpdates, eq(documentUpdates.documentId, documents.id))
		.where(eq(documents.syndicateId, id))
		.limit(1);
	if (members.length > 0 || written.length > 0) {
		throw new Problem('in-use', `${name} has people or notes. Move its people first, or keep it.`, { field: 'names' });
	}
	await tx.delete(documents).where(eq(documents.syndicateId, id));
	await tx.delete(syndicates).where(eq(syndicates.id, id));
}

interface Insert {
	readonly facilitator: { readonly accountId: AccountId; readonly name: string };
	readonly workshop: NewWorkshopRecord;
	readonly template: Template;
	readonly now: Date;
	readonly code: string;
}

async function insertWorkshop(tx: Transaction, { facilitator, workshop, template, now, code }: Insert): Promise<WorkshopId> {
	const id = newId<'Workshop'>();
	await tx.insert(workshops).values({
		id,
		title: workshop.title,
		purpose: workshop.purpose,
		company: workshop.company,
		brief: EMPTY_BRIEF,
		template: template.id,
		code,
		screen: { kind: 'code' },
		createdBy: facilitator.accountId,
		createdAt: now
	});
	await tx.insert(people).values({
		id: newId<'Person'>(),
		workshopId: id,
		name: facilitator.name,
		nameKey: nameKey(facilitator.name),
		role: 'facilitator',
		accountId: facilitator.accountId,
		joinedAt: now
	});
	await tx.insert(syndicates).values(
		SYNDICATES.slice(0, 2).map(({ letter, slug, name }) => ({ id: newId<'Syndicate'>(), workshopId: id, letter, slug, name }))
	);
	await tx.insert(agendaDays).values(
		template.days.map(({ title, starts }, index) => ({
			workshopId: id,
			day: index + 1,
			title,
			heldOn: workshop.firstDay === null ? null : dayAfter(workshop.firstDay, index),
			starts
		}))
	);
	const entries = agendaOf(id, template);
	await tx.insert(agendaItems).values([...entries]);
	const steps = entries.flatMap(({ step }) => (step ? [{ workshopId: id, step }] : []));
	await tx.insert(stepStates).values(steps);
	return id;
}

function agendaOf(workshopId: WorkshopId, template: Template): readonly (typeof agendaItems.$inferInsert)[] {
	return template.days.flatMap(({ slots }, index) => {
		const keys = generateNKeysBetween(null, null, slots.length);
		return slots.map((slot, place) => {
			const common = { id: newId<'Entry'>(), workshopId, day: index + 1, order: keys[place] ?? '' };
			if (!('activity' in slot)) {
				// Lunch is on the table when it is; pauses follow the work.
				const pinnedAt = slot.minutes >= 45 ? slot.starts : null;
				return { ...common, step: null, title: slot.title, minutes: slot.minutes, pinnedAt, activity: null };
			}
			const activity = template.activities.find(({ id }) => id === slot.activity);
			if (!activity) throw new Error(`The template has no activity ${slot.activity}.`);
			return { ...common, step: activity.id, title: activity.title, minutes: activity.minutes, activity };
		});
	});
}

function dayAfter(day: string, days: number): string {
	const date = new Date(`${day}T00:00:00Z`);
	date.setUTCDate(date.getUTCDate() + days);
	return date.toISOString().slice(0, 10);
}
