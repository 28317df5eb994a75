import { simpleRef } from '#domain/refs.ts';
import type { Activity } from '#domain/template.ts';
import { voteWindow, type VoteWindow } from '#domain/votes.ts';
import { facilitates } from '#domain/workshop.ts';
import { Unreachable } from '#lib/http/request.ts';
import { giveVote, readVotes, takeVoteBack } from '#lib/http/votes.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { LiveState } from '#protocol/live.ts';
import type { PersonView, VotesView } from '#protocol/views.ts';

/** Somebody who was named, and how often. */
export interface Named {
	readonly person: PersonView;
	readonly times: number;
}

/** Whom people name to follow up: the own choice on this device, and the counts where they may be read. */
export class Nominations {
	votes: VotesView | null = $state.raw(null);
	readonly doing = new Doing();
	readonly #workshop: WorkshopState;
	#heard = '';

	constructor(workshop: WorkshopState) {
		this.#workshop = workshop;
	}

	/** The step in which the room names somebody; undefined where its agenda has none. */
	get activity(): Activity | undefined {
		return this.#workshop.workshop.steps.find(({ votes }) => votes?.on === 'nomination');
	}

	get window(): VoteWindow {
		return this.activity ? windowOf(this.activity, this.#workshop.live) : 'hidden';
	}

	/** Whoever came, themselves included. */
	get people(): readonly PersonView[] {
		return this.#workshop.people.filter((person) => person.role === 'participant' && person.hasArrived);
	}

	/** Whom this person named. */
	get mine(): PersonView | undefined {
		return this.people.find(({ id }) => this.votes?.mine.includes(simpleRef('person', id)));
	}

	/** The most named first; null while the counts are not to be read. */
	get ranking(): readonly Named[] | null {
		const totals = this.votes?.totals;
		if (!totals) return null;
		return this.people
			.map((person) => ({ person, times: totals[simpleRef('person', person.id)] ?? 0 }))
			.filter(({ times }) => times > 0)
			.sort((one, other) => other.times - one.times);
	}

	/** Called with every live state. What others name while it is open changes nothing here, so nothing is asked. */
	async hear(live: LiveState): Promise<void> {
		const { activity } = this;
		const { role } = live.me;
		if (!activity || !(role === 'participant' || facilitates(role))) return;
		const window = windowOf(activity, live);
		const { votes, plan } = live.revisions;
		const heard = window === 'hidden' ? 'hidden' : `${window} ${window === 'closed' ? `${votes} ${plan}` : ''}`;
		if (heard === this.#heard) return;
		this.#heard = heard;
		if (window === 'hidden') return;
		try {
			this.votes = await readVotes(this.#workshop.id, activity.id);
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			this.#heard = '';
		}
	}

	/** One name a person: whoever was named before is named no more. */
	async name(personId: string): Promise<boolean> {
		const { activity } = this;
		if (!activity) return false;
		return this.doing.do(async () => {
			for (const before of this.votes?.mine ?? [])
				this.votes = await takeVoteBack(this.#workshop.id, activity.id, before);
			this.votes = await giveVote(this.#workshop.id, activity.id, simpleRef('person', personId));
		});
	}
}

function windowOf(activity: Activity, { step, states }: LiveState): VoteWindow {
	if (step?.id === activity.id) return voteWindow(activity, step);
	return voteWindow(activity, { state: states[activity.id] ?? 'ahead', phase: null, votesClosed: false });
}
