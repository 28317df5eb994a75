/**
 * What a note, a group, a customer's words or an action comes from, and what became of it, both ways at once. Only what
 * the reader may read is in it; a chain that leads through a closed door ends there.
 */
import { authorize, type Actor } from '#domain/access.ts';
import type { StepId } from '#domain/ids.ts';
import { isSeenByRoom } from '#domain/questions.ts';
import { groupRef, noteRef, simpleRef } from '#domain/refs.ts';
import type { BoardKind } from '#domain/template.ts';
import { facilitates } from '#domain/workshop.ts';
import type { ChainItemView, ChainView } from '#protocol/gallery.ts';
import { readBoard, wordsOf } from '../signing/boards.ts';
import { withWords } from '../signing/chain.ts';
import { readActions } from '../store/plan-rows.ts';
import { pointsOf } from '../store/points.ts';
import { questionsOf } from '../store/questions.ts';
import { feedbackOf } from '../store/sources.ts';
import type { ChainLink } from '../store/chain.ts';
import type { Reading } from '../store/database.ts';
import type { DocumentRecord } from '../store/documents.ts';
import type { DocumentRooms } from './document-rooms.ts';
import type { WorkshopNow } from './workshop-now.ts';

/** As many as somebody reads; a standard of a large room has more sentences and stories behind it than that. */
const MOST_ITEMS = 120;

interface Link extends Omit<ChainLink, 'step'> {
	readonly step: StepId | null;
	readonly action: ChainItemView['action'];
}

export interface ChainViewDeps {
	readonly db: Reading;
	readonly rooms: Pick<DocumentRooms, 'read'>;
}

/** Null where the ref leads to nothing this actor may read. */
export async function chainView(
	now: WorkshopNow,
	of: string,
	actor: Actor,
	deps: ChainViewDeps
): Promise<ChainView | null> {
	const links = new Map((await linksFor(now, actor, deps)).map((link) => [link.ref, link]));
	const here = links.get(of);
	if (!here) return null;
	const became = new Map<string, string[]>();
	for (const { ref, from } of links.values())
		for (const source of from) became.set(source, [...(became.get(source) ?? []), ref]);
	const back = walk(of, (ref) => links.get(ref)?.from ?? []);
	const on = walk(of, (ref) => became.get(ref) ?? []);
	const order = [...now.activities.keys()];
	const placeOf = ({ step }: Link) => (step === null ? -1 : order.indexOf(step));
	const found = [
		...back.flatMap((ref) => itemOf(links.get(ref), 'back')),
		...itemOf(here, 'here'),
		// A ring of links is no story: what it comes from has not become of it.
		...on.filter((ref) => !back.includes(ref)).flatMap((ref) => itemOf(links.get(ref), 'on'))
	];
	const kept = found.filter(({ way, far }) => way === 'here' || far < MOST_ITEMS / 2);
	return {
		items: kept.sort((a, b) => placeOf(a.link) - placeOf(b.link)).map(({ link, way }) => viewOf(link, way)),
		isCut: kept.length < found.length
	};

	function itemOf(link: Link | undefined, way: ChainItemView['way']) {
		if (!link) return [];
		return [{ link, way, far: way === 'back' ? back.indexOf(link.ref) : on.indexOf(link.ref) }];
	}
}

/** Everything that is reached, the nearest first. */
function walk(start: string, next: (ref: string) => readonly string[]): readonly string[] {
	const seen = new Set([start]);
	for (const ref of seen) for (const one of next(ref)) seen.add(one);
	seen.delete(start);
	return [...seen];
}

const viewOf = ({ ref, step, zone, text, syndicateId, authorId, action }: Link, way: ChainItemView['way']) => ({
	ref,
	step,
	zone,
	text,
	syndicateId,
	authorId,
	way,
	action
});

/** All links the actor may read, with words. */
async function linksFor(now: WorkshopNow, actor: Actor, { db, rooms }: ChainViewDeps): Promise<readonly Link[]> {
	const found: Link[] = [];
	for (const document of now.rows.documents) {
		if (document.kind === 'private' || !authorize(actor, 'document.read', now.resourceOf(document))) continue;
		found.push(...(await onBoard(now, document, rooms)));
	}
	const linked = new Set(found.flatMap(({ from }) => from));
	found.push(...(await ofRows(now, db)));
	const words = new Map(
		withWords(found.flatMap((link) => (link.step === null ? [] : [{ ...link, step: link.step }]))).map(
			({ ref, text }) => [ref, text]
		)
	);
	const feedback = (await feedbackOf(db, now.workshop.id)).filter(
		({ id, syndicateId }) =>
			linked.has(simpleRef('feedback', id)) ||
			(actor.kind === 'person' &&
				(facilitates(actor.role) || (syndicateId !== null && syndicateId === actor.syndicateId)))
	);
	return [
		...feedback.map(({ id, text }): Link => ({ ...bare(simpleRef('feedback', id), null, 'feedback', text) })),
		...found.map((link) => ({ ...link, text: words.get(link.ref) ?? link.text }))
	];
}

const bare = (ref: string, step: StepId | null, zone: string, text: string): Link => ({
	ref,
	step,
	zone,
	text,
	syndicateId: null,
	authorId: null,
	from: [],
	action: null
});

async function onBoard(
	now: WorkshopNow,
	{ id, step, syndicateId }: DocumentRecord,
	rooms: ChainViewDeps['rooms']
): Promise<readonly Link[]> {
	const { notes: all, groups } = await readBoard(rooms, id);
	const notes = all.filter(({ removedAt }) => removedAt === null);
	const isNamed = now.namesRule(step) === 'named';
	return [
		...groups.flatMap((group): readonly Link[] => {
			const from = notes.filter((note) => note.group === group.id).map((note) => noteRef(id, note.id));
			if (from.length === 0) return [];
			return [{ ...bare(groupRef(id, group.id), step, group.zone, group.title.trim()), syndicateId, from }];
		}),
		...notes.map((note): Link => {
			const authorId = isNamed && note.author !== 'hidden' ? note.author : null;
			return { ...bare(noteRef(id, note.id), step, note.zone, wordsOf(note)), syndicateId, authorId, from: note.from };
		})
	];
}

/** What the customer said and was asked, and the plan. */
async function ofRows(now: WorkshopNow, db: Reading): Promise<readonly Link[]> {
	const { id } = now.workshop;
	const stepOf = (kind: BoardKind) => [...now.activities.values()].find(({ board }) => board.kind === kind)?.id ?? null;
	const found: Link[] = [];
	const points = stepOf('points');
	if (points !== null)
		for (const { id: point, kind, n, text } of await pointsOf(db, id)) {
			const zone = kind === 'praise' ? 'praise' : 'points';
			found.push(bare(simpleRef('point', point), points, zone, text ?? `Point ${n} was taken back.`));
		}
	const queue = stepOf('queue');
	if (queue !== null)
		for (const { id: question, text, state, askedBy: authorId, syndicateId } of await questionsOf(db, id)) {
			if (!isSeenByRoom({ state })) continue;
			found.push({ ...bare(simpleRef('question', question), queue, 'queue', text), authorId, syndicateId });
		}
	const plan = stepOf('plan');
	if (plan !== null)
		for (const { id: action, n, text, syndicateId, sources: from, notNowReason } of await readActions(db, id)) {
			const zone = notNowReason === null ? 'plan' : 'not-now';
			found.push({
				...bare(simpleRef('action', action), plan, zone, text),
				syndicateId,
				from,
				action: { id: action, n }
			});
		}
	return found;
}
