import { createContext } from 'svelte';
import type { NoteId } from '#domain/ids.ts';
import * as http from '#lib/http/vision.ts';
import { Asking } from '#lib/state/asking.svelte.ts';
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
	readonly asking = new Asking();
	readonly #workshop: string;
	readonly #step: string;

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
		await this.asking.ask(async () => {
			[this.waiting, this.proposals] = await Promise.all([
				http.readWaiting(this.#workshop, this.#step),
				http.readProposals(this.#workshop, this.#step)
			]);
		});
	}

	bring(ref: string): Promise<boolean> {
		return this.#ask(async () => (this.waiting = await http.bringLine(this.#workshop, this.#step, ref)));
	}

	propose(zone: string, line: string | null, text: string): Promise<boolean> {
		return this.#ask(
			async () => (this.proposals = await http.propose(this.#workshop, this.#step, { zone, line, text }))
		);
	}

	vote({ id, votedByMe }: ProposalView): Promise<boolean> {
		return this.#ask(
			async () => (this.proposals = await http.voteForProposal(this.#workshop, this.#step, id, !votedByMe))
		);
	}

	withdraw({ id }: ProposalView): Promise<boolean> {
		return this.#ask(async () => (this.proposals = await http.withdrawProposal(this.#workshop, this.#step, id)));
	}

	take({ id }: ProposalView): Promise<boolean> {
		return this.#ask(async () => (this.proposals = await http.takeProposal(this.#workshop, this.#step, id)));
	}

	/** True once it is done. */
	async #ask(deed: () => Promise<unknown>): Promise<boolean> {
		return (await this.asking.ask(deed)) !== null;
	}
}

export const [getLines, setLines] = createContext<LinesState>();
