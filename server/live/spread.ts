/**
 * How the marks of a matrix spread: a row for each line, a figure for each syndicate. A syndicate's figures are kept back
 * while its people still rate, and where fewer than three have rated a line.
 */
import type { Actor } from '#domain/access.ts';
import { asId, type StepId, type SyndicateId } from '#domain/ids.ts';
import { noteRef, parseRef } from '#domain/refs.ts';
import { addMarks, FEWEST_MARKS, marksGiven, NO_MARKS, widestOf, type Marks } from '#domain/spread.ts';
import { takesRatings } from '#domain/votes.ts';
import type { SpreadLine, SpreadView } from '#protocol/views.ts';
import type { MarkCount, RatingStore } from '../store/ratings.ts';
import type { SourceStore } from '../store/sources.ts';
import type { BoardNotes } from './board-notes.ts';
import { originOf } from './carry.ts';
import type { DocumentRooms } from './document-rooms.ts';
import { noteWords } from './note-words.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface SpreadDeps {
	readonly ratings: Pick<RatingStore, 'counts'>;
	readonly sources: Pick<SourceStore, 'points'>;
	readonly notes: Pick<BoardNotes, 'of'>;
	readonly rooms: Pick<DocumentRooms, 'read'>;
}

interface Place {
	readonly syndicateId: SyndicateId;
	readonly marks: Marks;
}

const NOTHING: SpreadView = { lines: [], widest: null, syndicates: [] };

export async function spreadOf(
	{ ratings, sources, notes, rooms }: SpreadDeps,
	now: WorkshopNow,
	step: StepId,
	actor: Actor
): Promise<SpreadView> {
	const activity = now.activities.get(step);
	const rated = new Set(activity?.board.zones.filter(({ rating }) => rating).map(({ id }) => id));
	const origin = activity && originOf(activity.board);
	if (!activity || !origin || rated.size === 0) return NOTHING;
	const marksOf = marksByTarget(await ratings.counts({ workshopId: now.workshop.id, step }));
	const words = noteWords(now, rooms, await sources.points(now.workshop.id));
	const sees = sight(now, step, actor);
	const isOfOrigin = (text: string): boolean => {
		const ref = parseRef(text);
		return (
			(ref?.kind === 'note' || ref?.kind === 'group') &&
			now.documents.get(asId(ref.documentId))?.step === asId<'Step'>(origin.step)
		);
	};
	const lines = new Map<string, { readonly text: string; readonly places: Place[] }>();
	for (const { id, syndicateId } of now.boards(step)) {
		if (syndicateId === null) continue;
		for (const note of (await notes.of(id)).filter(({ zone }) => rated.has(zone))) {
			const ref = note.from.find(isOfOrigin);
			if (ref === undefined) continue;
			const line = lines.get(ref) ?? { text: await words({ text: '', from: [ref] }), places: [] };
			lines.set(ref, line);
			line.places.push({ syndicateId, marks: marksOf.get(noteRef(id, note.id)) ?? NO_MARKS });
		}
	}
	const isRating = takesRatings(activity, now.step(step));
	const syndicates = now.syndicates.map(({ id: syndicateId }) => {
		const people = hereOf(now, syndicateId);
		const given = [...lines.values()].flatMap(({ places }) =>
			places.filter((place) => place.syndicateId === syndicateId).map(({ marks }) => marksGiven(marks))
		);
		const isComplete = given.length > 0 && people > 0 && given.every((marks) => marks >= people);
		return {
			syndicateId,
			people,
			given: given.length === 0 ? 0 : Math.min(...given),
			isShown: isComplete || !isRating
		};
	});
	const isShown = new Set(syndicates.flatMap((one) => (one.isShown ? [one.syndicateId] : [])));
	const shown = [...lines].map(([ref, { text, places }]): SpreadLine => {
		const open = places
			.filter(({ syndicateId, marks }) => isShown.has(syndicateId) && marksGiven(marks) >= FEWEST_MARKS)
			.filter(({ syndicateId }) => sees(syndicateId));
		const all = open.reduce((sum, { marks }) => addMarks(sum, marks), NO_MARKS);
		return { ref, text, marks: marksGiven(all) === 0 ? null : all, syndicates: open };
	});
	return {
		lines: shown,
		widest: widestOf(shown)?.ref ?? null,
		syndicates: syndicates
			.filter(({ syndicateId }) => sees(syndicateId))
			.map((one) => ({
				...one,
				widest:
					widestOf(
						shown.map(({ ref, syndicates: places }) => ({
							ref,
							marks: places.find(({ syndicateId }) => syndicateId === one.syndicateId)?.marks ?? null
						}))
					)?.ref ?? null
			}))
	};
}

/** Members who were here on the last day on which anybody was: whoever stayed at home keeps nothing back. */
const hereOf = (now: WorkshopNow, syndicate: SyndicateId): number => {
	const day = now.lastDayHeld();
	return now.members(syndicate).filter(({ lastHere }) => lastHere === day).length;
};

function marksByTarget(counts: readonly MarkCount[]): ReadonlyMap<string, Marks> {
	const marks = new Map<string, Marks>();
	for (const { target, mark, given } of counts) {
		const [a, b, c, d, e] = marks.get(target) ?? NO_MARKS;
		const of = (n: number, before: number) => (mark === n ? before + given : before);
		marks.set(target, [of(1, a), of(2, b), of(3, c), of(4, d), of(5, e)]);
	}
	return marks;
}

/** Participants and their laptop see their own syndicate's until the step is closed. */
function sight(now: WorkshopNow, step: StepId, actor: Actor): (syndicate: SyndicateId) => boolean {
	if (actor.kind !== 'person' || now.step(step).state === 'closed') return () => true;
	if (actor.role !== 'participant' && actor.role !== 'laptop') return () => true;
	return (syndicate) => syndicate === actor.syndicateId;
}
