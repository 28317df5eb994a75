import { createContext } from 'svelte';
import type { NoteId } from '#domain/ids.ts';
import * as http from '#lib/http/vision.ts';
import { Problem } from '#domain/problem.ts';
import { Unreachable } from '#lib/http/request.ts';
import { InTurn } from '#lib/state/in-turn.svelte.ts';
import { setOf } from '#lib/state/lookup.ts';
import type { OfferedView, ProposalView } from '#protocol/vision-views.ts';

/** What a sheet of wordings is about: a place on the page, and the line there. */
export interface WordingsPlace {
	readonly zone: string;
	/** Null for a new line, or a compass that is not written yet. */
	readonly note: NoteId | null;
}

/** What is around the lines on the page: sentences that wait, wordings that people propose. */
export class LinesState {
	waiting: readonly OfferedView[] = $state.raw([]);
	proposals: readonly ProposalView[] = $state.raw([]);
	/** The sheet that is open. */
	open: WordingsPlace | null = $state.raw(null);
	/** Every press has its turn: none is lost because another, or the page itself, is still asking. */
	readonly #turn = new InTurn();
	readonly asking = this.#turn.asking;
	/** Deeds that were pressed and are not done. */
	readonly #out = setOf<string>();
	readonly #workshop: string;
	readonly #step: string;
	#asked = 0;

	constructor(workshop: string, step: string) {
		this.#workshop = workshop;
		this.#step = step;
	}

	/** Of a line; with `null`, of a zone without one. */
	of(zone: string, line: string | null): readonly ProposalView[] {
		return this.proposals.filter((one) => (line === null ? one.zone === zone && one.line === null : one.line === line));
	}

	/** Without a network the last picture stays. */
	async refresh(): Promise<void> {
		this.#asked += 1;
		const asked = this.#asked;
		try {
			const [waiting, proposals] = await Promise.all([
				http.readWaiting(this.#workshop, this.#step),
				http.readProposals(this.#workshop, this.#step)
			]);
			if (asked !== this.#asked) return;
			this.waiting = waiting;
			this.proposals = proposals;
		} catch (error) {
			if (!(error instanceof Unreachable || error instanceof Problem)) throw error;
		}
	}

	bring(ref: string): Promise<boolean> {
		return this.#ask(
			`bring ${ref}`,
			async () => (this.waiting = await http.bringLine(this.#workshop, this.#step, ref))
		);
	}

	propose(zone: string, line: string | null, text: string): Promise<boolean> {
		return this.#ask(
			'propose',
			async () => (this.proposals = await http.propose(this.#workshop, this.#step, { zone, line, text }))
		);
	}

	vote({ id, votedByMe }: ProposalView): Promise<boolean> {
		return this.#ask(
			`vote ${id}`,
			async () => (this.proposals = await http.voteForProposal(this.#workshop, this.#step, id, !votedByMe))
		);
	}

	withdraw({ id }: ProposalView): Promise<boolean> {
		return this.#ask(
			`withdraw ${id}`,
			async () => (this.proposals = await http.withdrawProposal(this.#workshop, this.#step, id))
		);
	}

	take({ id }: ProposalView): Promise<boolean> {
		return this.#ask(
			`take ${id}`,
			async () => (this.proposals = await http.takeProposal(this.#workshop, this.#step, id))
		);
	}

	/** True once it is done. Pressed again before that, it is the same press. */
	async #ask(name: string, deed: () => Promise<unknown>): Promise<boolean> {
		if (this.#out.has(name)) return false;
		this.#out.add(name);
		try {
			const done = await this.#turn.ask(deed);
			// What the page asked for before this is older than it.
			if (done !== null) void this.refresh();
			return done !== null;
		} finally {
			this.#out.delete(name);
		}
	}
}

export const [getLines, setLines] = createContext<LinesState>();
