import {
	approveReply,
	draftReply,
	orderReply,
	readReplyDesk,
	withdrawReply,
	writeOpening,
	writeReplyLine
} from '#lib/http/reply.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import { mapOf, setOf } from '#lib/state/lookup.ts';
import type { DeskLineView, ReplyDeskView } from '#protocol/reply-views.ts';
import { Heard } from './heard.svelte.ts';

export interface LineWords {
	readonly text: string;
	readonly isLeftOut: boolean;
}

/** What the facilitators write the reply from, as this device last heard it, and what is typed there. */
export class ReplyDesk extends Heard<ReplyDeskView> {
	/** Of what is done to the whole; each line has its own. */
	readonly doing = new Doing();
	/** How it begins. */
	readonly opens = new Writing('');
	/** Outlive the page's parts, so that what is typed stays while another part is looked at. */
	#writings: ReadonlyMap<string, Writing> = $state.raw(mapOf());
	readonly #workshopId: string;

	constructor(workshopId: string) {
		super(
			() => readReplyDesk(workshopId),
			(view) => this.#follow(view)
		);
		this.#workshopId = workshopId;
	}

	/** What is typed in a line. */
	writingOf(issueId: string): Writing {
		return this.#writings.get(issueId) ?? new Writing('');
	}

	/** Words typed in a line that went meanwhile: its issue is another's now, or all of it was taken back. */
	get homeless(): readonly { readonly issueId: string; readonly text: string }[] {
		const standing = setOf<string>(this.view?.lines.map(({ issueId }) => issueId));
		return [...this.#writings].flatMap(([issueId, { isOpen, text }]) =>
			isOpen && !standing.has(issueId) ? [{ issueId, text }] : []
		);
	}

	/** Nobody needs the words of such a line any more. */
	letGo(issueId: string): void {
		this.#writings = mapOf([...this.#writings].filter(([id]) => id !== issueId));
	}

	/** How many fields hold words that are not kept yet. */
	get unkept(): number {
		return [this.opens, ...this.#writings.values()].filter(({ isOpen }) => isOpen).length;
	}

	draft = (): Promise<boolean> => this.#do(() => draftReply(this.#workshopId));
	approve = (stamp: string): Promise<boolean> => this.#do(() => approveReply(this.#workshopId, stamp));
	withdraw = (): Promise<boolean> => this.#do(() => withdrawReply(this.#workshopId));

	/** One place up or down; true when it moved. */
	move({ issueId }: DeskLineView, by: -1 | 1): Promise<boolean> {
		const order = (this.view?.lines ?? []).map((line) => line.issueId);
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
		return doing.do(() => this.change(deed));
	}

	#follow({ opening, lines }: ReplyDeskView): void {
		this.opens.hear(opening);
		const writings = mapOf([...this.#writings].filter(([, { isOpen }]) => isOpen));
		for (const { issueId, text } of lines) {
			const writing = this.#writings.get(issueId) ?? new Writing(text);
			writing.hear(text);
			writings.set(issueId, writing);
		}
		this.#writings = writings;
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
