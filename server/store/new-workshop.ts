/** Copies the template into a new workshop: steps, breaks, days, the first two syndicates, its facilitator. */
import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { generateNKeysBetween } from 'fractional-indexing';
import { newId, type AccountId, type WorkshopId } from '#domain/ids.ts';
import type { Template } from '#domain/template.ts';
import { EMPTY_BRIEF, nameKey, SYNDICATES } from '#domain/workshop.ts';
import { agendaDays, agendaItems, people, stepStates, syndicates, workshops } from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';

export interface NewWorkshopRecord {
	readonly title: string;
	readonly purpose: string;
	readonly company: string;
	/** `YYYY-MM-DD` of the first day. */
	readonly firstDay: string | null;
}

interface Insert {
	readonly facilitator: { readonly accountId: AccountId; readonly name: string };
	readonly workshop: NewWorkshopRecord;
	readonly template: Template;
	readonly now: Date;
	readonly code: string;
}

/** What a QR code carries: 128 bits. */
const newJoinToken = (): string => randomBytes(16).toString('base64url');

/** The secret a workshop has; one of an earlier release gets its own now. */
export const keptJoinToken = () => sql`coalesce(${workshops.joinToken}, ${newJoinToken()})`;

/** Everything a workshop has from its first moment on. */
export async function insertWorkshop(
	tx: Transaction,
	{ facilitator, workshop, template, now, code }: Insert
): Promise<WorkshopId> {
	const id = newId<'Workshop'>();
	await tx.insert(workshops).values({
		id,
		title: workshop.title,
		purpose: workshop.purpose,
		company: workshop.company,
		brief: EMPTY_BRIEF,
		template: template.id,
		code,
		joinToken: newJoinToken(),
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
		SYNDICATES.slice(0, 2).map(({ letter, slug, name }) => ({
			id: newId<'Syndicate'>(),
			workshopId: id,
			letter,
			slug,
			name
		}))
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
			const { isPinned, isQuiet = !('activity' in slot), isSponsorHere = false } = slot;
			const common = {
				id: newId<'Entry'>(),
				workshopId,
				day: index + 1,
				order: keys[place] ?? '',
				// A break is for resting: no sound, no counter, nothing that moves.
				isQuiet,
				isSponsorHere
			};
			if (!('activity' in slot)) {
				// Lunch is on the table when it is; pauses follow the work.
				const pinnedAt = (isPinned ?? slot.minutes >= 45) ? slot.starts : null;
				return { ...common, step: null, title: slot.title, minutes: slot.minutes, pinnedAt, activity: null };
			}
			const activity = template.activities.find(({ id }) => id === slot.activity);
			if (!activity) throw new Error(`The template has no activity ${slot.activity}.`);
			const pinnedAt = isPinned === true ? slot.starts : null;
			return { ...common, step: activity.id, title: activity.title, minutes: activity.minutes, pinnedAt, activity };
		});
	});
}

function dayAfter(day: string, days: number): string {
	const date = new Date(`${day}T00:00:00Z`);
	date.setUTCDate(date.getUTCDate() + days);
	return date.toISOString().slice(0, 10);
}
