/** A room board's lines: what of the syndicates still waits, and the wordings that everybody proposes. */
import { Hono } from 'hono';
import { authorize, type Actor } from '#domain/access.ts';
import { asId, type ProposalId, type StepId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { noteRef } from '#domain/refs.ts';
import type { Activity } from '#domain/template.ts';
import { Bring, NewProposal, ProposalVote } from '#protocol/bodies.ts';
import type { OfferedView, ProposalView } from '#protocol/vision-views.ts';
import { body, type Env } from '../http.ts';
import { links, originOf, PROPOSED, put } from '../live/carry.ts';
import type { DocumentRooms } from '../live/document-rooms.ts';
import { isNew, offeredBy, type Offered, type OfferedLine } from '../live/offered.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { allow, mayAsk, mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import type { DocumentRecord } from '../store/documents.ts';
import { ProposalStore } from '../store/proposals.ts';
import { VoteStore, type StepPlace } from '../store/votes.ts';
import { Tries } from '../tries.ts';

interface LineDeps extends Pick<PlanDeps, 'database' | 'now' | 'desk'> {
	readonly rooms: Pick<DocumentRooms, 'read' | 'edit'>;
}

export const proposalRoutes = ({ database, now: clock, desk, rooms }: LineDeps) => {
	const proposals = new ProposalStore(database);
	const votes = new VoteStore(database);
	/** A person who thinks needs longer than five seconds for a wording. */
	const pace = new Tries({ tries: 12, seconds: 60 });

	const listed = async (place: StepPlace, actor: Actor): Promise<readonly ProposalView[]> => {
		const me = actor.kind === 'person' ? actor.personId : null;
		const voted = me === null ? new Set<ProposalId>() : await proposals.votedBy(place, me);
		return (await proposals.ofStep(place)).map(({ personId, ...proposal }) => ({
			...proposal,
			votedByMe: voted.has(proposal.id),
			mine: personId === me
		}));
	};
	const changed = async (place: StepPlace, actor: Actor) => {
		desk.bump(place.workshopId, 'proposals');
		return listed(place, actor);
	};

	/** What the syndicates have beyond what came by itself. */
	const offeredTo = async (now: WorkshopNow, { activity, document }: LinesOf): Promise<readonly Waiting[]> => {
		const from = originOf(activity.board)?.step;
		const origin = [...now.activities.keys()].find((id) => id === from);
		if (!origin) return [];
		const given = await votes.given({ workshopId: now.workshop.id, step: origin });
		const offered = await offeredBy(now, origin, activity.board.top, { rooms, given });
		const isNeeded = await rooms.read(document.id, isNew);
		return offered.map((one) => ({
			...one,
			left: [...one.chosen, ...one.waiting].filter(isNeeded).toSorted((a, b) => b.votes - a.votes)
		}));
	};

	return new Hono<Env>()
		.get('/workshops/:id/steps/:step/waiting', mayInWorkshop('proposal.read'), async (c) => {
			const now = await desk.get(c.get('workshop').id);
			const waiting = await offeredTo(now, linesOf(now, stepOf(c.req.param('step'))));
			return c.json(waiting.map(viewOf));
		})
		.post('/workshops/:id/steps/:step/waiting/bring', mayAsk('document.write'), body(Bring), async (c) => {
			const now = await desk.get(c.get('workshop').id);
			const lines = linesOf(now, stepOf(c.req.param('step')));
			allow(c, 'document.write', now.resourceOf(lines.document));
			const { ref } = c.req.valid('json');
			const asked = (await offeredTo(now, lines)).flatMap(({ left }) => left).find((line) => line.ref === ref);
			// Not there: the other writer was first, and it stands on the board.
			if (asked) {
				const { id } = lines.document;
				await rooms.edit(id, (board) => put(board, links(lines.activity.board, id, PROPOSED, [asked.ref])));
				desk.bump(now.workshop.id, 'proposals');
			}
			return c.json((await offeredTo(now, lines)).map(viewOf));
		})
		.get('/workshops/:id/steps/:step/proposals', mayInWorkshop('proposal.read'), async (c) =>
			c.json(await listed({ workshopId: c.get('workshop').id, step: stepOf(c.req.param('step')) }, c.get('actor')))
		)
		.post('/workshops/:id/steps/:step/proposals', mayInWorkshop('proposal.write'), body(NewProposal), async (c) => {
			const { personId, syndicateId } = personOf(c);
			const place = { workshopId: c.get('workshop').id, step: stepOf(c.req.param('step')) };
			const { zone, line, text } = c.req.valid('json');
			const lines = linesOf(await desk.get(place.workshopId), place.step);
			refuseWords(text, lines.activity.board.textLimit ?? 200);
			await checkPlace(lines, zone, line, rooms);
			await pace.take(personId);
			await proposals.propose({ ...place, zone: asId(zone), line, text, personId, syndicateId, at: clock() });
			return c.json(await changed(place, c.get('actor')), 201);
		})
		.post(
			'/workshops/:id/steps/:step/proposals/:proposal/vote',
			mayInWorkshop('vote.cast'),
			body(ProposalVote),
			async (c) => {
				const place = placeOf(c.get('workshop').id, c.req.param('step'), c.req.param('proposal'));
				await proposals.vote(place, personOf(c).personId, c.req.valid('json').on, clock());
				return c.json(await changed(place, c.get('actor')));
			}
		)
		.post('/workshops/:id/steps/:step/proposals/:proposal/withdraw', mayInWorkshop('proposal.write'), async (c) => {
			const place = placeOf(c.get('workshop').id, c.req.param('step'), c.req.param('proposal'));
			await proposals.withdraw(place, personOf(c).personId);
			return c.json(await changed(place, c.get('actor')));
		})
		.post('/workshops/:id/steps/:step/proposals/:proposal/take', mayInWorkshop('proposal.write'), async (c) => {
			const actor = personOf(c);
			const place = placeOf(c.get('workshop').id, c.req.param('step'), c.req.param('proposal'));
			const now = await desk.get(place.workshopId);
			const { document } = linesOf(now, place.step);
			if (!authorize(actor, 'document.write', now.resourceOf(document))) throw notYourTurn(now, place.step);
			await proposals.take(place);
			return c.json(await changed(place, actor));
		});
};

interface LinesOf {
	readonly activity: Activity;
	readonly document: DocumentRecord;
}

interface Waiting extends Offered {
	/** Neither placed, nor joined, nor in the bin. */
	readonly left: readonly OfferedLine[];
}

const stepOf = (text: string): StepId => asId(text);
const placeOf = (workshopId: StepPlace['workshopId'], step: string, id: string) => ({
	workshopId,
	step: stepOf(step),
	id: asId<'Proposal'>(id)
});

const viewOf = ({ syndicateId, chosen, waiting, isTied, left }: Waiting): OfferedView => ({
	syndicateId,
	came: chosen.length + waiting.length - left.length,
	isTied,
	waiting: left.map(({ ref, text, votes }) => ({ ref, text, votes }))
});

/** @throws Problem `not-found` for a step without lines of the room */
function linesOf(now: WorkshopNow, step: StepId): LinesOf {
	const activity = now.activities.get(step);
	const document = now.boards(step).find(({ kind }) => kind === 'room');
	if (activity?.board.kind !== 'vision' || !document) {
		throw new Problem('not-found', 'In this step the room has no lines to work on. They come with its step.');
	}
	return { activity, document };
}

/** @throws Problem `empty`, `too-long` */
function refuseWords(text: string, limit: number): void {
	if (text === '') throw new Problem('empty', 'There is nothing in it yet. Write the line as you would say it.');
	if (text.length > limit) {
		throw new Problem('too-long', `${text.length} of ${limit} characters. Nothing is lost; shorten it.`, {
			field: 'text'
		});
	}
}

/** @throws Problem `not-found` when the place or line is not on the page (any more) */
async function checkPlace(
	{ activity, document }: LinesOf,
	zone: string,
	line: string | null,
	rooms: Pick<DocumentRooms, 'read'>
): Promise<void> {
	const isThere =
		activity.board.zones.some(({ id }) => id === zone) &&
		(line === null ||
			(await rooms.read(document.id, (board) =>
				board.notes().some(({ id, removedAt }) => removedAt === null && noteRef(document.id, id) === line)
			)));
	if (!isThere) {
		throw new Problem('not-found', 'This line is not on the page any more. Your words are still in the box.');
	}
}

function notYourTurn(now: WorkshopNow, step: StepId): Problem {
	const names = now.step(step).writers.flatMap((id) => now.person(id)?.name ?? []);
	const who = names.length > 0 ? names.join(' and ') : 'the two writers';
	return new Problem('not-your-turn', `Only ${who} write here now. You can propose a line, and vote for this one.`);
}
