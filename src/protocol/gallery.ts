/** What crosses the wire when boards are read together: marks, the stories that are told, chains, the story book. */
import * as v from 'valibot';
import type { BroughtBook } from '#domain/brought-book.ts';
import { GALLERY_MARKS, type GalleryMark } from '#domain/gallery.ts';
import type { ActionId, PersonId, StepId, SyndicateId } from '#domain/ids.ts';
import { Vote } from './bodies.ts';

/** `on: false` takes it back. */
export const LeaveMark = v.object({ ...Vote.entries, kind: v.picklist(GALLERY_MARKS), on: v.boolean() });
export const ChooseStory = v.object({ ...Vote.entries, on: v.boolean() });
/** Any file: it is looked at as a whole, and refused in a sentence. */
export const BringBook = v.object({ file: v.unknown() });
export const ShareStory = v.object({ ...Vote.entries, on: v.boolean() });

export interface MarksView {
	/** Syndicates that have it too, in their order. */
	readonly same: readonly SyndicateId[];
	readonly thanks: number;
	readonly moved: number;
	readonly 'tell-me-more': number;
}

export interface GalleryView {
	readonly mine: readonly { readonly target: string; readonly kind: GalleryMark }[];
	/** By ref; what nobody marked is not in it. */
	readonly marks: Readonly<Record<string, MarksView>>;
}

/** What a syndicate tells the room. */
export interface TopStoryView {
	readonly syndicateId: SyndicateId;
	readonly ref: string;
	readonly zone: string;
	readonly text: string;
	/** False: nobody chose, it has the most votes of its zone. */
	readonly isChosen: boolean;
}

/** One thing of a chain. */
export interface ChainItemView {
	readonly ref: string;
	/** Null for a customer's line, which was there before the first step. */
	readonly step: StepId | null;
	readonly zone: string;
	readonly text: string;
	readonly syndicateId: SyndicateId | null;
	/** Null where the names rule hides it. */
	readonly authorId: PersonId | null;
	/** It is what the other comes from, the thing itself, or what became of it. */
	readonly way: 'back' | 'here' | 'on';
	/** An action of the plan has a number and a page. */
	readonly action: { readonly id: ActionId; readonly n: number } | null;
}

export interface ChainView {
	/** In the order of the steps; those of a step, the nearest first. */
	readonly items: readonly ChainItemView[];
	/** True where it goes on further than is told here. */
	readonly isCut: boolean;
}

/** A good story its author let go on, with the name. */
export interface BookStoryView {
	readonly ref: string;
	readonly text: string;
	/** The whole of it; empty where there is no more. */
	readonly story: string;
	/** What went beyond duty; empty where nothing was said. */
	readonly beyondDuty: string;
	readonly syndicateId: SyndicateId | null;
	readonly authorId: PersonId;
}

export interface StoryBookView {
	readonly stories: readonly BookStoryView[];
	/** My own good stories, released or not. */
	readonly mine: readonly { readonly ref: string; readonly text: string; readonly isReleased: boolean }[];
	/** Books of other workshops, for those who work here. */
	readonly brought: readonly (BroughtBook & { readonly id: string })[];
	/** False while the step is not closed: until then stories are their syndicates' own. */
	readonly isOpen: boolean;
}
