/** "You told us … we will …": written and approved by facilitators, read and answered by the customers. */
import { Hono } from 'hono';
import { asId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { isGuest } from '#domain/workshop.ts';
import { ApproveReply, ChangeWords, NewWords, ReplyLine, ReplyOpening, ReplyOrder } from '#protocol/reply-bodies.ts';
import type { ReplyDeskView, ReplyView, ReplyWordsView } from '#protocol/reply-views.ts';
import { body, type Env } from '../http.ts';
import { HerWords } from '../live/her-words.ts';
import { deskView, draftsOf, pendingOf, readersView, readReply, stillStands, unapproved } from '../live/reply-view.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PersonActor } from '#domain/access.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { notAsRead, ReplyStore } from '../store/reply.ts';
import { ReplyWordsStore } from '../store/reply-words.ts';

/** Points may be changed while boards are read for a draft; more often than this they are not, by people. */
const TRIES = 5;

export const replyRoutes = (deps: PlanDeps) => {
	const { database, desk, now: clock } = deps;
	const replies = new ReplyStore(database);
	const said = new ReplyWordsStore(database);

	const onDesk = async (workshopId: WorkshopId): Promise<ReplyDeskView> => deskView(await readReply(deps, workshopId));
	const changed = (workshopId: WorkshopId): Promise<ReplyDeskView> => {
		desk.bump(workshopId, 'reply');
		return onDesk(workshopId);
	};
	/** Customers read their own words, who came to hear them none, whoever follows up reads all of them. */
	const wordsFor = async (workshopId: WorkshopId, actor: PersonActor): Promise<readonly ReplyWordsView[]> =>
		(await said.ofWorkshop(workshopId))
			.filter(({ personId }) => !isGuest(actor.role) || personId === actor.personId)
			.map(({ personId, writtenAt, ...words }) => ({
				...words,
				writtenAt: writtenAt.toISOString(),
				mine: personId === actor.personId
			}));
	const read = async (workshopId: WorkshopId, actor: PersonActor): Promise<ReplyView> => {
		const words = await wordsFor(workshopId, actor);
		// All boards are read for a reply: not before there is one.
		const { approved } = await replies.read(workshopId);
		return approved ? readersView(await readReply(deps, workshopId), words) : unapproved(words);
	};
	const beside = new HerWords(deps);
	const drafted = async (workshopId: WorkshopId): Promise<void> => {
		for (let tried = 0; tried < TRIES; tried += 1) {
			const parts = await readReply(deps, workshopId);
			if (await replies.draft(workshopId, draftsOf(parts), stillStands(parts))) return;
		}
		throw notAsRead();
	};

	return new Hono<Env>()
		.get('/workshops/:id/reply', mayInWorkshop('reply.read'), async (c) =>
			c.json(await read(c.get('workshop').id, personOf(c)))
		)
		.get('/workshops/:id/reply/desk', mayInWorkshop('reply.write'), async (c) =>
			c.json(await onDesk(c.get('workshop').id))
		)
		.post('/workshops/:id/reply/draft', mayInWorkshop('reply.write'), async (c) => {
			const workshopId = c.get('workshop').id;
			await drafted(workshopId);
			return c.json(await changed(workshopId));
		})
		.post('/workshops/:id/reply/opening', mayInWorkshop('reply.write'), body(ReplyOpening), async (c) => {
			const workshopId = c.get('workshop').id;
			const { opening, saw } = c.req.valid('json');
			await replies.opening(workshopId, opening, saw);
			return c.json(await changed(workshopId));
		})
		.post('/workshops/:id/reply/order', mayInWorkshop('reply.write'), body(ReplyOrder), async (c) => {
			const workshopId = c.get('workshop').id;
			await replies.order(workshopId, c.req.valid('json').issues);
			return c.json(await changed(workshopId));
		})
		.post('/workshops/:id/reply/lines/:issue', mayInWorkshop('reply.write'), body(ReplyLine), async (c) => {
			const workshopId = c.get('workshop').id;
			const { saw, ...words } = c.req.valid('json');
			await replies.line({ workshopId, issueId: asId(c.req.param('issue')) }, words, saw);
			return c.json(await changed(workshopId));
		})
		.post('/workshops/:id/reply/approve', mayInWorkshop('reply.write'), body(ApproveReply), async (c) => {
			const workshopId = c.get('workshop').id;
			const { personId } = personOf(c);
			const parts = await readReply(deps, workshopId);
			const { stamp, open, preview } = deskView(parts);
			// What is approved is what was read in the preview, to the letter.
			if (stamp !== c.req.valid('json').stamp) throw notAsRead();
			if (preview.lines.length + preview.also.length + preview.praise.length === 0)
				throw new Problem('empty', 'There is nothing in the reply yet.');
			if (open > 0)
				throw new Problem('empty', 'Some lines have no words yet. Write what you will do, or leave the line out.');
			await replies.approve(workshopId, pendingOf(parts), { by: personId, at: clock() }, stillStands(parts));
			return c.json(await changed(workshopId));
		})
		.post('/workshops/:id/reply/withdraw', mayInWorkshop('reply.write'), async (c) => {
			const workshopId = c.get('workshop').id;
			await replies.withdraw(workshopId);
			return c.json(await changed(workshopId));
		})
		.post('/workshops/:id/reply/words', mayInWorkshop('reply.answer'), body(NewWords), async (c) => {
			const workshopId = c.get('workshop').id;
			const actor = personOf(c);
			const { sendKey: id, ...words } = c.req.valid('json');
			await said.add({ ...words, id, workshopId, personId: actor.personId, writtenAt: clock() });
			desk.bump(workshopId, 'reply');
			return c.json(await read(workshopId, actor), 201);
		})
		.post('/workshops/:id/reply/words/:word/change', mayInWorkshop('reply.answer'), body(ChangeWords), async (c) => {
			const workshopId = c.get('workshop').id;
			const actor = personOf(c);
			const place = { workshopId, id: c.req.param('word'), personId: actor.personId };
			await said.change(place, c.req.valid('json').text, clock());
			desk.bump(workshopId, 'reply');
			return c.json(await read(workshopId, actor));
		})
		.post('/workshops/:id/reply/words/:word/remove', mayInWorkshop('reply.answer'), async (c) => {
			const workshopId = c.get('workshop').id;
			const actor = personOf(c);
			await said.remove({ workshopId, id: c.req.param('word'), personId: actor.personId });
			desk.bump(workshopId, 'reply');
			return c.json(await read(workshopId, actor));
		})
		.get('/workshops/:id/her-words', mayInWorkshop('point.read'), async (c) =>
			c.json(await beside.of(c.get('workshop').id))
		);
};
