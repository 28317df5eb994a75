import { isReadAloud } from '#domain/gallery.ts';
import { facilitates } from '#domain/workshop.ts';
import { chooseStory, readTopStories } from '#lib/http/gallery.ts';
import { sentenceOf } from '#lib/http/request.ts';
import { Newest } from '#lib/room/newest.svelte.ts';
import type { BoardDesk } from '#lib/state/board-desk.svelte.ts';
import { setOf } from '#lib/state/lookup.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import type { TopStoryView } from '#protocol/gallery.ts';
import type { TopStories } from '../scene.ts';

/** The two stories that the syndicate of this board tells the room. Every note asks: so one set is looked into. */
class ChosenStories implements TopStories {
	readonly #workshop: WorkshopState;
	readonly #place: DocumentPlace;
	readonly #desk: Pick<BoardDesk, 'said' | 'refusal'>;
	readonly #read = new Newest<readonly TopStoryView[]>();
	readonly #own = $derived.by(() =>
		(this.#read.value ?? []).filter(({ syndicateId }) => syndicateId === this.#place.syndicateId)
	);
	readonly #chosen = $derived(setOf(this.#own.filter(({ isChosen }) => isChosen).map(({ ref }) => ref)));

	constructor(workshop: WorkshopState, place: DocumentPlace, desk: Pick<BoardDesk, 'said' | 'refusal'>) {
		this.#workshop = workshop;
		this.#place = place;
		this.#desk = desk;
	}

	get mayChoose(): boolean {
		const { me, workshop } = this.#workshop.live;
		return workshop.state === 'room' && (facilitates(me.role) || me.syndicateId === this.#place.syndicateId);
	}

	isChosen(ref: string): boolean {
		return this.#chosen.has(ref);
	}

	isSuggested(ref: string): boolean {
		return this.#own.some((story) => !story.isChosen && story.ref === ref);
	}

	follow(): void {
		const { revisions, step } = this.#workshop.live;
		void this.#read.ask(`${revisions.gallery} ${step?.id} ${step?.votesClosed}`, () =>
			readTopStories(this.#workshop.id, this.#place.step)
		);
	}

	async choose(ref: string, on: boolean): Promise<void> {
		this.#desk.refusal = '';
		try {
			this.#read.value = await chooseStory(this.#workshop.id, ref, on);
			this.#desk.said = on ? 'Your syndicate tells this one.' : 'It is not told.';
		} catch (error) {
			this.#desk.refusal = sentenceOf(error);
		}
	}
}

/** Null where nothing of the step is told. */
export function chosenStories(
	workshop: WorkshopState,
	document: string,
	desk: Pick<BoardDesk, 'said' | 'refusal'>
): TopStories | null {
	const place = workshop.documents.find(({ id }) => id === document);
	const activity = workshop.activity(place?.step ?? '');
	if (!place || !activity || place.syndicateId === null || !isReadAloud(activity, workshop.workshop.steps)) return null;
	return new ChosenStories(workshop, place, desk);
}
