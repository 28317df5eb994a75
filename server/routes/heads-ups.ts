/** Notices of a change that brings calls. Who follows up or leads posts one, the sponsor too; participants say they saw it. */
import { Hono, type Context } from 'hono';
import { authorize } from '#domain/access.ts';
import { calendarDay, daysBetween } from '#domain/calendar.ts';
import { workdaysBetween } from '#domain/monday-days.ts';
import { asId } from '#domain/ids.ts';
import type { LetterPart } from '#domain/letters.ts';
import { Problem } from '#domain/problem.ts';
import type { Template } from '#domain/template.ts';
import { dayWords } from '#domain/words/en.ts';
import { NewHeadsUp, Withdraw, type HeadsUpsView } from '#protocol/heads-up.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { headsUpsOf, postHeadsUp, seeHeadsUp, seenOf, withdrawHeadsUp } from '../store/heads-ups.ts';
import { settingsOf } from '../store/follow-settings.ts';

/** Nobody remembers a notice for longer. */
const FARTHEST_DAYS = 366;

type Notice = Pick<HeadsUpsView['headsUps'][number], 'what' | 'startsOn' | 'reason' | 'questions'>;

export const headsUpRoutes = ({
	database,
	desk,
	now: clock,
	followUp,
	template
}: Pick<PlanDeps, 'database' | 'desk' | 'now' | 'followUp'> & { readonly template: Template }) => {
	const { workingDaysBefore } = template.followUp.headsUp;

	const view = async (c: Context<Env>): Promise<HeadsUpsView> => {
		const { id: workshopId, state } = c.get('workshop');
		const actor = c.get('actor');
		const now = await desk.get(workshopId);
		const { timezone } = now.workshop;
		const today = calendarDay(clock(), timezone);
		const { holidays } = await settingsOf(database.db, workshopId);
		const { counts, mine } = await seenOf(database.db, workshopId, actor.kind === 'person' ? actor.personId : null);
		const of = now.rows.people.filter(({ role }) => role === 'participant').length;
		const rank = (one: HeadsUpsView['headsUps'][number]): string =>
			one.withdrawnAt !== null ? `2${one.startsOn}` : one.startsOn < today ? `1${one.startsOn}` : `0${one.startsOn}`;
		return {
			headsUps: (await headsUpsOf(database.db, workshopId))
				.map(({ workshopId: _workshop, postedAt, withdrawnAt, ...notice }) => ({
					...notice,
					postedAt: postedAt.toISOString(),
					withdrawnAt: withdrawnAt?.toISOString() ?? null,
					workingDays: workdaysBetween(calendarDay(postedAt, timezone), notice.startsOn, holidays),
					seen: counts.get(notice.id) ?? 0,
					of,
					isSeenByMe: mine.has(notice.id)
				}))
				.sort((one, other) => (rank(one) < rank(other) ? -1 : 1)),
			workingDaysBefore,
			today,
			mayPost: authorize(actor, 'heads-up.post', { kind: 'workshop', workshopId, state }),
			maySee: authorize(actor, 'heads-up.see', { kind: 'workshop', workshopId, state })
		};
	};

	return new Hono<Env>()
		.get('/workshops/:id/heads-ups', mayInWorkshop('heads-up.read'), async (c) => c.json(await view(c)))
		.post('/workshops/:id/heads-ups', mayInWorkshop('heads-up.post'), body(NewHeadsUp), async (c) => {
			const { id: workshopId } = c.get('workshop');
			const { personId } = personOf(c);
			const { allTheSame, ...notice } = c.req.valid('json');
			const now = await desk.get(workshopId);
			const at = clock();
			const today = calendarDay(at, now.workshop.timezone);
			if (notice.startsOn < today) {
				throw new Problem('day-past', 'It has begun already. A heads-up comes before.', { field: 'startsOn' });
			}
			if (daysBetween(today, notice.startsOn) > FARTHEST_DAYS) {
				throw new Problem('malformed', 'That is more than a year away. Post it nearer to the day.', {
					field: 'startsOn'
				});
			}
			const { holidays } = await settingsOf(database.db, workshopId);
			const days = workdaysBetween(today, notice.startsOn, holidays);
			if (days < workingDaysBefore && !allTheSame) throw tooShort(days, workingDaysBefore);
			const people = now.rows.people.filter(({ role }) => !['customer', 'listener', 'laptop'].includes(role));
			await postHeadsUp(
				database,
				{ ...notice, workshopId, postedBy: personId, at },
				{ people: people.filter(({ id }) => id !== personId).map(({ id }) => id), part: noticePart(workshopId, notice) }
			);
			desk.bump(workshopId, 'plan');
			followUp.wake();
			return c.json(await view(c), 201);
		})
		.post('/workshops/:id/heads-ups/:notice/seen', mayInWorkshop('heads-up.see'), async (c) => {
			const { id: workshopId } = c.get('workshop');
			const { personId } = personOf(c);
			await seeHeadsUp(database, { workshopId, id: asId(c.req.param('notice')), personId, at: clock() });
			desk.bump(workshopId, 'plan');
			return c.json(await view(c));
		})
		.post('/workshops/:id/heads-ups/:notice/withdraw', mayInWorkshop('heads-up.post'), body(Withdraw), async (c) => {
			const { id: workshopId } = c.get('workshop');
			const { because } = c.req.valid('json');
			if (because === '') {
				throw new Problem('reason-missing', 'Say why it does not come. One sentence is enough.', { field: 'because' });
			}
			await withdrawHeadsUp(database, { workshopId, id: asId(c.req.param('notice')), because, at: clock() }, (what) =>
				withdrawnPart(what, because)
			);
			desk.bump(workshopId, 'plan');
			followUp.wake();
			return c.json(await view(c));
		});
};

const tooShort = (days: number, wanted: number) =>
	new Problem(
		'day-past',
		`That is ${days} working ${days === 1 ? 'day' : 'days'} from now, and people who answer calls need ${wanted}. Choose a later day, or post it all the same: it is then shown as short notice.`,
		{ field: 'startsOn' }
	);

const noticePart = (workshopId: string, { what, startsOn, reason, questions }: Notice): LetterPart => ({
	subject: `Heads-up: ${what}`,
	asks: false,
	blocks: [
		{ kind: 'heading', text: what },
		{ kind: 'text', tone: 'lead', text: `From ${dayWords(startsOn)}.` },
		{ kind: 'text', text: reason },
		...questions.flatMap(({ q, a }) => [
			{ kind: 'text', tone: 'quote', text: q } as const,
			{ kind: 'text', text: a } as const
		]),
		{ kind: 'button', link: { label: 'I have seen it', to: { kind: 'page', path: `/w/${workshopId}/heads-up` } } }
	]
});

const withdrawnPart = (what: string, because: string): LetterPart => ({
	subject: `Off again: ${what}`,
	asks: false,
	blocks: [
		{ kind: 'heading', text: `Off again: ${what}` },
		{ kind: 'text', text: because }
	]
});
