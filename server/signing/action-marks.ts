/** Which marks may be given to actions now, and what is told of those that were given. */
import { authorize, type Actor, type PersonActor } from '#domain/access.ts';
import {
	askedIn,
	isComplete,
	marksInPhase,
	meanMark,
	reachState,
	type MarksState,
	type MarkWindow,
	type Reachable
} from '#domain/action-marks.ts';
import { reachableIn } from '#domain/draft-form.ts';
import { asId, type PersonId, type StepId, type SyndicateId } from '#domain/ids.ts';
import type { MarkAbout } from '#domain/plan.ts';
import { noteRef, parseRef, simpleRef } from '#domain/refs.ts';
import type { Activity, BoardKind } from '#domain/template.ts';
import { facilitates } from '#domain/workshop.ts';
import type { ActionMarksView, MarkedView } from '#protocol/views.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { ActionMark, MarkedAction } from '../store/action-marks.ts';
import type { PlanRooms } from './boards.ts';

/** A draft on a board, as far as marks are concerned. */
export interface MarkedDraft {
	readonly ref: string;
	readonly step: StepId;
	readonly syndicateId: SyndicateId | null;
	readonly of: Reachable;
}

/** What the state of all marks follows from. */
export interface MarkFacts {
	readonly now: WorkshopNow;
	readonly drafts: readonly MarkedDraft[];
	readonly actions: readonly MarkedAction[];
	readonly isSigned: boolean;
	readonly marks: readonly ActionMark[];
	readonly windowOf: (step: StepId) => MarkWindow;
	/** The step in which the plan is made, while it is open. */
	readonly planStep: StepId | null;
}

export interface Markable {
	readonly about: MarkAbout;
	readonly target: string;
	/** Whose people give them; null: the room's. */
	readonly syndicateId: SyndicateId | null;
	readonly isInPlan: boolean;
	/** How a mark that is given now is kept. */
	readonly asked: string;
	readonly state: MarksState;
	/** Words under which its marks are kept, once their mean is to be told in the plan; none before. */
	readonly tells: readonly string[];
}

/** Boards as they stand now: the actions of each syndicate, ideas and small fixes not among them. */
export async function draftsOn(now: WorkshopNow, rooms: Pick<PlanRooms, 'read'>): Promise<readonly MarkedDraft[]> {
	const found: MarkedDraft[] = [];
	for (const { id: step, board: shape } of ofKind(now, 'actions')) {
		for (const { id, syndicateId } of now.boards(step)) {
			const notes = await rooms.read(id, (board) => board.notes());
			for (const note of notes) {
				if (note.removedAt !== null || note.zone !== asId<'Zone'>(shape.id)) continue;
				found.push({ ref: noteRef(id, note.id), step, syndicateId, of: reachableIn(note.fields) });
			}
		}
	}
	return found;
}

export const ofKind = (now: WorkshopNow, kind: BoardKind): readonly Activity[] =>
	[...now.activities.values()].filter(({ board }) => board.kind === kind);

/** Everything that is marked, or was. */
export function markables(facts: MarkFacts): readonly Markable[] {
	const { now, drafts, actions, isSigned, marks, windowOf, planStep } = facts;
	const given = Map.groupBy(marks, ({ about, target }) => `${about} ${target}`);
	const givenTo = (about: MarkAbout, target: string) => given.get(`${about} ${target}`) ?? [];
	const sent = new Set(actions.map(({ draft }) => draft));
	const inPlan = actions.flatMap(({ draft: ref, syndicateId, of }): MarkedDraft[] => {
		const step = draftStepOf(now, ref);
		return step === null ? [] : [{ ref, step, syndicateId, of }];
	});
	const reach = [...inPlan, ...drafts.filter(({ ref }) => !sent.has(ref))].map((draft): Markable => {
		const { ref, step, syndicateId, of } = draft;
		const isInPlan = sent.has(ref);
		const isClosedAlone = syndicateId !== null && now.step(step).closedFor.includes(syndicateId);
		const window = isClosedAlone ? 'over' : windowOf(step);
		const asking = isInPlan && !isSigned ? planStep : null;
		const state = reachState({
			...{ of, draftStep: step, window, planStep: asking },
			given: givenTo('reach', ref)
		});
		const asked = askedIn(window === 'open' ? step : (asking ?? step), of);
		const isTellable = window !== 'open' && isComplete(state, membersHere(now, syndicateId));
		const tells = isTellable ? [...new Set(state.marks.map((mark) => mark.asked))] : [];
		return { about: 'reach', target: ref, syndicateId, isInPlan, asked, state, tells };
	});
	const [plan] = ofKind(now, 'plan');
	const weighing = plan && !isSigned ? windowOf(plan.id) : 'over';
	const weighed = actions.flatMap(({ id }) =>
		(['impact', 'effort'] as const).map((about): Markable => {
			const target = simpleRef('action', id);
			const state = marksInPhase(givenTo(about, target), weighing);
			return { about, target, syndicateId: null, isInPlan: true, asked: '', state, tells: [] };
		})
	);
	return [...reach, ...weighed];
}

/** Who may give these marks, as far as the person is concerned. */
export const mayMark = ({ role, syndicateId }: PersonActor, of: Pick<Markable, 'syndicateId'>): boolean =>
	role === 'participant' && (of.syndicateId === null || of.syndicateId === syndicateId);

/** As one reader sees them: the own marks, how many were given, and means of what is told. */
export function marksView(all: readonly Markable[], now: WorkshopNow, actor: Actor): ActionMarksView {
	const view = (about: MarkAbout): Readonly<Record<string, MarkedView>> =>
		Object.fromEntries(
			all
				.filter((one) => one.about === about && sees(actor, one))
				.map(({ target, state: { marks, isOpen, isTold, isAnew }, syndicateId }) => [
					target,
					{
						mine: actor.kind === 'person' ? (marks.find(byMe(actor.personId))?.mark ?? null) : null,
						mayGive: isOpen && actor.kind === 'person' && mayMark(actor, { syndicateId }) && mayMarkIn(actor, now),
						isOpen,
						isAnew,
						given: marks.length,
						mean: isTold ? meanMark(marks) : null
					}
				])
		);
	return { reach: view('reach'), impact: view('impact'), effort: view('effort') };
}

const byMe =
	(me: PersonId) =>
	({ personId }: { readonly personId: PersonId }): boolean =>
		personId === me;

/** A draft that is not in the plan is its syndicate's own, and the facilitators'. */
function sees(actor: Actor, { isInPlan, syndicateId }: Markable): boolean {
	if (isInPlan || syndicateId === null) return true;
	return actor.kind === 'person' && (facilitates(actor.role) || actor.syndicateId === syndicateId);
}

const mayMarkIn = (actor: PersonActor, { workshop: { id: workshopId, state } }: WorkshopNow): boolean =>
	authorize(actor, 'rating.give', { kind: 'workshop', workshopId, state });

function draftStepOf(now: WorkshopNow, text: string): StepId | null {
	const ref = parseRef(text);
	return (ref?.kind === 'note' && now.documents.get(asId(ref.documentId))?.step) || null;
}

/** Whoever stayed at home keeps nothing back. */
function membersHere(now: WorkshopNow, syndicate: SyndicateId | null): readonly PersonId[] {
	if (syndicate === null) return [];
	const day = now.lastDayHeld();
	return now
		.members(syndicate)
		.filter(({ lastHere }) => lastHere === day)
		.map(({ id }) => id);
}
