/**
 * What this device asked: the keys by which it finds questions it asked without a name, and questions that wait for the
 * network. Kept on the device alone; the server holds a hash of a key and nothing else that leads here.
 */
import { newId } from '#domain/ids.ts';
import type { QuestionShows } from '#domain/questions.ts';
import { WAITS } from '#lib/http/kept-here.ts';

export interface WaitingQuestion {
	readonly text: string;
	readonly shows: QuestionShows;
	/** The same however often it is sent. */
	readonly sendKey: string;
	/** Only for one that shows no name. */
	readonly askerKey?: string;
	/** Why it was not taken, until the asker lets it go. */
	readonly refused?: string;
}

interface Kept {
	/** Question id -> key, for those without a name. */
	readonly keys: Readonly<Record<string, string>>;
	readonly waiting: readonly WaitingQuestion[];
}

/** 22 characters: 132 bits. */
const newKey = (): string => `${newId()}${newId()}`.slice(0, 22);

export const newWaiting = (text: string, shows: QuestionShows): WaitingQuestion => ({
	text,
	shows,
	sendKey: newKey(),
	...(shows === 'name' ? {} : { askerKey: newKey() })
});

/** One person's questions on this device. */
export class AskedHere {
	readonly #name: string;
	#kept: Kept;

	constructor(workshop: string, person: string) {
		this.#name = `${WAITS}${workshop}.${person}.questions`;
		this.#kept = this.#read();
	}

	get keys(): Readonly<Record<string, string>> {
		return this.#kept.keys;
	}

	get waiting(): readonly WaitingQuestion[] {
		return this.#kept.waiting;
	}

	/** Kept before it is sent, so that a page that goes away meanwhile loses nothing. */
	wait(question: WaitingQuestion): void {
		this.#write({ ...this.#kept, waiting: [...this.waiting, question] });
	}

	/** It was refused: its words stay here, with the reason. */
	refuse(question: WaitingQuestion, refused: string): void {
		const waiting = this.waiting.map((other) => (other.sendKey === question.sendKey ? { ...other, refused } : other));
		this.#write({ ...this.#kept, waiting });
	}

	/** It arrived, or was let go. */
	done({ sendKey, askerKey }: WaitingQuestion, id: string | null): void {
		const waiting = this.waiting.filter((other) => other.sendKey !== sendKey);
		const keys = id === null || askerKey === undefined ? this.keys : { ...this.keys, [id]: askerKey };
		this.#write({ keys, waiting });
	}

	#read(): Kept {
		try {
			const kept: Partial<Kept> | null = JSON.parse(localStorage.getItem(this.#name) ?? 'null');
			if (kept?.keys && Array.isArray(kept.waiting)) return { keys: kept.keys, waiting: kept.waiting };
		} catch {
			// Blocked, or cut off: nothing was kept.
		}
		return { keys: {}, waiting: [] };
	}

	#write(kept: Kept): void {
		this.#kept = kept;
		try {
			localStorage.setItem(this.#name, JSON.stringify(kept));
		} catch {
			// Blocked: it is kept as long as this page is open.
		}
	}
}
