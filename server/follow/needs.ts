/** Monday's facts and what follows from them. */
import { calendarDay, dayPlus, daysBetween, minutesOfDay } from '#domain/calendar.ts';
import type { FollowSettings } from '#domain/follow-up.ts';
import type { PersonId } from '#domain/ids.ts';
import { firstUntil, rotatesOn } from '#domain/monday-days.ts';
import { comingWeek, movedLately } from '#domain/monday-week.ts';
import { needsOf, type FollowedAction, type Needs } from '#domain/needs.ts';
import { nudgeAgainAt } from '#domain/needs-notes.ts';
import { readingDueSince } from '#domain/needs-reading.ts';
import { firstReportAfter } from '#domain/next-date.ts';
import { healthOf, isPlanned } from '#domain/plan.ts';
import { withChanges } from '#domain/signed-changes.ts';
import type { FollowNoteView, MondayView, NeedView } from '#protocol/monday-views.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { followUpDay } from '../signing/plan-view.ts';
import { changesOf } from '../store/action-changes.ts';
import type { Reading } from '../store/database.ts';
import { settingsOf, untilOf } from '../store/follow-settings.ts';
import {
	comingHeadsUps,
	decisionsOf,
	failedWork,
	lostReaders,
	notesOf,
	openDepartments,
	openSuggestions,
	stepsDue,
	unsureMails
} from '../store/monday.ts';
import { nextDateOf } from '../store/next-dates.ts';
import { offersOf } from '../store/open-offers.ts';
import { readPlan } from '../store/plan-rows.ts';

/** Weeks since the first letter, from 1; 0 before it. */
export const weekSince = (signedOn: string, today: string): number =>
	Math.max(0, Math.floor(daysBetween(firstReportAfter(signedOn), today) / 7) + 1);

/** Everything that Monday of one workshop is worked out from, read once. */
export async function mondayFacts(db: Reading, now: WorkshopNow, at: Date) {
	const workshopId = now.workshop.id;
	const plan = await readPlan(db, workshopId);
	const settings = await settingsOf(db, workshopId);
	const changes = await changesOf(db, workshopId);
	const offers = await offersOf(db, workshopId);
	const day = followUpDay(now, plan.signedAt, at);
	const { today } = day;
	const actions = plan.actions.filter(isPlanned).map((signed): FollowedAction => {
		const own = changes.filter(({ actionId }) => actionId === signed.id);
		const action = withChanges(signed, own);
		const isOwnerHere = action.ownerId !== null && isHere(now, settings, action.ownerId);
		const offeredAt = offers.find(({ actionId }) => actionId === signed.id)?.offeredAt.toISOString() ?? null;
		return { ...action, isOwnerHere, offeredAt, changedAt: own.at(-1)?.changedAt ?? null };
	});
	return {
		...{ plan, settings, day, actions },
		holidays: settings.holidays,
		until: await untilOf(db, workshopId),
		notes: await notesOf(db, workshopId),
		departments: await openDepartments(db, workshopId),
		addresses: await lostReaders(db, workshopId),
		jobs: await failedWork(db, workshopId),
		mails: await unsureMails(db, workshopId, at),
		suggestions: await openSuggestions(db, workshopId),
		headsUps: await comingHeadsUps(db, workshopId, today),
		decisions: await decisionsOf(db, workshopId),
		steps: await stepsDue(db, workshopId, today, dayPlus(today, 6)),
		nextDate: await nextDateOf(db, workshopId)
	};
}

export type MondayFacts = Awaited<ReturnType<typeof mondayFacts>>;

const isHere = (now: WorkshopNow, { left }: FollowSettings, personId: PersonId): boolean =>
	now.person(personId) !== null && !left.includes(personId);

/** How whoever reads may: those who follow up read the words of calls too, and act. */
export interface MondayReader {
	readonly readsWords: boolean;
	readonly mayAct: boolean;
}

/** Null before the signing: there is no Monday yet. */
export function mondayView(facts: MondayFacts, now: WorkshopNow, at: Date, reader: MondayReader): MondayView | null {
	const { plan, day, actions, settings, decisions, notes } = facts;
	const { signedAt } = plan;
	if (signedAt === null) return null;
	const { timezone } = now.workshop;
	const signedOn = calendarDay(signedAt, timezone);
	// Whose letters nobody reads is told to those who follow up alone.
	const { needs, putAway } = needsOf(reader.readsWords ? facts : { ...facts, addresses: [] });
	const view = ofNeed(notes, at, reader);
	const running = actions.filter((action) => !['done', 'learned', 'stopped'].includes(healthOf(action, day)));
	const due = running.flatMap((action) => {
		const since = readingDueSince(action, day);
		return since === null ? [] : [[action.id, since] as const];
	});
	const minutes = Math.floor(minutesOfDay(at, timezone));
	const until = facts.until ?? firstUntil(signedOn);
	const turn = rotatesOn(signedOn, day.today);
	const two = (n: number) => String(n).padStart(2, '0');
	return {
		today: day.today,
		timezone,
		time: `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`,
		week: weekSince(signedOn, day.today),
		needs: needs.map(view),
		putAway: putAway.map(view),
		coming: comingWeek({
			...{ day, running, steps: facts.steps, nextDate: facts.nextDate, headsUps: facts.headsUps },
			decisions: decisions.flatMap(({ what, until, decidedAt }) =>
				until === null || decidedAt !== null ? [] : [{ what, until }]
			)
		}),
		moved: movedLately({ day, actions, decisions }),
		readingsDue: Object.fromEntries(due),
		settings: {
			holidays: settings.holidays,
			quietAfterDays: now.workshop.quietAfterDays,
			until,
			firstUntil: firstUntil(signedOn),
			deputyRotates: settings.deputyRotates,
			rotatesOn: settings.deputyRotates && turn <= until ? turn : null,
			left: settings.left
		},
		mayAct: reader.mayAct
	};
}

const ofNeed =
	(notes: MondayFacts['notes'], at: Date, { readsWords }: MondayReader) =>
	(need: Needs['needs'][number]): NeedView => ({
		...need,
		notes: notes
			.filter(({ ref }) => ref === need.ref)
			.map((note): FollowNoteView => (readsWords ? note : { ...note, words: '' })),
		nudgeAgainAt: nudgeAgainAt(notes, need.ref, at)
	});
