/** A workshop in the weeks after its signing, as letters need it: read once for all that is due in it. */
import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import { calendarDay, dayPlus } from '#domain/calendar.ts';
import { FOLLOW_SETTINGS, FOLLOW_UP_WEEKS, type FollowSettings } from '#domain/follow-up.ts';
import type { ActionId, PersonId, ThanksId, WorkshopId } from '#domain/ids.ts';
import { firstReportAfter } from '#domain/next-date.ts';
import { healthOf, isPlanned, type Action, type FollowUpDay, type Health } from '#domain/plan.ts';
import type { ActionChange } from '#domain/signed-changes.ts';
import { actionUpdates, appointments, thanks, thanksTo, workshops } from '#drizzle/schema.ts';
import { changesOf, readPlanNow } from './action-changes.ts';
import { agreedTo } from './consents.ts';
import type { Reading } from './database.ts';
import { nextDateOf, type NextDate } from './next-dates.ts';
import type { PlanRecord } from './plan-rows.ts';
import { readReaders, type Reader } from './letter-readers.ts';

export interface ThanksGiven {
	readonly id: ThanksId;
	readonly text: string;
	readonly givenBy: PersonId;
	readonly givenAt: Date;
	/** Nobody where it is about a note: who wrote that is for those who sat together. */
	readonly to: readonly PersonId[];
}

export interface FollowPicture {
	readonly workshopId: WorkshopId;
	readonly title: string;
	readonly company: string;
	readonly timezone: string;
	readonly at: Date;
	/** The calendar day in the workshop's time zone. */
	readonly today: string;
	readonly signedAt: Date;
	readonly signedOn: string;
	/** Monday of the first week. */
	readonly firstMonday: string;
	/** The last day of the follow-up. */
	readonly until: string;
	readonly quietAfterDays: number;
	readonly settings: FollowSettings;
	readonly plan: PlanRecord;
	/** In the plan, as they stand. */
	readonly actions: readonly Action[];
	readonly changes: readonly ActionChange[];
	/** Lessons of updates that ended an action as learned, by the update's id. */
	readonly lessons: ReadonlyMap<string, string>;
	readonly thanks: readonly ThanksGiven[];
	readonly nextDate: NextDate | null;
	readonly readers: readonly Reader[];
	/** Who agreed to stand by name where people outside read it. */
	readonly named: ReadonlySet<PersonId>;
	/** Full names of all others who ever were in the workshop. */
	readonly hidden: readonly string[];
	/** Whoever follows up; the deputy where nobody else does. */
	readonly manager: Reader | null;
	readonly day: FollowUpDay & { readonly quietAfterDays: number };
	nameOf(id: PersonId | null): string;
	health(action: Action): Health;
}

/** Null before the signing, and of a workshop that was put away. */
export async function readPicture(reading: Reading, workshopId: WorkshopId, at: Date): Promise<FollowPicture | null> {
	const [workshop] = await reading
		.select({
			title: workshops.title,
			company: workshops.company,
			timezone: workshops.timezone,
			until: workshops.followUpUntil,
			settings: workshops.followSettings,
			quietAfterDays: workshops.quietAfterDays
		})
		.from(workshops)
		.where(and(eq(workshops.id, workshopId), isNull(workshops.archivedAt)));
	if (!workshop) return null;
	const plan = await readPlanNow(reading, workshopId);
	const { signedAt } = plan;
	if (signedAt === null) return null;
	const { timezone, quietAfterDays } = workshop;
	const signedOn = calendarDay(signedAt, timezone);
	const day = { today: calendarDay(at, timezone), timezone, signedAt: signedAt.toISOString(), quietAfterDays };
	const settings = { ...FOLLOW_SETTINGS, ...workshop.settings };
	const { readers, names } = await readReaders(reading, workshopId, { timezone, left: settings.left });
	const named = await agreedTo(reading, workshopId, 'public-name');
	const actions = plan.actions.filter(isPlanned);
	return {
		workshopId,
		title: workshop.title,
		company: workshop.company,
		timezone,
		at,
		today: day.today,
		signedAt,
		signedOn,
		firstMonday: firstReportAfter(signedOn),
		until: workshop.until ?? dayPlus(signedOn, FOLLOW_UP_WEEKS * 7),
		quietAfterDays,
		settings,
		plan,
		actions,
		changes: await changesOf(reading, workshopId),
		lessons: await lessonsOf(
			reading,
			actions.map(({ id }) => id)
		),
		thanks: await thanksOf(reading, workshopId),
		nextDate: await nextDateOf(reading, workshopId),
		readers,
		named,
		hidden: [...names].flatMap(([id, name]) => (named.has(id) ? [] : [name])),
		manager: await managerOf(reading, workshopId, readers),
		day,
		nameOf: (id) => (id === null ? '' : (names.get(id) ?? '')),
		health: (action) => healthOf(action, day)
	};
}

async function managerOf(reading: Reading, workshopId: WorkshopId, readers: readonly Reader[]): Promise<Reader | null> {
	const appointed = await reading
		.select({ personId: appointments.personId, role: appointments.role })
		.from(appointments)
		.where(and(eq(appointments.workshopId, workshopId), eq(appointments.state, 'accepted')))
		.orderBy(desc(appointments.role));
	return (
		appointed.flatMap(({ personId }) => readers.find((reader) => reader.personId === personId) ?? []).at(0) ?? null
	);
}

async function lessonsOf(reading: Reading, ids: readonly ActionId[]): Promise<ReadonlyMap<string, string>> {
	if (ids.length === 0) return new Map();
	const rows = await reading
		.select({ id: actionUpdates.id, lesson: actionUpdates.lesson })
		.from(actionUpdates)
		.where(and(inArray(actionUpdates.actionId, [...ids]), eq(actionUpdates.health, 'learned')));
	return new Map(rows.map(({ id, lesson }) => [id, lesson]));
}

async function thanksOf(reading: Reading, workshopId: WorkshopId): Promise<readonly ThanksGiven[]> {
	const rows = await reading
		.select({
			id: thanks.id,
			ref: thanks.ref,
			text: thanks.text,
			givenBy: thanks.givenBy,
			givenAt: thanks.givenAt,
			to: thanksTo.personId
		})
		.from(thanks)
		.leftJoin(thanksTo, eq(thanksTo.thanksId, thanks.id))
		.where(and(eq(thanks.workshopId, workshopId), isNull(thanks.withdrawnAt)))
		.orderBy(asc(thanks.givenAt), asc(thanks.id));
	const found = new Map<ThanksId, ThanksGiven>();
	for (const { to: receiver, ref, ...given } of rows) {
		const to = ref.startsWith('action:') ? receiver : null;
		const before = found.get(given.id)?.to ?? [];
		found.set(given.id, { ...given, to: to === null ? before : [...before, to] });
	}
	return [...found.values()];
}
