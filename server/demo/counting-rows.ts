/** Votes and marks of the example: its totals, given by its people within their budgets. */
import { asId, type PersonId, type StepId, type WorkshopId } from '#domain/ids.ts';
import { simpleRef } from '#domain/refs.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { DemoRows } from '../store/demo-rows.ts';
import type { DemoBoards } from './boards.ts';
import type { Demo } from './demo-file.ts';
import { shareMarks, shareVotes, type Share } from './shares.ts';
import type { Course } from './stages.ts';

interface Total {
	readonly target: string;
	readonly votes: number;
}

/** Votes given in each syndicate at 12:40 on the clock; the last to come give theirs last. */
const SO_FAR: Readonly<Record<string, number>> = { alder: 14, birch: 19, cedar: 11, damson: 16, elm: 9, fir: 12 };
/** Marcus Okafor has given one of his three, Elin Strand three of her five. */
const HESITATES = 'marcus-okafor';
const GAVE_ONE = 1;
const WRITER = 'elin-strand';
const GAVE_THREE = 3;
/** People of the room who have voted on the vision by then. */
const VOTED_ON_VISION = 29;

export class CountingRows {
	readonly #votes: NonNullable<DemoRows['votes']>[number][] = [];
	readonly #ratings: NonNullable<DemoRows['ratings']>[number][] = [];
	readonly #workshopId: WorkshopId;
	readonly #now: WorkshopNow;

	constructor(now: WorkshopNow) {
		this.#workshopId = now.workshop.id;
		this.#now = now;
	}

	get rows(): DemoRows {
		return { votes: this.#votes, ratings: this.#ratings };
	}

	vote(step: string, shares: readonly Share<string>[], castAt: Date): void {
		const activity = this.#now.activities.get(asId<'Step'>(step));
		const slots = new Map<string, number>();
		for (const { person, target } of shares) {
			const slot = (slots.get(person) ?? 0) + 1;
			slots.set(person, slot);
			this.#votes.push({ ...this.#place(step, person), target, slot, budget: activity?.votes?.budget ?? slot, castAt });
		}
	}

	rate(step: string, target: string, mean: number, people: readonly string[], ratedAt: Date): void {
		for (const { person, mark } of shareMarks(mean, people)) {
			this.#ratings.push({ ...this.#place(step, person), target, mark, ratedAt });
		}
	}

	#place(step: string, person: string): { workshopId: WorkshopId; step: StepId; personId: PersonId } {
		return { workshopId: this.#workshopId, step: asId(step), personId: asId(person) };
	}
}

export function countingRows(demo: Demo, boards: DemoBoards, course: Course, now: WorkshopNow): DemoRows {
	const counting = new CountingRows(now);
	const everyone = demo.people.map(({ id }) => id);
	const ref = ({ id, votes }: { readonly id: string; readonly votes: number }): Total => ({
		target: boards.ref(id),
		votes
	});
	const { standards, keptForLater } = demo.vision;
	if (course.since('experiences')) {
		for (const { id } of demo.syndicates) {
			const ours = [...demo.groups, ...demo.notes].filter(({ syndicate, votes }) => syndicate === id && votes > 0);
			const shares = shareVotes(ours.map(ref), membersOf(demo, id), 3);
			const given = course.stage === 'experiences' ? soFar(shares, SO_FAR[id] ?? shares.length) : shares;
			counting.vote('experiences', given, new Date('2027-01-12T10:20:00Z'));
		}
	}
	if (course.since('vision')) {
		for (const { id } of demo.syndicates) {
			const ours = demo.definitions.filter(({ syndicate }) => syndicate === id);
			counting.vote('definitions', shareVotes(ours.map(ref), membersOf(demo, id), 3), new Date('2027-01-12T12:25:00Z'));
		}
		for (const { id, agreement } of standards) {
			counting.rate('vision', boards.ref(id), agreement, everyone, new Date('2027-01-12T14:08:00Z'));
		}
		const lines = [...standards, ...keptForLater].filter(({ id }) => boards.refs([id]).length > 0);
		const shares = shareVotes(lines.map(ref), everyone, 5);
		const given = course.stage === 'vision' ? onVision(shares, everyone) : shares;
		counting.vote('vision', given, new Date('2027-01-12T14:11:00Z'));
	}
	if (course.since('house')) {
		for (const { id, syndicate, rating } of demo.cells) {
			if (rating === undefined) continue;
			counting.rate('house', boards.ref(id), rating, membersOf(demo, syndicate), new Date('2027-01-12T14:54:00Z'));
		}
	}
	if (course.since('plan')) {
		const shares = shareVotes([...demo.actions, ...demo.notNow].map(ref), everyone, 5);
		counting.vote('plan', shares, new Date('2027-01-13T14:12:00Z'));
	}
	if (course.since('commitment')) {
		const nominated = demo.workshop.followUp.nominations.map(({ person, votes }) => ({
			target: simpleRef('person', person),
			votes
		}));
		counting.vote('support', shareVotes(nominated, everyone, 1), new Date('2027-01-13T15:24:00Z'));
	}
	return counting.rows;
}

const membersOf = ({ people }: Demo, syndicate: string): readonly string[] =>
	people.filter((person) => person.syndicate === syndicate).map(({ id }) => id);

/** The first so many votes; who hesitates has given only one. */
function soFar(shares: readonly Share<string>[], votes: number): readonly Share<string>[] {
	const quick = shares.filter(({ person }) => person !== HESITATES);
	const slow = shares.filter(({ person }) => person === HESITATES).slice(0, GAVE_ONE);
	return [...slow, ...quick].slice(0, votes);
}

function onVision(shares: readonly Share<string>[], everyone: readonly string[]): readonly Share<string>[] {
	const voted = new Set(everyone.slice(0, VOTED_ON_VISION));
	const hers = shares.filter(({ person }) => person === WRITER).slice(0, GAVE_THREE);
	return [...hers, ...shares.filter(({ person }) => person !== WRITER && voted.has(person))];
}
