import { newId } from '#domain/ids.ts';
import { Unreachable } from '#lib/http/request.ts';
import { writeSuggestion } from '#lib/http/weeks.ts';
import type { Heard } from '#lib/follow/heard.svelte.ts';
import type { SuggestionsView } from '#protocol/suggestions.ts';

interface Word {
	readonly id: string;
	readonly text: string;
	readonly withName: boolean;
	readonly isForQuestion: boolean;
	readonly ref: string | null;
}

/**
 * What this device writes into the box. A word is kept here until the server has it, with the id it was given here, so
 * that it is one however often it is sent; which of those without a name are one's own, nobody but this device knows.
 */
export class Box {
	text = $state('');
	withName = $state(false);
	isForQuestion = $state(false);
	ref: string = $state('');
	/** Written, and not with the server yet. */
	waiting: readonly Word[] = $state.raw([]);
	/** Ids of what was written here. */
	own: readonly string[] = $state.raw([]);
	#isSending = false;
	readonly #workshop: string;
	readonly #heard: Heard<SuggestionsView>;

	constructor(workshop: string, heard: Heard<SuggestionsView>) {
		this.#workshop = workshop;
		this.#heard = heard;
		const kept = read(workshop);
		this.waiting = kept.waiting;
		this.own = kept.own;
	}

	/** True when it is with the server; else it waits on this device, and the form is free. */
	async put(): Promise<boolean> {
		const text = this.text.trim();
		if (text === '') return false;
		const { withName, isForQuestion } = this;
		const word: Word = { id: newId(), text, withName, isForQuestion, ref: this.ref === '' ? null : this.ref };
		this.#keep([...this.waiting, word], [...this.own, word.id]);
		this.text = '';
		this.isForQuestion = false;
		this.ref = '';
		return this.send();
	}

	/** Sends what waits, the oldest first. One that is refused is given back to the form. */
	async send(): Promise<boolean> {
		if (this.#isSending) return false;
		this.#isSending = true;
		try {
			for (const word of this.waiting) {
				let isGone = false;
				const isDone = await this.#heard.do(async () => {
					try {
						return await writeSuggestion(this.#workshop, word);
					} catch (error) {
						isGone = !(error instanceof Unreachable);
						throw error;
					}
				});
				if (!isDone && !isGone) return false;
				this.#keep(
					this.waiting.filter(({ id }) => id !== word.id),
					isDone ? this.own : this.own.filter((id) => id !== word.id)
				);
				if (!isDone) {
					if (this.text === '') this.text = word.text;
					return false;
				}
			}
			return true;
		} finally {
			this.#isSending = false;
		}
	}

	#keep(waiting: readonly Word[], own: readonly string[]): void {
		this.waiting = waiting;
		this.own = own;
		try {
			localStorage.setItem(keyOf(this.#workshop), JSON.stringify({ waiting, own }));
		} catch {
			// Without storage it is kept as long as the page is open.
		}
	}
}

const keyOf = (workshop: string): string => `plenary:suggestions:${workshop}`;

const isWord = (word: unknown): word is Word =>
	typeof word === 'object' && word !== null && 'id' in word && 'text' in word && typeof word.text === 'string';

function read(workshop: string): { readonly waiting: readonly Word[]; readonly own: readonly string[] } {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(keyOf(workshop)) ?? '{}');
		if (typeof kept !== 'object' || kept === null) return { waiting: [], own: [] };
		const waiting = 'waiting' in kept && Array.isArray(kept.waiting) ? kept.waiting.filter(isWord) : [];
		const own = 'own' in kept && Array.isArray(kept.own) ? kept.own.filter((id) => typeof id === 'string') : [];
		return { waiting, own };
	} catch {
		return { waiting: [], own: [] };
	}
}
