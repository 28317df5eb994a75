/** What a customer wants to say: nobody else is told of it before the room is shown it. */
import { Hono, type Context } from 'hono';
import { SaveStatement, StatementId } from '#protocol/statements.ts';
import type { StatementView } from '#protocol/statements.ts';
import * as v from 'valibot';
import type { WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { StatementStore, type Owner, type StatementRow } from '../store/statements.ts';

export const statementRoutes = ({ database, now, desk }: Pick<PlanDeps, 'database' | 'now' | 'desk'>) => {
	const statements = new StatementStore(database);
	/** A press on the evening before shows nobody anything. @throws Problem `not-your-turn` */
	const mustHaveBegun = async (id: WorkshopId): Promise<void> => {
		const now = await desk.get(id);
		const talks = [...now.activities.values()].filter(({ board }) => board.kind === 'points');
		if (talks.length > 0 && talks.every((talk) => now.step(talk.id).state === 'ahead'))
			throw new Problem('not-your-turn', 'Your talk has not begun. The facilitator opens it; then show this line.');
	};

	return new Hono<Env>()
		.get('/workshops/:id/statements', mayInWorkshop('statement.write'), async (c) =>
			c.json((await statements.of(ownerOf(c))).map(viewOf))
		)
		.put('/workshops/:id/statements/:statement', mayInWorkshop('statement.write'), body(SaveStatement), async (c) => {
			const id = c.req.param('statement');
			if (!v.is(StatementId, id)) throw new Problem('malformed', 'A line has no such id.');
			return c.json(viewOf(await statements.keep(ownerOf(c), { id, ...c.req.valid('json') }, now())));
		})
		.post('/workshops/:id/statements/:statement/remove', mayInWorkshop('statement.write'), async (c) => {
			await statements.remove(ownerOf(c), c.req.param('statement'));
			return c.body(null, 204);
		})
		.post('/workshops/:id/statements/:statement/show', mayInWorkshop('statement.show'), async (c) => {
			await mustHaveBegun(c.get('workshop').id);
			const { statement, isNew } = await statements.show(ownerOf(c), c.req.param('statement'), now());
			if (isNew) desk.bump(c.get('workshop').id, 'points');
			return c.json(viewOf(statement));
		});
};

const ownerOf = (c: Context<Env>): Owner => ({
	workshopId: c.get('workshop').id,
	personId: personOf(c).personId
});

const viewOf = ({ writtenAt, ...statement }: StatementRow): StatementView => ({
	...statement,
	writtenAt: writtenAt.toISOString()
});
