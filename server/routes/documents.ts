/** Which documents a person may open, and what a note may be linked to. */
import { Hono } from 'hono';
import { authorize, type Actor } from '#domain/access.ts';
import { asId, type PersonId, type StepId, type SyndicateId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { syncPath } from '#protocol/sync.ts';
import type { HistoryView } from '#protocol/views.ts';
import type { Deps } from '../deps.ts';
import { type Env } from '../http.ts';
import { historyOf } from '../live/history.ts';
import { sourcesFor } from '../live/sources.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { DocumentRecord } from '../store/documents.ts';

export const documentRoutes = ({ workshops }: Deps) => {
	const { desk, stores, rooms } = workshops;

	return new Hono<Env>()
		.get('/workshops/:id/documents', mayInWorkshop('workshop.read'), async (c) => {
			const now = await desk.get(c.get('workshop').id);
			const actor = c.get('actor');
			const readable = now.rows.documents.filter((document) =>
				authorize(actor, 'document.read', now.resourceOf(document))
			);
			return c.json(readable.map((document) => placeOf(document, now, actor)));
		})
		.post('/workshops/:id/steps/:step/private', mayInWorkshop('private.open'), async (c) => {
			const { id } = c.get('workshop');
			const { personId } = personOf(c);
			const step = asId<'Step'>(c.req.param('step'));
			const before = await desk.get(id);
			const mine = before.privateDocuments(step).find((document) => document.personId === personId);
			if (mine) return c.json(placeOf(mine, before, c.get('actor')));
			refuseUnlessWritingAlone(before, step, before.person(personId)?.syndicateId ?? null);
			const made = await stores.documents.makePrivate(id, step, personId);
			await desk.refresh(id, 'documents');
			return c.json(placeOf(made, await desk.get(id), c.get('actor')));
		})
		.get('/workshops/:id/documents/:document/history', mayInWorkshop('room.follow'), async (c) => {
			const now = await desk.get(c.get('workshop').id);
			const document = now.rows.documents.find(({ id }) => id === c.req.param('document'));
			// A private document has one writer, and nobody else learns that it is there.
			if (!document || document.kind === 'private') throw new Problem('not-found', 'There is no such board.');
			if (!authorize(c.get('actor'), 'document.read', now.resourceOf(document)))
				throw new Problem('not-allowed', 'You cannot read this board now.');
			const isNamed = now.namesRule(document.step) === 'named';
			const writers = isNamed
				? await stores.documents.writers(document.id, document.generation)
				: new Map<number, PersonId>();
			const lines = await rooms.read(document.id, (board) =>
				historyOf(board, c.req.query('of') ?? '', (client) => writers.get(client) ?? null)
			);
			if (!lines) throw new Problem('not-found', 'There is no such note or group on this board.');
			const isHere = (person: PersonId) => now.person(person) !== null;
			const view: HistoryView = {
				lines: lines.map((line) => ({ ...line, people: isNamed ? line.people.filter(isHere) : [] }))
			};
			return c.json(view);
		})
		.get('/workshops/:id/steps/:step/sources', mayInWorkshop('workshop.read'), async (c) => {
			const now = await desk.get(c.get('workshop').id);
			return c.json(await sourcesFor({ now, rooms, rows: stores.sources }, asId(c.req.param('step')), c.get('actor')));
		});
};

const placeOf = (document: DocumentRecord, now: WorkshopNow, actor: Actor): DocumentPlace => {
	const { id, kind, step, syndicateId, generation } = document;
	return {
		id,
		kind,
		step,
		syndicateId,
		generation,
		path: syncPath(now.workshop.id, id, generation),
		writable: authorize(actor, 'document.write', now.resourceOf(document))
	};
};

/** A private document is begun while people write alone, so that nothing is hidden that should be shared. */
function refuseUnlessWritingAlone(now: WorkshopNow, step: StepId, syndicate: SyndicateId | null): void {
	const activity = now.activities.get(step);
	if (!activity) throw new Problem('not-found', 'This step is not in the agenda. Load the page again.');
	const { state } = now.step(step);
	if (state !== 'open' || now.phaseFor(step, syndicate)?.kind !== 'write-alone') {
		throw new Problem(
			'step-closed',
			'Nobody writes alone in this step now. Write on the board, or wait for the facilitator.'
		);
	}
}
