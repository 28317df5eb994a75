import { changeWords, readReply, removeWords, sendWords } from '#lib/http/reply.ts';
import { mapOf } from '#lib/state/lookup.ts';
import type { ReplyView, ReplyWordsView } from '#protocol/reply-views.ts';
import { Heard } from './heard.svelte.ts';
import { WordsDraft } from './words-draft.svelte.ts';

export interface WordsAbout {
	/** Null: about the whole reply. */
	readonly issueId: string | null;
	readonly kind: 'answer' | 'thanks';
}

/** The reply as it was approved, and what was written back, as this device last heard it. */
export class ReplyState extends Heard<ReplyView> {
	/** Outlive the fields they are typed in: a reply that is withdrawn or approved anew takes none of them away. */
	readonly #drafts = mapOf<string, WordsDraft>();
	readonly #workshopId: string;
	readonly #person: string;

	constructor(workshopId: string, person: string | null) {
		super(() => readReply(workshopId));
		this.#workshopId = workshopId;
		this.#person = person ?? 'nobody';
	}

	draftOf({ issueId, kind }: WordsAbout): WordsDraft {
		const about = `${kind}.${issueId ?? 'whole'}`;
		const draft = this.#drafts.get(about) ?? new WordsDraft(this.#workshopId, this.#person, about);
		this.#drafts.set(about, draft);
		return draft;
	}

	/** True when what the field holds was taken; a refusal is shown there, and what was typed stays. */
	async keep(about: WordsAbout): Promise<boolean> {
		const draft = this.draftOf(about);
		const [text, key] = [draft.text.trim(), draft.sendKey];
		if (text === '') return false;
		// Words that were taken away meanwhile, on another device, are new ones.
		const word = this.view?.words.find(({ id }) => id === draft.changing)?.id ?? '';
		const isKept = await draft.doing.do(() =>
			word === '' ? this.#send(about, text, key) : this.change(() => changeWords(this.#workshopId, word, text))
		);
		// What was typed since then is still to be sent, in its place.
		if (isKept && draft.text.trim() === text) draft.arrived();
		else if (isKept) draft.goOn(word || key);
		return isKept;
	}

	/** True when it is gone; it can be put back. */
	async remove(about: WordsAbout, { id, text }: ReplyWordsView): Promise<boolean> {
		const draft = this.draftOf(about);
		const isGone = await draft.doing.do(() => this.change(() => removeWords(this.#workshopId, id)));
		if (isGone) draft.takenAway = text;
		return isGone;
	}

	async putBack(about: WordsAbout): Promise<boolean> {
		const draft = this.draftOf(about);
		const text = draft.takenAway;
		if (text === null) return false;
		const isBack = await draft.doing.do(() => this.#send(about, text, draft.putBackKey));
		if (isBack) draft.takenAway = null;
		return isBack;
	}

	/** Where an earlier try arrived after all, the server has the words of then under this key. */
	async #send({ issueId, kind }: WordsAbout, text: string, sendKey: string): Promise<void> {
		await this.change(() => sendWords(this.#workshopId, { sendKey, kind, issueId, text }));
		const arrived = this.view?.words.find(({ id }) => id === sendKey);
		if (arrived && arrived.text !== text) await this.change(() => changeWords(this.#workshopId, sendKey, text));
	}
}
