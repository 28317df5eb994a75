/** Which numbers of the live state rise when rows changed: whoever shows that part asks again, and nobody else. */
import type { LiveRevisions } from '#protocol/live.ts';
import type { WorkshopRows } from './workshop-now.ts';

export type Revision = keyof LiveRevisions;

/** What routes raise themselves, beside what is told by the rows below. */
export const COUNTED = [
	'votes',
	'questions',
	'points',
	'plan',
	'signatures',
	'gallery',
	'proposals',
	'standards',
	'feedback',
	'issues',
	'reply'
] as const satisfies readonly Revision[];

export function raisedBy(before: WorkshopRows, after: WorkshopRows): readonly Revision[] {
	const raised: Revision[] = [];
	// A list that was not read again is the same object.
	if ((before.agenda !== after.agenda && differs(before, after, plan)) || differs(before, after, words))
		raised.push('agenda');
	if (before.people !== after.people || before.syndicates !== after.syndicates) raised.push('people');
	if (before.appointments !== after.appointments) raised.push('plan');
	if (differs(before, after, doors)) raised.push('documents');
	return raised;
}

const differs = (before: WorkshopRows, after: WorkshopRows, part: (rows: WorkshopRows) => unknown): boolean =>
	JSON.stringify(part(before)) !== JSON.stringify(part(after));

/** What a page shows of the workshop itself. Where the room is and what the screen shows is in the live state. */
const words = ({
	workshop: { currentStep: _step, screen: _screen, lastMove: _move, isHeld: _held, ...words }
}: WorkshopRows) => words;

/** The agenda without its real times: those are in the live state, and change with every move. */
const plan = ({ agenda: { days, entries } }: WorkshopRows) => [
	days,
	entries.map(({ startedAt: _started, endedAt: _ended, ...entry }) => entry)
];

/**
 * What decides who may open and write what. A private document is its owner's alone, who was told of it when it was
 * made: sixty people who begin to write at once make nobody else ask.
 */
const doors = ({ workshop, steps, documents, people }: WorkshopRows) => [
	workshop.state,
	workshop.currentStep,
	steps
		.map(({ step, state, phase, writers, closedFor, revealedFor }) => [
			step,
			state,
			phase,
			writers,
			closedFor,
			revealedFor
		])
		.sort(),
	documents.flatMap(({ id, kind, generation }) => (kind === 'private' ? [] : `${id}.${generation}`)).sort(),
	// Who sits in with a syndicate reads its board.
	people.flatMap(({ id, sitsWith }) => (sitsWith === null ? [] : `${id} ${sitsWith}`)).sort()
];
