/** Points for another department: asked for, allowed or not by the customer, and read by a link without a seat. */
import { Hono } from 'hono';
import type { PersonActor } from '#domain/access.ts';
import type { WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { facilitates } from '#domain/workshop.ts';
import { AnswerShare, AskShare, DepartmentLink, TakeShareBack } from '#protocol/reply-bodies.ts';
import type { DepartmentView, SharesView } from '#protocol/reply-views.ts';
import type { NewLinkView } from '#protocol/views.ts';
import { body, type Env } from '../http.ts';
import { hashOf, newLinkToken } from '../live/codes.ts';
import { linkView } from '../live/link-view.ts';
import { may, mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { PointShareStore } from '../store/point-shares.ts';

export const departmentRoutes = ({ database, desk, now: clock }: Pick<PlanDeps, 'database' | 'desk' | 'now'>) => {
	const store = new PointShareStore(database);

	const listed = async (workshopId: WorkshopId, actor: PersonActor): Promise<SharesView> => {
		const shares = await store.ofWorkshop(workshopId);
		const links = facilitates(actor.role) ? await store.links(workshopId) : [];
		return {
			shares: shares.map(({ point, n, text, department, askedAt, answer, answeredAt, saidBy }) => ({
				...{ point, n, text, department, answer },
				askedAt: askedAt.toISOString(),
				answeredAt: answeredAt?.toISOString() ?? null,
				mayAnswer: actor.role === 'customer' && (saidBy === null || saidBy === actor.personId)
			})),
			links: links.map(({ id, department, createdAt }) => ({ id, department, createdAt: createdAt.toISOString() }))
		};
	};
	const changed = (workshopId: WorkshopId, actor: PersonActor): Promise<SharesView> => {
		desk.bump(workshopId, 'reply');
		return listed(workshopId, actor);
	};

	return new Hono<Env>()
		.get('/workshops/:id/shares', mayInWorkshop('share.read'), async (c) =>
			c.json(await listed(c.get('workshop').id, personOf(c)))
		)
		.post('/workshops/:id/shares/ask', mayInWorkshop('share.ask'), body(AskShare), async (c) => {
			const { department, points } = c.req.valid('json');
			await store.ask(c.get('workshop').id, department, points, clock());
			return c.json(await changed(c.get('workshop').id, personOf(c)), 201);
		})
		.post('/workshops/:id/shares/take-back', mayInWorkshop('share.ask'), body(TakeShareBack), async (c) => {
			const workshopId = c.get('workshop').id;
			await store.takeBack({ workshopId, ...c.req.valid('json') });
			return c.json(await changed(workshopId, personOf(c)));
		})
		.post('/workshops/:id/shares/answer', mayInWorkshop('share.answer'), body(AnswerShare), async (c) => {
			const workshopId = c.get('workshop').id;
			const actor = personOf(c);
			const { answer, text, ...place } = c.req.valid('json');
			await store.answer({ workshopId, ...place }, actor.personId, { answer, text }, clock());
			return c.json(await changed(workshopId, actor));
		})
		.post('/workshops/:id/shares/link', mayInWorkshop('link.manage'), body(DepartmentLink), async (c) => {
			const workshopId = c.get('workshop').id;
			const token = newLinkToken();
			const link = await store.link(workshopId, c.req.valid('json').department, hashOf(token), clock());
			desk.bump(workshopId, 'reply');
			const made: NewLinkView = {
				...linkView({ ...link, purpose: 'department', personId: null, revokedAt: null }),
				path: `/d/${token}`
			};
			return c.json(made, 201);
		})
		.get('/departments/:token', may('link.open'), async (c) => {
			c.header('x-robots-tag', 'noindex');
			const link = await store.byToken(hashOf(c.req.param('token')));
			if (!link) throw new Problem('not-found', 'Nothing is here any more, or never was.');
			const now = await desk.get(link.workshopId);
			const customers = await store.customers(link.workshopId);
			// Where there was never but one customer, she said it.
			const only = customers.length === 1 ? (customers[0]?.name ?? '') : '';
			const shares = await store.ofWorkshop(link.workshopId);
			const view: DepartmentView = {
				department: link.department,
				company: now.workshop.company,
				points: shares
					.filter(({ department, answer }) => department === link.department && answer === 'yes')
					.map(({ n, text, isQuote, kind, by, saidAt }) => ({
						...{ n, text, isQuote, kind, by: by ?? only },
						saidAt: saidAt.toISOString()
					}))
			};
			return c.json(view);
		});
};
