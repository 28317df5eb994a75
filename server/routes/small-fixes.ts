/** Small fixes: taken, given back, done. */
import { Hono } from 'hono';
import type { Actor } from '#domain/access.ts';
import { calendarDay, dayPlus } from '#domain/calendar.ts';
import { DRAFT_LIMITS, SMALL_FIX_DAYS } from '#domain/draft-form.ts';
import { asId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { FinishFix, OwnDraft } from '#protocol/bodies.ts';
import type { SmallFixesView, SmallFixView } from '#protocol/views.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import { wordsOf } from '../signing/boards.ts';
import { draftNotes, draftToTake } from '../signing/draft-notes.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { SmallFixStore } from '../store/small-fixes.ts';

export const smallFixRoutes = ({ database, now: clock, desk, rooms }: PlanDeps) => {
	const fixes = new SmallFixStore(database);

	/** Those somebody took, and those that wait on boards this reader may read. */
	const view = async (workshopId: WorkshopId, actor: Actor): Promise<SmallFixesView> => {
		const now = await desk.get(workshopId);
		const rows = await fixes.all(workshopId);
		const notes = await draftNotes(now, rooms, actor, 'small-fix');
		const standing = new Map(notes.map(({ ref, note }) => [ref, wordsOf(note)]));
		const taken = rows
			.filter(({ ref, ownerId }) => ownerId !== null || standing.has(ref))
			.map(({ doneAt, ...row }): SmallFixView => ({
				...row,
				text: row.ownerId === null ? (standing.get(row.ref) ?? row.text) : row.text,
				doneAt: doneAt?.toISOString() ?? null
			}));
		const waiting = notes
			.filter(({ ref, note }) => wordsOf(note) !== '' && !rows.some((row) => row.ref === ref))
			.map(({ ref, syndicateId, note }): SmallFixView => ({
				...{ id: null, ref, syndicateId, text: wordsOf(note) },
				...{ ownerId: null, dueOn: null, doneAt: null }
			}));
		return { fixes: [...taken, ...waiting], today: calendarDay(clock(), now.workshop.timezone) };
	};

	return new Hono<Env>()
		.get('/workshops/:id/small-fixes', mayInWorkshop('plan.read'), async (c) =>
			c.json(await view(c.get('workshop').id, c.get('actor')))
		)
		.post('/workshops/:id/small-fixes/own', mayInWorkshop('plan.own'), body(OwnDraft), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const { personId } = actor;
			const { ref, yes } = c.req.valid('json');
			if (yes) {
				const now = await desk.get(workshopId);
				const { note, syndicateId } = await draftToTake(now, rooms, actor, { ref, kind: 'small-fix' });
				const at = clock();
				const dueOn = dayPlus(calendarDay(at, now.workshop.timezone), SMALL_FIX_DAYS);
				await fixes.take({ workshopId, ref, syndicateId, text: fixWords(wordsOf(note)), personId, dueOn, at });
			} else await fixes.giveBack(workshopId, ref, personId);
			desk.bump(workshopId, 'plan');
			return c.json(await view(workshopId, actor));
		})
		.post('/workshops/:id/small-fixes/:fix/finish', mayInWorkshop('fix.finish'), body(FinishFix), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const doneAt = c.req.valid('json').done ? clock() : null;
			await fixes.finish(workshopId, asId(c.req.param('fix')), actor.personId, doneAt);
			desk.bump(workshopId, 'plan');
			return c.json(await view(workshopId, actor));
		});
};

/** @throws Problem `empty`, `too-long` */
function fixWords(text: string): string {
	if (text === '') throw new Problem('empty', 'There is nothing in it yet. Say what will be done.', { field: 'text' });
	if (text.length <= DRAFT_LIMITS.text) return text;
	throw new Problem(
		'too-long',
		`${text.length} of ${DRAFT_LIMITS.text} characters. Nothing is lost; shorten it first.`,
		{
			field: 'text'
		}
	);
}
