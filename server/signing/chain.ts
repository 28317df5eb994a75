/** Walks from an action to everything it comes from: notes, groups, points, questions, other actions. */
import type { StepId } from '#domain/ids.ts';
import { SAID } from '#domain/issues.ts';
import { parseRef, noteRef, type Ref } from '#domain/refs.ts';
import type { Activity } from '#domain/template.ts';
import type { Action } from '#domain/plan.ts';
import type { ChainLink } from '../store/chain.ts';
import type { IssueRow } from '../store/issues.ts';
import type { PointRow } from '../store/points.ts';
import type { DocumentRecord } from '../store/documents.ts';
import { isSeenByRoom } from '#domain/questions.ts';
import type { QuestionRow } from '../store/questions.ts';
import type { FeedbackSource } from '../store/sources.ts';
import { readBoard, wordsOf, type BoardContents, type PlanRooms } from './boards.ts';

export interface ChainSources {
	readonly rooms: Pick<PlanRooms, 'read'>;
	/** Those that may be read. Nobody's private notes are read: they lead nowhere. */
	readonly documents: readonly DocumentRecord[];
	readonly activities: readonly Activity[];
	readonly points: readonly PointRow[];
	readonly questions: readonly QuestionRow[];
	readonly actions: readonly Action[];
	/** Customers' words from before the day. */
	readonly feedback: readonly FeedbackSource[];
}

/** Longer chains than this are not followed: a room has not written that much in two days. */
const LINK_LIMIT = 5000;

/**
 * Everything that can be reached from these refs, each once, the nearest first. A ref that leads to nothing, to
 * another workshop or into private notes is left out. Words of a point are its row's, so that taking it back is real.
 */
export async function collectChain(roots: readonly string[], sources: ChainSources): Promise<readonly ChainLink[]> {
	const find = linkFinder(sources);
	const links: ChainLink[] = [];
	const seen = new Set(roots);
	for (const ref of seen) {
		if (links.length >= LINK_LIMIT) break;
		const link = await find(ref);
		if (!link) continue;
		links.push(link);
		// A set goes on with what is added while it is walked: level by level.
		for (const next of link.from) seen.add(next);
	}
	return links;
}

/** The links among the kept ones that these refs lead to, nearest first, with what became of points and issues since. */
export function walkKept(
	roots: readonly string[],
	kept: readonly ChainLink[],
	points: readonly PointRow[],
	issues: readonly Pick<IssueRow, 'title' | 'sources'>[] = []
): readonly ChainLink[] {
	const byRef = new Map(kept.map((link) => [link.ref, link]));
	const nameOf = (link: ChainLink): string => {
		const said = new Set(link.from.flatMap((ref) => byRef.get(ref)?.from ?? []));
		return issues.find(({ sources }) => sources.some((ref) => said.has(ref)))?.title ?? '';
	};
	const links: ChainLink[] = [];
	const seen = new Set(roots);
	for (const ref of seen) {
		const link = byRef.get(ref);
		if (!link) continue;
		const parsed = parseRef(ref);
		const point = parsed?.kind === 'point' ? points.find(({ id }) => id === parsed.id) : undefined;
		const text = point ? pointWords(point) : isIssue(link) && link.text === '' ? nameOf(link) : link.text;
		links.push({ ...link, text });
		for (const next of link.from) seen.add(next);
	}
	return links;
}

/** The refs among these that lead somewhere. */
export async function standingRefs(refs: readonly string[], sources: ChainSources): Promise<readonly string[]> {
	const find = linkFinder(sources);
	const found = await Promise.all(refs.map(async (ref) => ((await find(ref)) ? [ref] : [])));
	return found.flat();
}

/** A linked note without words of its own is shown with those of what it links to. */
export function withWords(links: readonly ChainLink[]): readonly ChainLink[] {
	const byRef = new Map(links.map((link) => [link.ref, link]));
	const words = (link: ChainLink, passed: readonly string[]): string => {
		if (link.text !== '') return link.text;
		for (const ref of link.from) {
			const source = passed.includes(ref) ? undefined : byRef.get(ref);
			const found = source ? words(source, [...passed, ref]) : '';
			if (found !== '') return found;
		}
		return '';
	};
	return links.map((link) => ({ ...link, text: words(link, [link.ref]) }));
}

/**
 * Words of points are not kept a second time, nor are names of issues, which may be made of them: a point taken back
 * later is gone here as well. An issue is then read by its name as it stands, or in the words of what it is made of.
 */
export const forKeeping = (links: readonly ChainLink[]): readonly ChainLink[] =>
	links.map((link) => (parseRef(link.ref)?.kind === 'point' || isIssue(link) ? { ...link, text: '' } : link));

const isIssue = ({ ref, zone }: ChainLink): boolean => zone === SAID && parseRef(ref)?.kind === 'group';

const pointWords = ({ n, text }: PointRow): string => text ?? `Point ${n} was taken back.`;

type FindLink = (ref: string) => Promise<ChainLink | null>;

function linkFinder(sources: ChainSources): FindLink {
	const places = new Map<string, DocumentRecord>(sources.documents.map((document) => [document.id, document]));
	const contents = new Map<DocumentRecord, Promise<BoardContents>>();
	const read = (place: DocumentRecord) => {
		const known = contents.get(place);
		if (known) return known;
		const reading = readBoard(sources.rooms, place.id);
		contents.set(place, reading);
		return reading;
	};
	return async (ref) => {
		const parsed = parseRef(ref);
		if (parsed?.kind !== 'note' && parsed?.kind !== 'group') return parsed ? rowLink(ref, parsed, sources) : null;
		const place = places.get(parsed.documentId);
		if (!place || place.kind === 'private') return null;
		const board = await read(place);
		return parsed.kind === 'note'
			? noteLink(ref, parsed.id, place, board, sources)
			: groupLink(ref, parsed.id, place, board);
	};
}

function noteLink(
	ref: string,
	id: string,
	{ step, syndicateId }: DocumentRecord,
	{ notes }: BoardContents,
	{ activities }: ChainSources
): ChainLink | null {
	const note = notes.find((each) => each.id === id);
	if (!note) return null;
	const isNamed = activities.find((activity) => activity.id === step)?.names === 'named';
	const authorId = isNamed && note.author !== 'hidden' ? note.author : null;
	return { ref, step, zone: note.zone, text: wordsOf(note), syndicateId, authorId, from: inOrder(note.from) };
}

/** Links of a note have no order of their own, and the chain is the same however often it is read. What is no ref is left out. */
export const inOrder = (refs: readonly string[]): readonly string[] =>
	refs.filter((ref) => parseRef(ref) !== null).sort();

/** A group comes from the notes in it. */
function groupLink(
	ref: string,
	id: string,
	{ id: documentId, step, syndicateId }: DocumentRecord,
	{ notes, groups }: BoardContents
): ChainLink | null {
	const group = groups.find((each) => each.id === id);
	if (!group) return null;
	const members = notes.filter((note) => note.group === id && note.removedAt === null);
	const from = members.map((note) => noteRef(documentId, note.id));
	return { ref, step, zone: group.zone, text: group.title.trim(), syndicateId, authorId: null, from };
}

function rowLink(ref: string, { kind, id }: Ref, { activities, points, questions, actions, feedback }: ChainSources) {
	const stepOf = (boardKind: Activity['board']['kind']): StepId | null =>
		activities.find(({ board }) => board.kind === boardKind)?.id ?? null;
	const link = (step: StepId | null, rest: Omit<ChainLink, 'ref' | 'step'>): ChainLink | null =>
		step === null ? null : { ref, step, ...rest };
	switch (kind) {
		case 'point': {
			const point = points.find((each) => each.id === id);
			if (!point) return null;
			const zone = point.kind === 'praise' ? 'praise' : 'points';
			return link(stepOf('points'), { zone, text: pointWords(point), syndicateId: null, authorId: null, from: [] });
		}
		case 'question': {
			const asked = questions.find((each) => each.id === id);
			// One that was joined speaks with the words of the one that stayed.
			const question = asked?.joinedTo ? questions.find((each) => each.id === asked.joinedTo) : asked;
			if (!question || !isSeenByRoom(question)) return null;
			const { text, syndicateId, askedBy: authorId } = question;
			return link(stepOf('queue'), { zone: 'queue', text, syndicateId, authorId, from: [] });
		}
		case 'action': {
			const action = actions.find((each) => each.id === id);
			if (!action) return null;
			const { text, syndicateId, sources: from, notNowReason } = action;
			const zone = notNowReason === null ? 'plan' : 'not-now';
			return link(stepOf('plan'), { zone, text, syndicateId, authorId: null, from });
		}
		case 'feedback': {
			const line = feedback.find((each) => each.id === id);
			const step = activities.find(({ board }) => board.fields?.some((field) => field.id === kind))?.id ?? null;
			return line
				? link(step, { zone: kind, text: line.text, syndicateId: line.syndicateId, authorId: null, from: [] })
				: null;
		}
		default:
			return null;
	}
}
