import {
	approveReply,
	draftReply,
	orderReply,
	readReplyDesk,
	withdrawReply,
	writeOpening,
	writeReplyLine
} from '#lib/http/reply.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { DeskLineView, ReplyDeskView } from '#protocol/reply-views.ts';

export interface LineWords {
	readonly text: string;
	readonly isLeftOut: boolean;
}

/** What the facilitators write the reply from, as this device last heard it. */
export class ReplyDesk {
	/** Of what is done to the whole; each line has its own. */
	readonly doing = new Doing();
	#view: ReplyDeskView | null = $state.raw(null);
	#heard = '';
	readonly #workshopId: string;

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	/** Null until it was read. */
	get view(): ReplyDeskView | null {
		return this.#view;
	}

	/** Called with every live state that may have changed a word of it. */
	async hear(revisions: string): Promise<void> {
		if (this.#heard === revisions) return;
		this.#heard = revisions;
		try {
			this.#view = await readReplyDesk(this.#workshopId);
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			// The last picture stays, and the next live state asks again.
			this.#heard = '';
		}
	}

	draft = (): Promise<boolean> => this.#do(() => draftReply(this.#workshopId));
	approve = (stamp: string): Promise<boolean> => this.#do(() => approveReply(this.#workshopId, stamp));
	withdraw = (): Promise<boolean> => this.#do(() => withdrawReply(this.#workshopId));

	/** One place up or down; true when it moved. */
	move({ issueId }: DeskLineView, by: -1 | 1): Promise<boolean> {
		const order = (this.#view?.lines ?? []).map((line) => line.issueId);
		const at = order.indexOf(issueId);
		const other = order[at + by];
		if (at < 0 || other === undefined) return Promise.resolve(false);
		order[at] = other;
		order[at + by] = issueId;
		return this.#do(() => orderReply(this.#workshopId, order));
	}

	opening = (opening: string, saw: string, doing: Doing): Promise<boolean> =>
		this.#do(() => writeOpening(this.#workshopId, { opening, saw }), doing);
	write = (issue: string, words: LineWords, saw: LineWords, doing: Doing): Promise<boolean> =>
		this.#do(() => writeReplyLine(this.#workshopId, issue, { ...words, saw }), doing);

	#do(deed: () => Promise<ReplyDeskView>, doing = this.doing): Promise<boolean> {
		return doing.do(async () => {
			this.#view = await deed();
		});
	}
}

/**
 * Words that somebody writes while others may write the same: what was typed stays until it is kept, and whatever came
 * meanwhile is shown beside it.
 */
export class Writing {
	readonly doing = new Doing();
	text = $state('');
	/** What stood there when the writing began. */
	#from = $state('');
	#isTyped = $state(false);
	#underWay: Promise<unknown> = Promise.resolve();

	constructor(text: string) {
		this.text = text;
		this.#from = text;
	}

	/** What the server has now. */
	hear(stands: string): void {
		if (this.#isTyped && this.text !== stands) return;
		this.text = stands;
		this.#from = stands;
		this.#isTyped = false;
	}

	typed(): void {
		this.#isTyped = true;
	}

	get from(): string {
		return this.#from;
	}

	/** What was sent stands there now; what was typed since then is still to be kept. */
	kept(text: string): void {
		this.#from = text;
		this.#isTyped = this.text.trim() !== text;
	}

	/** One after the other: leaving the field keeps it, and so does whatever is pressed next. */
	inTurn(keep: () => Promise<boolean>): Promise<boolean> {
		const done = this.#underWay.then(keep, keep);
		this.#underWay = done;
		return done;
	}

	/** True while there is something to keep. */
	get isOpen(): boolean {
		return this.#isTyped && this.text.trim() !== this.#from;
	}

	/** Somebody else wrote there, and it is not what is typed here. */
	isBehind(stands: string): boolean {
		return this.isOpen && stands !== this.#from && stands !== this.text.trim();
	}

	/** Goes on from what stands there now, with the own words or with theirs. */
	goOn(stands: string, mine: boolean): void {
		this.#from = stands;
		this.doing.refusal = null;
		if (!mine) this.text = stands;
		this.#isTyped = mine;
	}
}
