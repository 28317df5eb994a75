/** All that a note of a step may be linked to: what earlier steps hold, as far as the reader may read it. */
import type { BoardDocument } from '#document/board.ts';
import { authorize, type Actor } from '#domain/access.ts';
import type { PersonId, StepId } from '#domain/ids.ts';
import { groupRef, noteRef, simpleRef } from '#domain/refs.ts';
import type { NamesRule } from '#domain/template.ts';
import { facilitates, isGuest } from '#domain/workshop.ts';
import type { SourceView } from '#protocol/views.ts';
import type { DocumentRecord } from '../store/documents.ts';
import type { SourceStore } from '../store/sources.ts';
import type { DocumentRooms } from './document-rooms.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface SourceDeps {
	readonly now: WorkshopNow;
	readonly rooms: Pick<DocumentRooms, 'read'>;
	readonly rows: Pick<SourceStore, 'points' | 'questions' | 'feedback'>;
}

/** In the order of the agenda. Notes that only link elsewhere speak with the words they link to. */
export async function sourcesFor(
	{ now, rooms, rows }: SourceDeps,
	step: StepId,
	actor: Actor
): Promise<readonly SourceView[]> {
	const order = [...now.activities.keys()];
	const earlier = order.slice(0, Math.max(0, order.indexOf(step)));
	const found: SourceView[] = [];
	for (const id of earlier) {
		for (const document of now.boards(id)) {
			if (!authorize(actor, 'document.read', now.resourceOf(document))) continue;
			found.push(...(await rooms.read(document.id, (board) => onBoard(board, document, now.namesRule(id)))));
		}
		found.push(...(await rowsOf(now, id, rows, actor)));
	}
	const sources = withWords([...found, ...(await customersWords(now, step, rows, actor))]);
	return actor.kind === 'person' && isGuest(actor.role) ? linkedHere(sources, { now, rooms }, step, actor) : sources;
}

/** Guests read the words of what stands on a board they sit at, and nobody's name with them. */
async function linkedHere(
	sources: readonly SourceView[],
	{ now, rooms }: Pick<SourceDeps, 'now' | 'rooms'>,
	step: StepId,
	actor: Actor
): Promise<readonly SourceView[]> {
	const linked = new Set<string>();
	for (const document of now.boards(step)) {
		if (!authorize(actor, 'document.read', now.resourceOf(document))) continue;
		const refs = await rooms.read(document.id, (board) => board.notes().flatMap(({ from }) => from));
		for (const ref of refs) linked.add(ref);
	}
	return sources.filter(({ ref }) => linked.has(ref)).map((source) => ({ ...source, authorId: null }));
}

/** From the step on that asks for them. Whoever sits in a syndicate is given what was dealt to it. */
async function customersWords(
	{ activities, workshop: { id: workshopId, state } }: WorkshopNow,
	step: StepId,
	rows: SourceDeps['rows'],
	actor: Actor
): Promise<readonly SourceView[]> {
	const order = [...activities.values()];
	const at = order.findIndex(({ board }) => board.fields?.some(({ id }) => id === FEEDBACK_FIELD));
	const place = order[at];
	if (!place || at > order.findIndex(({ id }) => id === step)) return [];
	if (actor.kind !== 'person' || !authorize(actor, 'feedback.use', { kind: 'workshop', workshopId, state })) return [];
	return (await rows.feedback(workshopId))
		.filter(({ syndicateId }) => facilitates(actor.role) || (syndicateId !== null && syndicateId === actor.syndicateId))
		.map(({ id, text, syndicateId }): SourceView => {
			const ref = simpleRef('feedback', id);
			return { ref, step: place.id, zone: FEEDBACK_FIELD, text, syndicateId, authorId: null, from: [] };
		});
}

/** The field by which a step asks for customers' words. */
const FEEDBACK_FIELD = 'feedback';

function onBoard(board: BoardDocument, document: DocumentRecord, rule: NamesRule): readonly SourceView[] {
	const { id: documentId, step, syndicateId } = document;
	const notes = board.notes().filter(({ removedAt }) => removedAt === null);
	const standing = new Set(notes.flatMap(({ group }) => group ?? []));
	return [
		...board
			.groups()
			.filter(({ id }) => standing.has(id))
			.map((group): SourceView => {
				const from = notes.filter((note) => note.group === group.id).map(({ id }) => noteRef(documentId, id));
				const ref = groupRef(documentId, group.id);
				return { ref, step, zone: group.zone, text: group.title, syndicateId, authorId: null, from };
			}),
		...notes.map((note): SourceView => {
			const ref = noteRef(documentId, note.id);
			const authorId = authorOf(note.author, rule);
			return { ref, step, zone: note.zone, text: note.text, syndicateId, authorId, from: note.from };
		})
	];
}

const authorOf = (author: PersonId | 'hidden' | null, rule: NamesRule): PersonId | null =>
	rule === 'named' && author !== 'hidden' ? author : null;

async function rowsOf(
	now: WorkshopNow,
	step: StepId,
	rows: SourceDeps['rows'],
	actor: Actor
): Promise<readonly SourceView[]> {
	const { id: workshopId, state } = now.workshop;
	const mayRead = (deed: 'point.read' | 'question.read') =>
		authorize(actor, deed, { kind: 'workshop', workshopId, state });
	const kind = now.activities.get(step)?.board.kind;
	if (kind === 'points' && mayRead('point.read')) {
		return (await rows.points(workshopId)).flatMap(({ id, kind, text, syndicateId }): SourceView[] => {
			const zone = kind === 'praise' ? 'praise' : 'points';
			return text === null
				? []
				: [{ ref: simpleRef('point', id), step, zone, text, syndicateId, authorId: null, from: [] }];
		});
	}
	if (kind === 'queue' && mayRead('question.read')) {
		return (await rows.questions(workshopId)).map(({ id, text, askedBy, syndicateId }): SourceView => {
			return { ref: simpleRef('question', id), step, zone: 'queue', text, syndicateId, authorId: askedBy, from: [] };
		});
	}
	return [];
}

/** A placed definition has no words of its own; it shows those of the first note it stands for. */
function withWords(sources: readonly SourceView[]): readonly SourceView[] {
	const byRef = new Map(sources.map((source) => [source.ref, source]));
	const wordsOf = (source: SourceView, passed: ReadonlySet<string>): string => {
		if (source.text.trim() !== '' || passed.has(source.ref)) return source.text;
		for (const ref of source.from) {
			const origin = byRef.get(ref);
			const words = origin ? wordsOf(origin, new Set([...passed, source.ref])) : '';
			if (words !== '') return words;
		}
		return '';
	};
	return sources.map((source) => ({ ...source, text: wordsOf(source, new Set()) }));
}
