import {
	editLetter,
	holdLetter,
	readDraft,
	readHandLetters,
	readLetters,
	releaseLetter,
	sendLetterNow,
	sendTest,
	settleLetter,
	skipLetter,
	passedOn
} from '#lib/http/letters.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { LetterEdits } from '#domain/letters.ts';
import type { LiveState } from '#protocol/live.ts';
import type { DraftView, HandLetterView, LettersView } from '#protocol/letter-views.ts';

/** The letters of a workshop, for those who follow up. */
export class LetterBox {
	/** Null until they were read once. */
	letters: LettersView | null = $state.raw(null);
	/** The next letter's draft; null while nobody can read one yet. */
	draft: DraftView | null = $state.raw(null);
	/** Letters to pass on, once they were asked for. */
	hand: readonly HandLetterView[] | null = $state.raw(null);
	/** A test of the draft is on its way, until another draft is read. */
	isTested = $state(false);
	readonly doing = new Doing();
	readonly #workshop: string;
	#heard = '';

	constructor(workshop: string) {
		this.#workshop = workshop;
	}

	/** Called with every live state. */
	async hear({ revisions, me }: LiveState): Promise<void> {
		const heard = `${revisions.plan} ${me.role} ${me.appointments.join()}`;
		if (heard === this.#heard) return;
		this.#heard = heard;
		try {
			await this.#read();
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			this.#heard = '';
		}
	}

	edit(edits: LetterEdits): Promise<boolean> {
		const { headline, lines, thanks, without } = edits;
		return this.#onDraft((id) =>
			editLetter(this.#workshop, id, {
				...(headline === undefined ? {} : { headline }),
				...(lines === undefined ? {} : { lines: [...lines] }),
				...(thanks === undefined ? {} : { thanks }),
				...(without === undefined ? {} : { without: [...without] })
			})
		);
	}

	hold(): Promise<boolean> {
		return this.#onDraft((id) => holdLetter(this.#workshop, id));
	}

	release(): Promise<boolean> {
		return this.#onDraft((id) => releaseLetter(this.#workshop, id));
	}

	async test(): Promise<boolean> {
		return (this.isTested = await this.#onDraft((id) => sendTest(this.#workshop, id)));
	}

	send(): Promise<boolean> {
		return this.#onAll((id) => sendLetterNow(this.#workshop, id));
	}

	skip(): Promise<boolean> {
		return this.#onAll((id) => skipLetter(this.#workshop, id));
	}

	settle(mail: string, went: boolean): Promise<boolean> {
		return this.doing.do(async () => {
			this.letters = await settleLetter(this.#workshop, mail, went);
		});
	}

	readHand(): Promise<boolean> {
		return this.doing.do(async () => {
			this.hand = await readHandLetters(this.#workshop);
		});
	}

	passOn(mail: string): Promise<boolean> {
		return this.doing.do(async () => {
			this.letters = await passedOn(this.#workshop, mail);
			this.hand = (this.hand ?? []).filter(({ id }) => id !== mail);
		});
	}

	async #read(): Promise<void> {
		const letters = await readLetters(this.#workshop);
		const [next] = letters.drafts;
		const before = this.draft?.id;
		this.draft = next ? await readDraft(this.#workshop, next.id) : null;
		if (before !== this.draft?.id) this.isTested = false;
		this.letters = letters;
	}

	#onDraft(deed: (id: string) => Promise<DraftView>): Promise<boolean> {
		return this.doing.do(async () => {
			if (this.draft) this.draft = await deed(this.draft.id);
		});
	}

	#onAll(deed: (id: string) => Promise<LettersView>): Promise<boolean> {
		return this.doing.do(async () => {
			if (!this.draft) return;
			await deed(this.draft.id);
			await this.#read();
		});
	}
}
