/** Saved templates: made from a workshop, listed, renamed and removed by whose they are. */
import { Hono } from 'hono';
import { TemplateTitle } from '#protocol/bodies.ts';
import type { SavedTemplateView } from '#protocol/views.ts';
import type { Deps } from '../deps.ts';
import { accountIn, body, type Env } from '../http.ts';
import { may, mayInWorkshop } from '../rights.ts';

export const templateRoutes = ({ workshops, now }: Deps) => {
	const { templates } = workshops.stores;

	return new Hono<Env>()
		.get('/templates', may('workshop.list'), async (c) => {
			const rows = await templates.list(accountIn(c.get('session')));
			return c.json(rows.map((row): SavedTemplateView => ({ ...row, createdAt: row.createdAt.toISOString() })));
		})
		.post('/workshops/:id/templates', mayInWorkshop('workshop.own'), body(TemplateTitle), async (c) => {
			const { title } = c.req.valid('json');
			return c.json({ id: await templates.save(accountIn(c.get('session')), c.get('workshop').id, title, now()) }, 201);
		})
		.patch('/templates/:template', may('workshop.create'), body(TemplateTitle), async (c) => {
			await templates.rename(accountIn(c.get('session')), c.req.param('template'), c.req.valid('json').title);
			return c.body(null, 204);
		})
		.post('/templates/:template/remove', may('workshop.create'), async (c) => {
			await templates.remove(accountIn(c.get('session')), c.req.param('template'));
			return c.body(null, 204);
		});
};
