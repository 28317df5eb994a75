import type { GalleryMark } from '#domain/gallery.ts';
import { sentenceOf } from '#lib/http/request.ts';
import { setOf } from '#lib/state/lookup.ts';
import type { GalleryView, MarksView } from '#protocol/gallery.ts';

/** Where marks are kept; a test brings its own. */
export interface MarkKeeper {
	readonly read: () => Promise<GalleryView>;
	readonly leave: (target: string, kind: GalleryMark, on: boolean) => Promise<GalleryView>;
}

const NONE: MarksView = { same: [], thanks: 0, moved: 0, 'tell-me-more': 0 };

/** The marks on the boards of one step, and mine among them. */
export class MarksState {
	view: GalleryView | null = $state.raw(null);
	/** Why the last press was refused, or could not be sent. */
	sentence = $state('');
	readonly #keeper: MarkKeeper;
	readonly #mine = $derived(setOf((this.view?.mine ?? []).map(({ target, kind }) => `${kind} ${target}`)));
	#asked = 0;

	constructor(keeper: MarkKeeper) {
		this.#keeper = keeper;
	}

	of(target: string): MarksView {
		return this.view?.marks[target] ?? NONE;
	}

	isMine(target: string, kind: GalleryMark): boolean {
		return this.#mine.has(`${kind} ${target}`);
	}

	refresh(): Promise<void> {
		return this.#ask(this.#keeper.read());
	}

	/** The same press takes it back. Counted by the server: without a network nothing is counted. */
	press(target: string, kind: GalleryMark): Promise<void> {
		return this.#ask(this.#keeper.leave(target, kind, !this.isMine(target, kind)));
	}

	async #ask(answer: Promise<GalleryView>): Promise<void> {
		this.#asked += 1;
		const asked = this.#asked;
		try {
			const view = await answer;
			// An answer to an older question must not undo a newer one.
			if (asked === this.#asked) this.view = view;
			this.sentence = '';
		} catch (error) {
			this.sentence = sentenceOf(error);
		}
	}
}
