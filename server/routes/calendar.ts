/** A calendar of one's own: its address is made and ended by its person, and read by calendar programs without a seat. */
import { Hono } from 'hono';
import { isPlanned } from '#domain/plan.ts';
import type { CalendarFeedView, NewCalendarFeedView } from '#protocol/support-views.ts';
import { calendarOf, type CalendarEntry } from '../follow/calendar.ts';
import { refuseHaste } from '../flood.ts';
import type { Env } from '../http.ts';
import { hashToken, newToken } from '../password.ts';
import { may, mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { readPlanNow } from '../store/action-changes.ts';
import { CalendarFeedStore, type FeedPlace } from '../store/calendar-feeds.ts';
import type { Reading } from '../store/database.ts';
import { nextDateOf } from '../store/next-dates.ts';
import { stepsOf } from '../store/steps.ts';
import { Tries } from '../tries.ts';

type CalendarDeps = Pick<PlanDeps, 'database' | 'desk' | 'now'>;

export const calendarRoutes = ({ database, now: clock }: CalendarDeps) => {
	const feeds = new CalendarFeedStore(database);

	return new Hono<Env>()
		.get('/workshops/:id/calendar-feed', mayInWorkshop('calendar.own'), async (c) => {
			const madeAt = await feeds.madeAt({ workshopId: c.get('workshop').id, personId: personOf(c).personId });
			return c.json({ madeAt: madeAt?.toISOString() ?? null } satisfies CalendarFeedView);
		})
		.post('/workshops/:id/calendar-feed', mayInWorkshop('calendar.own'), refuseHaste(), async (c) => {
			const token = newToken();
			const at = clock();
			await feeds.make({ workshopId: c.get('workshop').id, personId: personOf(c).personId }, hashToken(token), at);
			const made: NewCalendarFeedView = { madeAt: at.toISOString(), path: `/calendar/${token}.ics` };
			return c.json(made, 201);
		})
		.post('/workshops/:id/calendar-feed/end', mayInWorkshop('calendar.own'), async (c) => {
			await feeds.end({ workshopId: c.get('workshop').id, personId: personOf(c).personId });
			return c.body(null, 204);
		});
};

/** What calendar programs read. An address that was ended answers as one that never was. */
export const calendarFileRoutes = ({ database, desk, now: clock }: CalendarDeps) => {
	const feeds = new CalendarFeedStore(database);
	const wrong = new Tries({ tries: 60, seconds: 60 });

	return new Hono<Env>().get('/calendar/:file', may('link.open'), async (c) => {
		c.header('cache-control', 'no-store');
		c.header('x-robots-tag', 'noindex');
		const [, token = ''] = /^([\w-]{20,64})\.ics$/.exec(c.req.param('file')) ?? [];
		const feed = await feeds.byToken(hashToken(token));
		if (!feed) {
			await wrong.take(c.get('address'));
			return c.text('Nothing is here any more, or never was.', 404);
		}
		const { workshop } = await desk.get(feed.workshopId);
		const text = calendarOf({
			...{ title: workshop.title, timezone: workshop.timezone, madeAt: clock() },
			...{ entries: await entriesOf(database.db, feed), host: 'plenary' }
		});
		return c.body(text, 200, { 'content-type': 'text/calendar; charset=utf-8' });
	});
};

/** Minutes of a meeting that says no end. */
const MEETING_MINUTES = 20;

/** Their own: what somebody owns or helps with, and what everybody knows. */
async function entriesOf(reading: Reading, { workshopId, personId }: FeedPlace): Promise<readonly CalendarEntry[]> {
	const { actions } = await readPlanNow(reading, workshopId);
	const mine = actions.filter(
		(action) => isPlanned(action) && (action.ownerId === personId || action.helpers.includes(personId))
	);
	const steps = await stepsOf(reading, workshopId);
	const whole = { at: '', minutes: 0 };
	const due = mine.flatMap((action) => {
		const isOver = ['done', 'learned', 'stopped'].includes(action.updates.at(-1)?.health ?? '');
		const words = action.firstStep === '' ? '' : `First small step: ${action.firstStep}`;
		return action.dueOn === null || isOver
			? []
			: [{ ...whole, id: `action-${action.id}`, title: `Due: ${action.text}`, words, on: action.dueOn }];
	});
	const small = steps.flatMap((step) => {
		const action = mine.find(({ id }) => id === step.actionId);
		return action === undefined || step.dueOn === null || step.doneAt !== null
			? []
			: [{ ...whole, id: `step-${step.id}`, title: `Small step: ${step.text}`, words: action.text, on: step.dueOn }];
	});
	const next = await nextDateOf(reading, workshopId);
	const meeting = next
		? [
				{
					...{ id: `meeting-${workshopId}`, title: next.words || 'We meet', words: '' },
					...{ on: next.heldOn, at: next.heldAt, minutes: MEETING_MINUTES }
				}
			]
		: [];
	return [...due, ...small, ...meeting].sort((one, other) => (one.on < other.on ? -1 : 1));
}
