/** What the room shares: the end of a day, the opening of the next one, the projector in words. */
import { get, post } from '#lib/http/request.ts';
import type { ClosedDayView, OnScreenView, StoryView } from '#protocol/views.ts';

/** Keeps the day as its boards stand now; closed again, it is kept anew. */
export const closeDay = (workshop: string, day: number): Promise<ClosedDayView> =>
	post(`/workshops/${workshop}/days/${day}/close`);
/** @throws Problem `not-found` before the day was closed */
export const readDay = (workshop: string, day: number): Promise<ClosedDayView> =>
	get(`/workshops/${workshop}/days/${day}`);
/** Good experiences to open a day with. */
export const listStories = (workshop: string): Promise<readonly StoryView[]> => get(`/workshops/${workshop}/stories`);
/** What is on the projector, in words. */
export const readOnScreen = (workshop: string): Promise<OnScreenView> => get(`/workshops/${workshop}/on-screen`);
