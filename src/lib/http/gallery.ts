/** Reading together: marks on others' boards, the stories that are told, chains. */
import type { GalleryMark } from '#domain/gallery.ts';
import { get, post } from '#lib/http/request.ts';
import type { ChainView, GalleryView, TopStoryView } from '#protocol/gallery.ts';

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
