/** What happened before somebody came, short enough to be read in a minute. */
import { authorize, type PersonActor } from '#domain/access.ts';
import type { StepId } from '#domain/ids.ts';
import { parseRef } from '#domain/refs.ts';
import type { MissedView } from '#protocol/people-views.ts';
import type { MissedStore } from '../store/missed.ts';
import type { SourceStore } from '../store/sources.ts';
import type { VoteStore } from '../store/votes.ts';
import type { DocumentRooms } from './document-rooms.ts';
import { noteWords, standing } from './note-words.ts';
import { visibleTotals } from './visible-totals.ts';
import type { WorkshopNow } from './workshop-now.ts';
import { placeholdersOf } from './workshop-view.ts';
import { fillPlaceholders } from '#domain/template.ts';

export interface MissedDeps {
	readonly store: Pick<MissedStore, 'openedAt'>;
	readonly votes: Pick<VoteStore, 'given'>;
	readonly sources: Pick<SourceStore, 'points'>;
	readonly rooms: Pick<DocumentRooms, 'read'>;
}

/** Notes of a step that are worth a late reader's minute. */
const MOST_NOTES = 2;
const minuteMs = 60_000;

/** Never an author, never a board this person may not read, never a total that is kept back. */
export async function missedBy(now: WorkshopNow, actor: PersonActor, deps: MissedDeps, at: Date): Promise<MissedView> {
	const openedAt = await deps.store.openedAt(now.workshop.id);
	const running = now.running();
	const steps = [...now.activities.values()];
	const here = steps.findIndex(({ id }) => id === running?.activity.id);
	const names = placeholdersOf(now);
	const before = steps.slice(0, Math.max(0, here)).filter(({ id }) => now.step(id).state !== 'ahead');
	const began = steps.flatMap(({ id }) => openedAt.get(id) ?? []).sort((a, b) => a.getTime() - b.getTime())[0];
	const came = now.person(actor.personId)?.arrivedAt ?? at;
	const words = noteWords(now, deps.rooms, await deps.sources.points(now.workshop.id));
	return {
		minutes: began ? Math.max(0, Math.floor((came.getTime() - began.getTime()) / minuteMs)) : 0,
		compass: now.workshop.compass,
		steps: await Promise.all(
			before.map(async ({ id, step, title, prompt }) => ({
				id,
				number: step,
				title: fillPlaceholders(title, names),
				prompt: fillPlaceholders(prompt, names),
				notes: await topNotes(now, actor, id, deps, words)
			}))
		),
		running: running && {
			id: running.activity.id,
			title: fillPlaceholders(running.activity.title, names),
			phase: running.phase?.title ?? null
		}
	};
}

async function topNotes(
	now: WorkshopNow,
	actor: PersonActor,
	step: StepId,
	{ rooms, votes }: MissedDeps,
	words: ReturnType<typeof noteWords>
): Promise<MissedView['steps'][number]['notes']> {
	const totals = await visibleTotals(now, step, votes);
	const best = [...(totals ?? [])].sort(([, a], [, b]) => b - a);
	const found: { text: string; votes: number }[] = [];
	for (const [ref, given] of best) {
		if (found.length === MOST_NOTES) break;
		const source = parseRef(ref);
		if (source?.kind !== 'note' && source?.kind !== 'group') continue;
		const document = now.boards(step).find(({ id }) => id === source.documentId);
		if (!document || !authorize(actor, 'document.read', now.resourceOf(document))) continue;
		const said = await rooms.read(document.id, (board) =>
			source.kind === 'note'
				? (standing(board).find(({ id }) => id === source.id) ?? null)
				: { text: board.groups().find(({ id }) => id === source.id)?.title ?? '', from: [] }
		);
		const text = said ? await words(said) : '';
		if (text !== '') found.push({ text, votes: given });
	}
	return found;
}
