import { readOnScreen } from '#lib/http/days.ts';
import { Newest } from '#lib/room/newest.svelte.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { OnScreenView } from '#protocol/views.ts';

/** Words that are being written change no number: they are asked for again after so long. */
export const LOOK_EVERY_MS = 5000;
/** A reader is told of news at most so often. */
const SAY_EVERY_MS = 8000;

/** The projector in words, as it stands, and what a listener is told of its changes. */
export class OnScreenText {
	/** Said politely: a new picture at once, new lines in batches. */
	said = $state('');
	readonly #workshop: WorkshopState;
	readonly #view = new Newest<OnScreenView>();
	readonly #now: () => number;
	#told: OnScreenView | null = null;
	#toldAt = -Infinity;
	#looks = 0;

	constructor(workshop: WorkshopState, now: () => number = () => Date.now()) {
		this.#workshop = workshop;
		this.#now = now;
	}

	get view(): OnScreenView | null {
		return this.#view.value;
	}

	/** Called with every live state. */
	follow(): void {
		const { screen, step, states, syndicates, revisions, reportBack, onBreak } = this.#workshop.live;
		const counts = syndicates.map(({ notes, hiddenNotes, people, isRevealed }) => [
			notes,
			hiddenNotes,
			people,
			isRevealed
		]);
		const key = JSON.stringify([
			screen,
			step?.id,
			step?.phase,
			step?.votesClosed,
			states,
			counts,
			revisions,
			reportBack,
			onBreak
		]);
		void this.#view.ask(`${key} ${this.#looks}`, () => readOnScreen(this.#workshop.id));
	}

	/** Asks again, whatever the live state says. */
	look(): void {
		this.#looks += 1;
		this.follow();
	}

	/** Called with every view. Nothing is said while the room is quiet, or of what one comes upon. */
	say(view: OnScreenView): void {
		const before = this.#told;
		if (before === null || this.#workshop.live.isQuiet) {
			this.#told = view;
			return;
		}
		if (before.title !== view.title) this.#tell(view, `On the screen now: ${view.title}`);
		else if (this.#now() - this.#toldAt >= SAY_EVERY_MS) {
			const known = linesOf(before);
			const fresh = linesOf(view).filter((line) => !known.includes(line)).length;
			if (fresh > 0) this.#tell(view, fresh === 1 ? 'One new line on the screen' : `${fresh} new lines on the screen`);
		}
	}

	#tell(view: OnScreenView, words: string): void {
		this.#told = view;
		this.#toldAt = this.#now();
		this.said = words;
	}
}

const linesOf = ({ parts }: OnScreenView): readonly string[] => parts.flatMap(({ lines }) => lines);
