/** The brief beside its plain fields: rows of what was tried, the sponsor's promise and tasks, the template's words. */
import { Hono, type Context } from 'hono';
import { sponsorTasks } from '#domain/brief.ts';
import { fillPlaceholders } from '#domain/template.ts';
import { Problem } from '#domain/problem.ts';
import { facilitates } from '#domain/workshop.ts';
import { NewTried, PromiseChange, TickTask, TriedChange, TriedMove, type PreparationView } from '#protocol/brief.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { placeholdersOf, workshopView } from '../live/workshop-view.ts';
import { mayInWorkshop } from '../rights.ts';
import { BriefStore } from '../store/brief.ts';

export const briefRoutes = ({ database, workshops, now }: Pick<Deps, 'database' | 'workshops' | 'now'>) => {
	const { desk, template } = workshops;
	const briefs = new BriefStore(database);

	/** Tells everyone, and answers with the whole. */
	const changed = async (c: Context<Env>) => {
		const { id } = c.get('workshop');
		await desk.refresh(id, 'workshop');
		return c.json(workshopView(await desk.get(id), c.get('actor')));
	};

	return new Hono<Env>()
		.get('/workshops/:id/preparation', mayInWorkshop('workshop.read'), async (c) => {
			const workshop = await desk.get(c.get('workshop').id);
			const actor = c.get('actor');
			const role = actor.kind === 'person' ? actor.role : 'screen';
			const isFacilitator = facilitates(role);
			const { brief, sponsorTasks: ticked } = workshop.workshop;
			const firstDay = workshop.rows.agenda.days[0]?.heldOn ?? null;
			const forSponsor = isFacilitator || role === 'sponsor';
			const names = placeholdersOf(workshop);
			const { customerBrief } = template.prepare;
			const view: PreparationView = {
				asks: isFacilitator ? template.prepare.brief : [],
				tasks: forSponsor ? sponsorTasks(template.prepare.sponsorTasks, { brief, ticked, firstDay }) : [],
				leaderNotes: forSponsor ? template.leaderNotes : [],
				customerBrief:
					isFacilitator || role === 'customer'
						? { ...customerBrief, line: fillPlaceholders(brief.customerLine || customerBrief.line, names) }
						: null
			};
			return c.json(view);
		})
		.post('/workshops/:id/tried', mayInWorkshop('workshop.prepare'), body(NewTried), async (c) => {
			const { before, ...row } = c.req.valid('json');
			await briefs.addTried(c.get('workshop').id, row, before);
			return changed(c);
		})
		.patch('/workshops/:id/tried/:tried', mayInWorkshop('workshop.prepare'), body(TriedChange), async (c) => {
			await briefs.changeTried(c.get('workshop').id, c.req.param('tried'), c.req.valid('json'));
			return changed(c);
		})
		.post('/workshops/:id/tried/:tried/move', mayInWorkshop('workshop.prepare'), body(TriedMove), async (c) => {
			await briefs.moveTried(c.get('workshop').id, c.req.param('tried'), c.req.valid('json').before);
			return changed(c);
		})
		.post('/workshops/:id/tried/:tried/remove', mayInWorkshop('workshop.prepare'), async (c) => {
			await briefs.removeTried(c.get('workshop').id, c.req.param('tried'));
			return changed(c);
		})
		.patch('/workshops/:id/promise', mayInWorkshop('promise.write'), body(PromiseChange), async (c) => {
			const { id } = c.get('workshop');
			await briefs.promise(id, c.req.valid('json'));
			// It may have been what barred the signing.
			desk.bump(id, 'plan');
			return changed(c);
		})
		.post('/workshops/:id/sponsor-tasks/:task', mayInWorkshop('promise.write'), body(TickTask), async (c) => {
			const task = c.req.param('task');
			if (!template.prepare.sponsorTasks.some(({ id }) => id === task))
				throw new Problem('not-found', 'There is no such task. Load the page again.');
			await briefs.tick(c.get('workshop').id, task, c.req.valid('json').done ? now() : null);
			return changed(c);
		});
};
