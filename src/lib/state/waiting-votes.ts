/**
 * Votes and marks that were given without a network. They wait on this device, are shown as waiting, may be taken back
 * meanwhile, and are sent with the next connection; one that is refused then is dropped, and its refusal told. Nothing
 * here is counted: the server counts, and the same vote sent twice is one vote.
 */
import { Problem } from '#domain/problem.ts';
import { WAITS } from '#lib/http/kept-here.ts';
import { Unreachable } from '#lib/http/request.ts';
import { giveVote, rate, readRatings, readVotes, takeVoteBack } from '#lib/http/votes.ts';
import type { CountedRatings, CountedVotes, RatingCounter, VoteCounter } from '#lib/state/board-votes.svelte.ts';
import { mapOf, setOf } from '#lib/state/lookup.ts';

/** A network that does not answer a press within this is taken for none. */
const PATIENCE_MS = 5000;

type Kind = 'votes' | 'marks';

interface Mark {
	readonly mark: number;
	readonly why?: string;
}

/** What a step's page showed last, and what was pressed since that the server has not heard. */
interface Kept<View, Wish> {
	readonly view: View | null;
	readonly wishes: readonly (readonly [target: string, wish: Wish])[];
}

const keyOf = (workshop: string, person: string, kind: Kind, step: string): string =>
	`${WAITS}${workshop}.${person}.${kind}.${step}`;

function read<View, Wish>(key: string): Kept<View, Wish> {
	try {
		const kept: Kept<View, Wish> | null = JSON.parse(localStorage.getItem(key) ?? 'null');
		if (kept && Array.isArray(kept.wishes)) return kept;
	} catch {
		// Blocked, or cut off: nothing waits.
	}
	return { view: null, wishes: [] };
}

/** False where this device keeps nothing: then nothing may be said to wait. */
function write<View, Wish>(key: string, kept: Kept<View, Wish>): boolean {
	try {
		localStorage.setItem(key, JSON.stringify(kept));
		return true;
	} catch {
		return false;
	}
}

async function inTime<Answer>(asked: Promise<Answer>): Promise<Answer> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Unreachable()), PATIENCE_MS);
	});
	try {
		return await Promise.race([asked, late]);
	} finally {
		clearTimeout(timer);
	}
}

/** Hears why something that waited was not counted. */
type Tell = (sentence: string) => void;

interface Waiting<View, Wish> {
	readonly key: string;
	readonly ask: () => Promise<View>;
	readonly send: (target: string, wish: Wish) => Promise<View>;
	/** The view with what waits laid over it. */
	readonly over: (view: View | null, wishes: ReadonlyMap<string, Wish>) => View;
	/** Begins the sentence for one that the server refuses in the end. */
	readonly refused: string;
}

/** What waits goes first, in the order in which it was pressed; then the server is asked. */
async function catchUp<View, Wish>({ key, ask, send, over, refused }: Waiting<View, Wish>, tell: Tell): Promise<View> {
	try {
		for (const [target, wish] of read<View, Wish>(key).wishes) {
			try {
				await inTime(send(target, wish));
			} catch (error) {
				if (!(error instanceof Problem)) throw error;
				tell(`${refused} ${error.message}`);
			}
			const { view, wishes } = read<View, Wish>(key);
			// Another tab may have sent it, or somebody pressed again meanwhile.
			write(key, {
				view,
				wishes: wishes.filter((left) => left[0] !== target || JSON.stringify(left[1]) !== JSON.stringify(wish))
			});
		}
		const view = await inTime(ask());
		write(key, { ...read<View, Wish>(key), view });
	} catch (error) {
		if (!(error instanceof Unreachable)) throw error;
		const { view, wishes } = read<View, Wish>(key);
		if (view === null && wishes.length === 0) throw error;
	}
	const { view, wishes } = read<View, Wish>(key);
	return over(view, mapOf(wishes));
}

/** Sends a press, or lets it wait. The opposite of what waits (`undoes`) takes that back without a word to anybody. */
async function press<View, Wish>(
	waiting: Waiting<View, Wish>,
	target: string,
	wish: Wish,
	undoes: boolean
): Promise<View> {
	const { key, send, over } = waiting;
	const before = read<View, Wish>(key);
	const rest = before.wishes.filter(([other]) => other !== target);
	const waits = before.wishes.find(([other]) => other === target);
	if (undoes && waits) {
		// The same once more, as the second of two quick taps is, goes on waiting.
		const wishes = waits[1] === wish ? before.wishes : rest;
		write(key, { ...before, wishes });
		return over(before.view, mapOf(wishes));
	}
	try {
		const view = await inTime(send(target, wish));
		const wishes = read<View, Wish>(key).wishes.filter(([other]) => other !== target);
		write(key, { view, wishes });
		return over(view, mapOf(wishes));
	} catch (error) {
		// Others may have begun to wait while this one was out.
		const now = read<View, Wish>(key);
		const wishes = [...now.wishes.filter(([other]) => other !== target), [target, wish] as const];
		if (!(error instanceof Unreachable) || !write(key, { ...now, wishes })) throw error;
		return over(now.view, mapOf(wishes));
	}
}

const NO_VOTES: CountedVotes = { mine: [], left: null, budget: null, closed: false, totals: null };
const NO_MARKS: CountedRatings = { mine: {}, counts: {}, given: {}, areShown: false, myWhys: {}, whys: {} };
const USED_UP = 'No votes left: take one back to give it elsewhere.';

const votesIn = (workshop: string, step: string, person: string): Waiting<CountedVotes, boolean> => ({
	key: keyOf(workshop, person, 'votes', step),
	ask: () => readVotes(workshop, step),
	send: (target, gives) => (gives ? giveVote : takeVoteBack)(workshop, step, target),
	over: (known, wishes) => {
		const view = known ?? NO_VOTES;
		const mine = setOf(view.mine);
		for (const [target, gives] of wishes) {
			if (gives) mine.add(target);
			else mine.delete(target);
		}
		const left = view.left === null ? null : Math.max(0, view.left + view.mine.length - mine.size);
		return { ...view, mine: [...mine], left, waiting: [...wishes.keys()] };
	},
	refused: 'A vote that waited on this device was not counted.'
});

/** Counts my votes in a step; without a network they wait. */
export function voteCounter(workshop: string, step: string, person: string, tell: Tell): VoteCounter {
	const votes = votesIn(workshop, step, person);
	return {
		read: () => catchUp(votes, tell),
		give: (target) => {
			const { view, wishes } = read<CountedVotes, boolean>(votes.key);
			const { left, mine, waiting = [] } = votes.over(view, mapOf(wishes));
			// Known without asking only where something waits; otherwise the server knows better.
			if (left === 0 && waiting.length > 0 && !mine.includes(target) && !waiting.includes(target))
				return Promise.reject(new Problem('votes-used-up', USED_UP));
			return press(votes, target, true, true);
		},
		takeBack: (target) => press(votes, target, false, true)
	};
}

/** Counts my marks in a step; without a network they wait. */
export function ratingCounter(workshop: string, step: string, person: string, tell: Tell): RatingCounter {
	const marks: Waiting<CountedRatings, Mark> = {
		key: keyOf(workshop, person, 'marks', step),
		ask: () => readRatings(workshop, step),
		send: (target, { mark, why }) => rate(workshop, step, target, mark, why),
		over: (known, wishes) => {
			const view = known ?? NO_MARKS;
			const mine = { ...view.mine };
			const myWhys = { ...view.myWhys };
			for (const [target, { mark, why }] of wishes) {
				mine[target] = mark;
				if (why !== undefined) myWhys[target] = why;
			}
			return { ...view, mine, myWhys, waiting: [...wishes.keys()] };
		},
		refused: 'A mark that waited on this device was not counted.'
	};
	return {
		read: () => catchUp(marks, tell),
		rate: (target, mark, why) => {
			// A reason that waits stays, as one that is kept does.
			const reason = why ?? mapOf(read<CountedRatings, Mark>(marks.key).wishes).get(target)?.why;
			return press(marks, target, reason === undefined ? { mark } : { mark, why: reason }, false);
		}
	};
}

/** How many votes and marks wait on this device, and in which steps. */
export interface WaitingVotes {
	readonly step: string;
	readonly kind: Kind;
	readonly count: number;
}

export function waitingVotes(workshop: string, person: string): readonly WaitingVotes[] {
	const start = `${WAITS}${workshop}.${person}.`;
	try {
		return Object.keys(localStorage)
			.filter((key) => key.startsWith(start))
			.map((key) => {
				const [kind, step = ''] = key.slice(start.length).split('.');
				const count = read(key).wishes.length;
				return { step, kind: kind === 'marks' ? ('marks' as const) : ('votes' as const), count };
			})
			.filter(({ count }) => count > 0);
	} catch {
		// Blocked: nothing waits.
		return [];
	}
}

/**
 * Sends all that waits, also from steps that are on no page.
 * @throws Unreachable when the network has gone again
 */
export async function sendWaiting(workshop: string, person: string, tell: Tell): Promise<void> {
	for (const { step, kind } of waitingVotes(workshop, person)) {
		const counter = kind === 'votes' ? voteCounter : ratingCounter;
		await counter(workshop, step, person, tell).read();
	}
}
