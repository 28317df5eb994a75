import { newId } from '#domain/ids.ts';
import { WAITS } from '#lib/http/kept-here.ts';
import { Doing } from '#lib/state/doing.svelte.ts';

/** 22 characters: the same words sent again over a bad line are the same. */
export const newSendKey = (): string => `${newId()}${newId()}`.slice(0, 22);

interface Kept {
	readonly text: string;
	readonly sendKey: string;
	/** The words it is to replace; empty: it is new. */
	readonly changing: string;
}

/** What is typed about one line or about the whole, kept on this device until it arrived or is empty. */
export class WordsDraft {
	readonly doing = new Doing();
	isWriting = $state(false);
	#takenAway: string | null = $state(null);
	/** What was taken away is put back once, however often it is sent. */
	putBackKey = newSendKey();
	#text = $state('');
	#changing = $state('');
	/** What stood there when the writing began. */
	#said = '';
	/** One for each thing written, however often it is sent. */
	#sendKey = newSendKey();
	readonly #name: string;

	constructor(workshop: string, person: string, about: string) {
		this.#name = `${WAITS}${workshop}.${person}.back.${about}`;
		const kept = this.#read();
		if (!kept) return;
		[this.#text, this.#changing, this.#sendKey] = [kept.text, kept.changing, kept.sendKey];
		this.isWriting = true;
	}

	get text(): string {
		return this.#text;
	}

	set text(text: string) {
		this.#text = text;
		this.#keep();
	}

	/** What was taken away here just now, until it is put back or something else is written. */
	get takenAway(): string | null {
		return this.#takenAway;
	}

	set takenAway(text: string | null) {
		this.#takenAway = text;
		this.putBackKey = newSendKey();
	}

	get changing(): string {
		return this.#changing;
	}

	get sendKey(): string {
		return this.#sendKey;
	}

	/** Opens the field; what was typed for the same words before it was closed is still there. */
	begin(word = '', said = ''): void {
		if (this.#text === '' || this.#changing !== word) [this.#text, this.#changing] = [said, word];
		this.#said = said;
		this.takenAway = null;
		this.doing.refusal = null;
		this.isWriting = true;
	}

	/** Lays it aside: what was typed is there when the field is opened again. */
	close(): void {
		if (this.#text.trim() === this.#said) this.#text = '';
		this.isWriting = false;
	}

	/** It arrived: the next words are others. */
	arrived(): void {
		this.#sendKey = newSendKey();
		[this.#text, this.#changing] = ['', ''];
		this.isWriting = false;
		this.#keep();
	}

	/** What was sent arrived, and what was typed since then goes in its place. */
	goOn(word: string): void {
		this.#changing = word;
		this.#sendKey = newSendKey();
		this.#keep();
	}

	#read(): Kept | null {
		try {
			const kept: Partial<Kept> | null = JSON.parse(localStorage.getItem(this.#name) ?? 'null');
			if (!kept?.text || !kept.sendKey) return null;
			return { text: kept.text, sendKey: kept.sendKey, changing: kept.changing ?? '' };
		} catch {
			// Blocked, or cut off: what this page knows is all there is.
			return null;
		}
	}

	#keep(): void {
		const { text, changing, sendKey } = this;
		try {
			if (text.trim() === '') localStorage.removeItem(this.#name);
			else localStorage.setItem(this.#name, JSON.stringify({ text, changing, sendKey } satisfies Kept));
		} catch {
			// Blocked: it is kept as long as this page is open.
		}
	}
}
