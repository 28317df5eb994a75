import { readBy } from '#domain/gallery.ts';
import type { Activity } from '#domain/template.ts';
import { readTopStories } from '#lib/http/gallery.ts';
import { Newest } from '#lib/room/newest.svelte.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { TopStoryView } from '#protocol/gallery.ts';

/** The stories each syndicate tells in a step that reads their boards aloud, read again when somebody chooses another. */
export class ToldStories {
	readonly #workshop: WorkshopState;
	readonly #read = new Newest<readonly TopStoryView[]>();

	constructor(workshop: WorkshopState) {
		this.#workshop = workshop;
	}

	/** The step they are told from; null for one that reads nothing aloud. Call it in an effect. */
	of(activity: Activity | undefined): Activity | null {
		const from = activity ? readBy(activity, this.#workshop.workshop.steps) : null;
		if (!from) return null;
		const { revisions, states } = this.#workshop.live;
		const key = `${from.id} ${revisions.gallery} ${revisions.votes} ${JSON.stringify(states)}`;
		void this.#read.ask(key, () => readTopStories(this.#workshop.id, from.id));
		return from;
	}

	/** Of one syndicate; null until they are here. */
	by(syndicate: string): readonly TopStoryView[] | null {
		return this.#read.value?.filter(({ syndicateId }) => syndicateId === syndicate) ?? null;
	}
}
