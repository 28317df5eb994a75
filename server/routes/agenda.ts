/** The agenda: days, steps and breaks, changed by one deed or several at once, each with its way back. */
import { Hono } from 'hono';
import type { AgendaEdit } from '#domain/agenda-edit.ts';
import type { StepId } from '#domain/ids.ts';
import { AgendaEdits } from '#protocol/agenda-bodies.ts';
import type { EditedAgendaView, NewStepView } from '#protocol/views.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { fillerOf, placeholdersOf, workshopView } from '../live/workshop-view.ts';
import { mayInWorkshop } from '../rights.ts';
import { isThereForGood } from '../store/new-step.ts';
import { keptRows } from '../store/written-steps.ts';

export const agendaRoutes = ({ database, workshops }: Deps) => {
	const { desk, rooms, stores, steering, template } = workshops;

	/** Of the steps that are to be removed, those that hold something somebody left there. */
	async function writtenOf(now: WorkshopNow, edits: readonly AgendaEdit[]): Promise<ReadonlySet<StepId>> {
		const removed = now.rows.agenda.entries.filter(({ id, step }) => {
			return step !== null && edits.some((edit) => edit.deed === 'remove' && edit.entry === id);
		});
		if (removed.length === 0) return new Set();
		const kept = await keptRows(database, now.workshop.id);
		const written = new Set<StepId>();
		for (const { step, activity } of removed) {
			if (step === null || !activity) continue;
			const documents = [...now.boards(step), ...now.privateDocuments(step)];
			const counts = await Promise.all(documents.map(({ id }) => rooms.read(id, (board) => board.notes().length)));
			if (kept.steps.has(step) || kept.boards.has(activity.board.kind) || counts.some((notes) => notes > 0))
				written.add(step);
		}
		return written;
	}

	return new Hono<Env>()
		.get('/workshops/:id/agenda/steps', mayInWorkshop('workshop.prepare'), async (c) => {
			const now = await desk.get(c.get('workshop').id);
			const fill = fillerOf(placeholdersOf(now));
			const steps = [...now.activities.keys()];
			return c.json(
				template.activities.map((activity): NewStepView => {
					const { id, title, step, minutes, scope } = activity;
					return {
						step: id,
						title: fill(title),
						number: step,
						minutes,
						scope,
						isThere: isThereForGood(activity, steps)
					};
				})
			);
		})
		.post('/workshops/:id/agenda', mayInWorkshop('workshop.prepare'), body(AgendaEdits), async (c) => {
			const { id } = c.get('workshop');
			const { edits, isUndo } = c.req.valid('json');
			const now = await desk.get(id);
			const undo = await stores.agenda.edit(id, edits, isUndo, {
				template,
				fill: fillerOf(placeholdersOf(now)),
				written: await writtenOf(now, edits)
			});
			await desk.refresh(id, 'agenda', 'steps');
			// A new step in an open room needs its boards.
			if (now.workshop.state === 'room') await steering.makeBoards(id);
			const answer: EditedAgendaView = { workshop: workshopView(await desk.get(id), c.get('actor')), undo };
			return c.json(answer);
		});
};
