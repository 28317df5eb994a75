/** The marks on a step's boards as a reader sees them: syndicates for "we have that too", counts for the rest, no names. */
import { authorize, type Actor, type PersonActor } from '#domain/access.ts';
import type { GalleryMark } from '#domain/gallery.ts';
import { asId, type StepId, type SyndicateId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { parseRef } from '#domain/refs.ts';
import type { GalleryView, MarksView } from '#protocol/gallery.ts';
import type { DocumentRecord } from '../store/documents.ts';
import type { MarkRow } from '../store/gallery.ts';
import type { WorkshopNow } from './workshop-now.ts';

/** Marks on boards of this step that the actor may read. */
export function galleryView(now: WorkshopNow, step: StepId, actor: Actor, rows: readonly MarkRow[]): GalleryView {
	const marks: Record<string, { same: SyndicateId[] } & Omit<MarksView, 'same'>> = {};
	const mine: GalleryView['mine'][number][] = [];
	for (const { target, kind, personId, syndicateId } of rows) {
		const document = documentOf(now, target);
		if (document?.step !== step || !authorize(actor, 'document.read', now.resourceOf(document))) continue;
		if (actor.kind === 'person' && personId === actor.personId) mine.push({ target, kind });
		const counted = (marks[target] ??= { same: [], thanks: 0, moved: 0, 'tell-me-more': 0 });
		if (kind !== 'same') marks[target] = { ...counted, [kind]: counted[kind] + 1 };
		// Somebody who moved to that syndicate since says nothing new about it.
		else if (syndicateId !== null && syndicateId !== document.syndicateId && !counted.same.includes(syndicateId))
			counted.same.push(syndicateId);
	}
	const order = now.syndicates.map(({ id }) => id);
	for (const { same } of Object.values(marks)) same.sort((a, b) => order.indexOf(a) - order.indexOf(b));
	return { mine, marks };
}

/** @throws Problem `step-closed`, `not-your-syndicate` */
export function mustTakeMarks(now: WorkshopNow, document: DocumentRecord, actor: PersonActor, kind: GalleryMark): void {
	const { shownToAll, stepState } = now.resourceOf(document);
	if (!shownToAll && stepState !== 'closed')
		throw new Problem('step-closed', 'This board is not read yet. Its own people still write on it.');
	if (kind === 'same' && document.syndicateId === actor.syndicateId)
		throw new Problem('not-your-syndicate', 'This is your own syndicate’s. The others say whether they have it too.');
}

function documentOf(now: WorkshopNow, target: string): DocumentRecord | undefined {
	const ref = parseRef(target);
	return ref?.kind === 'note' || ref?.kind === 'group' ? now.documents.get(asId(ref.documentId)) : undefined;
}
