import { sitWith } from '#lib/http/seat.ts';
import { InTurn } from '#lib/state/in-turn.svelte.ts';

/** The list of people follows by the live state; until then a press that was answered stands, ms. */
const FOLLOWS_MS = 1000;

export interface SittingUndo {
	readonly person: string;
	readonly words: string;
	readonly before: string | null;
}

/** Whom sponsor and customers sit with, as it is pressed; a syndicate by its slug, null for none. */
export class Sitting {
	undo: SittingUndo | null = $state.raw(null);

	readonly #workshopId: string;
	readonly #sitWith: typeof sitWith;
	readonly #turn = new InTurn();
	/** By person: the press that was made last, until the list of people has it. */
	#pressed: Readonly<Record<string, string | null>> = $state.raw({});

	constructor(workshopId: string, ask: typeof sitWith = sitWith) {
		this.#workshopId = workshopId;
		this.#sitWith = ask;
	}

	get refusal(): string | null {
		return this.#turn.asking.refusal;
	}

	/** Where this person sits: as pressed, else as the list of people has it. */
	at(person: string, listed: string | null): string | null {
		return person in this.#pressed ? (this.#pressed[person] ?? null) : listed;
	}

	/** `words` says it once it is done. True when it was. */
	async sit(person: string, syndicate: string | null, words: string): Promise<boolean> {
		const done = await this.#ask(person, syndicate);
		if (done) this.undo = { person, words, before: done.answer.before };
		return done !== null;
	}

	/** An undo that is refused can be pressed again. */
	async takeBack(): Promise<void> {
		const { undo } = this;
		if (undo && (await this.#ask(undo.person, undo.before)) && this.undo === undo) this.undo = null;
	}

	async #ask(person: string, syndicate: string | null) {
		this.#pressed = { ...this.#pressed, [person]: syndicate };
		const done = await this.#turn.ask(() => this.#sitWith(this.#workshopId, person, syndicate));
		if (done) setTimeout(() => this.#release(person, syndicate), FOLLOWS_MS);
		else this.#release(person, syndicate);
		return done;
	}

	/** Presses made meanwhile, of this person or another one, stand. */
	#release(person: string, syndicate: string | null): void {
		if (this.#pressed[person] !== syndicate) return;
		const { [person]: _, ...others } = this.#pressed;
		this.#pressed = others;
	}
}
