/** A workshop prepared like another one: its agenda, brief and syndicates, and its list of people where that is wished. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { newId, type AccountId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { Template } from '#domain/template.ts';
import { EMPTY_BRIEF, nameKey } from '#domain/workshop.ts';
import { people, syndicates, workshops } from '#drizzle/schema.ts';
import { readAgenda } from './agenda.ts';
import type { Transaction } from './database.ts';
import { insertWorkshop } from './new-workshop.ts';
import { structureOf } from './saved-templates.ts';
import { readSyndicates } from './syndicates.ts';

export interface Duplicate {
	readonly title: string;
	/** `YYYY-MM-DD` of the first day. */
	readonly firstDay: string | null;
	/** The people of the list come along, where they were drawn; nobody has come yet. */
	readonly withPeople: boolean;
}

interface Insert {
	readonly from: WorkshopId;
	readonly facilitator: { readonly accountId: AccountId; readonly name: string };
	readonly duplicate: Duplicate;
	readonly own: Template;
	readonly now: Date;
	readonly code: string;
}

/** Never documents, votes or anything people said. @throws Problem `not-found` */
export async function duplicateWorkshop(
	tx: Transaction,
	{ from, facilitator, duplicate, own, now, code }: Insert
): Promise<WorkshopId> {
	const [source] = await tx
		.select({
			purpose: workshops.purpose,
			company: workshops.company,
			brief: workshops.brief,
			template: workshops.template,
			timezone: workshops.timezone,
			quietAfterDays: workshops.quietAfterDays,
			quietAfterMinutes: workshops.quietAfterMinutes
		})
		.from(workshops)
		.where(eq(workshops.id, from));
	if (!source) throw new Problem('not-found', 'There is no such workshop.');
	const { title, firstDay, withPeople } = duplicate;
	const { purpose, company, template: id, ...kept } = source;
	const template = { ...own, ...structureOf(await readAgenda(tx, from)), id };
	const made = await insertWorkshop(tx, {
		facilitator,
		workshop: { title, purpose, company, firstDay },
		template,
		now,
		code
	});
	await tx.update(workshops).set(kept).where(eq(workshops.id, made));
	const places = await copySyndicates(tx, from, made);
	await copyNamed(tx, made, { ...EMPTY_BRIEF, ...kept.brief }, now);
	if (kept.brief.customer) await copyCompany(tx, from, made, now);
	if (withPeople) await copyPeople(tx, { from, made, places, now });
	return made;
}

/** Which of the new syndicates stands for which of the old. */
async function copySyndicates(tx: Transaction, from: WorkshopId, made: WorkshopId) {
	const places = new Map<SyndicateId, SyndicateId>();
	await tx.delete(syndicates).where(eq(syndicates.workshopId, made));
	for (const { id, letter, slug, name, seats } of await readSyndicates(tx, from)) {
		const copy = newId<'Syndicate'>();
		places.set(id, copy);
		await tx.insert(syndicates).values({ id: copy, workshopId: made, letter, slug, name, seats });
	}
	return places;
}

/** The sponsor and the customer are named in the brief, and people of their own. */
async function copyNamed(
	tx: Transaction,
	workshopId: WorkshopId,
	{ sponsor, customer }: { readonly sponsor: string; readonly customer: string },
	now: Date
): Promise<void> {
	for (const [role, name] of [
		['sponsor', sponsor],
		['customer', customer]
	] as const) {
		if (name === '') continue;
		await tx.insert(people).values({ id: newId(), workshopId, name, nameKey: nameKey(name), role, joinedAt: now });
	}
}

/** Who comes along with the customer, behind them. */
async function copyCompany(tx: Transaction, from: WorkshopId, workshopId: WorkshopId, now: Date): Promise<void> {
	const [, ...others] = await tx
		.select({ name: people.name, nameKey: people.nameKey })
		.from(people)
		.where(and(eq(people.workshopId, from), eq(people.role, 'customer'), isNull(people.removedAt)))
		.orderBy(asc(people.joinedAt), asc(people.id));
	for (const [at, other] of others.entries())
		await tx.insert(people).values({
			...other,
			id: newId<'Person'>(),
			workshopId,
			role: 'customer',
			joinedAt: new Date(now.getTime() + 1 + at)
		});
}

async function copyPeople(
	tx: Transaction,
	{
		from,
		made,
		places,
		now
	}: {
		readonly from: WorkshopId;
		readonly made: WorkshopId;
		readonly places: ReadonlyMap<SyndicateId, SyndicateId>;
		readonly now: Date;
	}
): Promise<void> {
	const rows = await tx
		.select({
			name: people.name,
			nameKey: people.nameKey,
			syndicateId: people.syndicateId,
			department: people.department,
			email: people.email,
			reportsTo: people.reportsTo,
			rolePlace: people.rolePlace
		})
		.from(people)
		.where(and(eq(people.workshopId, from), eq(people.role, 'participant'), isNull(people.removedAt)));
	if (rows.length === 0) return;
	await tx.insert(people).values(
		rows.map((row) => ({
			...row,
			id: newId<'Person'>(),
			workshopId: made,
			role: 'participant' as const,
			syndicateId: (row.syndicateId && places.get(row.syndicateId)) ?? null,
			joinedAt: now
		}))
	);
}
