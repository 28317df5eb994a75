import { readHerWords } from '#lib/http/reply.ts';
import { Unreachable } from '#lib/http/request.ts';
import type { HerWordsView, SaidView } from '#protocol/reply-views.ts';

const NONE: HerWordsView = { actions: [], standards: [] };

/** The customers' points behind actions and standards, as this device last heard it. */
export class HerWordsState {
	#view: HerWordsView = $state.raw(NONE);
	#heard = '';
	readonly #workshopId: string;

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	/** Called with every live state that may have changed a word of it. */
	async hear(revisions: string): Promise<void> {
		if (this.#heard === revisions) return;
		this.#heard = revisions;
		try {
			this.#view = await readHerWords(this.#workshopId);
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			// The last picture stays, and the next live state asks again.
			this.#heard = '';
		}
	}

	ofAction = (action: string): readonly SaidView[] => this.#view.actions.find(({ id }) => id === action)?.said ?? [];
	ofStandard = (line: string): readonly SaidView[] => this.#view.standards.find(({ ref }) => ref === line)?.said ?? [];
}
