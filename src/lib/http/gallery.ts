/** Reading together: marks on others' boards, the stories that are told, chains, the story book. */
import type { GalleryMark } from '#domain/gallery.ts';
import type { SampleStory } from '#domain/template.ts';
import { get, post } from '#lib/http/request.ts';
import type { ChainView, GalleryView, StoryBookView, TopStoryView } from '#protocol/gallery.ts';

export const readGallery = (workshop: string, step: string): Promise<GalleryView> =>
	get(`/workshops/${workshop}/steps/${step}/gallery`);
/** `on: false` takes it back. */
export const leaveMark = (workshop: string, target: string, kind: GalleryMark, on: boolean): Promise<GalleryView> =>
	post(`/workshops/${workshop}/gallery/marks`, { target, kind, on });

export const readTopStories = (workshop: string, step: string): Promise<readonly TopStoryView[]> =>
	get(`/workshops/${workshop}/steps/${step}/top-stories`);
/** @throws Problem `in-use` when two others are chosen */
export const chooseStory = (workshop: string, target: string, on: boolean): Promise<readonly TopStoryView[]> =>
	post(`/workshops/${workshop}/top-stories`, { target, on });

/** @throws Problem `not-found` for what is gone, or may not be read */
export const readChain = (workshop: string, of: string): Promise<ChainView> =>
	get(`/workshops/${workshop}/chain?of=${encodeURIComponent(of)}`);

/** Stories to warm up with; on no board. */
export const readSamples = (workshop: string): Promise<readonly SampleStory[]> => get(`/workshops/${workshop}/samples`);

export const readStoryBook = (workshop: string): Promise<StoryBookView> => get(`/workshops/${workshop}/story-book`);
/** A book of another workshop, as its file was read. @throws Problem `malformed` with what is wrong; nothing is taken over */
export const bringBook = (workshop: string, file: unknown): Promise<StoryBookView> =>
	post(`/workshops/${workshop}/story-book/brought`, { file });
export const removeBook = (workshop: string, book: string): Promise<StoryBookView> =>
	post(`/workshops/${workshop}/story-book/brought/${book}/remove`);
export const shareStory = (workshop: string, target: string, on: boolean): Promise<StoryBookView> =>
	post(`/workshops/${workshop}/story-book`, { target, on });
