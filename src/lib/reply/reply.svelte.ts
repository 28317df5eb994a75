import { newId } from '#domain/ids.ts';
import { changeWords, readReply, removeWords, sendWords } from '#lib/http/reply.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { ReplyView } from '#protocol/reply-views.ts';

/** 22 characters: the same words sent again over a bad line are the same. */
export const newSendKey = (): string => `${newId()}${newId()}`.slice(0, 22);

export interface WordsAbout {
	/** Null: about the whole reply. */
	readonly issueId: string | null;
	readonly kind: 'answer' | 'thanks';
}

/** The reply as it was approved, and what was written back, as this device last heard it. */
export class ReplyState {
	readonly doing = new Doing();
	#view: ReplyView | null = $state.raw(null);
	#heard = '';
	readonly #workshopId: string;

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	/** Null until it was read. */
	get view(): ReplyView | null {
		return this.#view;
	}

	/** Called with every live state that may have changed a word of it. */
	async hear(revisions: string): Promise<void> {
		if (this.#heard === revisions) return;
		this.#heard = revisions;
		try {
			this.#view = await readReply(this.#workshopId);
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			// The last picture stays, and the next live state asks again.
			this.#heard = '';
		}
	}

	/** Each gives true when it was done; a refusal is shown, and what was typed stays. */
	send = ({ issueId, kind }: WordsAbout, text: string, sendKey: string): Promise<boolean> =>
		this.#do(() => sendWords(this.#workshopId, { sendKey, kind, issueId, text: text.trim() }));
	change = (word: string, text: string): Promise<boolean> =>
		this.#do(() => changeWords(this.#workshopId, word, text.trim()));
	remove = (word: string): Promise<boolean> => this.#do(() => removeWords(this.#workshopId, word));

	#do(deed: () => Promise<ReplyView>): Promise<boolean> {
		return this.doing.do(async () => {
			this.#view = await deed();
		});
	}
}
